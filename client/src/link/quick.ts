// The quick channel beside the WebSocket: small messages that need not wait for a packet that TCP sends again. The
// WebSocket carries all of them, too; whichever comes first counts. What is lost here goes with the next message again.

import type { ClientMessage, MessageOf } from "../wire/messages";

type Input = Extract<ClientMessage, { t: "input" }>;
type Sent = MessageOf<"picture_sent">;
export type QuickMessage = Extract<ClientMessage, { t: "quick" }>;

/** How many inputs go with each message: at 2 % loss one input in 100,000 waits for the WebSocket. */
const REPEATED = 3;
/** Larger than this, a message would be cut into packets that are lost one by one. */
const MOST_OPERATIONS = 12;

export class Quick {
  private inputs: Input[] = [];

  constructor(private readonly write: (message: QuickMessage) => void) {}

  /** A message that goes over the WebSocket: what shall be early goes here, too. */
  copy(message: ClientMessage): void {
    if (message.t === "ack") this.write({ t: "quick", inputs: [], acks: [[message.stream, message.picture]] });
    if (message.t !== "input") return;
    // After one that is too large nothing could be applied before it.
    if (message.operations.length > MOST_OPERATIONS) this.inputs = [];
    else this.inputs = [...this.inputs, message].slice(-REPEATED);
    if (this.inputs.length > 0) this.write({ t: "quick", inputs: this.inputs, acks: [] });
  }
}

/** Tells announcements that are news from those that came on the other way already. */
export class Announcements {
  private readonly newest = new Map<number, number>();

  isNew(sent: Sent): boolean {
    if (sent.picture <= (this.newest.get(sent.stream) ?? -1)) return false;
    this.newest.set(sent.stream, sent.picture);
    return true;
  }

  clear(): void {
    this.newest.clear();
  }
}

export function rowsOf(message: MessageOf<"pictures_sent">): Sent[] {
  return message.pictures.map(([stream, picture, epoch, revision, sequence, lease, width, height, rtp]) =>
    ({ t: "picture_sent", stream, picture, epoch, revision, sequence, lease, width, height, rtp }));
}
