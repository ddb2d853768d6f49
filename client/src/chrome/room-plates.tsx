// What the room asks of this reader, or tells and can be undone: plates over the pictures, none of them modal.

import { useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Together } from "../room/together";
import { nameOf, roomWords } from "../text/room";
import { Icon } from "./icon";
import { Dot, Named, presenterName } from "./room-parts";

interface Props {
  together: Together;
  /** The focus goes back to the pictures: what had it is gone. */
  refocus: () => void;
}

export function RoomPlates(props: Props) {
  const { together } = props;
  const { model: room, question } = together;
  const first = room.iPresent.value ? room.asking.value[0] : undefined;
  return (
    <>
      {question.value && <Question key={question.value.gesture} {...props} view={question.value.view} />}
      <div class="room-plates">
        {first && <Asked key={first.person} {...props} person={first.person} />}
        {room.taken.value && <Taken {...props} />}
      </div>
    </>
  );
}

/** Enter and Esc answer a plate; what they would do elsewhere they do not. */
function answers(root: { readonly current: HTMLElement | null }, yes: () => void, no: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    const { key, target } = event;
    if ((key !== "Enter" && key !== "Escape") || !(target instanceof HTMLElement)) return;
    const own = root.current?.contains(target) ?? false;
    // A button of its own is pressed by Enter itself, and whoever types elsewhere is not asked by it.
    if (own ? key === "Enter" && target instanceof HTMLButtonElement : target.matches("input, select, textarea")) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "Enter") yes();
    else no();
  };
}

/** A follower's hand did something for the first time: in the view where it did, and answered by Enter or Esc there. */
function Question({ together, refocus, view }: Props & { view: string }) {
  const words = roomWords();
  const root = useRef<HTMLDivElement>(null);
  const always = useSignal(false);
  const yes = (): void => {
    together.agree(always.value);
    refocus();
  };
  const no = (): void => {
    together.decline();
    refocus();
  };
  usePlaceIn(root, view);
  useEffect(() => {
    const key = answers(root, yes, no);
    document.addEventListener("keydown", key, true);
    return () => document.removeEventListener("keydown", key, true);
  }, []);
  const name = presenterName(together.model);
  return (
    <Plate root={root} testId="free-question" class="question" head={words.question}>
      <p><Named sentence={words.questionWhy(name)} name={name} /></p>
      <div class="acts">
        <button type="button" class="button go" data-testid="free-yes" title={words.questionKeys} onClick={yes}>{words.yes}</button>
        <button type="button" class="button" data-testid="free-no" title={words.questionKeys} onClick={no}>{words.stay}</button>
        <label class="always">
          <input type="checkbox" data-testid="free-always" checked={always.value} onChange={(event) => (always.value = event.currentTarget.checked)} />
          {words.always}
        </label>
      </div>
    </Plate>
  );
}

/** Somebody asks the presenter, the one who has asked first. */
function Asked({ together, refocus, person }: Props & { person: number }) {
  const { model: room } = together;
  const words = roomWords();
  const root = useRef<HTMLDivElement>(null);
  const who = room.person(person);
  if (!who) return null;
  const answer = (act: "hand" | "later") => (): void => {
    together.present(act, person);
    refocus();
  };
  const [hand, later] = [answer("hand"), answer("later")];
  return (
    <Plate root={root} testId="asked" head={<><Dot person={who} /><span><Named sentence={words.asksToPresent(nameOf(who))} name={nameOf(who)} /></span></>} onKeyDown={answers(root, hand, later)}>
      <div class="acts">
        <button type="button" class="button go" data-testid="asked-hand" onClick={hand}>{words.hand}</button>
        <button type="button" class="button" data-testid="asked-later" onClick={later}>{words.later}</button>
      </div>
    </Plate>
  );
}

/** The presenting was taken over: the two who are concerned can undo it for a while. */
function Taken({ together, refocus }: Props) {
  const { model: room } = together;
  const words = roomWords();
  const left = useSecondsLeft(room.taken.value?.until ?? 0);
  const { value: taken } = room.taken;
  const undo = (): void => {
    together.present("undo");
    refocus();
  };
  const mine = taken?.by === room.you.value;
  if (!taken || left <= 0 || (!mine && taken.before !== room.you.value)) return null;
  const other = room.person(mine ? taken.before : taken.by);
  const name = other ? nameOf(other) : "";
  return (
    <Plate testId="taken" head={<span><Named sentence={(mine ? words.youTookOver : words.tookOver)(name)} name={name} /></span>}>
      <div class="acts">
        <button type="button" class="button" data-testid="taken-undo" onClick={undo}>
          <Icon name="undo" small /><span>{words.undo}</span> <span class="number" aria-hidden="true">{words.seconds(left)}</span>
        </button>
      </div>
    </Plate>
  );
}

interface PlateProps {
  testId: string;
  head: ComponentChildren;
  class?: string;
  root?: RefObject<HTMLDivElement | null>;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}

function Plate({ testId, head, class: name = "", root, onKeyDown, children }: PlateProps) {
  return (
    <div ref={root ?? null} class={`room-plate ${name}`} data-testid={testId} role="group" aria-labelledby={`${testId}-head`} {...(onKeyDown ? { onKeyDown } : {})}>
      <strong id={`${testId}-head`}>{head}</strong>
      {children}
    </div>
  );
}

/** Over the lower middle of the view that it is about, and within the stage where that is small. */
function usePlaceIn(root: { readonly current: HTMLElement | null }, view: string): void {
  useLayoutEffect(() => {
    const plate = root.current;
    const stage = plate?.closest(".work");
    const over = stage?.querySelector(`[data-plane="${view}"]`);
    if (!plate || !stage || !over) return;
    const [all, one] = [stage.getBoundingClientRect(), over.getBoundingClientRect()];
    const { offsetWidth: width, offsetHeight: height } = plate;
    const within = (least: number, wanted: number, most: number): number => Math.max(least, Math.min(wanted, most));
    plate.style.left = `${within(8, one.left - all.left + (one.width - width) / 2, all.width - width - 8)}px`;
    plate.style.top = `${within(8, one.bottom - all.top - height - 44, all.height - height - 8)}px`;
  }, [view]);
}

/** Whole seconds until a moment on the page's clock. */
function useSecondsLeft(until: number): number {
  const left = useSignal(0);
  useLayoutEffect(() => {
    const tick = (): void => {
      left.value = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    };
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [until]);
  return left.value;
}
