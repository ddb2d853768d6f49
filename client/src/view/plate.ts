// A message in a view's place: loading, no link, nothing to show. Errors stand where they concern, never as a passing note.

import { AttributeSlot, element, TextSlot } from "./dom";

export interface PlateContent {
  kind: "loading" | "reconnecting" | "gone" | "empty" | "fault" | "stills";
  head: string;
  body: string;
  /** 0..1 where something progresses. */
  share?: number;
  act?: { label: string; run: () => void };
  /** Another view says the same aloud. */
  silent?: boolean;
}

const ALERTS: ReadonlySet<PlateContent["kind"]> = new Set(["gone", "empty", "fault"]);

export class Plate {
  readonly root = element("div", "plate");
  private readonly head: TextSlot;
  private readonly body: TextSlot;
  private readonly track = element("div", "progress");
  private readonly done = element("i");
  private readonly button = element("button", "button", { type: "button" });
  private readonly buttonText: TextSlot;
  private readonly role: AttributeSlot;
  private run: () => void = () => undefined;

  constructor() {
    const strong = element("strong");
    const words = element("span", "words");
    this.head = new TextSlot(strong);
    this.body = new TextSlot(words);
    this.track.append(this.done);
    this.buttonText = new TextSlot(this.button);
    this.button.addEventListener("click", () => this.run());
    this.root.append(strong, this.track, words, this.button);
    this.role = new AttributeSlot(this.root, "role");
    this.root.hidden = true;
  }

  show(content: PlateContent | null): void {
    this.root.hidden = content === null;
    if (!content) return;
    this.root.dataset["kind"] = content.kind;
    this.role.set(content.silent ? "note" : ALERTS.has(content.kind) ? "alert" : "status");
    this.head.set(content.head);
    this.body.set(content.body);
    this.track.hidden = content.share === undefined;
    this.done.style.transform = `scaleX(${content.share ?? 0})`;
    this.button.hidden = content.act === undefined;
    this.buttonText.set(content.act?.label ?? "");
    this.run = content.act?.run ?? (() => undefined);
  }
}
