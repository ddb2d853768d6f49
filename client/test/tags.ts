import type { Tag } from "../src/wire/messages";

export function tag(some: Partial<Tag> = {}): Tag {
  return { stream: 0, picture: 1, epoch: 1, revision: 1, sequence: 0, lease: 1, width: 640, height: 480, ...some };
}
