import { useState } from "preact/hooks";
import { previewAddress, type Series, type Study } from "../api";
import { plain, text } from "../text";
import type { Openable } from "./opening";

/** A volume's small picture, rendered by the server; where there is none, nothing. */
export function Thumb({ openable, label = "" }: { openable: Openable; label?: string }) {
  const [broken, setBroken] = useState("");
  const address = previewAddress(openable.series.uid, openable.volume.n);
  if (broken === address) return null;
  return <img src={address} alt={label} loading="lazy" decoding="async" onError={() => setBroken(address)} />;
}

interface Rows {
  study: Study;
  isPicked: (one: Openable) => boolean;
  pick: (one: Openable) => void;
}

/** One row a volume; a series without any says so. */
export function SeriesRows({ study, isPicked, pick }: Rows) {
  return (
    <>
      {study.series.map((series) =>
        series.volumes.length === 0 ? (
          <EmptySeries key={series.uid} series={series} />
        ) : (
          series.volumes.map((volume) => (
            <VolumeRow key={`${series.uid} ${volume.n}`} one={{ series, volume }} picked={isPicked({ series, volume })} pick={pick} />
          ))
        ),
      )}
    </>
  );
}

function VolumeRow({ one, picked, pick }: { one: Openable; picked: boolean; pick: (one: Openable) => void }) {
  const { series, volume } = one;
  const [across, , between] = volume.spacing_mm;
  const facts = [
    text.start.images(volume.slices),
    text.start.matrix(volume.columns, volume.rows),
    volume.slices > 1 ? text.start.spacing(between) : `${plain(across)} mm`,
  ];
  return (
    <button type="button" class="series" data-testid="series-row" aria-pressed={picked} onClick={() => pick(one)}>
      <span class="thumb"><Thumb openable={one} /></span>
      <span>
        {volume.label || series.description || series.modality}
        <small>{facts.join(" \u00b7 ")}</small>
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
