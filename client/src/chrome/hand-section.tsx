import { text } from "../text";
import { handSide, setHandSide, SIDES } from "./hand-side";
import { RadioGroup } from "./radio-group";

/** On touch: the side of the tools. */
export function HandSection() {
  return (
    <section class="section">
      <h2>{text.panel.hand}</h2>
      <RadioGroup label={text.panel.hand}>
        {SIDES.map((side) => (
          <button
            key={side} type="button" class="chip" role="radio" aria-checked={handSide.value === side} data-testid={`hand-${side}`}
            onClick={() => setHandSide(side)}
          >
            {text.panel.sides[side]}
          </button>
        ))}
      </RadioGroup>
    </section>
  );
}
