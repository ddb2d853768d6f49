import type { ComponentChildren } from "preact";

interface MessageProps {
  head: string;
  body?: string;
  act?: string;
  run?: () => void;
  alert?: boolean;
  children?: ComponentChildren;
}

/** Something is missing or wrong: what, and what can be done. */
export function Message({ head, body, act, run, alert = false, children }: MessageProps) {
  return (
    <div class="message" role={alert ? "alert" : undefined}>
      <strong>{head}</strong>
      {body && <p>{body}</p>}
      {children}
      {act && run && (
        <button type="button" class="button" onClick={run}>
          {act}
        </button>
      )}
    </div>
  );
}
