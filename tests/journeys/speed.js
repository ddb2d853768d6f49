// What the axial view shows at each frame: where the rods lie in its picture, and what is drawn over it.
(() => {
  const LAYERS = { video: 0, live: 1, still: 2 };
  const eye = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const seen = (window.seen = []);

  /** Centres of the two bright spots, the upper one first, in CSS pixels of the view; null where there are not two. */
  function rods(view, box, source) {
    const tall = source.videoHeight ?? source.height;
    const wide = source.videoWidth ?? source.width;
    if (!wide) return null;
    if (eye.canvas.width !== wide || eye.canvas.height !== tall) Object.assign(eye.canvas, { width: wide, height: tall });
    eye.drawImage(source, 0, 0);
    const { data } = eye.getImageData(0, 0, wide, tall);
    const rows = [];
    for (let y = 0; y < tall; y += 1) {
      let weight = 0;
      let moment = 0;
      for (let x = 0; x < wide; x += 1) {
        const grey = data[4 * (y * wide + x)];
        if (grey > 160) {
          weight += grey - 160;
          moment += (grey - 160) * (x + 0.5);
        }
      }
      if (weight > 0) rows.push({ y: y + 0.5, weight, moment });
    }
    const gap = rows.findIndex((row, at) => at > 0 && row.y - rows[at - 1].y > 12);
    if (gap < 0) return null;
    const outer = source.getBoundingClientRect();
    const { left, top } = view.getBoundingClientRect();
    return [rows.slice(0, gap), rows.slice(gap)].map((part) => {
      const all = part.reduce((sum, row) => sum + row.weight, 0);
      const x = part.reduce((sum, row) => sum + row.moment, 0) / all;
      const y = part.reduce((sum, row) => sum + row.weight * row.y, 0) / all;
      return [outer.left - left + (x / wide) * outer.width, outer.top - top + (y / tall) * outer.height];
    });
  }

  function look() {
    const view = document.querySelector('[data-testid="viewport-axial"]');
    const box = view?.querySelector(".picture");
    const source = box?.children[LAYERS[box.dataset.layer]];
    const over = window.tomocast?.overlaid("axial");
    if (source && over && window.looking) {
      seen.push({ layer: box.dataset.layer, moved: box.style.transform, rods: rods(view, box, source), ...over });
    }
    requestAnimationFrame(() => {
      // After the frame has been painted: everything that belongs to it has been drawn.
      const channel = new MessageChannel();
      channel.port1.onmessage = look;
      channel.port2.postMessage(0);
    });
  }
  look();

  /** Scrolls and zooms by the wheel as fast as frames come, to and fro. */
  window.turn = (frames) => new Promise((done) => {
    const view = document.querySelector('[data-testid="viewport-axial"]');
    const { left, top, width, height } = view.getBoundingClientRect();
    const place = { bubbles: true, cancelable: true, clientX: left + width * 0.6, clientY: top + height * 0.45 };
    let count = 0;
    (function step() {
      const back = Math.floor(count / 16) % 2 ? -1 : 1;
      view.dispatchEvent(new WheelEvent("wheel", { ...place, deltaY: 100 * back }));
      view.dispatchEvent(new WheelEvent("wheel", { ...place, deltaY: -1.5 * back, ctrlKey: true }));
      count += 1;
      if (count < frames) requestAnimationFrame(step);
      else done();
    })();
  });
})();
