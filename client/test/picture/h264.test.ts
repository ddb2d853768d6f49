import { expect, it } from "vitest";
import { codecOf } from "../../src/picture/h264";

it("names profile, constraints and level of the parameter set", () => {
  const unit = Uint8Array.of(0, 0, 0, 1, 0x09, 0x10, 0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1f, 0xda, 0, 0, 1, 0x68, 0xce, 1, 2);
  expect(codecOf(unit)).toBe("avc1.42e01f");
});

it("finds none in a picture that is no keyframe", () => {
  expect(codecOf(Uint8Array.of(0, 0, 0, 1, 0x41, 0x9a, 0x02, 0x03, 0x04, 0x05))).toBeNull();
  expect(codecOf(Uint8Array.of(0, 0, 1, 0x67))).toBeNull();
});
