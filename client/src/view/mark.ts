// The fidelity mark: outline and word; colour only repeats them. Plain DOM, since it changes while the hand moves.

import { glyphElement } from "../glyphs";
import { text } from "../text";
import { element, TextSlot } from "./dom";
import type { Fidelity, Mark } from "./fidelity";

export class FidelityMark {
  readonly root: HTMLElement;
  private readonly word: TextSlot;
  private readonly count: TextSlot;
  private readonly countBox = element("span", "number");
  private readonly glyphs = new Map<Mark, SVGSVGElement>();
  private shown: Mark | null = null;
  private reduced = false;

  constructor(testId: string) {
    this.root = element("span", "mark", { "data-testid": testId });
    this.word = new TextSlot(element("span"));
    this.count = new TextSlot(this.countBox);
  }

  /** `of` says how many of the views are so: "1 of 4". */
  show(fidelity: Fidelity, of = ""): void {
    const { mark, seconds, reduced = false } = fidelity;
    this.word.set(mark === "stale" ? `${text.fidelity.stale} ${text.seconds(seconds)}` : reduced ? text.reduced : text.fidelity[mark]);
    this.count.set(of);
    if (mark === this.shown && reduced === this.reduced) return;
    this.shown = mark;
    this.reduced = reduced;
    this.root.dataset["state"] = mark;
    this.root.title = reduced ? text.reducedMeans : text.fidelityMeans[mark];
    this.root.replaceChildren(this.glyph(mark), this.word.node, this.countBox);
  }

  private glyph(mark: Mark): SVGSVGElement {
    const known = this.glyphs.get(mark) ?? glyphElement(mark);
    this.glyphs.set(mark, known);
    return known;
  }
}
