// What tests of pictures ask of the page, at each frame after it has been painted.
(() => {
  const LAYERS = { video: 0, live: 1, still: 2 };
  const eye = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  Object.assign(eye.canvas, { width: 24, height: 24 });

  /** Calls `look` after every painted frame until it is stopped. */
  function each(look) {
    let going = true;
    (function next() {
      if (!going) return;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => (look(), next());
        channel.port2.postMessage(0);
      });
    })();
    return () => (going = false);
  }

  /** The mean grey of a view's picture, and how much of the view it covers; null where there is none. */
  function seen(name) {
    const view = document.querySelector(`[data-testid="viewport-${name}"]`);
    const box = view.querySelector(".picture");
    const source = box.children[LAYERS[box.dataset.layer]];
    if (!source) return { view: name, grey: null };
    eye.drawImage(source, 0, 0, 24, 24);
    const { data } = eye.getImageData(0, 0, 24, 24);
    const [inner, outer] = [source.getBoundingClientRect(), view.getBoundingClientRect()];
    const cover = Math.min(1, inner.width / outer.width) * Math.min(1, inner.height / outer.height);
    return { view: name, grey: data.filter((_, at) => at % 4 === 0).reduce((a, b) => a + b, 0) / 576, cover };
  }

  /** Keeps what each view shows at every frame. */
  window.watchPictures = (views) => {
    window.watched = [];
    window.stopWatching = each(() => window.watched.push(...views.map(seen)));
  };

  /** Keeps the newest lossy picture of a view. */
  window.keepMoving = (view) => {
    const box = document.querySelector(`[data-testid="viewport-${view}"] .picture`);
    window.moving = null;
    window.stopWatching = each(() => {
      if (box.dataset.layer === "live") window.moving = window.tomocast.pixels(view);
    });
  };

  /** Turns the wheel over a view, to and fro, one notch a frame. */
  window.scrollFor = (view, frames) => new Promise((done) => {
    const root = document.querySelector(`[data-testid="viewport-${view}"]`);
    const { left, top, width, height } = root.getBoundingClientRect();
    let count = 0;
    (function step() {
      const deltaY = Math.floor(count / 20) % 2 ? -100 : 100;
      root.dispatchEvent(new WheelEvent("wheel", { deltaY, bubbles: true, cancelable: true, clientX: left + width / 2, clientY: top + height / 3 }));
      count += 1;
      if (count < frames) requestAnimationFrame(step);
      else done();
    })();
  });

  /** Where the words that may never be hidden stand in a view, by name; absent where they cannot be seen. */
  window.neverHidden = (name) => {
    const view = document.querySelector(`[data-testid="viewport-${name}"]`);
    const parts = { plane: ".plane", mark: "[data-testid=viewport-fidelity]", warning: ".warning" };
    for (const side of ["left", "right", "top", "bottom"]) parts[side] = `.letter.${side}`;
    const found = Object.entries(parts).map(([key, where]) => [key, view.querySelector(where)]);
    for (const row of view.querySelectorAll(".overlay > div")) {
      const words = row.textContent;
      if (/\bW [\d.,]+ L /.test(words)) found.push(["window", row]);
      if (/\bmm (mean|MIP|MinIP)/.test(words)) found.push(["slab", row]);
      if (words.includes("study ")) found.push(["patient", row]);
    }
    const outer = view.getBoundingClientRect();
    const visible = found.filter(([, one]) => one?.textContent && one.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
    return Object.fromEntries(visible.map(([key, one]) => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      return [key, [left - outer.left, top - outer.top, outer.right - right, outer.bottom - bottom, left, top, right, bottom]];
    }));
  };
})();
