import { h } from "preact";
import { type Glyph, GLYPHS, type GlyphName } from "../glyphs";

/** An outline beside a word or a label; it says nothing of its own. */
export function Icon({ name, small = false }: { name: GlyphName; small?: boolean }) {
  const parts = (GLYPHS[name] as Glyph).map(([tag, attributes]) => h(tag, attributes));
  return (
    <svg class={small ? "i s" : "i"} viewBox="0 0 24 24" aria-hidden="true">
      {parts}
    </svg>
  );
}
