import { useState } from "preact/hooks";
import { previewAddress, type Series, type Study, type VolumeRow } from "../api";
import { plain, text } from "../text";
import { filmFacts } from "./film-start";
import { type Openable, openablesOf } from "./opening";
import { carry } from "./series-drag";

/** A volume's small picture, rendered by the server; where there is none, nothing. */
export function Thumb({ openable, label = "", soon = false }: { openable: Openable; label?: string; soon?: boolean }) {
  const [broken, setBroken] = useState("");
  const address = previewAddress(openable.series.uid, openable.n, soon);
  if (broken === address) return null;
  // A picture of its own for each: the one before would stand under another patient's name until the next has come.
  return <img key={address} src={address} alt={label} loading="lazy" decoding="async" onError={() => setBroken(address)} />;
}

interface Rows {
  study: Study;
  isPicked: (one: Openable) => boolean;
  pick: (one: Openable) => void;
}

/** One row a volume, film or picture; series without any come last and say why. */
export function SeriesRows({ study, isPicked, pick }: Rows) {
  const rows = study.series.map((series) => ({ series, all: openablesOf(series) }));
  const ordered = [...rows.filter(({ all }) => all.length > 0), ...rows.filter(({ all }) => all.length === 0)];
  return (
    <>
      {ordered.map(({ series, all }) =>
        all.length === 0 ? (
          <EmptySeries key={series.uid} series={series} />
        ) : (
          all.map((one) => <OpenableRow key={`${series.uid} ${one.n}`} one={one} picked={isPicked(one)} pick={pick} />)
        ),
      )}
    </>
  );
}

function volumeFacts(volume: VolumeRow): string[] {
  const [across, , between] = volume.spacing_mm;
  return [
    text.start.images(volume.slices),
    text.start.matrix(volume.columns, volume.rows),
    volume.slices > 1 ? text.start.spacing(between) : `${plain(across)} mm`,
  ];
}

function OpenableRow({ one, picked, pick }: { one: Openable; picked: boolean; pick: (one: Openable) => void }) {
  const { series, label } = one;
  const name = series.description || series.modality;
  const facts = one.volume ? [label !== name && label, ...volumeFacts(one.volume)] : filmFacts(one.item);
  return (
    <button
      type="button" class="series" data-testid="series-row" aria-pressed={picked} onClick={() => pick(one)}
      draggable onDragStart={(event) => carry(event, one)}
    >
      <span class="thumb"><Thumb openable={one} /></span>
      <span>
        {name}
        <small>{facts.filter(Boolean).join(" \u00b7 ")}</small>
      </span>
    </button>
  );
}

function EmptySeries({ series }: { series: Series }) {
  const why = series.refused[0]?.why ?? text.start.noVolume;
  return (
    <button type="button" class="series" disabled>
      <span class="thumb">{series.modality}</span>
      <span>
        {series.description || series.modality}
        <small>{`${text.start.images(series.instances)} \u00b7 ${why}`}</small>
      </span>
    </button>
  );
}
