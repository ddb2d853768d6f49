// The way to the room's tab from the bar, with how many are here and what was written meanwhile.

import { text } from "../text";
import type { Viewer } from "../viewer/viewer";
import { Icon } from "./icon";
import type { ViewerModel } from "./model";

export function RoomButton({ model, viewer }: { model: ViewerModel; viewer: Viewer }) {
  const { model: room } = viewer.together;
  if (room.you.value === 0) return null;
  const { length: people } = room.people.value;
  const open = model.panel.value && model.tab.value === "room";
  const toggle = (): void => {
    model.panel.value = !open;
    model.tab.value = "room";
  };
  const label = text.room.button(people, room.unread.value);
  return (
    <button
      type="button" class="tool room-button" data-testid="room-button" aria-pressed={open} aria-label={label} title={label}
      data-alone={!room.together.value || undefined} onClick={toggle}
    >
      <Icon name="people" />
      {people > 1 && <span class="number" aria-hidden="true">{people}</span>}
      {room.unread.value > 0 && <span class="unread" data-testid="unread" aria-hidden="true">{room.unread.value}</span>}
    </button>
  );
}
