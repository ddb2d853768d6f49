import { text } from "../text";
import { handSide, setHandSide, SIDES } from "./hand-side";

/** On touch: the side of the tools. */
export function HandSection() {
  return (
    <section class="section">
      <h2>{text.panel.hand}</h2>
      <div class="chips" role="radiogroup" aria-label={text.panel.hand}>
        {SIDES.map((side) => (
          <button
            key={side} type="button" class="chip" role="radio" aria-checked={handSide.value === side} data-testid={`hand-${side}`}
            onClick={() => setHandSide(side)}
          >
            {text.panel.sides[side]}
          </button>
        ))}
      </div>
    </section>
  );
}
