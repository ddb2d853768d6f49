// The viewer: what comes goes to the views, what the hand does goes to the server.

import { closeSession } from "../api";
import type { TransportName, ViewerModel } from "../chrome/model";
import { InputQueue } from "../input/queue";
import { listenToKeys, listenToView } from "../input/listen";
import type { Command, Intent, RawInput, Tool } from "../input/raw";
import { type Ended, Link } from "../link/link";
import type { Freshness } from "../link/silence";
import { text } from "../text";
import { patientName, shownDate } from "../dicom";
import { canDecode } from "../picture/decoder";
import { worst } from "../view/fidelity";
import { StateHistory } from "../view/history";
import { FidelityMark } from "../view/mark";
import { type Colours, coloursOf } from "../view/overlay";
import { type Layout, LAYOUTS, Screen } from "../view/screen";
import type { Viewport } from "../view/viewport";
import type { Progress } from "../view/warnings";
import type { MessageOf, ServerMessage } from "../wire/messages";
import type { Operation, ViewName } from "../wire/operations";
import { HandControl } from "./hand";
import { plateFor } from "./plates";
import { Probe } from "./probe";
import { type Spoken, whatChanged } from "./speech";
import { type Automation, statsOf } from "./stats";
import { Transport } from "./transport";

const TICK_MS = 250;
const PING_MS = 2000;
const MEASURED_MS = 5000;
const SPEAK_MS = 700;

export interface ViewerHooks {
  back(): void;
  series(step: 1 | -1): void;
}

export class Viewer {
  readonly mark = new FidelityMark("fidelity-mark");
  private readonly history = new StateHistory();
  private readonly screen: Screen;
  private readonly link: Link;
  private readonly transport: Transport;
  private readonly hand: HandControl;
  private readonly queue: InputQueue;
  private readonly probe: Probe;
  private readonly stops: (() => void)[] = [];
  private colours: Colours | null = null;
  private sequence = 0;
  private progress: Progress | null = null;
  private acted = false;
  private heardAt = new Date();
  private freshness: Freshness = "fresh";
  private refreshing = false;
  private speak: ReturnType<typeof setTimeout> | undefined;
  private spoken: Spoken | null = null;
  private pingAt = 0;
  private measuredAt = 0;
  private beforeFull: Layout = "2x2";

  constructor(
    private readonly model: ViewerModel,
    private readonly hooks: ViewerHooks,
    wanted: "webrtc" | "websocket",
  ) {
    this.screen = new Screen({
      send: (message) => this.link.send(message),
      history: this.history,
      colours: () => (this.colours ??= coloursOf(document.documentElement)),
      explain: (warning) => (this.model.explained.value = warning),
      changed: () => this.refreshSoon(),
      cannotDecode: () => this.cannotDecode(),
    });
    const { series, volume, layout } = model.opening;
    this.link = new Link(series, volume, {
      bindings: () => this.screen.bindings(),
      message: (message, size) => this.received(message, size),
      opened: () => undefined,
      lost: () => this.lost(),
      ended: (why) => this.ended(why),
    });
    this.transport = new Transport(wanted, this.screen.viewports.map((one) => one.layers.video), {
      send: (message) => this.link.send(message),
      frame: (stream, info) => this.screen.viewports[stream]?.videoFrame(info),
      changed: () => this.showTransport(),
    });
    this.hand = new HandControl(model.tool.value, (...act) => this.perform(...act), () => this.rested());
    this.queue = new InputQueue({
      busy: () => this.link.busy,
      send: ({ view, operations, gesture, at }) => this.sendInput(view, operations, gesture, at),
      nextFrame: (run) => requestAnimationFrame(run),
    });
    this.probe = new Probe((message) => this.link.send(message));
    this.screen.onBindings = (views) => this.bound(views.length);
    this.screen.arrange(layout, model.active.value);
  }

  // --- life ---------------------------------------------------------------------------------------------------------

