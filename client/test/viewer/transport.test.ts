import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PeerHooks } from "../../src/link/peer";
import type { ClientMessage, MessageOf } from "../../src/wire/messages";

/** The peers that were opened, whose other end is the test. */
const peers: { hooks: PeerHooks; ice: unknown; closed: boolean }[] = [];

vi.mock("../../src/link/peer", () => ({
  Peer: {
    open: (ice: unknown, _: unknown, hooks: PeerHooks) => {
      const one = { hooks, ice, closed: false };
      peers.push(one);
      return { answer: async () => undefined, tell: () => undefined, figures: () => new Promise(() => undefined), close: () => (one.closed = true) };
    },
  },
}));

const { Transport } = await import("../../src/viewer/transport");

function made(wanted: "webrtc" | "websocket" = "webrtc") {
  const said: ClientMessage[] = [];
  const changed = vi.fn();
  const transport = new Transport(wanted, [], {
    send: (message) => said.push(message) > 0, frame: () => undefined, announced: () => undefined, knows: () => true, changed,
  });
  return { transport, said, changed };
}

function sent(picture: number): MessageOf<"picture_sent"> {
  return { t: "picture_sent", stream: 0, picture, epoch: 1, revision: 1, sequence: 0, lease: 1, width: 8, height: 8, rtp: 90 * picture };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { hidden: false });
  peers.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a relay or STUN server that never answers", () => {
  it("is asked only after the first picture, or a second without any", () => {
    const { transport } = made();
    transport.start([{ urls: "turn:nobody", username: "u", credential: "c" }]);
    expect(peers).toHaveLength(0);
    transport.came("websocket");
    expect(peers).toHaveLength(1);
    expect(peers[0]!.ice).toEqual([{ urls: "turn:nobody", username: "u", credential: "c" }]);

    const slow = made();
    slow.transport.start([]);
    vi.advanceTimersByTime(1000);
    expect(peers).toHaveLength(2);
  });

  it("leaves the pictures on the WebSocket while the browser gathers and checks", () => {
    const { transport, said, changed } = made();
    transport.start([]);
    for (let picture = 0; picture < 60; picture += 1) {
      transport.came("websocket");
      vi.advanceTimersByTime(100);
      expect(transport.name).toBe("websocket");
    }
    expect(said.filter(({ t }) => t === "transport")).toEqual([]);
    expect(changed).not.toHaveBeenCalled();
  });

  it("is given up: the server hears that pictures stay, and nothing is hoped for any more", () => {
    const { transport, said, changed } = made();
    transport.start([]);
    transport.came("websocket");
    expect(transport.hopes).toBe(true);
    peers[0]!.hooks.failed();
    expect(said.at(-1)).toEqual({ t: "transport", use: "websocket" });
    expect(changed).toHaveBeenCalledOnce();
    expect([transport.name, transport.hopes]).toEqual(["websocket", false]);
    transport.came("websocket");
    expect(transport.name).toBe("websocket");
  });
});

describe("a path that stands", () => {
  it("carries from the first picture that is announced on it, and is asked for until then", () => {
    const { transport, said } = made();
    transport.start([]);
    transport.came("websocket");
    peers[0]!.hooks.connected();
    vi.advanceTimersByTime(650);
    expect(said.filter(({ t }) => t === "transport")).toHaveLength(3);
    expect(transport.name).toBe("websocket");
    transport.announced(sent(1));
    expect(transport.name).toBe("webrtc");
    vi.advanceTimersByTime(400);
    expect(said.filter(({ t }) => t === "transport")).toHaveLength(3);
  });

  it("is left when an announced picture does not come", () => {
    const { transport, said } = made();
    transport.start([]);
    transport.came("websocket");
    peers[0]!.hooks.connected();
    transport.announced(sent(1));
    vi.advanceTimersByTime(500);
    expect(said.at(-1)).toEqual({ t: "transport", use: "websocket" });
    expect(transport.name).toBe("websocket");
  });

  it("is not asked for where the page is told to stay with the WebSocket", () => {
    const { transport } = made("websocket");
    transport.start([]);
    transport.came("websocket");
    vi.advanceTimersByTime(5000);
    expect(peers).toHaveLength(0);
  });
});
