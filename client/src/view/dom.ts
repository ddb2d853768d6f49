// Small helpers for the parts of the page that change many times a second.

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** How much larger than usual the reader has words: widths that are for words grow with them. */
export function textScale(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
}

/** A text that is written only when it changed: no layout for nothing. */
export class TextSlot {
  readonly node = document.createTextNode("");
  private shown = "";

  constructor(parent: Node) {
    parent.appendChild(this.node);
  }

  set(value: string): void {
    if (value === this.shown) return;
    this.shown = value;
    this.node.data = value;
  }
}

/** An attribute that is written only when it changed. */
export class AttributeSlot {
  private shown: string | null = null;

  constructor(
    private readonly owner: Element,
    private readonly name: string,
  ) {}

  set(value: string | null): void {
    if (value === this.shown) return;
    this.shown = value;
    if (value === null) this.owner.removeAttribute(this.name);
    else this.owner.setAttribute(this.name, value);
  }
}
