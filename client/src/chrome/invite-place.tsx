// Where links into the room are made from: a button in the room's tab. The dialog is fetched when it is first opened.

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { text } from "../text";
import { roomWords } from "../text/room";
import type { Viewer } from "../viewer/viewer";
import { later } from "./later";
import type { ViewerModel } from "./model";

const InviteDialog = later(() => import("./invite").then((part) => part.InviteDialog));

export function InvitePlace({ model, viewer }: { model: ViewerModel; viewer: Viewer }) {
  const words = roomWords();
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const session = model.welcome.value?.session;
  if (!session || !viewer.together.model.invites.value) return null;
  const close = (): void => {
    open.value = false;
    button.current?.focus();
  };
  const failed = (): void => {
    close();
    viewer.status.complain(model.active.value, text.errors.unreachable);
  };
  return (
    <section class="section">
      <h2>{words.invite}</h2>
      <p class="quiet">{words.inviteWhy}</p>
      <div class="acts">
        <button ref={button} type="button" class="button" data-testid="invite" onClick={() => (open.value = true)}>{words.invite}</button>
      </div>
      {open.value && <InviteDialog session={session} close={close} told={(open) => (model.invited.value = open)} failed={failed} />}
    </section>
  );
}
