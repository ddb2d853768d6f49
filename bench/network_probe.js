// Runs in the measured page before its own scripts: a hand of its own, and when pictures reach the screen.
(() => {
  const probe = (window.network = { pictures: [], first: 0, webrtc: 0, hello: 0 });

  /** Turns the wheel over the axial view, back and forth, so that no driver sets the pace. */
  probe.turn = (hz) => {
    const view = document.querySelector('[data-testid="viewport-axial"]');
    const box = view.getBoundingClientRect();
    let turns = 0;
    probe.turning = setInterval(() => {
      const deltaY = Math.floor(turns++ / 100) % 2 ? -100 : 100;
      view.dispatchEvent(new WheelEvent("wheel", {
        deltaY, bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.top + box.height / 3,
      }));
    }, 1000 / hz);
  };
  probe.rest = () => clearInterval(probe.turning);

  /** Scrolls one way, and notes each place of the stack that comes to the screen. */
  probe.scroll = (hz) => {
    const view = document.querySelector('[data-testid="viewport-axial"]');
    const box = view.getBoundingClientRect();
    probe.places = [tomocast.overlaid("axial").position];
    probe.began = performance.now();
    const look = () => {
      const { position } = tomocast.overlaid("axial");
      if (position !== probe.places.at(-1)) probe.places.push(position);
      probe.looking = requestAnimationFrame(look);
    };
    look();
    probe.turning = setInterval(() => {
      probe.turned = performance.now();
      view.dispatchEvent(new WheelEvent("wheel", {
        deltaY: 100, bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.top + box.height / 3,
      }));
    }, 1000 / hz);
  };
  probe.stop = () => {
    clearInterval(probe.turning);
    cancelAnimationFrame(probe.looking);
    const steps = probe.places.slice(1).map((at, n) => Math.abs(at - probe.places[n]));
    const step = Math.min(...steps);
    const skipped = steps.reduce((sum, one) => sum + Math.round(one / step) - 1, 0);
    const { eventToPhoton, eventToLocalPhoton } = tomocast.stats("axial");
    const seconds = (performance.now() - probe.began) / 1000;
    return { slices: steps.length / seconds, skipped, at: probe.turned, local: eventToLocalPhoton, confirmed: eventToPhoton };
  };

  /** Turns the wheel by one step; the milliseconds until another place of the stack is on the screen. */
  probe.step = (deltaY) => new Promise((done) => {
    const view = document.querySelector('[data-testid="viewport-axial"]');
    const box = view.getBoundingClientRect();
    const { position } = tomocast.overlaid("axial");
    const began = (probe.turned = performance.now());
    view.dispatchEvent(new WheelEvent("wheel", {
      deltaY, bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.top + box.height / 3,
    }));
    const look = () => tomocast.overlaid("axial").position === position ? requestAnimationFrame(look) : done(performance.now() - began);
    look();
  });

  /** Milliseconds from the last step to the view without loss. */
  probe.rested = () => new Promise((done) => {
    const look = () => tomocast.stats("axial").fidelity === "lossless" ? done(performance.now() - probe.turned) : requestAnimationFrame(look);
    look();
  });

  // A picture is acknowledged in the task that brings it to the screen.
  const send = WebSocket.prototype.send;
  const isAck = (data) => data instanceof Uint8Array && new TextDecoder("latin1").decode(data.subarray(0, 24)).includes("ack");
  // A page that holds slices needs no pictures: their way is measured without, unless the page's address says so.
  const isAhead = (data) => data instanceof Uint8Array && new TextDecoder("latin1").decode(data.subarray(0, 24)).includes("ahead");
  const ahead = location.search.includes("ahead");
  WebSocket.prototype.send = function (data) {
    // The first message is `hello`.
    probe.hello ||= performance.now();
    if (isAhead(data) && !ahead) return undefined;
    if (isAck(data)) {
      const now = performance.now();
      probe.pictures.push(now);
      probe.first ||= now;
      if (window.tomocast?.stats().transport === "webrtc") probe.webrtc ||= now;
    }
    return send.call(this, data);
  };
})();