  /** `root` gets the keys, `stage` the views. The session is asked for once the views have their sizes. */
  start(root: HTMLElement, stage: HTMLElement): void {
    stage.append(this.screen.root);
    for (const viewport of this.screen.viewports) this.listen(viewport);
    this.stops.push(listenToKeys(root, (raw) => this.hand.input(raw, this.active)));
    const ticking = setInterval(() => this.tick(), TICK_MS);
    this.stops.push(() => clearInterval(ticking));
    const online = (): void => this.link.retryNow();
    window.addEventListener("online", online);
    const leave = (): void => this.leave();
    window.addEventListener("pagehide", leave);
    this.stops.push(() => window.removeEventListener("online", online), () => window.removeEventListener("pagehide", leave));
    window.tomocast = this.automation();
    if (!canDecode() && typeof RTCPeerConnection !== "function") this.cannotDecode();
    this.active.root.setAttribute("data-active", "");
    this.focusStage();
  }

  close(): void {
    for (const stop of this.stops) stop();
    clearTimeout(this.speak);
    this.transport.stop();
    this.screen.close();
    this.screen.root.remove();
    this.leave();
    delete window.tomocast;
  }

  private leave(): void {
    this.link.close();
    if (this.link.session) closeSession(this.link.session);
  }

  private bound(count: number): void {
    if (count === 0) return;
    if (!this.started) {
      this.started = true;
      this.link.start();
      this.tick();
    } else this.link.send({ t: "views", views: this.screen.bindings() });
  }

  private started = false;

  private get active(): Viewport {
    return this.screen.of(this.model.active.value);
  }

  // --- what comes ---------------------------------------------------------------------------------------------------

  private received(message: ServerMessage, size: number): void {
    this.heardAt = new Date();
    if (this.freshness !== "fresh") this.tick();
    switch (message.t) {
      case "welcome":
        return this.welcomed(message);
      case "state":
        return this.stateCame(message);
      case "picture":
        return this.screen.viewports[message.stream]?.picture(message, size);
      case "picture_sent":
        return this.screen.viewports[message.stream]?.sent(message);
      case "still":
        return void this.screen.viewports[message.stream]?.stillCame(message);
      case "progress":
        return this.progressed(message);
      case "answer":
        return this.transport.answer(message);
      case "pong":
        return this.transport.pong(message, performance.now());
      case "value":
        return this.probe.answered(message);
      case "error":
        return this.told(message);
      default:
        return;
    }
  }

  private welcomed(welcome: MessageOf<"welcome">): void {
    this.model.welcome.value = welcome;
    this.model.ended.value = null;
    this.history.clear();
    this.progress = null;
    this.probe.reset();
    this.queue.clear();
    this.hand.welcome(welcome);
    const { volume } = welcome;
    const patient = `${patientName(volume.patient_name).alphabetic}\u2002${text.picture.study(shownDate(volume.study_date))}`;
    for (const viewport of this.screen.viewports) {
      viewport.restart(welcome);
      viewport.corners.showPatient(patient);
    }
    this.transport.start(welcome.ice_servers);
    this.pingAt = 0;
    this.showTransport();
    this.plates();
  }

  private stateCame(state: MessageOf<"state">): void {
    this.history.add(state);
    for (const viewport of this.screen.viewports) viewport.state(state);
    if (!this.hand.dragging) this.model.state.value = state;
    this.plates();
    this.refreshSoon();
  }

  private progressed(progress: Progress): void {
    this.progress = progress;
    for (const viewport of this.screen.viewports) viewport.progressed(progress);
    this.plates();
  }

  private told(error: MessageOf<"error">): void {
    if (!error.fatal) this.model.notice.value = error.text;
  }

  private lost(): void {
    this.transport.stop();
    this.queue.clear();
    this.showTransport();
    for (const viewport of this.screen.viewports) viewport.forgetInput();
  }

  private ended(why: Ended): void {
    this.transport.stop();
    for (const viewport of this.screen.viewports) viewport.remove();
    this.model.ended.value = why;
    this.showTransport();
  }

  private cannotDecode(): void {
    this.model.notice.value = `${text.viewer.noVideo}. ${text.viewer.noVideoHow}`;
  }

  // --- what the hand does -------------------------------------------------------------------------------------------

  private listen(viewport: Viewport): void {
    listenToView(viewport.root, {
      input: (raw: RawInput) => this.hand.input(raw, viewport),
      entered: () => this.activate(viewport.view),
      hovered: (place) => this.probe.hover(viewport, place),
    });
    viewport.root.addEventListener("focus", () => this.activate(viewport.view));
    listenToBar(viewport, (steps) => this.act(viewport.view, [{ t: "scroll", steps }]));
  }

