// Which pictures were announced and are not on the screen: while some are for too long, their path is cut.

interface Expectation {
  stream: number;
  rtp: number;
}

export class Expected {
  private waiting: Expectation[] = [];
  /** Frames that came before their announcement, the last one of each stream. */
  private readonly early = new Map<number, number>();

  get any(): boolean {
    return this.waiting.length > 0;
  }

  announced(stream: number, rtp: number): void {
    if (this.early.get(stream) === rtp) this.shown(stream, this.waiting.length);
    else this.waiting.push({ stream, rtp });
  }

  /** A frame is on the screen, and those of its stream before it will not come; undefined: the browser names none. */
  presented(stream: number, rtp: number | undefined): void {
    const at = this.waiting.findIndex((one) => one.stream === stream && one.rtp === rtp);
    if (at >= 0) this.shown(stream, at + 1);
    else if (rtp === undefined) this.shown(stream, this.waiting.length);
    else this.early.set(stream, rtp);
  }

  clear(): void {
    this.waiting = [];
    this.early.clear();
  }

  private shown(stream: number, before: number): void {
    this.early.delete(stream);
    this.waiting = this.waiting.filter((one, at) => one.stream !== stream || at >= before);
  }
}
