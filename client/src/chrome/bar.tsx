import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { fullName, shownDate } from "../dicom";
import { text } from "../text";
import { presetName } from "../text/served";
import type { Viewer } from "../viewer/viewer";
import { detailOf } from "../view/film-labels";
import { Icon } from "./icon";
import { LayoutMenu, Layouts } from "./layouts";
import { Menu } from "./menu";
import type { ViewerModel } from "./model";
import { activeView, filmOf } from "./current";
import { PresetChips } from "./presets";
import { RoomButton } from "./room-button";
import { openStart } from "./route";
import { withKeyOf } from "./shown-key";
import { SlabControls } from "./slab";

interface Props {
  model: ViewerModel;
  viewer: Viewer;
}

export function Bar({ model, viewer }: Props) {
  return (
    <header class="bar" data-region="bar">
      {!model.guest && (
        <button type="button" class="back" data-testid="back" aria-label={text.viewer.studies} title={text.viewer.studies} onClick={openStart}>
          <Icon name="list" />
        </button>
      )}
      <Patient model={model} />
      <span class="space" />
      <Layouts model={model} viewer={viewer} />
      <LayoutMenu model={model} viewer={viewer} />
      <WindowMenu model={model} viewer={viewer} />
      <SlabMenu model={model} viewer={viewer} />
      <span class="space" />
      <Marks model={model} viewer={viewer} />
      <RoomButton model={model} viewer={viewer} />
      <button
        type="button" class="tool" data-testid="panel-toggle" aria-pressed={model.panel.value}
        aria-label={text.viewer.panel} title={withKeyOf(text.viewer.panel, "panel")}
        onClick={() => (model.panel.value = !model.panel.value)}
      >
        <Icon name="panel" />
      </button>
    </header>
  );
}

function Patient({ model }: { model: ViewerModel }) {
  const volume = model.welcome.value?.volume;
  if (!volume) return <div class="patient"><div>{text.viewer.opening}</div></div>;
  const name = fullName(volume.patient_name);
  const who = [name !== volume.patient_id && name && volume.patient_id, shownDate(volume.birth_date)].filter(Boolean).join(" \u00b7 ");
  const date = text.picture.study(shownDate(volume.study_date));
  const many = volume.film ? volume.film.frames > 1 && text.film.frames(volume.film.frames) : text.start.images(volume.slices);
  const label = volume.film ? detailOf(volume.label) : volume.label;
  const what = [volume.modality, volume.series_description, label, many].filter(Boolean);
  return (
    <div class="patient">
      <div>
        <b dir="auto">{name || volume.patient_id}</b>
        <span class="wide">{"\u2002"}{who}{who && " \u00b7 "}<span class="date">{date}</span></span>
      </div>
      <div><span><span class="date narrow">{date} {"\u00b7"} </span>{what.join(" \u00b7 ")}</span></div>
    </div>
  );
}

function WindowMenu({ model, viewer }: Props) {
  const label = useComputed(() => {
    const view = activeView(model);
    if (view?.kind === "volume") return presetName(model.welcome.value?.presets.find((one) => one.name === view.preset)?.label ?? view.preset);
    return presetName(view?.window?.label ?? "") || text.viewer.ownWindow;
  });
  if (filmOf(model)?.colour) return null;
  return (
    <Menu name={text.viewer.window} testId="preset" value={label.value}>
      {(close) => <PresetChips model={model} viewer={viewer} done={close} />}
    </Menu>
  );
}

function SlabMenu({ model, viewer }: Props) {
  const label = useComputed(() => {
    const view = activeView(model);
    if (!view || view.kind !== "slice" || view.slab_mm === 0) return text.viewer.thin;
    return text.picture.slab(view.slab_mm, text.slabModes[view.slab_mode]);
  });
  const slice = useComputed(() => activeView(model)?.kind === "slice");
  if (!slice.value) return null;
  return (
    <Menu name={text.viewer.slab} testId="slab" value={label.value}>
      {() => <SlabControls model={model} viewer={viewer} />}
    </Menu>
  );
}

function Marks({ model, viewer }: Props) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => place.current?.replaceChildren(viewer.status.mark.root), [viewer]);
  const { name, ms, seconds } = model.transport.value;
  const number = name === "lost" ? text.seconds(seconds) : ms === null ? "" : text.milliseconds(ms);
  return (
    <>
      <span ref={place} />
      <span class="mark" data-testid="transport-mark" data-path={name} hidden={model.ended.value !== null} title={name === "stills" ? model.stills.value : text.transports[name]}>
        <Icon name={name === "opening" ? "lost" : name} />
        <span class="path">{text.transports[name]}</span>
        <span class="number">{number}</span>
      </span>
    </>
  );
}
