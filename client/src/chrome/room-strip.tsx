// The strip over the pictures while one is not alone: who presents, and whose view this is.

import { useComputed } from "@preact/signals";
import type { Together } from "../room/together";
import { nameOf, roomWords } from "../text/room";
import { Icon } from "./icon";
import { Dot, Named } from "./room-parts";
import { withKeyOf } from "./shown-key";

interface Props {
  together: Together;
}

export function RoomStrip({ together }: Props) {
  const { model: room } = together;
  const state = useComputed(() => (room.free.value ? "free" : room.iPresent.value ? "presenting" : room.presenting.value ? "following" : "nobody"));
  const colour = room.presenting.value?.colour;
  return (
    <div class="room-strip" data-testid="room-strip" data-state={state.value} data-colour={colour} role="group" aria-label={roomWords().label}>
      {state.value === "free" && <Free together={together} />}
      {state.value === "presenting" && <Presenting together={together} />}
      {state.value === "following" && <Following together={together} />}
      {state.value === "nobody" && <Nobody together={together} />}
    </div>
  );
}

function Presenting({ together: { model: room } }: Props) {
  const words = roomWords();
  const others = room.people.value.filter((one) => one.person !== room.you.value && one.doing !== "free" && one.doing !== "away").length;
  return (
    <>
      <span class="badge" data-testid="presenting">{words.badge}</span>
      <span class="words">{others === 0 ? words.seenByNobody : words.seenBy(others)}</span>
    </>
  );
}

function Following({ together }: Props) {
  const words = roomWords();
  const presenter = together.model.presenting.value;
  if (!presenter) return null;
  const name = nameOf(presenter);
  return (
    <>
      <Dot person={presenter} />
      <span class="words"><Named sentence={words.presents(name)} name={name} /> {words.youFollow}</span>
      <span class="space" />
      <button type="button" class="button quiet" data-testid="look-freely" onClick={() => together.lookFreely()}>
        <Icon name="eye" small /><span>{words.lookFreely}</span>
      </button>
      <AskToPresent together={together} />
    </>
  );
}

function Free({ together }: Props) {
  const { model: room } = together;
  const words = roomWords();
  const presenter = room.presenting.value;
  return (
    <>
      <Icon name="eye" />
      <span class="words">{together.escaping.value && presenter ? words.escAgain(nameOf(presenter)) : words.youLookFreely}</span>
      {presenter
        ? <button type="button" class="button" data-testid="follow" onClick={() => together.follow()}><span><Named sentence={words.backTo(nameOf(presenter))} name={nameOf(presenter)} /></span></button>
        : <Offer together={together} />}
      <span class="space" />
      <AskToPresent together={together} />
    </>
  );
}

function Nobody({ together }: Props) {
  const { model: room } = together;
  const words = roomWords();
  const { value: former } = room.former;
  return (
    <>
      <span class="words">{former ? <Named sentence={words.gone(former)} name={former} /> : words.nobody}</span>
      <Offer together={together} />
    </>
  );
}

/** Nobody presents: whoever may can. */
function Offer({ together }: Props) {
  if (!together.model.offered.value) return null;
  return (
    <button type="button" class="button go" data-testid="take" onClick={() => together.present("take")}>{roomWords().present}</button>
  );
}

/** A raised hand, or its lowering; for those who may do more than look. */
export function AskToPresent({ together }: Props) {
  const { model: room } = together;
  const words = roomWords();
  if (!room.may("point") || room.iPresent.value || room.presenter.value === 0) return null;
  const asks = room.me.value?.asks ?? false;
  return (
    <button
      type="button" class="button" data-testid="ask" aria-pressed={asks}
      title={withKeyOf(asks ? words.withdraw : words.ask, "raise-hand")} onClick={() => together.raiseHand()}
    >
      <Icon name="hand" small /><span>{asks ? words.withdraw : words.ask}</span>
    </button>
  );
}
