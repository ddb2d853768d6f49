import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { getStudies, getStudy } from "../api";
import { fullName } from "../dicom";
import { text } from "../text";
import { noAccess } from "../text/access";
import type { MessageOf } from "../wire/messages";
import { presetName } from "../text/served";
import { presetsFor } from "../viewer/presets";
import type { Entry } from "../link/entry";
import { keepTogether, wasTogether } from "../link/kept";
import { Viewer } from "../viewer/viewer";
import { Bar } from "./bar";
import { activeView } from "./current";
import { later } from "./later";
import { type Opening, viewerModel, type ViewerModel } from "./model";
import { EndedPlace } from "./ended";
import { type Openable, openable } from "./opening";
import { ExplanationPlace, PlayBarPlace, ViewMenuPlace } from "./places";
import { PresetStrip } from "./presets";
import { Rail } from "./rail";
import { listenToRegions } from "./regions";
import { takeSeries } from "./series-drag";
import { SkipLink } from "./skip";
import { isTouch, openStart, rememberLayout, route, wantedTransport } from "./route";

const Panel = later(() => import("./panel").then((part) => part.Panel));
/** As high as the strip: pictures keep their size when it comes. */
const StripPlace = () => <div class="strip-place" />;
const RoomLive = later(() => import("./room-live").then((part) => part.RoomLive), StripPlace);
const Help = later(() => import("./help").then((part) => part.Help));

interface ViewerPageProps {
  opening: Opening;
  /** The way into the session. */
  entry: Entry;
  /** Came by an invitation, and may look at nothing else. */
  guest?: boolean;
  /** Not let in, or not any more: nothing of the patient may stay on the screen. */
  putOut?: () => void;
  open: (one: Openable) => void;
}

export function ViewerPage({ opening, entry, guest = false, putOut, open }: ViewerPageProps) {
  const root = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const model = useMemo(() => viewerModel(opening, isTouch(), guest), []);
  const viewer = useMemo(() => {
    const series = (step: 1 | -1): void => void openNext(model, step, open);
    const hooks = { entry, back: guest ? () => undefined : openStart, remember: rememberLayout, series };
    return new Viewer(model, hooks, wantedTransport(window.location.search));
  }, []);
  // Before the page is painted: the session is asked for a frame earlier.
  useLayoutEffect(() => {
    if (root.current && stage.current) viewer.start(root.current, stage.current);
    return () => viewer.close();
  }, [viewer]);
  useEffect(() => listenToRegions(false), []);
  useEffect(() => (stage.current ? takeSeries(stage.current) : undefined), []);
  const series = model.welcome.value?.volume.series;
  useEffect(() => {
    if (series) void findStudy(model);
  }, [series]);
  const expected = useMemo(() => putOut !== undefined || wasTogether(entry.kept.place?.session), []);
  const ended = model.ended.value;
  useLayoutEffect(() => {
    if (ended && noAccess(ended.code)?.startsWith("link-")) putOut?.();
  }, [ended]);
  const welcome = model.welcome.value;
  return (
    <div ref={root} class={model.touch ? "viewer touch" : "viewer"}>
      <SkipLink to="pictures" words={text.viewer.skip} go={() => viewer.desk.focus()} />
      <Bar model={model} viewer={viewer} />
      <Rail model={model} viewer={viewer} />
      <main id="pictures" class="work" data-region="stage">
        <h1 class="hidden-text">{welcome ? heading(welcome) : text.viewer.opening}</h1>
        <div class="over-stage">
          <RoomPlace model={model} viewer={viewer} expected={expected} />
          {model.touch && <PresetStrip model={model} viewer={viewer} />}
        </div>
        <div ref={stage} class="stage-place" />
        <PlayBarPlace model={model} viewer={viewer} />
        <EndedPlace model={model} viewer={viewer} />
        <ViewMenuPlace model={model} viewer={viewer} />
      </main>
      <PanelPlace model={model} viewer={viewer} open={open} />
      <HelpPlace model={model} viewer={viewer} />
      <ExplanationPlace model={model} viewer={viewer} />
      <div class="hidden-text" role="status" aria-live="polite">{model.spoken}</div>
      <div class="hidden-text" role="alert" aria-live="assertive" data-testid="alarm">{model.alarm}</div>
    </div>
  );
}

function PanelPlace({ model, viewer, open }: { model: ViewerModel; viewer: Viewer; open: ViewerPageProps["open"] }) {
  if (!model.panel.value) return null;
  const failed = (): void => {
    model.panel.value = false;
    viewer.status.complain(model.active.value, text.errors.unreachable);
  };
  return <Panel model={model} viewer={viewer} open={open} failed={failed} />;
}

/** Nothing of it is there for who looks alone. `expected`: one is not, most likely; the room has not said yet. */
function RoomPlace({ model, viewer, expected }: { model: ViewerModel; viewer: Viewer; expected: boolean }) {
  const { you, together } = viewer.together.model;
  const session = model.welcome.value?.session;
  const known = you.value !== 0;
  // Who is invited finds the pictures as large as they stay.
  const shown = together.value || model.invited.value;
  useEffect(() => {
    if (known && session) keepTogether(session, shown);
  }, [known, session, shown]);
  if (!known && expected) return <StripPlace />;
  if (!shown || model.ended.value) return null;
  return <RoomLive together={viewer.together} refocus={() => viewer.desk.focus()} failed={() => undefined} />;
}

function HelpPlace({ model, viewer }: { model: ViewerModel; viewer: Viewer }) {
  if (!model.help.value) return null;
  const close = (): void => {
    model.help.value = false;
    viewer.desk.focus();
  };
  const failed = (): void => {
    close();
    viewer.status.complain(model.active.value, text.errors.unreachable);
  };
  const welcome = model.welcome.value;
  const presets = welcome ? presetsFor(welcome, activeView(model)?.kind ?? "slice") : [];
  return <Help close={close} failed={failed} presets={new Map(presets.map(({ key, label }) => [key, presetName(label)]))} />;
}

function heading(welcome: MessageOf<"welcome">): string {
  const { patient_name, patient_id, modality, series_description } = welcome.volume;
  const words = text.viewer.heading(fullName(patient_name) || patient_id, [modality, series_description].filter(Boolean).join(" "));
  document.title = `${fullName(patient_name) || patient_id} \u00b7 ${text.product}`;
  return words;
}

/** The study that the series belongs to, for the panel. The list says which; the session does not. */
async function findStudy(model: ViewerModel): Promise<void> {
  const welcome = model.welcome.value;
  if (!welcome || model.guest) return;
  const { series, patient_id } = welcome.volume;
  try {
    for (const { uid } of await getStudies(patient_id)) {
      const study = await getStudy(uid);
      if (study.series.some((one) => one.uid === series)) {
        model.study.value = study;
        return;
      }
    }
  } catch {
    // The panel goes without a list of series; the pictures do not need it.
  }
}

/** Also right after opening, when the study's list is still on its way. */
async function openNext(model: ViewerModel, step: 1 | -1, open: ViewerPageProps["open"]): Promise<void> {
  const { value: asked } = route;
  if (!model.study.value) await findStudy(model);
  if (route.value !== asked) return;
  const all = model.study.value ? openable(model.study.value) : [];
  const { series, volume } = model.opening;
  const here = all.findIndex((one) => one.series.uid === series && one.n === volume);
  const next = here < 0 ? undefined : all[here + step];
  if (next) open(next);
}
