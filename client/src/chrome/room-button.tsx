// The way to the room's tab from the bar, with how many are here and what was written meanwhile.

import { text } from "../text";
import type { Viewer } from "../viewer/viewer";
import { Icon } from "./icon";
import { showTab, type ViewerModel } from "./model";
import { withKeyOf } from "./shown-key";

export function RoomButton({ model, viewer }: { model: ViewerModel; viewer: Viewer }) {
  const { model: room } = viewer.together;
  if (room.you.value === 0) return null;
  const { length: people } = room.people.value;
  const open = model.panel.value && model.tab.value === "room";
  const label = text.room.button(people, room.unread.value);
  return (
    <button
      type="button" class="tool room-button" data-testid="room-button" aria-pressed={open} aria-label={label} title={withKeyOf(label, "room")}
      data-alone={!room.together.value || undefined} onClick={() => showTab(model, "room")}
    >
      <Icon name="people" />
      {people > 1 && <span class="number" aria-hidden="true">{people}</span>}
      {room.unread.value > 0 && <span class="unread" data-testid="unread" aria-hidden="true">{room.unread.value}</span>}
    </button>
  );
}
