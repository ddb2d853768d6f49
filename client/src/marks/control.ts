// Pointing and drawing together: what the others show, what the hand shows them, and what is on which view.

import { computed, effect, signal } from "@preact/signals";
import type { ViewerModel } from "../chrome/model";
import { isMarking } from "../input/marking";
import type { Device, Intent, Tool } from "../input/raw";
import type { MarksSink, RoomModel } from "../room/room";
import type { Together } from "../room/together";
import { text } from "../text";
import { markName, markWords } from "../text/marks";
import type { MarksSource } from "../view/marks-layer";
import type { Screen } from "../view/screen";
import type { Viewport } from "../view/viewport";
import type { Status } from "../viewer/status";
import type { ClientMessage, MessageOf, ViewState } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import type { Position } from "../wire/room";
import { markColours } from "./colours";
import { Drawing, type Sample } from "./drawing";
import { normalOf, type Stack } from "./patient";
import { Pointers } from "./pointers";
import { Pointing } from "./pointing";
import type { Line } from "./placing";
import { Strokes } from "./strokes";

const FLUSH_MS = 80;
/** As other words for those who listen: after the hand has rested. */
const SPEAK_MS = 700;

export interface MarksHooks {
  send(message: ClientMessage): boolean;
  /** What the left button does now. */
  tool(): Tool;
  choose(tool: Tool): void;
}

type Marking = Extract<Intent, { do: "mark" | "unmark" | "no-mark" }>;

export class MarksControl implements MarksSink, MarksSource {
  /** How many strokes there are, and how many of them are one's own. */
  readonly drawn = signal({ all: 0, own: 0 });
  /** The tools are of use: somebody is here to see it, or is expected. */
  readonly offered = computed(() => !this.room.alone.value || (this.model.panel.value && this.model.tab.value === "room"));
  readonly allowed = computed(() => this.room.may("point"));
  private readonly others = new Pointers();
  private readonly strokes = new Strokes();
  private readonly drawing: Drawing;
  private readonly pointing: Pointing;
  private readonly calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  private readonly stops: (() => void)[] = [];
  private readonly room: RoomModel;
  private lastNumber = 0;
  /** Of the acquired slices. */
  private normal: Position | null = null;
  /** Until the room has been told of: strokes that come are not new. */
  private arriving = true;
  private pressed = false;
  private redrawing = false;
  private fading: ReturnType<typeof setTimeout> | undefined;
  private flushing: ReturnType<typeof setInterval> | undefined;
  private speaking: ReturnType<typeof setTimeout> | undefined;
  private readonly unsaid = new Set<string>();

  constructor(
    private readonly model: ViewerModel,
    private readonly screen: Screen,
    private readonly together: Pick<Together, "model" | "push">,
    private readonly status: Pick<Status, "complain">,
    private readonly hooks: MarksHooks,
  ) {
    this.room = together.model;
    const { send } = hooks;
    this.drawing = new Drawing(() => this.nextNumber(), send);
    this.pointing = new Pointing({ send: (message) => this.say(message), now: () => performance.now(), nextFrame: (run) => requestAnimationFrame(run) });
    for (const { marks } of screen.viewports) marks.source = this;
    this.room.marks = this;
    this.stops.push(this.room.people.subscribe(() => this.toldOfRoom()), effect(() => this.putAway()));
  }

  close(): void {
    for (const stop of this.stops) stop();
    clearTimeout(this.fading);
    clearTimeout(this.speaking);
    clearInterval(this.flushing);
  }

  get mayMark(): boolean {
    return this.offered.value && this.allowed.value;
  }

  // --- what comes ---------------------------------------------------------------------------------------------------

  restart(): void {
    this.arriving = true;
    this.normal = null;
    this.others.clear();
    this.strokes.clear();
    this.drawing.forget();
    this.pointing.forget();
    this.changed();
  }

  /** Who is here, and which of the strokes are one's own. */
  private toldOfRoom(): void {
    this.arriving = false;
    this.changed();
  }

  pointed(message: MessageOf<"pointed">): void {
    this.others.pointed(message, performance.now());
    this.changed();
  }

  stroked(message: MessageOf<"stroked">): void {
    const begins = this.strokes.stroked(message);
    if (message.person === this.room.you.value) this.drawing.told(message);
    else if (begins && !this.arriving) this.speak(markWords().drew(markName(message), text.views[message.view]));
    this.changed();
  }

  erased(message: MessageOf<"erased">): void {
    this.strokes.erased(message);
    this.changed();
  }

  /** The server did not take what was sent, and says why. */
  refused(code: string): void {
    if (code !== "stroke" && code !== "right") return;
    this.drawing.forget();
    this.changed();
  }

  // --- what the hand does -------------------------------------------------------------------------------------------

  /** The pointer is over a view without a button, or has left it (null). */
  hovered(viewport: Viewport, place: { x: number; y: number; device: Device } | null): void {
    if (this.pressed) return;
    const points = place && this.mayMark && (this.hooks.tool() === "point" || place.device === "pen");
    if (points) this.pointing.at(viewport, place.x, place.y);
    else this.pointing.leave();
  }

