import { describe, expect, it } from "vitest";
import { type Action, ACTIONS } from "../../src/input/actions";
import {
  actionOf, keymapOf, keyOf, keyPressed, problemOf, readKeySettings, USUAL_KEYS, withKey, withUsualKey,
} from "../../src/input/keymap";
import { key, play, view } from "./hands";

const pressed = (name: string, code: string, shift = false): string => keyPressed({ key: name, code, shift });

describe("keys as they are written", () => {
  it("takes letters by what they type, with Shift before them, whatever Caps Lock does", () => {
    expect([pressed("r", "KeyR"), pressed("R", "KeyR", true), pressed("R", "KeyR"), pressed("r", "KeyR", true)]).toEqual(["r", "Shift+r", "r", "Shift+r"]);
    expect(pressed("PageUp", "PageUp", true)).toBe("Shift+PageUp");
    expect([pressed("ö", "Semicolon"), pressed("z", "KeyY")]).toEqual(["ö", "z"]);
  });

  it("takes digits by their place, and signs that Shift makes there as signs", () => {
    expect([pressed("1", "Digit1"), pressed("&", "Digit1"), pressed("1", "Digit1", true), pressed("4", "Numpad4")]).toEqual(["1", "1", "1", "4"]);
    // On a German keyboard = is above 0 and / above 7.
    expect([pressed("=", "Digit0", true), pressed("/", "Digit7", true)]).toEqual(["=", "/"]);
  });

  it("gives Shift with a key that has no act of its own the act without Shift", () => {
    const keymap = keymapOf(USUAL_KEYS);
    expect(["Shift+h", "Shift+r", "Shift+PageDown", "q"].map((one) => actionOf(keymap, one))).toEqual(["flip-across", "reset-all", "series-next", null]);
  });
});

it("has a name for one act only, and no key twice", () => {
  expect(new Set(ACTIONS.map(({ name }) => name)).size).toBe(ACTIONS.length);
  expect(keymapOf(USUAL_KEYS).size).toBe(ACTIONS.length);
});

describe("own keys", () => {
  const own = withKey(USUAL_KEYS, "invert", "k");

  it("act, and the usual one acts no more", () => {
    const keymap = keymapOf(own);
    expect(play([key("keydown", "k", 0)], view({ keymap })).operations).toEqual([{ t: "invert" }]);
    expect(play([key("keydown", "i", 0)], view({ keymap })).intents).toEqual([]);
  });

  it("lend a tool while they are held, as the usual ones do", () => {
    const keymap = keymapOf(withKey(USUAL_KEYS, "tool-rotate", "F8"));
    expect(play([key("keydown", "F8", 0), key("keydown", ",", 40)], view({ keymap })).operations).toEqual([{ t: "roll", degrees: -5 }]);
  });

  it("are taken from whoever had them, and given back", () => {
    const taken = withKey(own, "flip-across", "k");
    expect(taken.own).toEqual({ invert: "", "flip-across": "k" });
    const back = withUsualKey(taken, "invert");
    expect(back.own).toEqual({ "flip-across": "k" });
    expect(withUsualKey(back, "flip-across")).toEqual(USUAL_KEYS);
  });

  it("swap: the usual key of another act can be taken, and is not doubled by going back", () => {
    const swapped = withKey(USUAL_KEYS, "flip-across", "v");
    expect(keyOf(keymapOf(swapped), "flip-upside-down")).toBe("");
    const all = withUsualKey(swapped, "flip-upside-down");
    expect(["flip-across", "flip-upside-down"].map((one) => keyOf(keymapOf(all), one as Action))).toEqual(["", "v"]);
  });

  it("win over an act that a later version gave the same key", () => {
    const older = readKeySettings({ singles: true, own: { invert: "c" } });
    expect([...keymapOf(older)].filter(([one]) => one === "c")).toEqual([["c", "invert"]]);
  });
});

it("leaves arrows, names and Esc when single characters are switched off, and nothing that a voice could type", () => {
  const keymap = keymapOf({ ...withKey(USUAL_KEYS, "cine", "F9"), singles: false });
  expect([...keymap.keys()].sort()).toEqual(["End", "F6", "F9", "Home", "PageDown", "PageUp"]);
  for (const { key: usual } of ACTIONS.filter((one) => one.key.length === 1)) {
    expect(play([key("keydown", usual, 0)], view({ keymap })).intents, usual).toEqual([]);
  }
  expect(play([key("keydown", "ArrowDown", 0)], view({ keymap })).operations).toEqual([{ t: "scroll", steps: 1 }]);
});

it("says which keys cannot be given", () => {
  const problem = (name: string, some = {}) => problemOf(key("keydown", name, 0, some));
  expect(["Escape", "Tab", "ArrowUp", "F5", "Enter"].map((one) => problem(one))).toEqual(Array(5).fill("reserved"));
  expect([problem("k", { ctrl: true }), problem("k", { alt: true })]).toEqual(["modifier", "modifier"]);
  expect([problem("Shift"), problem("Dead"), problem("Unidentified")]).toEqual(["none", "none", "none"]);
  expect([problem("k"), problem("F8"), problem("Delete"), problem("F10")]).toEqual([null, null, null, null]);
  expect(problem("F10", { shift: true })).toBe("reserved");
});

it("reads settings that anybody may have written", () => {
  expect(readKeySettings({ singles: false, own: { invert: "k", cine: "", nonsense: "x", fit: 7, help: "Escape", full: "x".repeat(40) } }))
    .toEqual({ singles: false, own: { invert: "k", cine: "" } });
  for (const found of [null, 7, "keys", [], { own: null }, { own: ["k"] }, { singles: "yes" }]) expect(readKeySettings(found)).toEqual(USUAL_KEYS);
});
