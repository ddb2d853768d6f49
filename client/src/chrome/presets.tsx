import { useComputed } from "@preact/signals";
import type { Action } from "../input/actions";
import { text } from "../text";
import { presetName } from "../text/served";
import { type KeyedPreset, presetsFor } from "../viewer/presets";
import type { Viewer } from "../viewer/viewer";
import { activeView, filmOf } from "./current";
import type { ViewerModel } from "./model";
import { keyFor } from "./shown-key";
import { RadioGroup } from "./radio-group";

interface Props {
  model: ViewerModel;
  viewer: Viewer;
  done?: () => void;
}

function usePresets(model: ViewerModel) {
  const presets = useComputed<KeyedPreset[]>(() => {
    const welcome = model.welcome.value;
    return welcome ? presetsFor(welcome, activeView(model)?.kind ?? "slice") : [];
  });
  const chosen = useComputed(() => {
    const view = activeView(model);
    return view?.preset ?? "";
  });
  return { presets, chosen };
}

function Chips({ model, viewer, done }: Props) {
  const { presets, chosen } = usePresets(model);
  const choose = (preset: KeyedPreset): void => {
    viewer.act(model.active.value, [{ t: "preset", name: preset.name }]);
    done?.();
    viewer.desk.focus();
  };
  return (
    <>
      {presets.value.map((preset) => (
        <button
          key={preset.name} type="button" class="chip" role="radio" data-testid={`preset-${preset.name}`}
          aria-checked={chosen.value === preset.name} onClick={() => choose(preset)}
        >
          {presetName(preset.label)} <kbd aria-hidden="true">{preset.key && keyFor(`preset-${preset.key}` as Action)}</kbd>
        </button>
      ))}
    </>
  );
}

/** What the active view can show: windows for slices and MIP, looks for the volume. */
export function PresetChips(props: Props) {
  return <RadioGroup label={text.panel.presets}><Chips {...props} /></RadioGroup>;
}

/** Within the thumb's reach while Window is the tool. */
export function PresetStrip(props: Props) {
  if (props.model.tool.value !== "window" || !props.model.welcome.value || filmOf(props.model)?.colour) return null;
  return <RadioGroup class="strip" label={text.panel.presets}><Chips {...props} /></RadioGroup>;
}
