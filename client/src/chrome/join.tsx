// Where a link into somebody's room leads: what it gives, a name, and in; after a reload straight in again.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { Refused } from "../api";
import { type Given, join, lookAt } from "../join/calls";
import { GuestEntry } from "../join/guest-entry";
import { keepName, readName } from "../join/own-name";
import { readPlace } from "../join/place";
import { text } from "../text";
import { noWayIn } from "../text/access";
import { joinWords, refusalOf } from "../text/join";
import { ending } from "../text/locale";
import { NAME_LENGTH } from "../wire/room";
import { Icon } from "./icon";
import { LanguageChoice } from "./language-choice";
import { Message } from "./message";
import { NoAccess } from "./no-access";
import { openJoin, openRoom, preferredLayout } from "./route";
import { ViewerPage } from "./viewer-page";
import "../style/join.css";

/** `token` is the link's; empty where this tab is in a room already, as after a reload. */
export function Join({ token }: { token: string }) {
  const [entry, enter] = useState(() => (token === "" ? returning() : null));
  if (token !== "") {
    const goIn = (entry: GuestEntry): void => {
      enter(entry);
      openRoom();
    };
    return <Invitation key={token} token={token} goIn={goIn} />;
  }
  if (entry) return <InvitedViewer entry={entry} />;
  return <Around head={text.product}><NoAccess code="link-unknown" /></Around>;
}

function returning(): GuestEntry | null {
  const place = readPlace();
  return place && new GuestEntry(place);
}

function InvitedViewer({ entry }: { entry: GuestEntry }) {
  const opening = useMemo(() => ({ series: "", volume: 1, layout: preferredLayout() }), []);
  // The link itself says best what has become of it.
  const putOut = (): void => openJoin(entry.token);
  return <ViewerPage opening={opening} entry={entry} guest={entry.guest} putOut={putOut} open={() => undefined} />;
}

type State =
  | { is: "looked-at" }
  | { is: "good"; given: Given }
  | { is: "not-good"; code: string; contact: string }
  | { is: "unanswered"; why: string };

function Invitation({ token, goIn }: { token: string; goIn: (entry: GuestEntry) => void }) {
  const words = joinWords();
  const [state, set] = useState<State>({ is: "looked-at" });
  const look = (): void => {
    set({ is: "looked-at" });
    lookAt(token).then((given) => set({ is: "good", given }), (error: unknown) => set(refusedState(error)));
  };
  useEffect(() => {
    document.title = `${words.invited} \u00b7 ${text.product}`;
    look();
  }, []);
  return (
    <Around head={state.is === "good" ? "" : words.invited}>
      {state.is === "looked-at" && <Message head={words.looks} />}
      {state.is === "not-good" && <NoAccess code={noWayIn(state.code)} contact={state.contact} />}
      {/* It may be opened at any moment. */}
      {state.is === "not-good" && state.code === "closed" && <button type="button" class="button go" data-testid="join-again" onClick={look}>{words.again}</button>}
      {state.is === "unanswered" && <Message head={state.why} act={words.again} run={look} alert />}
      {state.is === "good" && <NameForm token={token} given={state.given} goIn={goIn} refused={(error) => set(refusedState(error))} />}
    </Around>
  );
}

const NOT_GOOD = 410;

function refusedState(error: unknown): State {
  if (!(error instanceof Refused)) return { is: "unanswered", why: joinWords().noAnswer };
  const { status, code, message, contact } = error;
  return status === NOT_GOOD ? { is: "not-good", code, contact } : { is: "unanswered", why: refusalOf(code, message) };
}

interface NameFormProps {
  token: string;
  given: Given;
  goIn: (entry: GuestEntry) => void;
  refused: (error: unknown) => void;
}

/** What the link gives, and by which name one goes in. */
function NameForm({ token, given, goIn, refused }: NameFormProps) {
  const words = joinWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(readName);
  const [missing, setMissing] = useState(false);
  const [going, setGoing] = useState(false);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: Event): void => {
    event.preventDefault();
    const kept = keepName(name);
    setMissing(kept === "");
    if (kept === "") return field.current?.focus();
    setGoing(true);
    join(token, kept).then((joined) => goIn(new GuestEntry({ token, ...joined }, joined)), refused);
  };
  return (
    <form class="invitation" onSubmit={submit} noValidate>
      <h1>{words.invited}</h1>
      <p class="gives"><b data-testid="join-role">{words.gives[given.role]}</b> {words.holds(ending(given.expires).replaceAll(" ", "\u00a0"))}</p>
      <label for={id}>{words.name}</label>
      <input
        ref={field} id={id} type="text" maxLength={NAME_LENGTH} autocomplete="name" data-testid="join-name" value={name}
        aria-invalid={missing} aria-describedby={`${id}-hint`} onInput={(event) => setName(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class={missing ? "missing" : "quiet"} role={missing ? "alert" : undefined}>{missing ? words.nameless : words.nameHint}</p>
      <button type="submit" class="button go" data-testid="join-go" disabled={going}>{going ? words.goesIn : words.goIn}</button>
      <p class="quiet">{words.only}</p>
    </form>
  );
}

/** `head` is said where nothing on the page is its heading. */
function Around({ head, children }: { head: string; children: ComponentChildren }) {
  return (
    <div class="join">
      <header class="masthead"><span class="logo"><Icon name="logo" />{text.product}</span></header>
      <main>
        {head && <h1 class="hidden-text">{head}</h1>}
        {children}
      </main>
      <footer class="foot">
        <span>{text.notAMedicalDevice}</span>
        <span class="space" />
        <LanguageChoice />
      </footer>
    </div>
  );
}
