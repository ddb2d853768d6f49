import { useComputed } from "@preact/signals";
import { plain, text } from "../text";
import type { Viewer } from "../viewer/viewer";
import type { SlabMode } from "../wire/operations";
import { activeView } from "./current";
import type { ViewerModel } from "./model";
import { NumberField } from "./number-field";
import { RadioGroup } from "./radio-group";

const MODES: readonly SlabMode[] = ["mean", "max", "min"];
const SLIDER_MM = 50;

export function SlabControls({ model, viewer }: { model: ViewerModel; viewer: Viewer }) {
  const thickness = useComputed(() => activeView(model)?.slab_mm ?? 0);
  const mode = useComputed(() => activeView(model)?.slab_mode ?? "mean");
  const set = (mm: number): void => viewer.act(model.active.value, [{ t: "slab", mm: Math.min(500, Math.max(0, mm)) }]);
  return (
    <div class="slab">
      <div class="field">
        <input
          type="range" min={0} max={SLIDER_MM} step={0.5} value={thickness} aria-label={text.panel.thickness}
          data-testid="slab-range" onInput={(event) => set(event.currentTarget.valueAsNumber)}
        />
        <NumberField label={text.panel.thickness} hidden value={thickness.value} show={plain} change={set} unit="mm" />
      </div>
      <RadioGroup class="chips three" label={text.panel.mode}>
        {MODES.map((one) => (
          <button
            key={one} type="button" class="chip" role="radio" data-testid={`slab-${one}`} aria-checked={mode.value === one}
            onClick={() => viewer.act(model.active.value, [{ t: "slab_mode", mode: one }])}
          >
            {text.slabModeNames[one]}
          </button>
        ))}
      </RadioGroup>
    </div>
  );
}
