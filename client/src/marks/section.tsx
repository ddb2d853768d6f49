import { text } from "../text";
import { markWords } from "../text/marks";
import type { Viewer } from "../viewer/viewer";
import "../style/marks.css";

/** What is drawn, and how to take it away: a part of the room's tab. */
export function MarksSection({ viewer }: { viewer: Viewer }) {
  const words = markWords();
  const { marks, together } = viewer;
  const { all, own } = marks.drawn.value;
  const presents = together.model.iPresent.value;
  const erase = (what: "last" | "mine" | "all") => (): void => void marks.erase(what);
  return (
    <section class="section" data-testid="marks-section">
      <h2>{words.heading}</h2>
      <p class="marks-state">{marks.allowed.value ? words.how(text.viewer.tool.point, text.viewer.tool.draw) : words.lookOnly}</p>
      <p class="marks-state" data-testid="marks-count">{all === 0 ? words.none : words.count(all, own)}</p>
      {(own > 0 || (presents && all > 0)) && (
        <div class="chips" role="group" aria-label={words.heading}>
          {own > 0 && <button type="button" class="chip" data-testid="erase-last" onClick={erase("last")}>{words.eraseLast}</button>}
          {own > 0 && <button type="button" class="chip" data-testid="erase-mine" onClick={erase("mine")}>{words.eraseMine}</button>}
          {presents && all > 0 && <button type="button" class="chip" data-testid="erase-all" onClick={erase("all")}>{words.eraseAll}</button>}
        </div>
      )}
    </section>
  );
}
