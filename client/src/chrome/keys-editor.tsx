import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { type Action, type ActionRow, ACTIONS, GROUPS } from "../input/actions";
import { keymapOf, keyOf, keyPressed, type KeySettings, problemOf, USUAL_KEYS, withKey, withUsualKey } from "../input/keymap";
import { keyWords } from "../text/keys";
import { Icon } from "./icon";
import { changeKeys, keySettings } from "./own-keys";
import { shownKey } from "./shown-key";
import "../style/keys.css";

/** What is being done: an act waits for its key, or a key is another act's and the reader has to say. */
interface Asking {
  action: Action;
  key: string;
  holder: Action | null;
}

/** Gives acts other keys, and says in words what comes of it. */
export function KeysEditor() {
  const asking = useSignal<Asking | null>(null);
  const said = useSignal("");
  const words = keyWords();
  const settings = keySettings.value;
  const change = (next: KeySettings, saying: string): void => {
    asking.value = null;
    said.value = saying;
    void changeKeys(next).then((kept) => { if (!kept) said.value = `${saying} ${words.onlyHere}`; });
  };
  const tools: Tools = {
    asking: asking.value,
    ask: (next) => { asking.value = next; said.value = ""; },
    say: (saying) => (said.value = saying),
    change,
  };
  return (
    <div class="keys-editor">
      <label class="switch">
        <input
          type="checkbox" role="switch" data-testid="keys-singles" checked={settings.singles}
          onChange={(event) => change({ ...settings, singles: event.currentTarget.checked }, "")}
        />
        <span>{words.singles}<small>{words.singlesWhy}</small></span>
      </label>
      <div class="keys-told">
        <p role="status" data-testid="keys-said">{said.value}</p>
        <button
          type="button" class="button" data-testid="keys-usual"
          onClick={() => change(USUAL_KEYS, words.allUsualNow)}
        >
          {words.allUsual}
        </button>
      </div>
      <div class="keys">
        {GROUPS.map((group) => (
          <section key={group}>
            <h2>{words.groups[group]}</h2>
            {ACTIONS.filter((one) => one.group === group).map((row) => <KeyRow key={row.name} row={row} {...tools} />)}
          </section>
        ))}
      </div>
    </div>
  );
}

interface Tools {
  asking: Asking | null;
  ask: (next: Asking | null) => void;
  say: (words: string) => void;
  change: (next: KeySettings, saying: string) => void;
}

type RowOf = ActionRow & { name: Action };

function KeyRow({ row, ...tools }: Tools & { row: RowOf }) {
  const { asking, ask, change } = tools;
  const words = keyWords();
  const settings = keySettings.value;
  const name = words.actions[row.name];
  // Also what is switched off has its key, and has it again afterwards.
  const key = keyOf(keymapOf({ ...settings, singles: true }), row.name);
  const mine = asking?.action === row.name ? asking : null;
  const shown = key === "" ? words.noKey : shownKey(key);
  const button = useRef<HTMLButtonElement>(null);
  const waits = mine !== null && mine.holder === null;
  return (
    <div class="key-row" data-testid={`key-row-${row.name}`}>
      <span>{name}</span>
      {settings.own[row.name] !== undefined && (
        <button
          type="button" class="tool" aria-label={words.usualOf(name, shownKey(row.key))} title={words.usual(shownKey(row.key))}
          onClick={() => change(withUsualKey(settings, row.name), words.given(name, shownKey(row.key)))}
        >
          <Icon name="undo" small />
        </button>
      )}
      {waits && key !== "" && (
        <button
          type="button" class="tool" aria-label={words.remove(name)} title={words.noKey}
          onClick={() => change(withKey(settings, row.name, ""), words.removed(name))}
        >
          <Icon name="close" small />
        </button>
      )}
      <button
        ref={button} type="button" class="key-button" data-testid={`key-${row.name}`} aria-label={mine ? `${name}: ${words.press}` : words.change(name, shown)}
        aria-pressed={mine !== null} onClick={() => ask(mine ? null : { action: row.name, key: "", holder: null })}
        onKeyDown={(event) => waits && recorded(event, row.name, tools)}
      >
        {waits ? words.press : <kbd class="key">{mine ? shownKey(mine.key) : shown}</kbd>}
      </button>
      {mine?.holder && <Conflict name={name} action={row.name} wanted={mine.key} holder={mine.holder} {...tools} done={() => button.current?.focus()} />}
    </div>
  );
}

/** A key was pressed for an act. */
function recorded(event: KeyboardEvent, action: Action, { ask, say, change }: Tools): void {
  if (event.key === "Tab") return ask(null);
  // Esc gives up the asking, not the dialog.
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") return ask(null);
  const words = keyWords();
  const input = {
    kind: "keydown", key: event.key, code: event.code, repeat: event.repeat, at: 0, shift: event.shiftKey,
    ctrl: event.ctrlKey || event.metaKey, alt: event.altKey,
  } as const;
  const problem = problemOf(input);
  const key = keyPressed(input);
  if (problem === "none" || event.repeat) return;
  if (problem) return say(problem === "reserved" ? words.reserved(shownKey(key)) : words.modifier);
  const settings = keySettings.value;
  const holder = keymapOf({ ...settings, singles: true }).get(key) ?? null;
  if (holder !== null && holder !== action) return ask({ action, key, holder });
  change(withKey(settings, action, key), words.given(words.actions[action], shownKey(key)));
}

interface ConflictProps extends Tools {
  name: string;
  action: Action;
  wanted: string;
  holder: Action;
  done: () => void;
}

function Conflict({ name, action, wanted, holder, ask, change, done }: ConflictProps) {
  const words = keyWords();
  const other = words.actions[holder];
  return (
    <div class="conflict" role="alert">
      <p>{words.taken(shownKey(wanted), other)}</p>
      <button
        type="button" class="button" data-testid="keys-take"
        onClick={() => {
          change(withKey(keySettings.value, action, wanted), words.takenFrom(name, shownKey(wanted), other));
          done();
        }}
      >
        {words.take(other)}
      </button>
      <button type="button" class="button" data-testid="keys-keep" onClick={() => { ask(null); done(); }}>{words.keep}</button>
    </div>
  );
}
