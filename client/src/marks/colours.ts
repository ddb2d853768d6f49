// The page's colours for people, for a canvas, which follows no style sheet.

import type { MarkColours } from "../view/marks-drawing";

const PEOPLE = [1, 2, 3, 4, 5, 6];

let found: MarkColours | null = null;

/** The room light changes none of them. */
export function markColours(): MarkColours {
  if (found) return found;
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  found = { people: PEOPLE.map((person) => token(`--p${person}`)), ink: token("--on-mark"), font: token("--font") };
  return found;
}
