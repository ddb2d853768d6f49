// How the views lie: a row of buttons, and where the bar has no room for it a menu.

import type { GlyphName } from "../glyphs";
import { text } from "../text";
import { FILM_LAYOUTS, type Layout, LAYOUTS } from "../view/screen";
import type { Viewer } from "../viewer/viewer";
import { Icon } from "./icon";
import { Menu } from "./menu";
import type { ViewerModel } from "./model";
import { RadioGroup } from "./radio-group";
import { withKeyOf } from "./shown-key";

const GLYPHS: Readonly<Record<Layout, GlyphName>> = { "2x2": "twoByTwo", "1+3": "oneAndThree", single: "single", mip: "turning", film: "film" };

interface Props {
  model: ViewerModel;
  viewer: Viewer;
}

function layoutsOf(model: ViewerModel): readonly Layout[] {
  return model.layout.value === "film" ? FILM_LAYOUTS : LAYOUTS;
}

function choose({ viewer }: Props, layout: Layout): void {
  viewer.desk.choose(layout);
  viewer.desk.focus();
}

export function Layouts(props: Props) {
  const { model } = props;
  return (
    <RadioGroup class="group" label={text.viewer.layout}>
      {layoutsOf(model).map((layout) => (
        <button
          key={layout} type="button" class="tool" role="radio" data-testid={`layout-${layout}`}
          aria-checked={model.layout.value === layout} aria-label={text.viewer.layouts[layout]}
          title={layout === "film" ? text.viewer.layouts.film : withKeyOf(text.viewer.layouts[layout], "layout")}
          onClick={() => choose(props, layout)}
        >
          <Icon name={GLYPHS[layout]} />
        </button>
      ))}
    </RadioGroup>
  );
}

/** The same behind one button. */
export function LayoutMenu(props: Props) {
  const { model } = props;
  const shown = model.layout.value;
  return (
    <Menu name={text.viewer.layout} testId="layouts" value={text.viewer.layouts[shown]} glyph={GLYPHS[shown]}>
      {(close) => (
        <RadioGroup label={text.viewer.layout}>
          {layoutsOf(model).map((layout) => (
            <button
              key={layout} type="button" class="chip" role="radio" data-testid={`choose-${layout}`} aria-checked={shown === layout}
              onClick={() => {
                close();
                choose(props, layout);
              }}
            >
              {text.viewer.layouts[layout]} <Icon name={GLYPHS[layout]} />
            </button>
          ))}
        </RadioGroup>
      )}
    </Menu>
  );
}
