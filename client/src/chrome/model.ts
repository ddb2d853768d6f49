// What the chrome shows of the viewer. Written by the viewer, never while a hand drags: no component renders then.

import { signal } from "@preact/signals";
import type { Study } from "../api";
import type { Tool } from "../input/raw";
import type { Ended } from "../link/link";
import type { Fidelity } from "../view/fidelity";
import type { State } from "../view/history";
import type { Layout } from "../view/screen";
import type { Warning } from "../view/warnings";
import { USUAL_RATE, USUAL_TURN } from "../viewer/rates";
import type { Direction, Ends } from "../viewer/cine-clock";
import type { MessageOf } from "../wire/messages";
import type { ViewName } from "../wire/operations";

export type TransportName = "opening" | "webrtc" | "turn" | "websocket" | "stills" | "lost";

export interface Opening {
  series: string;
  volume: number;
  layout: Layout;
}

/** How a view plays, or would. */
export interface PlaySettings {
  /** Frames in a second that the file asks for; null where it asks for none. */
  own: number | null;
  perSecond: number;
  degreesPerSecond: number;
  direction: Direction;
  ends: Ends;
}

export function viewerModel(opening: Opening, touch: boolean, guest = false) {
  return {
    opening,
    /** Came by an invitation: there is this room, and nothing else of the server. */
    guest,
    /** A link leads into the room: others may come at any moment. */
    invited: signal(false),
    welcome: signal<MessageOf<"welcome"> | null>(null),
    state: signal<State | null>(null),
    study: signal<Study | null>(null),
    layout: signal<Layout>(opening.layout),
    /** The view that keys and the panel act on; the large one in layouts that have one. */
    active: signal<ViewName>("axial"),
    tool: signal<Tool>(touch ? "scroll" : "window"),
    fidelity: signal<{ fidelity: Fidelity; count: number; all: number } | null>(null),
    transport: signal<{ name: TransportName; ms: number | null; seconds: number }>({ name: "opening", ms: null, seconds: 0 }),
    ended: signal<Ended | null>(null),
    /** Why pictures come one by one; empty where they do not. */
    stills: signal(""),
    explained: signal<Warning | null>(null),
    panel: signal(window.innerWidth >= 1900),
    tab: signal<"view" | "series" | "room">("view"),
    help: signal(false),
    /** Where the menu of the active view is open, in CSS pixels of the window. */
    menu: signal<{ x: number; y: number } | null>(null),
    /** The view that plays by itself. */
    cine: signal<ViewName | null>(null),
    play: signal<PlaySettings>({ own: null, perSecond: USUAL_RATE, degreesPerSecond: USUAL_TURN, direction: 1, ends: "turn" }),
    /** Whether the bar that steers playing is out; films have it always. */
    playBar: signal(false),
    spoken: signal(""),
    /** What may not wait: a picture that is not the server's, a link that is gone. */
    alarm: signal(""),
    touch,
  };
}

export type ViewerModel = ReturnType<typeof viewerModel>;

/** The panel with this tab; where it is there already, the panel closes. */
export function showTab(model: ViewerModel, tab: ViewerModel["tab"]["value"]): void {
  model.panel.value = !(model.panel.value && model.tab.value === tab);
  model.tab.value = tab;
}
