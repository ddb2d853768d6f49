// Every message of the wire protocol, version 1. Field names are the session's own (docs/protocol.md).

import * as is from "./check";
import { type Operation, type ViewName, VIEWS } from "./operations";
import { ROOM_MESSAGES, type RoomClientMessage } from "./room";

export const PROTOCOL_VERSION = 1;
/** Close codes of the session's socket. */
export const WHO_ARE_YOU = 4401;
/** The invitation was revoked. */
export const PUT_OUT = 4403;
export const MOVED = 4409;
export const LEASE_LOST = 4410;

export interface ViewBinding {
  view: ViewName;
  stream: number;
  width: number;
  height: number;
  /** Zoom so that this scale stays, in mm in a picture pixel; for a screen that was turned. */
  mm_per_pixel?: number;
}

export type ClientMessage =
  | {
      t: "hello";
      version: number;
      ticket: string;
      views: ViewBinding[];
      snapshot: Uint8Array | null;
      bit_rate?: number;
      pictures?: "h264" | "jpeg";
      /** A secret of this page's own: who comes back with it is the same person of the room. */
      seat?: string;
      name?: string;
    }
  | { t: "views"; views: ViewBinding[] }
  | { t: "input"; sequence: number; view: ViewName; operations: Operation[]; gesture: number }
  | { t: "offer"; sdp: string }
  | { t: "transport"; use: "webrtc" | "websocket" }
  | { t: "ack"; stream: number; picture: number; decode_ms: number }
  | { t: "quick"; inputs: Extract<ClientMessage, { t: "input" }>[]; acks: [number, number][] }
  | { t: "ahead"; bytes: number }
  | { t: "held" | "missing"; stream: number; look: number; place: number }
  | { t: "shown"; stream: number; picture: number; verified: boolean }
  | { t: "key"; stream: number }
  | { t: "probe"; id: number; view: ViewName; x: number; y: number }
  | { t: "ping"; id: number }
  | {
      t: "measured";
      transport: "webrtc" | "websocket";
      event_to_photon_p50_ms: number;
      event_to_photon_p95_ms: number;
      fps: number;
    }
  | RoomClientMessage;

const plane = is.oneOf("axial", "coronal", "sagittal");
const viewName = is.oneOf(...VIEWS);
const slabMode = is.oneOf("max", "min", "mean");

const note = is.record({ code: is.text, text: is.text });
const preset = is.record({ name: is.text, label: is.text, center: is.orNull(is.real), width: is.orNull(is.real) });
const film = is.record({ frames: is.whole, frame_ms: is.real, colour: is.flag, loops: is.flag, pages: is.withDefault(is.flag, false) });
const volume = is.record({
  series: is.text,
  number: is.whole,
  volumes: is.whole,
  label: is.text,
  patient_name: is.text,
  patient_id: is.text,
  birth_date: is.text,
  study_date: is.text,
  study_description: is.text,
  series_description: is.text,
  modality: is.text,
  technique: is.text,
  columns: is.whole,
  rows: is.whole,
  slices: is.whole,
  spacing_mm: is.tupleOf(is.real, 0, 1, 2),
  unit: is.text,
  calibrated: is.flag,
  notes: is.listOf(note),
  film: is.withDefault(is.orNull(film), null),
});
const line = is.record({ plane, x0: is.real, y0: is.real, x1: is.real, y1: is.real });
const viewWindow = is.record({ center: is.real, width: is.real, label: is.text });
const viewFields = {
  view: viewName,
  kind: is.oneOf("slice", "mip", "volume", "film"),
  width: is.whole,
  height: is.whole,
  mm_per_pixel: is.real,
  zoom: is.real,
  letters: is.tupleOf(is.text, 0, 1, 2, 3),
  position_mm: is.orNull(is.real),
  image: is.orNull(is.whole),
  images: is.orNull(is.whole),
  fraction: is.real,
  oblique: is.flag,
  window: is.orNull(viewWindow),
  preset: is.text,
  invert: is.flag,
  slab_mm: is.real,
  slab_mode: slabMode,
  crosshair: is.orNull(is.tupleOf(is.real, 0, 1)),
  lines: is.listOf(line),
  seen_from: is.text,
  empty: is.withDefault(is.text, ""),
  epoch: is.whole,
  /** Where (0, 0) lies, the step of a pixel to the right, the step of a pixel down: three numbers each. */
  patient: is.withDefault(is.orNull(is.tupleOf(is.real, 0, 1, 2, 3, 4, 5, 6, 7, 8)), null),
};
const viewState = is.record(viewFields);

