import { describe, expect, it } from "vitest";
import { handleAt, handlesOf } from "../../src/view/handles";
import { slice, solid } from "../views";

const plain = { scale: 1, dx: 0, dy: 0 };
const size = { width: 682, height: 384 };
const centre = [340.5, 191.5] as const;
const flat = { plane: "coronal", x0: 0, y0: 191.5, x1: 681, y1: 191.5 } as const;
const upright = { plane: "sagittal", x0: 340.5, y0: 0, x1: 340.5, y1: 383 } as const;
const view = slice({ crosshair: [...centre], lines: [flat, upright] });

describe("where handles stand", () => {
  it("puts one near each end of each line, off the words at the edges", () => {
    const rounded = handlesOf(view, plain, size).map(({ plane, x, y }) => ({ plane, x: Math.round(x), y: Math.round(y) }));
    expect(rounded).toEqual([
      { plane: "coronal", x: 92, y: 192 },
      { plane: "coronal", x: 590, y: 192 },
      { plane: "sagittal", x: 341, y: 64 },
      { plane: "sagittal", x: 341, y: 320 },
    ]);
  });

  it("keeps them on an oblique line and in the view, also when the picture is moved", () => {
    const lines = [{ plane: "coronal", x0: 0, y0: 0, x1: 681, y1: 383 } as const];
    for (const at of [plain, { scale: 2, dx: -400, dy: -100 }]) {
      const found = handlesOf(slice({ crosshair: [...centre], lines }), at, size);
      expect(found).toHaveLength(2);
      for (const { x, y } of found) {
        const [px, py] = [(x - at.dx) / at.scale - 0.5, (y - at.dy) / at.scale - 0.5];
        expect(py).toBeCloseTo((px * 383) / 681, 6);
        expect(x >= 92 - 1e-9 && x <= 590 + 1e-9 && y >= 64 - 1e-9 && y <= 320 + 1e-9).toBe(true);
      }
    }
  });

  it("gives none beside the crosshair, off the view, in a small view or where no line is", () => {
    const near = slice({ crosshair: [100, 191.5], lines: [flat] });
    expect(handlesOf(near, plain, size).map((one) => Math.round(one.x))).toEqual([590]);
    expect(handlesOf(view, { scale: 1, dx: 0, dy: 300 }, size).every((one) => one.plane === "sagittal")).toBe(true);
    expect(handlesOf(view, plain, { width: 190, height: 190 })).toEqual([]);
    expect(handlesOf(slice({ crosshair: null }), plain, size)).toEqual([]);
    expect(handlesOf(solid(), plain, size)).toEqual([]);
    expect(handlesOf(null, plain, size)).toEqual([]);
  });
});

describe("what lies under the pointer", () => {
  const handles = handlesOf(view, plain, size);

  it("is 24 px for a mouse and 48 px for a finger", () => {
    expect(handleAt(handles, 92 + 11.9, 192, "mouse")).toBe("coronal");
    expect(handleAt(handles, 92 + 12.1, 192, "mouse")).toBeNull();
    expect(handleAt(handles, 92, 192 + 23.9, "touch")).toBe("coronal");
    expect(handleAt(handles, 92, 192 + 24.1, "touch")).toBeNull();
  });

  it("is the nearer of two", () => {
    const two = [{ plane: "coronal", x: 100, y: 100 }, { plane: "sagittal", x: 110, y: 100 }] as const;
    expect(handleAt(two, 104, 100, "touch")).toBe("coronal");
    expect(handleAt(two, 107, 100, "touch")).toBe("sagittal");
  });
});
