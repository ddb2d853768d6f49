// Short notes from everybody to everybody.

import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { RoomNote } from "../room/room";
import type { Together } from "../room/together";
import { nameOf, roomWords } from "../text/room";
import { clock } from "../text/locale";
import { NOTE_LENGTH } from "../wire/room";

/** From here on the letters that are left are counted. */
const COUNT_FROM = 40;

export function RoomNotes({ together }: { together: Together }) {
  const { model: room } = together;
  const words = roomWords();
  const log = useRef<HTMLUListElement>(null);
  const notes = room.notes.value;
  useEffect(() => {
    room.readNotes();
    log.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }, [notes]);
  return (
    <section class="section room-notes">
      <h2>{words.notes}</h2>
      {notes.length === 0 && <p class="quiet">{words.noNotes}</p>}
      <ul ref={log} class="note-log" role="log" aria-label={words.notes} aria-live="off" tabIndex={0} hidden={notes.length === 0}>
        {notes.map((note) => <Note key={note.note} note={note} />)}
      </ul>
      <NoteField together={together} />
    </section>
  );
}

function Note({ note }: { note: RoomNote }) {
  return (
    <li data-testid="note" data-colour={note.colour}>
      <b dir="auto">{nameOf(note)}</b> <time class="quiet" dateTime={note.at.toISOString()}>{clock(note.at)}</time>
      <span dir="auto">{note.text}</span>
    </li>
  );
}

function NoteField({ together }: { together: Together }) {
  const words = roomWords();
  const typed = useSignal("");
  const id = useId();
  const left = NOTE_LENGTH - [...typed.value].length;
  const send = (event: Event): void => {
    event.preventDefault();
    const text = typed.value.trim();
    if (text !== "" && left >= 0 && together.note(text)) typed.value = "";
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  };
  return (
    <form class="note-field" onSubmit={send}>
      <label for={id}>{words.note}</label>
      <textarea
        id={id} rows={2} maxLength={NOTE_LENGTH} data-testid="note-field" value={typed.value} aria-describedby={`${id}-left`}
        onInput={(event) => (typed.value = event.currentTarget.value)} onKeyDown={key}
      />
      <div class="acts">
        <span id={`${id}-left`} class="quiet number" data-testid="note-left">{left <= COUNT_FROM || typed.value !== "" ? words.left(left) : ""}</span>
        <button type="submit" class="button" data-testid="note-send" disabled={typed.value.trim() === ""}>{words.send}</button>
      </div>
    </form>
  );
}
