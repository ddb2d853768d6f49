// The words round a picture: corners, letters, warnings, fidelity, the bar that shows which slice it is.

import { glyphElement } from "../glyphs";
import { text } from "../text";
import type { ViewState } from "../wire/messages";
import type { ViewName } from "../wire/operations";
import { AttributeSlot, element, TextSlot } from "./dom";
import type { Labels } from "./labels";
import { FidelityMark } from "./mark";
import type { ScaleBar } from "./scale";
import type { Warning } from "./warnings";

/** A line of overlay text on its plate; empty lines take no room. */
function line(corner: HTMLElement, className = ""): TextSlot {
  const row = element("div", className);
  corner.append(row);
  return new TextSlot(row);
}

export class Corners {
  readonly parts: HTMLElement[];
  readonly bar = element("div", "position");
  private readonly title: TextSlot;
  private readonly at: TextSlot;
  private readonly below: TextSlot;
  private readonly info: TextSlot;
  private readonly window: TextSlot;
  private readonly zoom: TextSlot;
  private readonly patient: TextSlot;
  private readonly value: TextSlot;
  private readonly scaleRow = element("div", "scale-row");
  private readonly scaleLength = element("i", "scale");
  private readonly scaleText: TextSlot;
  private readonly warnings = element("div", "warnings");
  readonly mark = new FidelityMark("viewport-fidelity");
  private readonly letters: TextSlot[] = [];
  private readonly knob = element("b");
  private readonly come = element("i");
  private readonly barNow: AttributeSlot;
  private readonly barText: AttributeSlot;
  private shownWarnings = "";
  private shownScale = -1;
  private shownKnob = -1;

  constructor(
    view: ViewName,
    private readonly explain: (warning: Warning) => void,
  ) {
    const topLeft = element("div", "overlay top-left");
    const first = element("div");
    const plane = element("span", "plane");
    this.title = new TextSlot(plane);
    const where = element("span", "at");
    this.at = new TextSlot(where);
    first.append(plane, where);
    topLeft.append(first);
    this.below = line(topLeft);
    this.info = line(topLeft, "technique quiet");
    const topRight = element("div", "overlay top-right");
    // At the very edge, where there is least anatomy.
    this.patient = line(topRight, "patient-line");
    this.window = line(topRight);
    this.zoom = line(topRight, "quiet");
    const bottomLeft = element("div", "overlay bottom-left");
    this.value = line(bottomLeft, "value");
    this.scaleText = this.scaleRowIn(bottomLeft);
    const bottomRight = element("div", "overlay bottom-right");
    bottomRight.append(this.warnings, this.mark.root);
    const letters = ["left", "right", "top", "bottom"].map((side) => this.letter(side));
    this.barNow = new AttributeSlot(this.bar, "aria-valuenow");
    this.barText = new AttributeSlot(this.bar, "aria-valuetext");
    this.makeBar(view);
    this.parts = [topLeft, topRight, bottomLeft, bottomRight, ...letters, this.bar];
  }

  private scaleRowIn(corner: HTMLElement): TextSlot {
    this.scaleRow.append(this.scaleLength);
    corner.append(this.scaleRow);
    return new TextSlot(this.scaleRow);
  }

  private letter(side: string): HTMLElement {
    const shown = element("b", `letter ${side}`, { "aria-hidden": "true" });
    this.letters.push(new TextSlot(shown));
    return shown;
  }

  private makeBar(view: ViewName): void {
    this.bar.append(this.come, this.knob);
    if (view === "volume") return;
    const about = { role: "slider", "data-testid": `position-${view}`, "aria-label": view === "film" ? text.film.place : text.spoken.slice(text.views[view]) };
    for (const [name, value] of Object.entries(about)) this.bar.setAttribute(name, value);
    this.bar.setAttribute("aria-orientation", "vertical");
    // No stop of Tab of its own, the view is one; but touch readers set sliders by their focus.
    this.bar.setAttribute("tabindex", "-1");
    this.bar.setAttribute("aria-valuemin", "0");
    this.bar.setAttribute("aria-valuemax", "100");
    this.bar.setAttribute("aria-valuenow", "0");
  }

  show(labels: Labels, view: ViewState): void {
    this.title.set(labels.title);
    this.at.set(labels.at ? `\u2002${labels.at}` : "");
    this.below.set(labels.below);
    this.info.set(labels.info);
    this.window.set(labels.window);
    this.zoom.set(labels.zoom);
    view.letters.forEach((word, side) => this.letters[side]?.set(word));
  }

  showPatient(words: string): void {
    this.patient.set(words);
  }

  showValue(words: string): void {
    this.value.set(words);
  }

  showScale(bar: ScaleBar | null): void {
    const pixels = bar ? Math.round(bar.pixels * 2) / 2 : 0;
    if (pixels === this.shownScale) return;
    this.shownScale = pixels;
    this.scaleRow.hidden = bar === null;
    this.scaleLength.style.width = `${pixels}px`;
    this.scaleText.set(bar ? text.picture.scale(bar.mm) : "");
  }

  /** `place` 0 at the top, 1 at the bottom; null where there is no bar. `height` of the view, CSS pixels. */
  showPosition(place: number | null, height: number): void {
    this.bar.hidden = place === null;
    const way = place === null ? -1 : Math.round(place * Math.max(0, height - BAR_MARGIN_PX) * 2) / 2;
    if (way === this.shownKnob) return;
    this.shownKnob = way;
    this.knob.style.transform = `translateY(${way}px)`;
  }

  /** The parts of the stack that have come, as shares from the top. */
  showLoaded(runs: readonly (readonly [number, number])[]): void {
    const stops = runs.flatMap(([from, to]) => [
      `transparent ${from * 100}%`, `var(--come) ${from * 100}%`, `var(--come) ${to * 100}%`, `transparent ${to * 100}%`,
    ]);
    this.come.style.background = stops.length > 0 ? `linear-gradient(${stops.join(",")})` : "none";
  }

  describePosition(place: number, words: string): void {
    this.barNow.set(String(Math.round(place * 100)));
    this.barText.set(words);
  }

  showWarnings(warnings: readonly Warning[]): void {
    const key = warnings.map((one) => one.short).join("|");
    if (key === this.shownWarnings) return;
    this.shownWarnings = key;
    this.warnings.replaceChildren(...warnings.map((one) => this.warning(one)));
  }

  private warning(warning: Warning): HTMLElement {
    const shown = element("button", "warning", { type: "button", "data-testid": "warning", "data-code": warning.code });
    shown.title = warning.long;
    shown.append(glyphElement("warning"), warning.short);
    shown.addEventListener("click", () => this.explain(warning));
    return shown;
  }
}

/** Room above and below the bar, and its knob. */
const BAR_MARGIN_PX = 84;
