import { useComputed } from "@preact/signals";
import { plain, text } from "../text";
import type { Viewer } from "../viewer/viewer";
import { Icon } from "./icon";
import { activeView, filmOf, volumeView } from "./current";
import { HandSection } from "./hand-section";
import type { ViewerModel } from "./model";
import { NumberField } from "./number-field";
import type { Openable } from "./opening";
import { PictureSection } from "./picture-section";
import { PresetChips } from "./presets";
import { RadioGroup } from "./radio-group";
import { room, ROOMS, setRoom } from "./room-light";
import { RoomTab } from "./room-tab";
import { useRoving } from "./roving";
import { SeriesRows } from "./series-rows";
import { SlabControls } from "./slab";

interface Props {
  model: ViewerModel;
  viewer: Viewer;
}

export function Panel({ model, viewer, open }: Props & { open: (one: Openable) => void }) {
  const tab = model.tab.value;
  const tabs = useRoving<HTMLDivElement>();
  const unread = viewer.together.model.unread.value;
  return (
    <aside class="panel" data-testid="panel" aria-label={text.panel.label} data-region="panel">
      <div ref={tabs} class="tabs" role="tablist">
        {(["view", "series", "room"] as const).filter((one) => one !== "series" || !model.guest).map((one) => (
          <button
            key={one} type="button" role="tab" id={`tab-${one}`} aria-selected={tab === one} aria-controls="panel-content"
            onClick={() => (model.tab.value = one)}
          >
            {text.panel.tabs[one]}
            {one === "room" && unread > 0 && <span class="unread"><span aria-hidden="true">{unread}</span><span class="hidden-text">{text.room.notes(unread)}</span></span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="panel-content" aria-labelledby={`tab-${tab}`}>
        {tab === "view" && <ViewTab model={model} viewer={viewer} />}
        {tab === "series" && <SeriesTab model={model} open={open} />}
        {tab === "room" && <RoomTab model={model} viewer={viewer} />}
      </div>
    </aside>
  );
}

function ViewTab({ model, viewer }: Props) {
  const kind = useComputed(() => activeView(model)?.kind ?? "slice");
  return (
    <>
      {!filmOf(model)?.colour && (
        <section class="section">
          <h2>{kind.value === "volume" ? text.panel.presets : text.viewer.window}</h2>
          <PresetChips model={model} viewer={viewer} />
          {kind.value !== "volume" && <WindowFields model={model} viewer={viewer} />}
        </section>
      )}
      {kind.value === "slice" && (
        <section class="section">
          <h2>{text.panel.slab}</h2>
          <SlabControls model={model} viewer={viewer} />
        </section>
      )}
      <PictureSection model={model} viewer={viewer} />
      {kind.value === "slice" && <PlanesSection model={model} viewer={viewer} />}
      <VolumeSection model={model} viewer={viewer} />
      <NotesSection model={model} />
      <RoomSection />
      <HandSection touch={model.touch} />
    </>
  );
}

function WindowFields({ model, viewer }: Props) {
  const window = useComputed(() => activeView(model)?.window ?? null);
  const unit = model.welcome.value?.volume.unit ?? "";
  const set = (center: number, width: number): void => {
    if (width > 0) viewer.act(model.active.value, [{ t: "window", center, width }]);
  };
  const now = window.value;
  return (
    <div class="window-fields">
      <div class="field">
        <NumberField label={text.panel.width} value={now?.width ?? null} show={plain} unit={unit} testId="window-width" change={(width) => now && set(now.center, width)} />
      </div>
      <div class="field">
        <NumberField label={text.panel.level} value={now?.center ?? null} show={plain} unit={unit} testId="window-level" change={(center) => now && set(center, now.width)} />
      </div>
    </div>
  );
}

function PlanesSection({ model, viewer }: Props) {
  const along = useComputed(() => model.state.value?.planes ?? "patient");
  return (
    <section class="section">
      <h2>{text.panel.planes}</h2>
      <RadioGroup label={text.panel.planes}>
        {(["patient", "acquisition"] as const).map((one) => (
          <button
            key={one} type="button" class="chip" role="radio" aria-checked={along.value === one} data-testid={`planes-${one}`}
            onClick={() => viewer.act(model.active.value, [{ t: "planes", along: one }])}
          >
            {text.panel.planesOf[one]}
          </button>
        ))}
      </RadioGroup>
    </section>
  );
}

const SIDES = ["anterior", "posterior", "left", "right", "head", "feet"] as const;

function VolumeSection({ model, viewer }: Props) {
  const mode = useComputed(() => volumeView(model)?.kind ?? null);
  if (mode.value === null || volumeView(model)?.empty) return null;
  return (
    <section class="section">
      <h2>{text.panel.volume}</h2>
      <RadioGroup label={text.panel.projection}>
        {(["volume", "mip"] as const).map((one) => (
          <button
            key={one} type="button" class="chip" role="radio" aria-checked={mode.value === one} data-testid={`projection-${one}`}
            onClick={() => viewer.act("volume", [{ t: "projection", mode: one }])}
          >
            {text.panel.projections[one]}
          </button>
        ))}
      </RadioGroup>
      <h2 class="below">{text.panel.seenFrom}</h2>
      <div class="chips three" role="group" aria-label={text.panel.seenFrom}>
        {SIDES.map((side) => (
          <button key={side} type="button" class="chip" data-testid={`seen-from-${side}`} onClick={() => viewer.act("volume", [{ t: "orient", seen_from: side }])}>
            {text.panel.sides[side]}
          </button>
        ))}
      </div>
    </section>
  );
}

function NotesSection({ model }: { model: ViewerModel }) {
  const notes = model.welcome.value?.volume.notes ?? [];
  if (notes.length === 0) return null;
  return (
    <section class="section">
      <h2>{filmOf(model) ? text.film.notes : text.panel.notes}</h2>
      <ul class="notes">
        {notes.map((note) => <li key={note.code + note.text}><Icon name="warning" /><span>{note.text}</span></li>)}
      </ul>
    </section>
  );
}

function RoomSection() {
  return (
    <section class="section">
      <h2>{text.panel.room}</h2>
      <RadioGroup label={text.panel.room}>
        {ROOMS.map((one) => (
          <button
            key={one} type="button" class="chip" role="radio" aria-checked={room.value === one} data-testid={`room-light-${one}`}
            onClick={() => setRoom(one)}
          >
            {text.panel.rooms[one]}
          </button>
        ))}
      </RadioGroup>
    </section>
  );
}

function SeriesTab({ model, open }: { model: ViewerModel; open: (one: Openable) => void }) {
  const study = model.study.value;
  const { series, volume } = model.opening;
  if (!study) return null;
  return (
    <section class="section">
      <h2>{text.panel.thisStudy}</h2>
      <SeriesRows
        study={study} isPicked={(one) => one.series.uid === series && one.n === volume} pick={open}
      />
    </section>
  );
}
