import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Peer, type PeerHooks } from "../../src/link/peer";

/** A connection whose gathering and checks are the test's. */
class FakeConnection {
  static all: FakeConnection[] = [];
  connectionState = "new";
  localDescription: { sdp: string } | null = null;
  onconnectionstatechange: (() => void) | null = null;
  closed = false;
  gathered: () => void = () => undefined;

  constructor(readonly configuration: RTCConfiguration) {
    FakeConnection.all.push(this);
  }

  createDataChannel(): object {
    return { readyState: "connecting", bufferedAmount: 0 };
  }

  addTransceiver(): object {
    return { setCodecPreferences: () => undefined, receiver: { track: {} } };
  }

  async createOffer(): Promise<object> {
    return { type: "offer", sdp: "an offer" };
  }

  setLocalDescription(): Promise<void> {
    return new Promise((done) => {
      this.gathered = () => {
        this.localDescription = { sdp: "an offer" };
        done();
      };
    });
  }

  close(): void {
    this.closed = true;
  }

  becomes(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

const h264 = { mimeType: "video/H264", clockRate: 90000, sdpFmtpLine: "packetization-mode=1;profile-level-id=42e01f" };

function opened() {
  const hooks = { offer: vi.fn(), connected: vi.fn(), failed: vi.fn(), frame: vi.fn(), told: vi.fn() } satisfies PeerHooks;
  const peer = Peer.open([{ urls: "turn:nobody" }], [], hooks)!;
  return { peer, hooks, connection: FakeConnection.all.at(-1)! };
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeConnection.all = [];
  vi.stubGlobal("RTCPeerConnection", FakeConnection);
  vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs: [h264] }) });
  vi.stubGlobal("HTMLVideoElement", class { requestVideoFrameCallback(): void {} });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a connection that does not come", () => {
  it("is given up after three seconds when gathering never ends", async () => {
    const { hooks, connection } = opened();
    await vi.advanceTimersByTimeAsync(2999);
    expect(hooks.failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(hooks.failed).toHaveBeenCalledOnce();
    expect(hooks.offer).not.toHaveBeenCalled();
    expect(connection.closed).toBe(true);
    connection.gathered();
    await vi.advanceTimersByTimeAsync(0);
    expect(hooks.offer).not.toHaveBeenCalled();
  });

  it("is given up after three seconds when its checks are never answered", async () => {
    const { hooks, connection } = opened();
    await vi.advanceTimersByTimeAsync(0);
    connection.gathered();
    await vi.advanceTimersByTimeAsync(0);
    expect(hooks.offer).toHaveBeenCalledExactlyOnceWith("an offer");
    connection.becomes("connecting");
    await vi.advanceTimersByTimeAsync(3000);
    expect(hooks.failed).toHaveBeenCalledOnce();
  });
});

describe("a connection that stands", () => {
  it("is kept, and borne for a moment when it is disturbed", async () => {
    const { hooks, connection } = opened();
    await vi.advanceTimersByTimeAsync(0);
    connection.becomes("connected");
    expect(hooks.connected).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(10_000);
    connection.becomes("disconnected");
    await vi.advanceTimersByTimeAsync(1000);
    connection.becomes("connected");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(hooks.failed).not.toHaveBeenCalled();
    connection.becomes("disconnected");
    await vi.advanceTimersByTimeAsync(1500);
    expect(hooks.failed).toHaveBeenCalledOnce();
  });

  it("is not opened where the browser has no H.264", () => {
    vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs: [] }) });
    const hooks = { offer: vi.fn(), connected: vi.fn(), failed: vi.fn(), frame: vi.fn(), told: vi.fn() };
    expect(Peer.open([], [], hooks)).toBeNull();
  });
});
