import { text } from "../text";
import { handSide, setHandSide, SIDES } from "./hand-side";
import { RadioGroup } from "./radio-group";
import { setWheelDown, WHEEL_WAYS, wheelDown } from "./wheel-down";

/** Which way the wheel goes; on touch also the side of the tools. */
export function HandSection({ touch }: { touch: boolean }) {
  const { panel } = text;
  return (
    <>
      {touch && <Choice name="hand" label={panel.hand} all={SIDES} words={panel.sides} chosen={handSide.value} set={setHandSide} />}
      <Choice name="wheel" label={panel.wheel} all={WHEEL_WAYS} words={panel.wheelDown} chosen={wheelDown.value} set={setWheelDown} />
    </>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  label: string;
  all: readonly T[];
  words: Readonly<Record<T, string>>;
  chosen: T;
  set: (next: T) => void;
}

function Choice<T extends string>({ name, label, all, words, chosen, set }: ChoiceProps<T>) {
  return (
    <section class="section">
      <h2>{label}</h2>
      <RadioGroup label={label}>
        {all.map((one) => (
          <button
            key={one} type="button" class="chip" role="radio" aria-checked={chosen === one} data-testid={`${name}-${one}`}
            onClick={() => set(one)}
          >
            {words[one]}
          </button>
        ))}
      </RadioGroup>
    </section>
  );
}
