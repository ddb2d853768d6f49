// What the page says about itself: marks, plates, transport, and the words for those who listen.

import type { TransportName, ViewerModel } from "../chrome/model";
import type { Link } from "../link/link";
import type { Freshness } from "../link/silence";
import { text } from "../text";
import { clock } from "../text/locale";
import { type Mark, worst } from "../view/fidelity";
import { FidelityMark } from "../view/mark";
import type { Screen } from "../view/screen";
import type { Viewport } from "../view/viewport";
import type { Progress } from "../view/warnings";
import type { ViewName } from "../wire/operations";
import { Faults } from "./faults";
import { plateFor } from "./plates";
import { alarmOf, type Spoken, wholeView, whatChanged } from "./speech";
import { type Stats, statsOf } from "./stats";
import type { Transport } from "./transport";

const SPEAK_MS = 700;
const PING_MS = 2000;
const MEASURED_MS = 5000;

export interface StatusHooks {
  dragging(): boolean;
  /** Pictures have come: what depends on them may be asked anew. */
  refreshed(): void;
}

export class Status {
  readonly mark = new FidelityMark("fidelity-mark");
  readonly faults = new Faults();
  private stills = "";
  private stillsRead = false;
  private progress: Progress | null = null;
  private acted = false;
  private waiting = "";
  private heardAt = new Date();
  private freshness: Freshness = "fresh";
  private worst: Mark = "moving";
  private refreshing = false;
  private speak: ReturnType<typeof setTimeout> | undefined;
  private spoken: Spoken | null = null;
  private pingAt = 0;
  private measuredAt = 0;

  constructor(
    private readonly model: ViewerModel,
    private readonly screen: Screen,
    private readonly link: Link,
    private readonly transport: Transport,
    private readonly hooks: StatusHooks,
  ) {}

  close(): void {
    clearTimeout(this.speak);
  }

  /** The server said something. */
  heard(): void {
    this.heardAt = new Date();
    if (this.freshness !== "fresh") this.tick();
  }

  /** All places are taken: how many are before us, in the server's words. */
  waits(words: string): void {
    this.waiting = words;
    // After a lost link an old picture would look fresh: the server speaks, but not of it.
    for (const viewport of this.screen.viewports) viewport.remove();
    this.heard();
    this.plates();
  }

  welcomed(): void {
    this.waiting = "";
    this.faults.clearAll();
    this.progress = null;
    this.pingAt = 0;
    this.showTransport();
    this.plates();
  }

  progressed(progress: Progress): void {
    this.progress = progress;
    this.plates();
  }

  /** Something went wrong in a view: it says so until the hand goes on, another picture comes, or it has been read. */
  complain(view: ViewName, words: string): void {
    this.faults.say(view, words, this.screen.of(view).layers.tag?.epoch ?? -1);
    this.plates();
  }

  /** Pictures come one by one, and why (empty: they do not, any more). */
  tellStills(why: string): void {
    if (this.stills === why) return;
    this.stills = this.model.stills.value = why;
    this.showTransport();
    this.plates();
  }

  private takeStills(): void {
    if (this.waiting) this.link.takeStills();
    this.stillsRead = true;
    this.plates();
  }

  /** The loading plate goes at the first input. */
  handActed(view: ViewName): void {
    this.faults.clear(view);
    this.stillsRead ||= this.stills !== "";
    if (this.acted) return;
    this.acted = true;
    this.plates();
  }

  /** A few times a second, whether or not anything comes. */
  tick(): void {
    const now = performance.now();
    this.link.check(now);
    const freshness = this.model.ended.value ? "fresh" : this.link.silence.freshness(now);
    if (freshness !== this.freshness) this.freshen(freshness);
    if (freshness !== "fresh") this.showTransport();
    this.refresh();
    if (now - this.pingAt > PING_MS && this.link.open) this.ping(now);
    if (now - this.measuredAt > MEASURED_MS) this.tellMeasured(now);
  }

  private ping(now: number): void {
    this.pingAt = now;
    this.transport.ping(now);
    if (!this.hooks.dragging()) this.showTransport();
  }

  private freshen(freshness: Freshness): void {
    this.freshness = freshness;
    this.screen.root.dataset["freshness"] = freshness;
    if (freshness === "gone") for (const viewport of this.screen.viewports) viewport.remove();
    this.plates();
  }

