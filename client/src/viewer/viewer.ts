// The viewer: what comes goes to the views, what the hand does goes to the server.

import type { ViewerModel } from "../chrome/model";
import { suitable } from "../input/abilities";
import { InputQueue } from "../input/queue";
import { keepSideButtons, listenToBar, listenToKeys, listenToView } from "../input/listen";
import type { Command, Intent, RawInput, Tool } from "../input/raw";
import type { Entry } from "../link/entry";
import { type Ended, Link } from "../link/link";
import { lacking, probeVideo, videoFailed } from "../picture/ability";
import { RING_BYTES } from "../picture/ring";
import { Together } from "../room/together";
import { MarksControl } from "../marks/control";
import { text } from "../text";
import { changed, StateHistory } from "../view/history";
import { isFilled, type Layout, Screen } from "../view/screen";
import type { Viewport } from "../view/viewport";
import type { ClientMessage, MessageOf, ServerMessage, ViewState } from "../wire/messages";
import type { Operation, ViewName } from "../wire/operations";
import type { Cine } from "./cine";
import { type CommandHooks, perform } from "./commands";
import { Desk } from "./desk";
import { HandControl } from "./hand";
import { PageColours } from "./page-colours";
import { Player } from "./player";
import { cineOf, goesOn, plays } from "./playing";
import { Probe } from "./probe";
import { automation } from "./stats";
import { Status } from "./status";
import { Transport } from "./transport";

const TICK_MS = 250;

export interface ViewerHooks extends CommandHooks {
  /** The way into the session. */
  readonly entry: Entry;
  /** A layout that the next study shall open in. */
  remember(layout: Layout): void;
}

export class Viewer {
  readonly desk: Desk;
  readonly status: Status;
  readonly cine: Cine;
  readonly player: Player;
  readonly together: Together;
  readonly marks: MarksControl;
  private readonly history = new StateHistory();
  private readonly screen: Screen;
  private readonly link: Link;
  private readonly transport: Transport;
  private readonly hand: HandControl;
  private readonly queue: InputQueue;
  private readonly probe: Probe;
  private readonly stops: (() => void)[] = [];
  private readonly colours = new PageColours();
  private sequence = 0;
  /** Inputs before this one went to an earlier connection, and are answered by none. */
  private welcomedAt = 0;
  private started = false;

  constructor(
    private readonly model: ViewerModel,
    private readonly hooks: ViewerHooks,
    wanted: "webrtc" | "websocket",
  ) {
    this.screen = this.makeScreen();
    this.link = this.makeLink();
    this.transport = new Transport(wanted, this.screen.viewports.map((one) => one.layers.video), {
      send: (message) => this.link.send(message),
      frame: (stream, info) => this.screen.viewports[stream]?.videoFrame(info),
      announced: (sent) => this.screen.viewports[sent.stream]?.sent(sent),
      knows: ({ stream, epoch }) => this.history.knows(this.screen.viewports[stream]?.view ?? "axial", epoch),
      changed: () => this.status.showTransport(),
    });
    this.hand = new HandControl(model.tool.value, {
      perform: (...act) => this.perform(...act),
      rested: () => this.rested(),
      pointed: (place, viewport) => this.probe.hover(viewport, place),
      mayMark: () => this.marks.mayMark,
    });
    this.queue = new InputQueue({
      busy: () => this.link.busy,
      send: ({ view, operations, gesture, at }) => this.sendInput(view, operations, gesture, at),
      nextFrame: (run) => requestAnimationFrame(run),
    });
    this.cine = this.makeCine();
    this.player = new Player(this.cine.clock, (settings) => (model.play.value = settings));
    this.probe = new Probe((message) => this.link.send(message));
    this.status = new Status(model, this.screen, this.link, this.transport, {
      dragging: () => this.hand.dragging,
      refreshed: () => this.probe.refresh(this.desk.active),
    });
    this.together = this.makeTogether();
    this.marks = new MarksControl(model, this.screen, this.together, this.status, {
      send: (message) => this.link.send(message),
      tool: () => this.hand.tool,
      choose: (tool) => this.choose(tool),
    });
    this.desk = new Desk(model, this.screen, {
      changed: () => this.rearranged(),
      remember: hooks.remember,
      project: (mode) => this.together.model.following.value || this.act("volume", [{ t: "projection", mode }]),
    });
  }

  private makeScreen(): Screen {
    const screen = new Screen({
      send: (message) => this.say(message),
      history: this.history,
      colours: () => this.colours.get(),
      explain: (warning) => (this.model.explained.value = warning),
      changed: () => this.status.refreshSoon(),
      cannotDecode: () => this.cannotDecode(),
    });
    screen.onBindings = () => this.bound();
    return screen;
  }

  private makeTogether(): Together {
    return new Together({
      send: (message) => this.link.send(message),
      push: (...act) => this.queue.push(...act),
      held: () => this.cine.stop(),
      refused: () => this.screen.viewports.forEach((one) => one.refused()),
      follows: (follows) => this.screen.viewports.forEach((one) => one.follow(follows)),
    });
  }

