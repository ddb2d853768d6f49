// Inviting others into the room: a link is made, copied, and taken back.

import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import type { Invitation, Until } from "../join/calls";
import { Invitations } from "../join/invitations";
import { invitationText, joinWords } from "../text/join";
import { ending } from "../text/locale";
import type { RoomRole } from "../wire/room";
import { Dialog } from "./dialog";
import { Icon } from "./icon";
import { RadioGroup } from "./radio-group";
import "../style/join.css";

interface Props {
  session: string;
  close: () => void;
  /** Whether a link leads into the room now. */
  told?: (open: boolean) => void;
}

const ROLES: readonly RoomRole[] = ["look", "point", "present"];
const UNTIL: readonly Until[] = ["hour", "today", "week"];

export function InviteDialog({ session, close, told }: Props) {
  const words = joinWords();
  const model = useMemo(() => new Invitations(session), []);
  /** What has just been done, for who does not see it. */
  const said = useSignal("");
  useEffect(() => {
    model.start();
    return () => model.close();
  }, [model]);
  useSignalEffect(() => {
    if (model.all.value) told?.(model.all.value.length > 0);
  });
  const ready = model.ready.value;
  return (
    <Dialog head={words.invite} close={close}>
      <div class="invite" data-testid="invite-dialog">
        <p class="quiet">{words.inviteWhy}</p>
        <Make model={model} />
        {model.fault.value && <p class="missing" role="alert">{model.fault.value}</p>}
        {ready && <Ready key={ready.id} invitation={ready} />}
        <OpenLinks model={model} revoked={() => (said.value = words.revoked)} />
        <p class="hidden-text" role="status">{said}</p>
      </div>
    </Dialog>
  );
}

function Make({ model }: { model: Invitations }) {
  const words = joinWords();
  const role = useSignal<RoomRole>("point");
  const until = useSignal<Until>("today");
  const make = (event: Event): void => {
    event.preventDefault();
    void model.make(role.value, until.value);
  };
  return (
    <form class="make" onSubmit={make}>
      <Choice label={words.may} of={ROLES} words={words.roles} chosen={role.value} choose={(one) => (role.value = one)} name="invite-role" />
      <Choice label={words.until} of={UNTIL} words={words.untils} chosen={until.value} choose={(one) => (until.value = one)} name="invite-until" />
      <button type="submit" class="button go" data-testid="invite-make" aria-disabled={model.busy.value}>{words.make}</button>
    </form>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  of: readonly T[];
  words: Readonly<Record<T, string>>;
  chosen: T;
  choose: (one: T) => void;
  name: string;
}

function Choice<T extends string>({ label, of, words, chosen, choose, name }: ChoiceProps<T>) {
  return (
    <div class="choice">
      <h2>{label}</h2>
      <RadioGroup label={label} class="chips three">
        {of.map((one) => (
          <button key={one} type="button" class="chip" role="radio" aria-checked={chosen === one} data-testid={`${name}-${one}`} onClick={() => choose(one)}>
            {words[one]}
          </button>
        ))}
      </RadioGroup>
    </div>
  );
}

/** What is sent to whoever is invited: in words what they may and until when, and the link. */
function Ready({ invitation }: { invitation: Invitation }) {
  const words = joinWords();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const done = useSignal<"" | "copied" | "selected">("");
  useEffect(() => button.current?.focus(), []);
  const message = invitationText(invitation.role, invitation.expires, invitation.link);
  const select = (): void => {
    field.current?.focus();
    field.current?.select();
    done.value = "selected";
  };
  const copy = (): void => {
    done.value = "";
    // Over plain http there is no clipboard, and the browser may forbid it.
    if (!navigator.clipboard) select();
    else navigator.clipboard.writeText(message).then(() => (done.value = "copied"), select);
  };
  return (
    <section class="ready">
      <label for={id}>{words.ready}</label>
      <textarea ref={field} id={id} readOnly rows={3} data-testid="invite-text" value={message} onFocus={(event) => event.currentTarget.select()} />
      <div class="row">
        <button ref={button} type="button" class="button" data-testid="invite-copy" onClick={copy}>{words.copy}</button>
        <span role="status">{done.value && words[done.value]}</span>
      </div>
      {isHere(invitation.link) && <p class="notice"><Icon name="warning" small /><span>{words.here}</span></p>}
    </section>
  );
}

/** Nobody else can open a link that names this machine to itself. */
function isHere(link: string): boolean {
  try {
    return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(link).hostname);
  } catch {
    return false;
  }
}

function OpenLinks({ model, revoked }: { model: Invitations; revoked: () => void }) {
  const words = joinWords();
  const head = useRef<HTMLHeadingElement>(null);
  const asked = useSignal("");
  const newestFirst = useComputed(() => [...(model.all.value ?? [])].sort((a, b) => b.expires.getTime() - a.expires.getTime()));
  const revoke = async (id: string): Promise<void> => {
    if (!(await model.revoke(id))) return;
    asked.value = "";
    // The button that had the focus is gone.
    head.current?.focus();
    revoked();
  };
  if (!model.all.value) return null;
  return (
    <section>
      <h2 ref={head} tabIndex={-1}>{words.open}</h2>
      {newestFirst.value.length === 0 && <p class="quiet">{words.none}</p>}
      <ul class="links">
        {newestFirst.value.map((one) => (
          <LinkRow
            key={one.id} invitation={one} asked={asked.value === one.id} ask={(id) => (asked.value = id)}
            show={() => (model.ready.value = one)} revoke={() => void revoke(one.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface LinkRowProps {
  invitation: Invitation;
  /** Whether it shall be revoked has been asked. */
  asked: boolean;
  ask: (id: string) => void;
  show: () => void;
  revoke: () => void;
}

function LinkRow({ invitation, asked, ask, show, revoke }: LinkRowProps) {
  const words = joinWords();
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  useEffect(() => {
    // The button that had the focus is gone again.
    if (was.current && !asked) button.current?.focus();
    was.current = asked;
  }, [asked]);
  const what = `${words.mayThey[invitation.role]}, ${words.ends(ending(invitation.expires))}`;
  return (
    <li data-testid="invite-row" data-role={invitation.role}>
      <div class="what">
        <span>{what}</span>
        <small>{words.uses(invitation.uses)}</small>
      </div>
      {asked ? (
        <Sure revoke={revoke} keep={() => ask("")} />
      ) : (
        <div class="row">
          <button type="button" class="button" data-testid="invite-show" aria-label={words.showOf(what)} onClick={show}>{words.show}</button>
          <button
            ref={button} type="button" class="button" data-testid="invite-revoke" aria-label={words.revokeOf(what)}
            onClick={() => ask(invitation.id)}
          >
            {words.revoke}
          </button>
        </div>
      )}
    </li>
  );
}

function Sure({ revoke, keep }: { revoke: () => void; keep: () => void }) {
  const words = joinWords();
  const id = useId();
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  return (
    <div class="sure" role="group" aria-labelledby={id}>
      <p id={id}>{words.sure}</p>
      <div class="row">
        <button type="button" class="button danger" data-testid="invite-revoke-yes" onClick={revoke}>{words.yes}</button>
        <button ref={no} type="button" class="button" data-testid="invite-revoke-no" onClick={keep}>{words.no}</button>
      </div>
    </div>
  );
}