const stateFields = {
  planes: is.withDefault(is.oneOf("patient", "acquisition", "oblique"), "patient"),
  undo: is.withDefault(is.flag, false),
  redo: is.withDefault(is.flag, false),
};

const tag = {
  stream: is.whole,
  picture: is.whole,
  epoch: is.whole,
  revision: is.whole,
  sequence: is.whole,
  lease: is.whole,
  width: is.whole,
  height: is.whole,
};

export const SERVER_MESSAGES = {
  welcome: is.record({
    version: is.whole,
    session: is.text,
    lease: is.whole,
    volume,
    windows: is.listOf(preset),
    presets: is.listOf(preset),
    quiet_ms: is.real,
    ice_servers: is.withDefault(is.listOf(is.dictionaryOf(is.text)), []),
  }),
  state: is.record({
    revision: is.whole,
    sequence: is.whole,
    snapshot: is.bytes,
    views: is.listOf(viewState),
    ...stateFields,
  }),
  /** A state as its difference from the one before. */
  changed: is.record({
    revision: is.whole,
    sequence: is.whole,
    views: is.withDefault(is.listOf(is.partOf(viewFields)), []),
    also: is.withDefault(is.partOf(stateFields), {}),
  }),
  /** A picture near the one on the screen, before the hand comes there; `fields` are what it changes in the view's state. */
  slice: is.record({
    stream: is.whole,
    look: is.whole,
    place: is.whole,
    width: is.whole,
    height: is.whole,
    channels: is.oneOf(1, 3),
    format: is.oneOf("jpeg", "png"),
    sha256: is.bytes,
    data: is.bytes,
    fields: is.partOf(viewFields),
    drop: is.withDefault(is.listOf(is.whole), []),
  }),
  stands: is.record({
    stream: is.whole,
    epoch: is.whole,
    revision: is.whole,
    sequence: is.whole,
    look: is.whole,
    place: is.whole,
    held: is.flag,
  }),
  snapshot: is.record({ snapshot: is.bytes }),
  picture_sent: is.record({ ...tag, rtp: is.whole }),
  pictures_sent: is.record({ pictures: is.listOf(is.tupleOf(is.whole, 0, 1, 2, 3, 4, 5, 6, 7, 8)) }),
  picture: is.record({ ...tag, key: is.flag, data: is.bytes, format: is.withDefault(is.oneOf("h264", "jpeg"), "h264") }),
  still: is.record({ ...tag, channels: is.oneOf(1, 3), format: is.oneOf("png"), sha256: is.bytes, data: is.bytes }),
  /** On slow ways: one of so many rectangles of a still, instead of `still`. */
  tile: is.record({
    ...tag,
    x: is.whole,
    y: is.whole,
    columns: is.whole,
    rows: is.whole,
    tiles: is.whole,
    channels: is.oneOf(1, 3),
    format: is.oneOf("png"),
    sha256: is.bytes,
    data: is.bytes,
  }),
  progress: is.record({
    slices: is.whole,
    slices_total: is.whole,
    bytes: is.whole,
    bytes_total: is.whole,
    seconds: is.real,
    runs: is.listOf(is.tupleOf(is.whole, 0, 1)),
    done: is.flag,
  }),
  answer: is.record({ sdp: is.text }),
  value: is.record({
    id: is.whole,
    value: is.orNull(is.real),
    unit: is.text,
    position_mm: is.tupleOf(is.real, 0, 1, 2),
    colour: is.withDefault(is.orNull(is.tupleOf(is.whole, 0, 1, 2)), null),
  }),
  pong: is.record({ id: is.whole, bit_rate: is.withDefault(is.whole, 0) }),
  heartbeat: is.record({}),
  error: is.record({
    code: is.text,
    text: is.text,
    view: is.withDefault(is.text, ""),
    fatal: is.withDefault(is.flag, false),
  }),
  standby: is.record({ url: is.text, ticket: is.text }),
  moved: is.record({ url: is.text, ticket: is.text }),
  ...ROOM_MESSAGES,
};

type Table = typeof SERVER_MESSAGES;
export type ServerMessage = { [K in keyof Table]: { t: K } & is.Checked<Table[K]> }[keyof Table];
export type MessageOf<K extends keyof Table> = { t: K } & is.Checked<Table[K]>;

export type Volume = is.Checked<typeof volume>;
export type Film = is.Checked<typeof film>;
export type Note = is.Checked<typeof note>;
export type Preset = is.Checked<typeof preset>;
export type ViewState = is.Checked<typeof viewState>;
/** Which picture this is: what it shows (epoch), of which state (revision), with which input in it (sequence). */
export type Tag = is.Shape<typeof tag>;
