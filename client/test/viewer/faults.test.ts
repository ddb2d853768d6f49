import { expect, it } from "vitest";
import { Faults } from "../../src/viewer/faults";

it("stands in its view until another picture comes there", () => {
  const faults = new Faults();
  faults.say("axial", "This picture cannot be made.", 7);
  expect(faults.of("axial", 7)).toBe("This picture cannot be made.");
  expect(faults.of("coronal", 7)).toBe("");
  expect(faults.any).toBe(true);
  expect(faults.of("axial", 8)).toBe("");
  expect(faults.of("axial", 7)).toBe("");
  expect(faults.any).toBe(false);
});

it("goes when it has been read or the hand goes on, and with the session", () => {
  const faults = new Faults();
  faults.say("axial", "One.", 1);
  faults.say("volume", "Two.", 1);
  faults.clear("axial");
  expect(faults.of("axial", 1)).toBe("");
  expect(faults.of("volume", 1)).toBe("Two.");
  faults.clearAll();
  expect(faults.any).toBe(false);
});
