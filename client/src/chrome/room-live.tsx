// What a room adds to the viewer while one is not alone: fetched when somebody comes.

import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type RoomMoment, roomSpeech } from "../room/speech";
import type { Together } from "../room/together";
import { refusalInWords } from "../text/room";
import { RoomPlates } from "./room-plates";
import { RoomStrip } from "./room-strip";
import "../style/room.css";

interface Props {
  together: Together;
  refocus: () => void;
}

export function RoomLive({ together, refocus }: Props) {
  useEffect(() => {
    together.inWords = refusalInWords;
    return () => {
      together.inWords = null;
    };
  }, [together]);
  return (
    <>
      <RoomStrip together={together} />
      <RoomPlates together={together} refocus={refocus} />
      <RoomSpeech together={together} />
    </>
  );
}

/** Says what has changed to those who listen. */
function RoomSpeech({ together: { model: room, question } }: Pick<Props, "together">) {
  const spoken = useSignal("");
  const moment = useComputed<RoomMoment>(() => ({
    you: room.you.value,
    presenter: room.presenter.value,
    free: room.free.value,
    people: room.people.value,
    heard: room.heard.value,
    taken: room.taken.value,
    asked: question.value !== null,
  }));
  // At first there is somebody, and who presents is news; notes of before are not.
  const told = useRef<RoomMoment>({ ...moment.peek(), presenter: -1 });
  useSignalEffect(() => {
    const sentences = roomSpeech(told.current, moment.value);
    told.current = moment.value;
    const words = sentences.join(" ");
    // The same words are read out again only where the text has changed.
    if (words) spoken.value = words === spoken.peek() ? `${words}\u00a0` : words;
  });
  return <div class="hidden-text" role="status" aria-live="polite" data-testid="room-spoken">{spoken}</div>;
}