  perform(intent: Marking, viewport: Viewport): void {
    if (intent.do === "no-mark") return this.refuse(viewport.view);
    if (intent.do === "mark") return intent.tool === "point" ? this.point(intent, viewport) : this.draw(intent, viewport);
    if (!this.eraseLast()) this.together.push(viewport.view, [{ t: "undo", redo: false }], intent.gesture, performance.now());
  }

  /** False where nothing of one's own is drawn. */
  eraseLast(): boolean {
    if (this.drawn.value.own === 0) return false;
    return this.erase("last");
  }

  erase(what: "last" | "mine" | "all"): boolean {
    return this.hooks.send({ t: "erase", what });
  }

  /** Says why somebody may not; where nobody would see it there is nothing to say. */
  refuse(view: ViewName): void {
    if (this.offered.value && !this.allowed.value) this.status.complain(view, markWords().lookOnly);
  }

  private point({ phase, places }: Extract<Marking, { do: "mark" }>, viewport: Viewport): void {
    const last = places.at(-1);
    this.pressed = phase === "begin" || phase === "go";
    if (last) this.pointing.at(viewport, last.x, last.y);
    if (!this.pressed) this.pointing.lift();
  }

  /** Under a finger there is no arrow: whoever points with one sees their own. */
  private say(message: ClientMessage): boolean {
    const { value: me } = this.room.me;
    if (this.model.touch && me && message.t === "point") this.pointed({ ...me, ...message, t: "pointed" });
    return this.hooks.send(message);
  }

  private draw({ phase, places }: Extract<Marking, { do: "mark" }>, viewport: Viewport): void {
    const { drawing } = this;
    const samples = places.flatMap(({ x, y }): Sample[] => {
      const under = viewport.marks.under(x, y);
      return under ? [{ x, y, picture: under.picture }] : [];
    });
    const [first] = samples;
    const view = first && viewport.marks.under(first.x, first.y)?.view;
    if (phase === "begin" && view) drawing.begin(view, first);
    if (phase === "go" && view) drawing.add(view, samples);
    if (phase === "end") drawing.end();
    if (phase === "cancel" && drawing.cancel()) this.erase("last");
    clearInterval(this.flushing);
    if (drawing.draws) this.flushing = setInterval(() => drawing.flush(), FLUSH_MS);
    this.changed();
  }

  /** Tools that nobody needs any more go back to the rail. */
  private putAway(): void {
    if (isMarking(this.model.tool.value) && !(this.offered.value && this.allowed.value)) this.hooks.choose(this.model.touch ? "scroll" : "window");
  }

  private nextNumber(): number {
    this.lastNumber = Math.max(this.lastNumber, this.strokes.newest(this.room.you.value), this.drawing.newest) + 1;
    return this.lastNumber;
  }

  // --- what is shown ------------------------------------------------------------------------------------------------

  get stack(): Stack {
    return { spacing: this.model.welcome.value?.volume.spacing_mm ?? [1, 1, 1], normal: this.normal };
  }

  pointers() {
    return this.others.shown(performance.now(), this.calm.matches);
  }

  lines(): readonly Line[] {
    const { me, you } = this.room;
    const { name = "", colour = 1 } = me.value ?? {};
    const drafts = this.drawing.shown;
    const own = (stroke: number): boolean => drafts.some((one) => one.stroke === stroke);
    const told = this.strokes.all.filter((one) => one.person !== you.value || !own(one.stroke));
    return [...told, ...drafts.map(({ view, points }) => ({ person: you.value, name, colour, view, points }))];
  }

  onScreen(view: ViewName): boolean {
    return this.screen.of(view).visible;
  }

  colours = markColours;

  /** A view has another picture, or lies otherwise: the hand on it points at something else. */
  pictured({ view, image, patient }: ViewState): void {
    if (!this.normal && image !== null && patient) this.normal = normalOf(patient);
    this.pointing.drawn(this.screen.of(view));
  }

  private changed(): void {
    const [all, own] = [this.strokes.count(), this.strokes.count(this.room.you.value)];
    if (all !== this.drawn.value.all || own !== this.drawn.value.own) this.drawn.value = { all, own };
    if (this.redrawing) return;
    this.redrawing = true;
    requestAnimationFrame(() => this.redraw());
  }

  private redraw(): void {
    this.redrawing = false;
    for (const { marks } of this.screen.visible) marks.redraw();
    clearTimeout(this.fading);
    const next = this.others.changesIn(performance.now(), this.calm.matches);
    if (next === 0) this.changed();
    else if (next !== null) this.fading = setTimeout(() => this.changed(), next);
  }

  private speak(words: string): void {
    this.unsaid.add(words);
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      this.model.spoken.value = [...this.unsaid].join(" ");
      this.unsaid.clear();
    }, SPEAK_MS);
  }
}
