// Who is here, what they do and how well they see it; and what one may do about it.

import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { keepName } from "../join/own-name";
import type { Together } from "../room/together";
import { nameOf, roomWords } from "../text/room";
import { NAME_LENGTH, type Person } from "../wire/room";
import { Icon } from "./icon";
import { Dot } from "./room-parts";
import { AskToPresent } from "./room-strip";

interface Props {
  together: Together;
}

export function RoomPeople({ together }: Props) {
  const { model: room } = together;
  const words = roomWords();
  return (
    <section class="section">
      <h2 class="head"><span>{words.people}</span><span class="number">{room.people.value.length}</span></h2>
      <ul class="room-people">
        {inOrder(room.people.value, room.presenter.value).map((one) => <Row key={one.person} together={together} one={one} />)}
      </ul>
      <OwnName together={together} />
      <div class="acts">
        <AskToPresent together={together} />
        {room.may("present") && !room.iPresent.value && (
          <button type="button" class="button" data-testid="take-over" onClick={() => together.present("take")}>
            {room.presenter.value === 0 ? words.present : words.takeOver}
          </button>
        )}
      </div>
    </section>
  );
}

/** The presenter first, then who asks to present, then as they came. */
function inOrder(people: readonly Person[], presenter: number): Person[] {
  const rank = (one: Person): number => (one.person === presenter ? 0 : one.asks ? 1 : 2);
  return [...people].sort((a, b) => rank(a) - rank(b) || a.person - b.person);
}

function Row({ together, one }: Props & { one: Person }) {
  const { model: room } = together;
  const words = roomWords();
  const own = one.person === room.you.value;
  const name = own ? (one.name ? words.you(one.name) : words.youNameless) : nameOf(one);
  const reduced = one.quality === "reduced";
  const what = [words.doing[one.doing], words.quality[one.quality], words.may[one.role], one.guest && words.guest].filter(Boolean);
  // Whom the presenting may be handed to: who looks only may not have it.
  const handed = room.iPresent.value && !own && one.role !== "look" && one.doing !== "away";
  return (
    <li data-testid="participant-row" data-person={one.person} data-colour={one.colour} data-doing={one.doing} data-asks={one.asks || undefined}>
      <Dot person={one} />
      <div class="person">
        <span class="name" dir="auto">{name}</span>
        <small class={reduced ? "reduced" : ""}>{what.join(" \u00b7 ")}</small>
        {one.asks && <small class="asks"><Icon name="hand" small />{words.asks}</small>}
      </div>
      {one.person === room.presenter.value && <Icon name="presents" />}
      {handed && (
        <button
          type="button" class={one.asks ? "button go" : "tool"} data-testid="hand-over" aria-label={words.handTo(nameOf(one))}
          title={words.handTo(nameOf(one))} onClick={() => together.present("hand", one.person)}
        >
          {one.asks ? words.hand : <Icon name="handOver" />}
        </button>
      )}
    </li>
  );
}

/** How the others read one; taken with Enter or when the field is left. */
function OwnName({ together }: Props) {
  const words = roomWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const name = together.model.me.value?.name ?? "";
  const typed = useSignal(name);
  useEffect(() => {
    if (document.activeElement !== field.current) typed.value = name;
  }, [name]);
  const take = (): void => {
    const kept = keepName(typed.value);
    typed.value = kept;
    if (kept !== name) together.name(kept);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Enter") take();
    if (event.key !== "Escape") return;
    typed.value = name;
    event.stopPropagation();
  };
  return (
    <div class="field own-name">
      <label for={id}>{words.name}</label>
      <input
        ref={field} id={id} type="text" maxLength={NAME_LENGTH} autocomplete="name" data-testid="own-name" placeholder={words.nameHint} value={typed.value}
        onInput={(event) => (typed.value = event.currentTarget.value)} onBlur={take} onKeyDown={key}
      />
    </div>
  );
}
