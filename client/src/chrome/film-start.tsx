import type { Item } from "../api";
import { text } from "../text";
import { detailOf } from "../view/film-labels";
import { Icon } from "./icon";
import { open, type Openable } from "./opening";

/** What a film, pages or a picture can be opened as. */
export function OpenFilm({ openable }: { openable: Openable & { item: Item } }) {
  const { kind } = openable.item;
  const words = kind === "film" ? text.film.openFilm : kind === "pages" ? text.film.openPages : text.film.openPicture;
  return (
    <div class="section">
      <div class="acts">
        <button type="button" class="button go" data-testid="open-film" onClick={() => open(openable)}>
          <Icon name={kind === "film" ? "cine" : "open"} small />
          {words}
        </button>
      </div>
    </div>
  );
}

export function FilmFacts({ item }: { item: Item }) {
  return (
    <>
      <div class="section">
        <h2>{text.start.shownAs}</h2>
        <div>{shownAs(item)}</div>
      </div>
      <div class="section">
        <h2>{text.start.geometry}</h2>
        <ul class="notes">
          <li class={item.calibrated ? "fine" : ""}>
            <Icon name={item.calibrated ? "check" : "warning"} />
            <span>{item.calibrated ? text.film.calibrated : text.film.uncalibrated}</span>
          </li>
          {item.why && <li><Icon name="warning" /><span>{text.film.noVolume(item.why)}</span></li>}
        </ul>
      </div>
    </>
  );
}

function rateOf({ frame_ms: ms }: Item): string {
  return ms > 0 ? text.film.perSecond(1000 / ms) : text.film.untimed;
}

function shownAs(item: Item): string {
  const { film } = text;
  if (item.kind === "picture") return film.shownAs.picture;
  const frames = film.frames(item.frames);
  return item.kind === "film" ? film.shownAs.film(frames, rateOf(item)) : film.shownAs.pages(frames);
}

/** In a row of the series' list. */
export function filmFacts(item: Item): string[] {
  const kind = item.kind === "film" ? text.views.film : item.kind === "pages" ? text.film.pages : text.film.picture;
  const frames = item.kind === "picture" ? "" : text.film.frames(item.frames);
  return [kind, frames, detailOf(item.label), text.start.matrix(item.columns, item.rows), item.kind === "film" ? rateOf(item) : "", item.colour ? text.film.colour : ""].filter(Boolean);
}
