// The panel's tab of the room: who is here, how others come in, what was written.

import { MarksSection } from "../marks/section";
import type { Viewer } from "../viewer/viewer";
import { InvitePlace } from "./invite-place";
import type { ViewerModel } from "./model";
import { RoomNotes } from "./room-notes";
import { RoomPeople } from "./room-people";
import "../style/room.css";

interface Props {
  model: ViewerModel;
  viewer: Viewer;
}

export function RoomTab({ model, viewer }: Props) {
  const { together } = viewer;
  return (
    <div class="room-tab">
      <RoomPeople together={together} />
      <InvitePlace model={model} viewer={viewer} />
      <MarksSection viewer={viewer} />
      <RoomNotes together={together} />
    </div>
  );
}
