// The bar below the pictures that steers playing: of a film, of a plane through its volume, of a projection that turns.

import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { GlyphName } from "../glyphs";
import { number, text } from "../text";
import { oneStep, spins } from "../viewer/player";
import { ratesFor, TURN_RATES } from "../viewer/rates";
import type { Viewer } from "../viewer/viewer";
import { activeView, filmOf, isSteered } from "./current";
import { Icon } from "./icon";
import type { ViewerModel } from "./model";
import { NumberField } from "./number-field";
import { withKeyOf } from "./shown-key";

interface Props {
  model: ViewerModel;
  viewer: Viewer;
}

export function PlayBar({ model, viewer }: Props) {
  const film = filmOf(model);
  const kind = useComputed(() => activeView(model)?.kind ?? "slice");
  if (!isSteered(model)) return null;
  const view = model.active.value;
  const step = (by: 1 | -1) => (): void => viewer.act(view, [oneStep(kind.value, by)]);
  const playing = model.cine.value !== null;
  const { film: words } = text;
  return (
    <div class="play-bar" role="group" aria-label={words.bar} data-testid="play-bar">
      <BarButton name="stepBack" label={words.stepBack} testId="frame-back" run={step(-1)} />
      <BarButton
        name={playing ? "pause" : "cine"} label={playing ? words.pause : words.play} testId="play" pressed={playing}
        title={withKeyOf(playing ? words.pause : words.play, "cine")} run={() => viewer.cine.toggle(model.cine.value ?? view)}
      />
      <BarButton name="stepOn" label={words.stepOn} testId="frame-on" run={step(1)} />
      {film && <FrameField model={model} viewer={viewer} />}
      <span class="space" />
      <Direction model={model} viewer={viewer} />
      {spins(kind.value) ? <TurnRate model={model} viewer={viewer} /> : <FrameRate model={model} viewer={viewer} />}
      {!spins(kind.value) && <Ends model={model} viewer={viewer} />}
      {!film && <BarButton name="close" label={words.close} testId="play-close" run={() => closeBar(model, viewer)} />}
    </div>
  );
}

function closeBar(model: ViewerModel, viewer: Viewer): void {
  viewer.cine.stop();
  model.playBar.value = false;
  viewer.desk.focus();
}

interface BarButtonProps {
  name: GlyphName;
  label: string;
  title?: string;
  testId: string;
  pressed?: boolean;
  run: () => void;
  children?: ComponentChildren;
}

function BarButton({ name, label, title = label, testId, pressed, run, children }: BarButtonProps) {
  return (
    <button type="button" class="tool" data-testid={testId} aria-label={label} title={title} aria-pressed={pressed} onClick={run}>
      <Icon name={name} />
      {children}
    </button>
  );
}

/** The frame's number, to go to another; while it plays the number stands on the picture only. */
function FrameField({ model, viewer }: Props) {
  const image = useComputed(() => activeView(model)?.image ?? null);
  const images = useComputed(() => activeView(model)?.images ?? 1);
  const go = (value: number): void => viewer.act("film", [{ t: "frame", number: Math.min(images.value, Math.max(1, Math.round(value))) }]);
  return (
    <div class="field frame" data-playing={model.cine.value === null ? undefined : ""}>
      <NumberField label={text.film.number} value={image.value} show={number} change={go} unit={text.film.of(images.value)} testId="frame-number" />
    </div>
  );
}

function Direction({ model, viewer }: Props) {
  const back = model.play.value.direction < 0;
  return (
    <BarButton
      name={back ? "backwards" : "forwards"} label={back ? text.film.backwards : text.film.forwards} testId="play-direction"
      title={withKeyOf(back ? text.film.backwards : text.film.forwards, "play-reverse")} run={() => viewer.player.reverse()}
    />
  );
}

/** A rate between those that are offered (a limit, a key) is offered, too. */
function FrameRate({ model, viewer }: Props) {
  const { own, perSecond } = model.play.value;
  const offered = ratesFor(own);
  const known = offered.some((one) => one.perSecond === perSecond);
  const all = known ? offered : [...offered, { perSecond, factor: null }].sort((a, b) => a.perSecond - b.perSecond);
  return (
    <label class="field">
      <span class="wide">{text.film.rate}</span>
      <select
        data-testid="play-rate" aria-label={text.film.rate} value={String(perSecond)}
        onChange={(event) => viewer.player.setRate(Number(event.currentTarget.value))}
      >
        {all.map((one) => <option key={one.perSecond} value={String(one.perSecond)}>{text.film.rateOf(one.perSecond, one.factor)}</option>)}
      </select>
    </label>
  );
}

function TurnRate({ model, viewer }: Props) {
  return (
    <label class="field">
      <span class="wide">{text.film.rate}</span>
      <select
        data-testid="play-rate" aria-label={text.film.rate} value={String(model.play.value.degreesPerSecond)}
        onChange={(event) => viewer.player.setTurn(Number(event.currentTarget.value))}
      >
        {TURN_RATES.map((rate) => <option key={rate} value={String(rate)}>{text.film.turnRate(rate)}</option>)}
      </select>
    </label>
  );
}

function Ends({ model, viewer }: Props) {
  const { ends } = model.play.value;
  const { film: words } = text;
  const word = ends === "loop" ? words.loop : words.turn;
  return (
    <BarButton
      name={ends === "loop" ? "loop" : "thereAndBack"} label={`${words.ends}: ${word}`} testId="play-ends"
      run={() => viewer.player.setEnds(ends === "loop" ? "turn" : "loop")}
    >
      <span class="word" aria-hidden="true">{word}</span>
    </BarButton>
  );
}
