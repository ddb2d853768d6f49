import type { MessageOf } from "../../src/wire/messages";

export function pointed(some: Partial<MessageOf<"pointed">> = {}): MessageOf<"pointed"> {
  return { t: "pointed", person: 2, name: "Surgery", colour: 4, view: "axial", at: [1, 2, 3], ...some };
}

export function stroked(some: Partial<MessageOf<"stroked">> = {}): MessageOf<"stroked"> {
  return { t: "stroked", person: 2, stroke: 1, name: "Surgery", colour: 4, view: "axial", points: [[1, 2, 3]], frame: null, done: false, ...some };
}
