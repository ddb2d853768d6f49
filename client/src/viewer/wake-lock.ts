// Keeps the screen from going dark while others look at what this hand does: for who presents, and for nobody else.

type Held = Pick<WakeLockSentinel, "release">;

export class WakeLock {
  private wanted = false;
  private held: Held | null = null;
  private asking = false;

  constructor() {
    // A page out of sight loses the lock; the browser does not give it back by itself.
    document.addEventListener("visibilitychange", this.seen);
  }

  /** Ask for it, or give it back. Browsers without it, and those that refuse (low battery), go on as ever. */
  hold(wanted: boolean): void {
    this.wanted = wanted;
    if (wanted) void this.ask();
    else this.drop();
  }

  close(): void {
    document.removeEventListener("visibilitychange", this.seen);
    this.hold(false);
  }

  private readonly seen = (): void => {
    if (document.visibilityState === "visible" && this.wanted) void this.ask();
  };

  private async ask(): Promise<void> {
    if (this.held || this.asking || !("wakeLock" in navigator)) return;
    this.asking = true;
    try {
      const lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => {
        if (this.held === lock) this.held = null;
      });
      this.held = lock;
    } catch {
      // Refused: the screen follows the system's own rules.
    } finally {
      this.asking = false;
    }
    // It was given back while it was asked for.
    if (!this.wanted) this.drop();
  }

  private drop(): void {
    const { held } = this;
    this.held = null;
    void held?.release().catch(() => undefined);
  }
}
