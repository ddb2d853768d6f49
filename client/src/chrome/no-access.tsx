import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { text } from "../text";
import type { NoAccessCode } from "../text/access";
import { Message } from "./message";

const WITH_KEY: ReadonlySet<NoAccessCode> = new Set(["sign-in", "signed-out", "wrong-key"]);

interface Props {
  code: NoAccessCode;
  /** Whom to ask, as the server was told. */
  contact?: string;
  back?: () => void;
}

/** Not let in: why, who can help, and what one can do oneself. */
export function NoAccess({ code, contact = "", back }: Props) {
  const { head, body } = text.access[code];
  return (
    <Message head={head} body={body} alert>
      {WITH_KEY.has(code) && <KeyField />}
      <p>{contact ? <>{text.access.ask} <Contact words={contact} /></> : text.access.askWhoRuns}</p>
      <div class="row">
        <CopyQuestion code={code} />
        {back && <button type="button" class="button" onClick={back}>{text.viewer.back}</button>}
      </div>
    </Message>
  );
}

function KeyField() {
  const [key, setKey] = useState("");
  const go = (event: Event): void => {
    event.preventDefault();
    // The server trades it for a cookie and takes it out of the address.
    if (key.trim()) window.location.assign(`?token=${encodeURIComponent(key.trim())}`);
  };
  return (
    <form class="row" onSubmit={go}>
      <input
        type="password" autocomplete="off" aria-label={text.access.key} placeholder={text.access.key} data-testid="access-key"
        value={key} onInput={(event) => setKey(event.currentTarget.value)}
      />
      <button type="submit" class="button">{text.access.signIn}</button>
    </form>
  );
}

function Contact({ words }: { words: string }): ComponentChildren {
  return /^[^\s@]+@[^\s@]+$/.test(words) ? <a href={`mailto:${words}`}>{words}</a> : <b>{words}</b>;
}

/** What to send to whoever can help: nothing of a patient, no key. */
function CopyQuestion({ code }: { code: NoAccessCode }) {
  const [copied, setCopied] = useState(false);
  if (!("clipboard" in navigator)) return null;
  const copy = (): void => {
    const { origin, pathname } = window.location;
    void navigator.clipboard.writeText(text.access.question(origin + pathname, code, new Date())).then(() => setCopied(true));
  };
  return <button type="button" class="button" onClick={copy}>{copied ? text.access.copied : text.access.copy}</button>;
}