  private makeCine(): Cine {
    return cineOf(this.model, {
      current: (view) => (this.link.session ? this.screen.of(view).current : null),
      waiting: () => this.sequence - Math.max(this.welcomedAt, this.history.newest?.sequence ?? 0),
      push: (view, operations, gesture) => {
        this.together.push(view, operations, gesture, performance.now());
        this.player.told();
      },
      gesture: () => this.hand.nextGesture(),
      started: () => (this.model.playBar.value = true),
      stopped: () => this.rested(),
    });
  }

  private makeLink(): Link {
    return new Link(this.hooks.entry, {
      bindings: () => this.screen.bindings(),
      message: (message, size) => this.received(message, size),
      lost: () => this.lost(),
      waits: (words) => this.status.waits(words),
      ended: (why) => this.ended(why),
      pictures: () => (lacking() || this.link.ofStills ? "jpeg" : "h264"),
    });
  }

  // --- life ---------------------------------------------------------------------------------------------------------

  /** `root` gets the keys, `stage` the views. The session is asked for at once; its pictures when views have sizes. */
  start(root: HTMLElement, stage: HTMLElement): void {
    void probeVideo();
    this.link.start();
    stage.append(this.screen.root);
    for (const viewport of this.screen.viewports) this.listen(viewport);
    keepSideButtons(root);
    this.stops.push(listenToKeys(root, (raw) => this.hand.input(raw, this.desk.active)));
    const ticking = setInterval(() => this.status.tick(), TICK_MS);
    this.stops.push(() => clearInterval(ticking));
    this.stops.push(this.colours.watch(() => this.screen.viewports.forEach((one) => one.draw())));
    this.onWindow("online", () => this.link.retryNow());
    // It may be a reload: the session waits for who comes back.
    this.onWindow("pagehide", () => this.link.rest());
    this.onWindow("pageshow", () => this.link.resume());
    // A hidden page gets no frames: it would go on by itself when it is seen again.
    this.onWindow("visibilitychange", () => document.hidden && this.cine.stop());
    window.tomocast = automation((view) => this.status.stats(view), (view) => this.screen.of(view));
    this.desk.focus();
  }

  close(): void {
    this.cine.stop();
    for (const stop of this.stops) stop();
    this.status.close();
    this.together.close();
    this.marks.close();
    this.transport.stop();
    this.screen.close();
    this.screen.root.remove();
    this.link.leave();
    delete window.tomocast;
  }

  private onWindow(name: string, run: () => void): void {
    window.addEventListener(name, run);
    this.stops.push(() => window.removeEventListener(name, run));
  }

  /** The views have (new) sizes. */
  private bound(): void {
    // Before the socket is open nothing is sent: `hello` says it then.
    this.link.send({ t: "views", views: this.screen.bindings() });
    if (!this.started) this.status.plates();
    this.started = true;
  }

  // --- what comes ---------------------------------------------------------------------------------------------------

  private received(message: ServerMessage, size: number): void {
    this.status.heard();
    switch (message.t) {
      case "welcome":
        return this.welcomed(message);
      case "changed": {
        const { newest } = this.history;
        return newest && this.stateCame(changed(newest, message));
      }
      case "state":
        return this.stateCame(message);
      case "picture":
        this.transport.came("websocket");
        this.tellStills(message.format);
        return this.screen.viewports[message.stream]?.picture(message, size);
      case "picture_sent":
        return this.transport.announced(message);
      case "still":
      case "tile":
        return void this.screen.viewports[message.stream]?.stillCame(message);
      case "slice":
        return this.screen.viewports[message.stream]?.slice(message);
      case "stands":
        return this.screen.viewports[message.stream]?.stands(message);
      case "progress":
        for (const viewport of this.screen.viewports) viewport.progressed(message);
        return this.status.progressed(message);
      case "answer":
        return this.transport.answer(message);
      case "pong":
        return this.transport.pong(message, performance.now());
      case "value":
        return this.probe.answered(message, this.model.welcome.value?.volume ?? null);
      case "error":
        return this.complained(message);
      default:
        return void this.together.model.received(message);
    }
  }

  private welcomed(welcome: MessageOf<"welcome">): void {
    this.model.welcome.value = welcome;
    this.model.ended.value = null;
    this.history.clear();
    this.welcomedAt = this.sequence;
    this.together.restart(welcome.session);
    this.probe.reset();
    this.queue.clear();
    this.hand.welcome(welcome);
    this.player.suit(welcome.volume.film);
    this.desk.suit(welcome.volume.film !== null);
    this.choose(suitable(this.model.tool.value, welcome.volume.film));
    for (const viewport of this.screen.viewports) viewport.restart(welcome);
    if (!this.link.ofStills) this.transport.start(welcome.ice_servers);
    // In a place for stills, and where hashes are computed in script, slices ahead would cost more than they save.
    if (!this.link.ofStills && window.isSecureContext) this.link.send({ t: "ahead", bytes: RING_BYTES });
    this.status.welcomed();
  }

