// Words that move with a picture, drawn once and then copied: drawing text anew in every frame takes a weak machine
// longer than all lines together.

import { element } from "./dom";

export interface Word {
  readonly text: string;
  readonly colour: string;
  readonly font: string;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
}

/** CSS pixels. */
const HALO_PX = 2.5;
const ABOVE_PX = 12;
const BELOW_PX = 5;
const SIZE_PX = 11;
const HALO = "rgb(0 0 0 / .85)";
/** Planes in all their colours and a change of ratio have room; then it begins anew. */
const MOST = 32;

export class WordPictures {
  private readonly pictures = new Map<string, HTMLCanvasElement>();

  /** `x` is the word's left or right end, `y` its base line, in CSS pixels; the pen counts in them. */
  draw(pen: CanvasRenderingContext2D, word: Word, x: number, y: number, end: "left" | "right"): void {
    const picture = this.picture(word);
    const { ratio } = word;
    const [width, height] = [picture.width / ratio, picture.height / ratio];
    const left = end === "left" ? x - HALO_PX : x + HALO_PX - width;
    // On whole device pixels: between them it would be blurred.
    const whole = (place: number): number => Math.round(place * ratio) / ratio;
    pen.drawImage(picture, whole(left), whole(y - ABOVE_PX), width, height);
  }

  private picture(word: Word): HTMLCanvasElement {
    const key = `${word.text} ${word.colour} ${word.font} ${word.ratio}`;
    const known = this.pictures.get(key);
    if (known) return known;
    if (this.pictures.size >= MOST) this.pictures.clear();
    const made = drawn(word);
    this.pictures.set(key, made);
    return made;
  }
}

function drawn({ text, colour, font, ratio }: Word): HTMLCanvasElement {
  const picture = element("canvas");
  const pen = picture.getContext("2d");
  if (!pen) return picture;
  const usual = `650 ${SIZE_PX}px ${font}`;
  pen.font = usual;
  picture.width = Math.ceil((pen.measureText(text).width + 2 * HALO_PX) * ratio);
  picture.height = Math.ceil((ABOVE_PX + BELOW_PX) * ratio);
  pen.scale(ratio, ratio);
  pen.font = usual;
  pen.lineJoin = "round";
  pen.lineWidth = HALO_PX;
  pen.strokeStyle = HALO;
  pen.strokeText(text, HALO_PX, ABOVE_PX);
  pen.fillStyle = colour;
  pen.fillText(text, HALO_PX, ABOVE_PX);
  return picture;
}
