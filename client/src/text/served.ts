// Words that the server says in English and that have a fixed vocabulary, in the reader's language.

import { text } from "../text";

/** The name of a window or a look; names that a file gives stay as they are. */
export function presetName(label: string): string {
  return Object.hasOwn(text.presets, label) ? (text.presets[label] ?? label) : label;
}

/** Where the eye of a projection is: "right anterior 22, cranial 8". */
export function direction(words: string): string {
  return words.replace(/[a-z]+/g, (word) => {
    const known: Readonly<Record<string, string>> = text.directions;
    return Object.hasOwn(known, word) ? (known[word] ?? word) : word;
  });
}
