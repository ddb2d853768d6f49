// What those who listen are told of a room: only what has changed since they were told last.

import { nameOf, roomWords } from "../text/room";
import type { Person } from "../wire/room";
import type { RoomNote, TakenOver } from "./room";

export interface RoomMoment {
  readonly you: number;
  readonly presenter: number;
  readonly free: boolean;
  readonly people: readonly Person[];
  readonly heard: RoomNote | null;
  readonly taken: TakenOver | null;
  /** The page asks whether one wants to look freely. */
  readonly asked: boolean;
}

/** Sentences in the order of their weight; none where nothing has changed. */
export function roomSpeech(before: RoomMoment, now: RoomMoment): string[] {
  return [...questionSpeech(before, now), ...presentingSpeech(before, now), ...peopleSpeech(before, now), ...noteSpeech(before, now)];
}

function questionSpeech(before: RoomMoment, now: RoomMoment): string[] {
  const words = roomWords();
  const presenter = now.people.find((one) => one.person === now.presenter);
  if (!now.asked || before.asked || !presenter) return [];
  return [words.question, words.questionWhy(nameOf(presenter)), words.questionKeys];
}

function presentingSpeech(before: RoomMoment, now: RoomMoment): string[] {
  const words = roomWords();
  const presenter = now.people.find((one) => one.person === now.presenter);
  const another = before.presenter !== now.presenter;
  if (another && presenter && now.taken?.before === now.you) return [words.tookOver(nameOf(presenter)), words.canUndo];
  if (another && now.presenter === now.you) return [words.youPresent];
  if (another && !presenter) return [words.nobody];
  if (!presenter || now.presenter === now.you) return [];
  if (now.free !== before.free) return [now.free ? words.youLookFreely : words.follows(nameOf(presenter))];
  return another ? [words.presents(nameOf(presenter))] : [];
}

function peopleSpeech(before: RoomMoment, now: RoomMoment): string[] {
  const words = roomWords();
  const others = (moment: RoomMoment): readonly Person[] => moment.people.filter((one) => one.person !== now.you);
  const lacks = (people: readonly Person[], one: Person): boolean => people.every(({ person }) => person !== one.person);
  const raised = (one: Person): boolean => one.asks && !before.people.some((old) => old.person === one.person && old.asks);
  return [
    ...others(now).filter(raised).map((one) => words.asksToPresent(nameOf(one))),
    ...others(now).filter((one) => lacks(before.people, one)).map((one) => words.came(nameOf(one))),
    ...others(before).filter((one) => lacks(now.people, one)).map((one) => words.went(nameOf(one))),
  ];
}

function noteSpeech(before: RoomMoment, now: RoomMoment): string[] {
  const { heard } = now;
  if (!heard || heard.note === before.heard?.note) return [];
  return [roomWords().says(nameOf(heard), heard.text)];
}
