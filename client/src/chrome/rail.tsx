import { useComputed } from "@preact/signals";
import { type GlyphName } from "../glyphs";
import { isMarking } from "../input/marking";
import { MARK_TOOLS, type Tool, TOOLS } from "../input/raw";
import { text } from "../text";
import { markWords } from "../text/marks";
import type { Viewer } from "../viewer/viewer";
import type { Operation } from "../wire/operations";
import { filmOf, isWindowed } from "./current";
import { Icon } from "./icon";
import type { ViewerModel } from "./model";
import { useRoving } from "./roving";
import { keyFor, shownKey, withKeyOf } from "./shown-key";

/** Two fingers pan and zoom: no tool for that on touch. */
const TOUCH_TOOLS: readonly Tool[] = ["scroll", "window", "crosshair", "rotate"];

interface Props {
  model: ViewerModel;
  viewer: Viewer;
}

export function Rail({ model, viewer }: Props) {
  const tools = toolsFor(model);
  const bar = useRoving<HTMLDivElement>();
  const label = model.touch ? text.viewer.fingerTool : text.viewer.leftButton;
  return (
    <nav class="rail" aria-label={text.viewer.tools} data-region="rail">
      <div role="toolbar" aria-label={label} aria-orientation="vertical" ref={bar}>
        {tools.map((tool) => <ToolButton key={tool} tool={tool} model={model} viewer={viewer} />)}
        <hr />
        {viewer.marks.offered.value && MARK_TOOLS.map((tool) => <ToolButton key={tool} tool={tool} model={model} viewer={viewer} />)}
        {viewer.marks.offered.value && <hr />}
        <Acts model={model} viewer={viewer} />
      </div>
    </nav>
  );
}

/** A film has no crosshair and no planes to turn, a single picture nothing to scroll through. */
function toolsFor(model: ViewerModel): readonly Tool[] {
  const film = filmOf(model);
  if (!film) return model.touch ? TOUCH_TOOLS : TOOLS;
  const single = film.frames === 1;
  if (model.touch) return single ? ["pan", "window"] : ["scroll", "window"];
  return single ? ["window", "pan", "zoom"] : ["window", "scroll", "pan", "zoom"];
}

function ToolButton({ tool, model, viewer }: Props & { tool: Tool }) {
  const chosen = model.tool.value === tool;
  const idle = tool === "window" && (filmOf(model)?.colour ?? false);
  // Not disabled: whoever may only look is told so.
  const refused = isMarking(tool) && !viewer.marks.allowed.value;
  const choose = (): void => {
    if (refused) viewer.marks.refuse(model.active.value);
    else viewer.choose(tool);
    viewer.desk.focus();
  };
  return (
    <button
      type="button" class="tool" data-testid={`tool-${tool}`} aria-pressed={chosen}
      aria-label={text.viewer.toolLong[tool]} title={idle ? text.film.noWindow : refused ? markWords().lookOnly : withKeyOf(text.viewer.toolLong[tool], `tool-${tool}`)}
      disabled={idle} aria-disabled={refused} onClick={choose}
    >
      <Icon name={tool} />
      <span aria-hidden="true">{text.viewer.tool[tool]}</span>
    </button>
  );
}

function Acts({ model, viewer }: Props) {
  const unmarks = useComputed(() => model.tool.value === "draw" && viewer.marks.drawn.value.own > 0);
  const undo = useComputed(() => unmarks.value || (model.state.value?.undo ?? false));
  const windowed = useComputed(() => isWindowed(model));
  const redo = useComputed(() => model.state.value?.redo ?? false);
  const ask = (...operations: Operation[]) => (): void => {
    viewer.act(model.active.value, operations);
    viewer.desk.focus();
  };
  const { viewer: words } = text;
  const playing = model.cine.value !== null;
  return (
    <>
      {!filmOf(model) && <Act
        name="cine" label={playing ? words.cineStop : words.cine} keys={keyFor("cine")} pressed={playing}
        run={() => { viewer.cine.toggle(model.active.value); viewer.desk.focus(); }}
      />}
      {!model.touch && <Act name="invert" label={words.invert} keys={keyFor("invert")} disabled={!windowed.value} run={ask({ t: "invert" })} />}
      <Act name="reset" label={words.resetView} short={words.reset} keys={keyFor("reset-view")} run={ask({ t: "reset", what: "view" })} />
      <Act name="undo" label={unmarks.value ? markWords().eraseLast : words.undo} keys={shownKey("Ctrl+z")} disabled={!undo.value} run={() => unmarks.value ? viewer.marks.eraseLast() : ask({ t: "undo", redo: false })()} />
      <Act name="redo" label={words.redo} keys={shownKey("Ctrl+y")} disabled={!redo.value} run={ask({ t: "undo", redo: true })} />
      <span class="space" />
      {!model.touch && <Act name="help" label={words.help} keys={keyFor("help")} run={() => (model.help.value = true)} />}
    </>
  );
}

interface ActProps {
  name: GlyphName & ("cine" | "invert" | "reset" | "undo" | "redo" | "help");
  label: string;
  short?: string;
  keys: string;
  disabled?: boolean;
  pressed?: boolean;
  run: () => void;
}

function Act({ name, label, short = label, keys, disabled = false, pressed, run }: ActProps) {
  return (
    <button
      type="button" class="tool" data-testid={name} aria-label={label} title={keys === "" ? label : text.viewer.withKey(label, keys)}
      disabled={disabled} aria-pressed={pressed} onClick={run}
    >
      <Icon name={name} />
      <span aria-hidden="true">{short}</span>
    </button>
  );
}