  private kindOf(view: ViewName): ViewState["kind"] {
    return this.screen.of(view).current?.kind ?? "slice";
  }

  private stateCame(state: MessageOf<"state">): void {
    this.history.add(state);
    for (const viewport of this.screen.viewports) viewport.state(state);
    this.desk.project();
    // Chrome does not render while the hand drags; it catches up when the hand rests.
    if (!this.hand.dragging && !this.cine.view) this.model.state.value = state;
    this.status.plates();
    this.status.refreshSoon();
  }

  private lost(): void {
    this.cine.stop();
    this.transport.stop();
    this.queue.clear();
    this.status.showTransport();
    for (const viewport of this.screen.viewports) viewport.forgetInput();
  }

  private ended(why: Ended): void {
    this.transport.stop();
    for (const viewport of this.screen.viewports) viewport.remove();
    this.model.ended.value = why;
    this.status.showTransport();
  }

  /** It stands in the view that it concerns, or in the active one. How video travels is no reader's matter. */
  private complained({ code, text: words, view, fatal }: MessageOf<"error">): void {
    if (fatal || code === "offer" || code === "transport") return;
    this.marks.refused(code);
    const concerned = this.screen.visible.find((one) => one.view === view)?.view ?? this.model.active.value;
    this.status.complain(concerned, this.together.complained(code, words));
  }

  /** The promised decoder does not come right: the same view comes again, picture by picture. */
  private cannotDecode(): void {
    if (lacking()) return;
    videoFailed();
    this.link.reopen();
  }

  /** While WebRTC may still come, nothing is missing yet. */
  private tellStills(format: "h264" | "jpeg"): void {
    const why = this.link.ofStills ? "busy" : lacking();
    this.status.tellStills(format === "jpeg" && why && !this.transport.hopes ? text.stills[why] : "");
  }

  // --- what the hand does -------------------------------------------------------------------------------------------

  private listen(viewport: Viewport): void {
    const { root, view, corners } = viewport;
    listenToView(root, {
      input: (raw: RawInput) => this.hand.input(raw, viewport),
      entered: () => this.desk.activate(view),
      hovered: (place) => { this.probe.hover(viewport, place); this.marks.hovered(viewport, place); },
    });
    root.addEventListener("focus", () => this.desk.activate(view));
    listenToBar(corners.bar, (place) => {
      const steps = viewport.stepsTo(place);
      if (steps !== 0) this.act(view, [{ t: "scroll", steps }]);
    });
  }

  private perform(intent: Intent, viewport: Viewport, at: number): void {
    if (!goesOn(intent, this.cine.view === viewport.view)) this.cine.stop();
    switch (intent.do) {
      case "operate":
        return this.together.push(viewport.view, intent.operations, this.cine.gesture ?? intent.gesture, at);
      case "choose":
        this.model.tool.value = intent.tool;
        return;
      case "tap":
        return this.desk.enlarge(viewport.view);
      case "menu": {
        const { left, top } = viewport.root.getBoundingClientRect();
        this.model.menu.value = { x: left + intent.x, y: top + intent.y };
        return;
      }
      case "command":
        return this.command(intent.command, viewport.view);
      default:
        return this.marks.perform(intent, viewport);
    }
  }

  command(command: Command, view: ViewName): void {
    if (command === "back" && this.together.escaped(isFilled(this.model.layout.value) && view !== "film")) return;
    perform(command, view, {
      model: this.model, desk: this.desk, cine: this.cine, player: this.player, status: this.status, together: this.together, hooks: this.hooks,
      stage: this.screen.root, kind: this.kindOf(view),
    });
  }

  private sendInput(view: ViewName, operations: Operation[], gesture: number, at: number): void {
    const sequence = this.sequence + 1;
    // What cannot be sent has not happened: an old gesture must not move a picture that comes back later.
    if (!this.say({ t: "input", sequence, view, operations, gesture })) return;
    this.sequence = sequence;
    this.status.handActed(view);
    for (const viewport of this.screen.viewports) viewport.acted(sequence, operations, { view, gesture, at });
  }

  private say(message: ClientMessage): boolean {
    const sent = this.link.send(message);
    if (sent) this.transport.alsoQuickly(message);
    return sent;
  }

  private rested(): void {
    const { newest } = this.history;
    if (newest) this.model.state.value = newest;
    this.status.speakSoon();
  }

  private rearranged(): void {
    this.status.plates();
    this.status.refreshSoon();
  }

  // --- what the chrome asks -----------------------------------------------------------------------------------------

  act(view: ViewName, operations: Operation[]): void {
    if (this.cine.view !== view || !plays(operations)) this.cine.stop();
    this.together.push(view, operations, this.cine.gesture ?? this.hand.nextGesture(), performance.now());
  }

  choose(tool: Tool): void {
    this.hand.choose(tool);
    this.model.tool.value = tool;
  }
}
