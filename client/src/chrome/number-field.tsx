import { useId, useRef } from "preact/hooks";

interface NumberFieldProps {
  label: string;
  /** The label is for screen readers only. */
  hidden?: boolean;
  value: number | null;
  show: (value: number) => string;
  change: (value: number) => void;
  unit: string;
  testId?: string;
}

/** A number that is taken with Enter or when the field is left; what is no number is put back. */
export function NumberField({ label, hidden = false, value, show, change, unit, testId }: NumberFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const shown = value === null ? "" : show(value);
  const take = (): void => {
    const input = field.current;
    if (!input || input.value === shown) return;
    const typed = Number(input.value.replace("\u2212", "-").replace(",", ".").trim());
    if (input.value.trim() !== "" && Number.isFinite(typed)) change(typed);
    else input.value = shown;
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Enter") take();
    if (event.key !== "Escape" || !field.current) return;
    field.current.value = shown;
    field.current.blur();
    event.stopPropagation();
  };
  return (
    <>
      <label for={id} class={hidden ? "hidden-text" : ""}>{label}</label>
      <input ref={field} id={id} type="text" inputMode="decimal" autocomplete="off" value={shown} data-testid={testId} onBlur={take} onKeyDown={key} />
      <span class="unit">{unit}</span>
    </>
  );
}
