import { useSignal } from "@preact/signals";
import type { Action, ActionRow } from "../input/actions";
import { ACTIONS, GROUPS } from "../input/actions";
import { text } from "../text";
import { keyWords } from "../text/keys";
import { Dialog } from "./dialog";
import { KeysEditor } from "./keys-editor";
import { keySettings } from "./own-keys";
import { keyFor } from "./shown-key";

interface HelpProps {
  close: () => void;
  /** What the keys for presets choose in the active view, by their digit. */
  presets: ReadonlyMap<string, string>;
}

/** Every key and gesture that does something here, with the reader's own keys; and the place to change those. */
export function Help({ close, presets }: HelpProps) {
  const editing = useSignal(false);
  const words = keyWords();
  return (
    <Dialog
      head={editing.value ? words.edit : text.help.heading} close={close}
      actions={
        <button type="button" class="button" data-testid="keys-edit" onClick={() => (editing.value = !editing.value)}>
          {editing.value ? words.done : words.edit}
        </button>
      }
    >
      {editing.value ? <KeysEditor /> : <Overview presets={presets} />}
    </Dialog>
  );
}

type Row = readonly [string, ...string[]];

function Overview({ presets }: Pick<HelpProps, "presets">) {
  const words = keyWords();
  const fixed = (group: ActionRow["group"]): Row[] =>
    (words.fixed[group] ?? []).filter(([, key]) => keySettings.value.singles || key !== "/");
  return (
    <div class="keys">
      {words.gestures.map(({ name, rows }) => <Section key={name} name={name} rows={rows} />)}
      {GROUPS.map((group) => (
        <Section key={group} name={words.groups[group]} rows={[...actionsOf(group, presets), ...fixed(group)]} />
      ))}
    </div>
  );
}

/** What of a group has a key now. */
function actionsOf(group: ActionRow["group"], presets: HelpProps["presets"]): Row[] {
  const { actions } = keyWords();
  const nameOf = (action: Action): string => (group === "presets" ? presets.get(action.slice(-1)) : null) ?? actions[action];
  // A digit that chooses nothing here is no help.
  const acts = (name: Action): boolean => group !== "presets" || presets.size === 0 || presets.has(name.slice(-1));
  const named = ACTIONS.filter((one) => one.group === group && acts(one.name)).map(({ name }: { name: Action }) => [nameOf(name), keyFor(name)] as const);
  return named.filter(([, key]) => key !== "");
}

function Section({ name, rows }: { name: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{name}</h2>
      <dl>
        {rows.map(([what, ...keys]) => (
          <div key={`${what} ${keys.join(" ")}`}>
            <dt>{what}</dt>
            <dd>{keys.map((key) => <><kbd class="key">{key}</kbd> </>)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
