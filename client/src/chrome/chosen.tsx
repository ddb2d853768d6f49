import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Study } from "../api";
import { patientName, shownDate } from "../dicom";
import { text } from "../text";
import type { Layout } from "../view/screen";
import { Icon } from "./icon";
import { FilmFacts, OpenFilm } from "./film-start";
import { likeliest, type Openable, openable } from "./opening";
import { openViewer, rememberLayout } from "./route";
import { SeriesRows, Thumb } from "./series-rows";
import type { StartModel } from "./start-model";

/** The chosen study: a preview, its series, what they can be shown as, doubts about them. */
export function Chosen({ model }: { model: StartModel }) {
  const study = model.study.value;
  const picked = useSignal<Openable | null>(null);
  useEffect(() => {
    const all = study ? openable(study) : [];
    const same = all.find((one) => isSame(one, picked.peek()));
    picked.value = same ?? (study ? likeliest(study) : null);
  }, [study]);
  if (!study || model.chosen.value === null) {
    return <aside class="side" aria-label={text.start.selected} data-empty="">{model.studies.value?.length ? <p class="section quiet">{text.start.choose}</p> : null}</aside>;
  }
  const now = picked.value;
  return (
    <aside class="side" aria-label={text.start.selected}>
      <button type="button" class="tool close" aria-label={text.start.close} onClick={() => void model.choose(null)}>
        <Icon name="close" />
      </button>
      {now && <div class="hero"><Thumb openable={now} label={text.start.preview(now.label)} soon /></div>}
      <About study={study} />
      {now && <OpenButtons openable={now} />}
      <div class="section">
        <h2>{text.start.series}</h2>
        <SeriesRows study={study} isPicked={(one) => isSame(one, now)} pick={(one) => (picked.value = one)} />
      </div>
      {now && <Facts openable={now} />}
      <Remarks study={study} />
      <CannotBeShown study={study} />
    </aside>
  );
}

function isSame(a: Openable, b: Openable | null): boolean {
  return b !== null && a.series.uid === b.series.uid && a.n === b.n;
}

function About({ study }: { study: Study }) {
  const { alphabetic, ideographic, phonetic } = patientName(study.patient.name);
  const writings = alphabetic ? [ideographic, phonetic].filter(Boolean).join("  ") : "";
  const facts = [study.patient.id, study.patient.sex, shownDate(study.patient.birth_date)].filter(Boolean);
  const about = [text.picture.study(shownDate(study.date)), study.description, study.accession].filter(Boolean);
  return (
    <div class="section">
      <b class="who" dir="auto">{alphabetic || ideographic || phonetic || study.patient.id || text.start.nameless}</b>
      {writings && <span class="writings" dir="auto">{writings}</span>}
      <div class="quiet">{facts.join(" \u00b7 ")}</div>
      <div class="quiet">{about.join(" \u00b7 ")}</div>
    </div>
  );
}

function OpenButtons({ openable }: { openable: Openable }) {
  const { series, n } = openable;
  const open = (layout: Layout): void => {
    rememberLayout(layout);
    openViewer(series.uid, n, layout);
  };
  if (openable.volume === null) return <OpenFilm openable={openable} />;
  return (
    <div class="section">
      <div class="acts">
        <button type="button" class="button go" data-testid="open-2x2" onClick={() => open("2x2")}>
          <Icon name="open" small />
          {text.start.openTwo}
        </button>
        <button type="button" class="button" data-testid="open-1+3" onClick={() => open("1+3")}>{text.start.openThree}</button>
        <button type="button" class="button" data-testid="open-single" onClick={() => open("single")}>{text.start.openSingle}</button>
      </div>
    </div>
  );
}

function Facts({ openable }: { openable: Openable }) {
  if (openable.volume === null) return <FilmFacts item={openable.item} />;
  const { volume } = openable;
  return (
    <>
      <div class="section">
        <h2>{text.start.shownAs}</h2>
        <div>{volume.slices > 1 ? text.start.planesAndVolume : text.start.onePlane}</div>
      </div>
      <div class="section">
        <h2>{text.start.geometry}</h2>
        <ul class="notes">
          {volume.notes.length === 0 && <li class="fine"><Icon name="check" /><span>{text.start.regular}</span></li>}
          {volume.notes.map((note) => (
            <li key={note.code + note.text} data-testid="warning">
              <Icon name="warning" />
              <span>{note.text}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function Remarks({ study }: { study: Study }) {
  if (study.remarks.length === 0) return null;
  return (
    <div class="section">
      <h2>{text.start.remarks}</h2>
      <ul class="notes">{study.remarks.map((remark) => <li key={remark}><Icon name="warning" /><span>{remark}</span></li>)}</ul>
    </div>
  );
}

function CannotBeShown({ study }: { study: Study }) {
  const lines = study.series.flatMap((series) => {
    const name = series.description || series.modality;
    return series.refused.map(({ instances, why }) => `${name}: ${text.start.refusedOf(instances, why)}`);
  });
  if (lines.length === 0) return null;
  return (
    <div class="section">
      <h2>{text.start.cannot}</h2>
      <ul class="notes">{lines.map((line) => <li key={line}><Icon name="warning" /><span>{line}</span></li>)}</ul>
    </div>
  );
}
