import { useRef } from "preact/hooks";
import type { Study } from "../api";
import { patientName, shownDate } from "../dicom";
import { text, thousands } from "../text";
import { noAccess } from "../text/access";
import { Icon } from "./icon";
import { Message } from "./message";
import { NoAccess } from "./no-access";
import { openFirst } from "./opening";
import { isTouch } from "./route";
import { isWithin, type StartModel } from "./start-model";

export function StudyList({ model }: { model: StartModel }) {
  const all = model.studies.value;
  const failed = model.failed.value;
  const refused = model.refused.value;
  const code = refused && noAccess(refused.code, window.location.search);
  if (code) return <NoAccess code={code} contact={refused.contact} />;
  if (failed !== null && all === null) {
    return <Message head={text.start.failed} body={failed} act={text.start.again} run={() => void model.read()} alert />;
  }
  if (all === null) return <Message head={text.start.loading} />;
  if (all.length === 0) return <Empty model={model} />;
  const modality = model.modality.value;
  const now = new Date();
  const shown = all.filter((study) =>
    (modality === null || study.modalities.includes(modality)) && isWithin(study.date, model.date.value, now),
  );
  const clear = (): void => {
    model.modality.value = null;
    model.date.value = "any";
  };
  return (
    <>
      <Filters model={model} studies={all} shown={shown.length} />
      {failed !== null && <p role="alert">{failed}</p>}
      {shown.length === 0 && <Message head={text.start.noneLeft} act={text.start.clearFilters} run={clear} />}
      <table hidden={shown.length === 0}>
        <thead>
          <tr>
            <th scope="col">{text.start.columns.patient}</th>
            <th scope="col">{text.start.columns.date}</th>
            <th scope="col">{text.start.columns.kind}</th>
            <th scope="col" class="wide description">{text.start.columns.description}</th>
            <th scope="col" class="wide amount">{text.start.columns.images}</th>
            <th scope="col">{text.start.columns.state}</th>
          </tr>
        </thead>
        <tbody>{shown.map((study) => <Row key={study.uid} model={model} study={study} />)}</tbody>
      </table>
    </>
  );
}

function Filters({ model, studies, shown }: { model: StartModel; studies: readonly Study[]; shown: number }) {
  const kinds = [...new Set(studies.flatMap((study) => study.modalities))].sort();
  const chip = (kind: string | null, label: string) => (
    <button type="button" class="chip" aria-pressed={model.modality.value === kind} onClick={() => (model.modality.value = kind)}>
      {label}
    </button>
  );
  return (
    <div class="above" role="group" aria-label={text.start.filters}>
      {kinds.length > 1 && chip(null, text.start.all)}
      {kinds.length > 1 && kinds.map((kind) => chip(kind, kind))}
      {(["any", "week", "today"] as const).map((date) => (
        <button
          key={date} type="button" class="chip" data-testid={`date-${date}`} aria-pressed={model.date.value === date}
          onClick={() => (model.date.value = date)}
        >
          {text.start.dates[date]}
        </button>
      ))}
      <span class="space" />
      <span role="status">{text.start.count(shown)}</span>
    </div>
  );
}

function Row({ model, study }: { model: StartModel; study: Study }) {
  const row = useRef<HTMLTableRowElement>(null);
  const { alphabetic, ideographic, phonetic } = patientName(study.patient.name);
  const chosen = model.chosen.value === study.uid;
  const step = (to: Element | null | undefined): void => {
    if (to instanceof HTMLElement) to.focus();
  };
  /** A tap opens; what cannot be opened says why. */
  const tapped = async (): Promise<void> => {
    if (!(await openFirst(study.uid, model.study.value))) await model.choose(study.uid);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Enter") void openFirst(study.uid, model.study.value);
    else if (event.key === "ArrowDown") step(row.current?.nextElementSibling);
    else if (event.key === "ArrowUp") step(row.current?.previousElementSibling);
    else return;
    event.preventDefault();
  };
  return (
    <tr
      ref={row}
      data-testid="study-row"
      tabIndex={chosen ? 0 : -1}
      aria-selected={chosen}
      onClick={() => void (isTouch() ? tapped() : model.choose(study.uid))}
      onFocus={() => !isTouch() && !chosen && void model.choose(study.uid)}
      onDblClick={() => void openFirst(study.uid, model.study.value)}
      onKeyDown={key}
    >
      <td>
        <b dir="auto">{alphabetic || ideographic || phonetic || study.patient.id || text.start.nameless}</b>
        {alphabetic && (ideographic || phonetic) && <small>{[ideographic, phonetic].filter(Boolean).join("  ")}</small>}
        <small class="only-narrow">{study.description}</small>
      </td>
      <td class="number">{shownDate(study.date)}</td>
      <td>{study.modalities.map((kind) => <span key={kind} class="kind">{kind}</span>)}</td>
      <td class="wide description" title={study.description}>{study.description}</td>
      <td class="wide amount">{thousands(study.instances)}</td>
      <td><State study={study} /></td>
    </tr>
  );
}

function State({ study }: { study: Study }) {
  const state = study.receiving ? "arriving" : study.remarks.length > 0 ? "remarked" : "received";
  const glyphs = { arriving: "arriving", remarked: "warning", received: "check" } as const;
  return (
    <span class="status" data-state={state} title={study.remarks.join("\n")}>
      <Icon name={glyphs[state]} />
      {text.start.states[state]}
      {state === "arriving" && <small class="number">{text.start.images(study.instances)}</small>}
    </span>
  );
}

function Empty({ model }: { model: StartModel }) {
  const search = model.search.value.trim();
  if (search !== "") {
    return <Message head={text.start.noMatch(search)} act={text.start.clear} run={() => model.typed("")} />;
  }
  const server = model.server.value;
  const parts = model.uploading.value;
  const copy = (): void => void navigator.clipboard?.writeText(text.start.importCommand);
  return (
    <Message head={text.start.empty} body={text.start.emptyHow}>
      <div class="row">
        <code>{text.start.importCommand}</code>
        {"clipboard" in navigator && (
          <button type="button" class="tool" aria-label={text.start.copy} title={text.start.copy} onClick={copy}>
            <Icon name="copy" />
          </button>
        )}
      </div>
      {server && <p>{text.start.node(server.aet, server.dicom_port)}</p>}
      {parts && (
        <div class="drop-zone" data-testid="drop-zone">
          <Icon name="upload" />
          <p>{text.upload.zone}</p>
          <div class="row"><parts.ChooseFiles model={model} /></div>
        </div>
      )}
    </Message>
  );
}
