import { useState } from "preact/hooks";
import { text } from "../text";
import { noAccess } from "../text/access";
import type { Viewer } from "../viewer/viewer";
import { Message } from "./message";
import type { ViewerModel } from "./model";
import { NoAccess } from "./no-access";
import { openStart } from "./route";

/** Nothing comes any more: one sentence why, a code to quote, and the ways on. */
export function EndedPlace({ model, viewer }: { model: ViewerModel; viewer: Viewer }) {
  const why = model.ended.value;
  if (!why) return null;
  const leave = (): void => {
    viewer.close();
    openStart();
  };
  const back = model.guest ? undefined : leave;
  const refused = noAccess(why.code, window.location.search);
  if (refused) return <div class="ended"><NoAccess code={refused} contact={why.contact ?? ""} {...(back && { back })} /></div>;
  const body = why.code === "protocol" ? text.errors.protocol : why.text || text.errors.unreachable;
  return (
    <div class="ended">
      <Message head={text.viewer.fault} body={body} alert>
        {why.code === "session" && <p>{text.viewer.safe}</p>}
        <p class="quiet">{text.viewer.faultCode(why.code)}</p>
        <div class="row">
          <button type="button" class="button" onClick={() => window.location.reload()}>{text.viewer.openAgain}</button>
          {back && <button type="button" class="button" onClick={back}>{text.viewer.back}</button>}
          <CopyCode code={why.code} />
        </div>
      </Message>
    </div>
  );
}

function CopyCode({ code }: { code: string }) {
  const [copied, setCopied] = useState(false);
  if (!("clipboard" in navigator)) return null;
  const copy = (): void => void navigator.clipboard.writeText(code).then(() => setCopied(true));
  return <button type="button" class="button" onClick={copy}>{copied ? text.access.copied : text.viewer.copyCode}</button>;
}