  private perform(intent: Intent, viewport: Viewport, at: number): void {
    switch (intent.do) {
      case "operate":
        return this.queue.push(viewport.view, intent.operations, intent.gesture, at);
      case "choose":
        this.model.tool.value = intent.tool;
        return;
      case "tap":
        if (!this.screen.isLarge(viewport.view)) this.enlarge(viewport.view);
        return;
      case "command":
        return this.command(intent.command, viewport.view);
    }
  }

  private command(command: Command, view: ViewName): void {
    switch (command) {
      case "full":
        return this.full(view);
      case "layout":
        return this.arrange(LAYOUTS[(LAYOUTS.indexOf(this.model.layout.value) + 1) % LAYOUTS.length] ?? "2x2");
      case "panel":
        this.model.panel.value = !this.model.panel.value;
        return;
      case "help":
        this.model.help.value = true;
        return;
      case "back":
        return this.back();
      case "region":
        return this.nextRegion();
      case "text":
        this.screen.root.toggleAttribute("data-essential");
        return;
      case "series-next":
        return this.hooks.series(1);
      case "series-previous":
        return this.hooks.series(-1);
    }
  }

  private sendInput(view: ViewName, operations: Operation[], gesture: number, at: number): void {
    this.sequence += 1;
    const { sequence } = this;
    if (!this.link.send({ t: "input", sequence, view, operations, gesture })) return;
    if (!this.acted) {
      this.acted = true;
      this.plates();
    }
    for (const viewport of this.screen.viewports) viewport.acted(sequence, operations, viewport.view === view, at);
  }

  private rested(): void {
    const newest = this.history.newest;
    if (newest) this.model.state.value = newest;
    this.speakSoon();
  }

  // --- what the chrome asks -----------------------------------------------------------------------------------------

  act(view: ViewName, operations: Operation[]): void {
    this.queue.push(view, operations, this.hand.nextGesture(), performance.now());
  }

  choose(tool: Tool): void {
    this.hand.choose(tool);
    this.model.tool.value = tool;
  }

  activate(view: ViewName): void {
    if (this.model.active.value === view) return;
    this.active.root.removeAttribute("data-active");
    this.model.active.value = view;
    this.active.root.setAttribute("data-active", "");
    this.plates();
  }

  arrange(layout: Layout, large: ViewName = this.model.active.value): void {
    this.model.layout.value = layout;
    this.activate(large);
    this.screen.arrange(layout, large);
    this.plates();
    this.refreshSoon();
    if (document.activeElement === document.body) this.focusStage();
  }

  full(view: ViewName): void {
    if (this.model.layout.value === "single") return this.arrange(this.beforeFull, view);
    this.beforeFull = this.model.layout.value;
    this.arrange("single", view);
  }

  private enlarge(view: ViewName): void {
    this.arrange(this.model.layout.value, view);
  }

  focusStage(): void {
    this.active.root.focus({ preventScroll: true });
  }

  retry(): void {
    this.link.retryNow();
  }

  private back(): void {
    if (this.model.help.value) this.model.help.value = false;
    else if (this.model.layout.value === "single") this.full(this.model.active.value);
    else this.hooks.back();
  }

  private nextRegion(): void {
    const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter((one) => one.offsetParent !== null);
    const here = regions.findIndex((one) => one.contains(document.activeElement));
    const next = regions[(here + 1) % Math.max(regions.length, 1)];
    next?.querySelector<HTMLElement>("[data-active], [tabindex='0'], button, a, input")?.focus();
  }

  // --- what is shown ------------------------------------------------------------------------------------------------

  private tick(): void {
    const now = performance.now();
    this.link.check(now);
    const freshness = this.model.ended.value ? "fresh" : this.link.silence.freshness(now);
    if (freshness !== this.freshness) this.freshen(freshness);
    if (freshness !== "fresh") this.showTransport();
    this.refresh();
    if (now - this.pingAt > PING_MS && this.link.open) {
      this.pingAt = now;
      this.transport.ping(now);
      if (!this.hand.dragging) this.showTransport();
    }
    if (now - this.measuredAt > MEASURED_MS) this.tellMeasured(now);
  }

  private freshen(freshness: Freshness): void {
    this.freshness = freshness;
    this.screen.root.dataset["freshness"] = freshness;
    if (freshness === "gone") for (const viewport of this.screen.viewports) viewport.remove();
    this.plates();
  }

