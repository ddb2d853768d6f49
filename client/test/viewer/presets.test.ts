import { expect, it } from "vitest";
import { digitsOf, presetsFor } from "../../src/viewer/presets";
import type { MessageOf } from "../../src/wire/messages";
import { golden } from "../golden";

const named = (name: string) => ({ name, label: name, center: null, width: null });
const golden1 = golden().find((one) => one.name === "welcome")!.value as unknown as MessageOf<"welcome">;
const welcome: MessageOf<"welcome"> = {
  ...golden1,
  windows: ["soft", "lung", "bone", "brain", "liver", "angio", "a", "b", "c", "file", "auto"].map(named),
  presets: ["bone", "vessels"].map(named),
};

it("gives the digits 1 to 8 in the server's order, 9 to the file's window, 0 to the automatic one", () => {
  expect(presetsFor(welcome, "slice").map((one) => one.key)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "", "9", "0"]);
  expect(digitsOf(presetsFor(welcome, "mip")).get("0")).toBe("auto");
});

it("offers looks for the volume", () => {
  expect([...digitsOf(presetsFor(welcome, "volume"))]).toEqual([["1", "bone"], ["2", "vessels"]]);
});