  plates(): void {
    this.screen.root.toggleAttribute("data-blank", this.waiting !== "" || this.model.welcome.value === null);
    for (const viewport of this.screen.visible) {
      viewport.plate.show(plateFor({
        freshness: this.freshness,
        since: clock(this.heardAt),
        welcomed: this.model.welcome.value !== null,
        waiting: this.waiting,
        progress: this.progress,
        film: this.model.welcome.value?.volume.film != null,
        acted: this.acted,
        empty: viewport.current?.empty ?? "",
        fault: this.faults.of(viewport.view, viewport.layers.tag?.epoch ?? -1),
        stills: this.stillsRead ? "" : this.stills,
        speaks: viewport.view === this.model.active.value,
        retry: () => this.link.retryNow(),
        read: () => {
          this.faults.clear(viewport.view);
          this.plates();
        },
        takeStills: () => this.takeStills(),
      }));
    }
  }

  /** At most once a frame: several views change together. */
  refreshSoon(): void {
    if (this.refreshing) return;
    this.refreshing = true;
    requestAnimationFrame(() => {
      this.refreshing = false;
      this.refresh();
      if (this.faults.any) this.plates();
      this.hooks.refreshed();
      this.speakSoon();
    });
  }

  private refresh(): void {
    // Where nothing is or was to be read, nothing is worth anything.
    this.mark.root.hidden = this.model.ended.value !== null || this.model.welcome.value === null;
    // A signal that is set to what it says already renders nothing.
    this.model.alarm.value = this.model.ended.value ? "" : alarmOf(this.freshness, this.marks());
    const all = this.screen.visible.filter((viewport) => !viewport.empty).map((viewport) => viewport.worth(performance.now(), this.silentMs()));
    if (all.length === 0) return;
    const { fidelity, count } = worst(all);
    this.mark.show(fidelity, count < all.length ? text.ofViews(count, all.length) : "");
    this.worst = fidelity.mark;
  }

  /** Before the first welcome there is nothing that could be stale. */
  private silentMs(): number {
    return this.model.welcome.value ? this.link.silence.milliseconds(performance.now()) : 0;
  }

  showTransport(): void {
    const seconds = Math.floor(this.silentMs() / 1000);
    const name = this.transportName(seconds);
    const { roundTripMs } = this.transport;
    const ms = name === "lost" || roundTripMs === null ? null : Math.round(roundTripMs);
    const before = this.model.transport.value;
    if (before.name === name && before.ms === ms && before.seconds === seconds) return;
    this.model.transport.value = { name, ms, seconds };
  }

  private transportName(silent: number): TransportName {
    if (!this.model.welcome.value) return "opening";
    if (!this.link.open || silent >= 1) return "lost";
    if (this.transport.name === "websocket" && this.stills) return "stills";
    return this.transport.name === "webrtc" && this.transport.relayed ? "turn" : this.transport.name;
  }

  private tellMeasured(now: number): void {
    this.measuredAt = now;
    const { eventToPhoton, fps, transport } = this.stats();
    if (eventToPhoton.p50 === 0) return;
    const { p50: event_to_photon_p50_ms, p95: event_to_photon_p95_ms } = eventToPhoton;
    this.link.send({ t: "measured", transport, event_to_photon_p50_ms, event_to_photon_p95_ms, fps });
  }

  speakSoon(): void {
    clearTimeout(this.speak);
    this.speak = setTimeout(() => this.speakNow(), SPEAK_MS);
  }

  private speakNow(): void {
    if (this.hooks.dragging()) return;
    for (const viewport of this.screen.visible) viewport.describe(text.fidelity[this.markOf(viewport)]);
    const active = this.screen.of(this.model.active.value);
    if (!active.current) return;
    const after: Spoken = { view: active.current, mark: this.markOf(active) };
    const words = whatChanged(this.spoken, after);
    this.spoken = after;
    if (words) this.model.spoken.value = words;
  }

  /** Everything about one view, because the reader asked. */
  speakView(view: ViewName): void {
    const viewport = this.screen.of(view);
    const volume = this.model.welcome.value?.volume;
    if (!viewport.current || !volume) return;
    const words = wholeView({ view: viewport.current, mark: this.markOf(viewport) }, volume, this.progress);
    // The same words are read out again only where the text has changed.
    this.model.spoken.value = words === this.model.spoken.value ? `${words}\u00a0` : words;
  }

  private marks(): { view: ViewName; mark: Mark }[] {
    return this.screen.visible.filter((viewport) => !viewport.empty).map((viewport) => ({ view: viewport.view, mark: this.markOf(viewport) }));
  }

  private markOf(viewport: Viewport): Mark {
    return viewport.worth(performance.now(), this.silentMs()).mark;
  }

  /** Of one view, or the worst of those on the screen. */
  stats(view?: ViewName): Stats {
    this.refresh();
    const some = view ? [this.screen.of(view)] : this.screen.visible;
    const mark = view ? this.markOf(this.screen.of(view)) : this.worst;
    return statsOf(some, mark, { name: this.transport.name, bitrate: this.transport.bitrate });
  }
}