  private plates(): void {
    for (const viewport of this.screen.visible) {
      viewport.plate.show(plateFor({
        freshness: this.freshness,
        since: this.heardAt.toLocaleTimeString(),
        welcomed: this.model.welcome.value !== null,
        progress: this.progress,
        acted: this.acted,
        empty: viewport.current?.empty ?? "",
        speaks: viewport.view === this.model.active.value,
        retry: () => this.link.retryNow(),
      }));
    }
  }

  /** At most once a frame: several views change together. */
  private refreshSoon(): void {
    if (this.refreshing) return;
    this.refreshing = true;
    requestAnimationFrame(() => {
      this.refreshing = false;
      this.refresh();
      this.probe.refresh(this.active);
      this.speakSoon();
    });
  }

  private refresh(): void {
    const now = performance.now();
    const silent = this.model.welcome.value ? this.link.silence.milliseconds(now) : 0;
    const all = this.screen.visible.map((viewport) => viewport.worth(now, silent));
    if (all.length === 0) return;
    const { fidelity, count } = worst(all);
    this.mark.show(fidelity, all.length > 1 && count < all.length ? text.ofViews(count, all.length) : "");
    this.worst = fidelity.mark;
  }

  private worst: Spoken["mark"] = "moving";

  private showTransport(): void {
    const { transport, link } = this;
    const silent = link.silence.milliseconds(performance.now());
    const seconds = Math.floor(silent / 1000);
    const lost = this.model.welcome.value !== null && (!link.open || seconds >= 1);
    const through: TransportName = transport.name === "webrtc" && transport.relayed ? "turn" : transport.name;
    const name: TransportName = lost ? "lost" : this.model.welcome.value ? through : "opening";
    const ms = name === "lost" || transport.roundTripMs === null ? null : Math.round(transport.roundTripMs);
    const before = this.model.transport.value;
    if (before.name === name && before.ms === ms && before.seconds === seconds) return;
    this.model.transport.value = { name, ms, seconds };
  }

  private tellMeasured(now: number): void {
    this.measuredAt = now;
    const { eventToPhoton, fps, transport } = this.stats();
    if (eventToPhoton.p50 === 0) return;
    const { p50: event_to_photon_p50_ms, p95: event_to_photon_p95_ms } = eventToPhoton;
    this.link.send({ t: "measured", transport, event_to_photon_p50_ms, event_to_photon_p95_ms, fps });
  }

  private speakSoon(): void {
    clearTimeout(this.speak);
    this.speak = setTimeout(() => this.speakNow(), SPEAK_MS);
  }

  private speakNow(): void {
    if (this.hand.dragging) return;
    for (const viewport of this.screen.visible) viewport.describe(text.fidelity[this.markOf(viewport)]);
    const view = this.active.current;
    if (!view) return;
    const after: Spoken = { view, mark: this.markOf(this.active) };
    const words = whatChanged(this.spoken, after);
    this.spoken = after;
    if (words) this.model.spoken.value = words;
  }

  private markOf(viewport: Viewport): Spoken["mark"] {
    return viewport.worth(performance.now(), this.link.silence.milliseconds(performance.now())).mark;
  }

  private stats(view?: ViewName): ReturnType<Automation["stats"]> {
    const some = view ? [this.screen.of(view)] : this.screen.visible;
    const mark = view ? this.markOf(this.screen.of(view)) : this.worst;
    return statsOf(some, mark, { name: this.transport.name, bitrate: this.transport.bitrate });
  }

  private automation(): Automation {
    return {
      stats: (view) => {
        this.refresh();
        return this.stats(view);
      },
      pixels: (view) => this.screen.of(view).pixels(),
    };
  }
}

/** The position bar: press or drag it to go there. */
function listenToBar(viewport: Viewport, scroll: (steps: number) => void): void {
  const { bar } = viewport.corners;
  const go = (event: PointerEvent): void => {
    if (event.buttons === 0) return;
    const box = bar.getBoundingClientRect();
    const steps = viewport.stepsTo((event.clientY - box.top) / Math.max(box.height, 1));
    if (steps !== 0) scroll(steps);
  };
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    go(event);
  });
  bar.addEventListener("pointermove", go);
}
