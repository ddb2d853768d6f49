// Runs in the measured page before its own scripts: samples what the screen shows, and times inputs against messages.
(() => {
  const SIDE = 24;
  const eye = new OffscreenCanvas(SIDE, SIDE).getContext("2d", { willReadFrequently: true });
  const probe = (window.probe = { usableAt: 0, clickedAt: 0, views: {}, sends: [], waits: [], frames: [], feedback: [], late: [], watching: "" });
  const LAYERS = { video: 0, live: 1, still: 2 };

  /** The picture on the screen, coarsely. */
  function look(view) {
    const box = document.querySelector(`[data-testid="viewport-${view}"] .picture`);
    const source = box?.children[LAYERS[box.dataset.layer]];
    if (!source || !(source.width || source.videoWidth)) return null;
    eye.drawImage(source, 0, 0, SIDE, SIDE);
    return Array.from(eye.getImageData(0, 0, SIDE, SIDE).data.filter((_, at) => at % 4 < 3));
  }

  function sample() {
    if (probe.watching) {
      for (const view of probe.watching.split(" ")) {
        const seen = look(view);
        const past = (probe.views[view] ??= []);
        // Every picture counts while few have come; later only changes do.
        if (seen && String(past.at(-1)?.seen) !== String(seen)) past.push({ at: performance.now(), seen });
      }
    }
    if (!probe.usableAt && document.querySelector('[data-testid="study-row"]')) probe.usableAt = performance.now();
    requestAnimationFrame(sample);
  }
  requestAnimationFrame(sample);

  document.addEventListener("click", () => (probe.clickedAt ||= performance.now()), true);

  /** Milliseconds from the click until a view showed what it shows in the end. */
  probe.right = (view) => {
    const past = probe.views[view] ?? [];
    const last = past.at(-1);
    if (!last) return null;
    const far = ({ seen }) => seen.reduce((sum, value, at) => sum + Math.abs(value - last.seen[at]), 0) / seen.length;
    let first = last;
    for (const one of [...past].reverse()) {
      if (far(one) > 3) break;
      first = one;
    }
    return first.at - probe.clickedAt;
  };
  probe.first = (view) => (probe.views[view]?.[0] ? probe.views[view][0].at - probe.clickedAt : null);

  // An input message's age: since its oldest event came to the page.
  let waiting = null;
  const came = (event) => {
    if (event.type === "wheel" || event.buttons) waiting ??= { page: performance.now(), event: event.timeStamp };
  };
  for (const name of ["pointermove", "wheel"]) window.addEventListener(name, came, { capture: true, passive: true });
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (waiting && data instanceof Uint8Array && new TextDecoder("latin1").decode(data.subarray(0, 24)).includes("input")) {
      const now = performance.now();
      probe.waits.push(now - waiting.page);
      probe.sends.push(now - waiting.event);
      waiting = null;
    }
    return send.call(this, data);
  };

  // Local feedback: from a move's arrival to the end of the frame that shows the picture somewhere else, and how many
  // frames later than the next one that is.
  let moved = null;
  const place = () => document.querySelector('[data-testid="viewport-axial"] .picture')?.style.transform;
  window.addEventListener(
    "pointermove",
    (event) => { if (event.buttons) moved ??= { at: performance.now(), place: place(), late: 0 }; },
    { capture: true, passive: true },
  );
  function ended() {
    if (moved === null) return;
    if (place() === moved.place) return void (moved.late += 1);
    probe.feedback.push(performance.now() - moved.at);
    probe.late.push(moved.late);
    moved = null;
  }
  let before = 0;
  function frame(now) {
    if (probe.timing) {
      if (before) probe.frames.push(now - before);
      before = now;
      if (moved !== null) {
        const channel = new MessageChannel();
        channel.port1.onmessage = ended;
        channel.port2.postMessage(0);
      }
    } else before = 0;
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
  probe.reset = () => Object.assign(probe, { clickedAt: 0, views: {}, sends: [], waits: [], frames: [], feedback: [], late: [] });
})();
