import { useComputed } from "@preact/signals";
import { hasWindow, isFlat } from "../input/abilities";
import type { Action } from "../input/actions";
import { zoomBy } from "../input/tools";
import { text } from "../text";
import type { Viewer } from "../viewer/viewer";
import type { Operation } from "../wire/operations";
import { activeView, filmOf } from "./current";
import type { ViewerModel } from "./model";
import { keyFor } from "./shown-key";

interface Props {
  model: ViewerModel;
  viewer: Viewer;
}

const DEGREES = 5;
const PAN_PX = 40;
const ZOOM = 1.25;

/** What drags and keys do to a picture, as buttons: for whoever cannot drag, and where there is no keyboard. */
export function PictureSection({ model, viewer }: Props) {
  const kind = useComputed(() => activeView(model)?.kind ?? "slice");
  const about = { kind: kind.value, colour: filmOf(model)?.colour ?? false, images: 1 };
  const flat = isFlat(about);
  const act = (...operations: Operation[]): void => viewer.act(model.active.value, operations);
  const names = text.viewMenu;
  const { flips } = text.panel;
  return (
    <section class="section" data-testid="picture-section">
      <h2>{text.panel.picture}</h2>
      <div class="chips" role="group" aria-label={text.panel.picture}>
        {hasWindow(about) && <Chip name={names.invert} action="invert" act={() => act({ t: "invert" })} />}
        <Chip name={names.fit} action="fit" act={() => act({ t: "fit" })} />
        {flat && <Chip name={flips.across} action="flip-across" act={() => act({ t: "flip", axis: "horizontal" })} />}
        {flat && <Chip name={flips.upsideDown} action="flip-upside-down" act={() => act({ t: "flip", axis: "vertical" })} />}
        <Chip name={flips.left} action="turn-left" act={() => act({ t: "quarter", turns: -1 })} />
        <Chip name={flips.right} action="turn-right" act={() => act({ t: "quarter", turns: 1 })} />
      </div>
      <Steppers kind={kind.value} flat={flat} act={act} viewer={viewer} />
    </section>
  );
}

function Chip({ name, action, act }: { name: string; action: Action; act: () => void }) {
  return (
    <button type="button" class="chip" data-testid={`do-${action}`} onClick={act}>
      {name} <kbd aria-hidden="true">{keyFor(action)}</kbd>
    </button>
  );
}

interface SteppersProps {
  kind: string;
  flat: boolean;
  act: (...operations: Operation[]) => void;
  viewer: Viewer;
}

function Steppers({ kind, flat, act, viewer }: SteppersProps) {
  const { steps } = text.panel;
  const zoom = (factor: number): void => {
    const view = viewer.desk.active;
    act(zoomBy(factor, view.width / 2, view.height / 2, view));
  };
  const pan = (dx: number, dy: number): void => {
    const { scale } = viewer.desk.active;
    act({ t: "pan", dx: dx * PAN_PX * scale, dy: dy * PAN_PX * scale });
  };
  const roll = (degrees: number): void => act(flat ? { t: "roll", degrees } : { t: "turn", azimuth: 0, elevation: 0, roll: degrees });
  const turn = (azimuth: number, elevation: number): void => act({ t: "turn", azimuth, elevation, roll: 0 });
  return (
    <>
      <Stepper name="zoom" does={{ out: () => zoom(1 / ZOOM), in: () => zoom(ZOOM) }} words={steps.zoom} />
      <Stepper name="roll" does={{ left: () => roll(-DEGREES), right: () => roll(DEGREES) }} words={steps.roll} />
      {kind === "slice" && (
        <Stepper
          name="tilt" words={steps.tilt}
          does={{ left: () => act({ t: "tilt", degrees: -DEGREES }), right: () => act({ t: "tilt", degrees: DEGREES }) }}
        />
      )}
      <Stepper
        name="move" words={steps.move}
        does={{ left: () => pan(-1, 0), up: () => pan(0, -1), down: () => pan(0, 1), right: () => pan(1, 0) }}
      />
      {!flat && (
        <Stepper
          name="eye" words={steps.eye}
          does={{
            left: () => turn(-DEGREES, 0), up: () => turn(0, -DEGREES), down: () => turn(0, DEGREES), right: () => turn(DEGREES, 0),
          }}
        />
      )}
    </>
  );
}

interface StepperProps<Step extends string> {
  name: string;
  does: Readonly<Record<Step, () => void>>;
  words: NoInfer<{ label: string } & Readonly<Record<Step, string>>>;
}

const SIGNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  zoom: { out: "\u2212", in: "+" },
  roll: { left: "\u21ba", right: "\u21bb" },
  tilt: { left: "\u21ba", right: "\u21bb" },
};
const ARROWS: Readonly<Record<string, string>> = { left: "\u2190", up: "\u2191", down: "\u2193", right: "\u2192" };

/** Small steps with a button each. */
function Stepper<Step extends string>({ name, does, words }: StepperProps<Step>) {
  return (
    <div class="stepper" role="group" aria-label={words.label}>
      <span aria-hidden="true">{words.label}</span>
      {(Object.keys(does) as Step[]).map((step) => (
        <button
          key={step} type="button" class="chip" data-testid={`${name}-${step}`} aria-label={words[step]} title={words[step]} onClick={does[step]}
        >
          {(SIGNS[name] ?? ARROWS)[step]}
        </button>
      ))}
    </div>
  );
}
