import { describe, expect, it } from "vitest";
import { Announcements, Quick, type QuickMessage, rowsOf } from "../../src/link/quick";
import { decodeMessage } from "../../src/wire/codec";
import type { ClientMessage } from "../../src/wire/messages";
import { golden } from "../golden";
import { tag } from "../tags";

function input(sequence: number, operations = 1): ClientMessage {
  return { t: "input", sequence, view: "axial", operations: Array(operations).fill({ t: "scroll", steps: 1 }), gesture: 1 };
}

describe("what goes over the quick channel", () => {
  const written: QuickMessage[] = [];
  const quick = new Quick((message) => written.push(message));

  it("is each input with the two before it", () => {
    for (let n = 1; n <= 4; n += 1) quick.copy(input(n));
    expect(written.map((one) => one.inputs.map((each) => each.sequence))).toEqual([[1], [1, 2], [1, 2, 3], [2, 3, 4]]);
  });

  it("is what was shown", () => {
    quick.copy({ t: "ack", stream: 2, picture: 9, decode_ms: 1 });
    expect(written.at(-1)).toEqual({ t: "quick", inputs: [], acks: [[2, 9]] });
  });

  it("is nothing that is large, and nothing else", () => {
    const before = written.length;
    quick.copy(input(5, 30));
    quick.copy({ t: "ping", id: 1 });
    expect(written.length).toBe(before);
    quick.copy(input(6));
    expect(written.at(-1)?.inputs.map((each) => each.sequence)).toEqual([6]);
  });
});

describe("announcements that come twice", () => {
  it("are news once, by stream", () => {
    const seen = new Announcements();
    const sent = (stream: number, picture: number) => seen.isNew({ t: "picture_sent", ...tag({ stream, picture }), rtp: 1 });
    expect([sent(0, 5), sent(0, 5), sent(1, 5), sent(0, 4), sent(0, 6)]).toEqual([true, false, true, false, true]);
    seen.clear();
    expect(sent(0, 1)).toBe(true);
  });

  it("come as rows", () => {
    const bytes = golden().find((one) => one.name === "pictures_sent")!.bytes;
    const message = decodeMessage(bytes);
    if (message.t !== "pictures_sent") throw new Error(message.t);
    expect(rowsOf(message).at(-1)).toEqual({
      t: "picture_sent", stream: 0, picture: 70000, epoch: 312, revision: 513, sequence: 1024, lease: 1,
      width: 681, height: 383, rtp: 4294967295,
    });
  });
});
