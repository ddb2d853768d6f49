// The page's address: which study is open, and how. Links and reloads lead back to it.

import { signal } from "@preact/signals";
import { FILM_LAYOUTS, type Layout, LAYOUTS } from "../view/screen";
import type { Opening } from "./model";

export type Route =
  | { page: "start" }
  | ({ page: "viewer" } & Opening)
  /** A link into somebody's room was opened. */
  | { page: "join"; token: string }
  /** In somebody's room, to which this tab came by a link. */
  | { page: "room" };

const TOUCH = "(pointer: coarse)";
const REMEMBERED = "tomocast.layout";

export function isTouch(): boolean {
  return window.matchMedia(TOUCH).matches;
}

export function isLayout(value: unknown): value is Layout {
  return ([...LAYOUTS, ...FILM_LAYOUTS] as readonly unknown[]).includes(value);
}

/** The layout of last time, else what suits the screen. */
export function preferredLayout(): Layout {
  const stored = remembered();
  if (isLayout(stored) && LAYOUTS.includes(stored)) return stored;
  return isTouch() || window.innerWidth < 1100 ? "1+3" : "2x2";
}

function remembered(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

export function rememberLayout(layout: Layout): void {
  try {
    localStorage.setItem(REMEMBERED, layout);
  } catch {
    // Storage may be forbidden: then the next study opens as the screen suggests.
  }
}

const JOIN = "#join=";
const ROOM = "room";

export function readRoute(search: string, hash = ""): Route {
  if (hash.startsWith(JOIN)) return { page: "join", token: hash.slice(JOIN.length) };
  const query = new URLSearchParams(search);
  if (query.has(ROOM)) return { page: "room" };
  const series = query.get("series");
  if (!series) return { page: "start" };
  const number = Number(query.get("volume") ?? 1);
  const layout = query.get("layout");
  return {
    page: "viewer",
    series,
    volume: Number.isInteger(number) && number > 0 ? number : 1,
    layout: isLayout(layout) ? layout : preferredLayout(),
  };
}

export function wantedTransport(search: string): "webrtc" | "websocket" {
  return new URLSearchParams(search).get("transport") === "websocket" ? "websocket" : "webrtc";
}

export const route = signal<Route>(readRoute(window.location.search, window.location.hash));

function go(next: Route): void {
  const query = new URLSearchParams();
  const transport = new URLSearchParams(window.location.search).get("transport");
  if (next.page === "viewer") {
    query.set("series", next.series);
    query.set("volume", String(next.volume));
    query.set("layout", next.layout);
  }
  if (transport) query.set("transport", transport);
  const text = query.toString();
  history.pushState(null, "", text ? `?${text}` : window.location.pathname);
  route.value = next;
}

export function openViewer(series: string, volume: number, layout: Layout): void {
  go({ page: "viewer", series, volume, layout });
}

/** Back to what the link says: it leads nowhere any more, or into the room again. */
export function openJoin(token: string): void {
  history.replaceState(null, "", `${window.location.pathname}${window.location.search}${JOIN}${token}`);
  route.value = { page: "join", token };
}

/** The link's token leaves the address, and what the browser remembers of it. */
export function openRoom(): void {
  const { pathname, search } = window.location;
  const has = new URLSearchParams(search).has(ROOM);
  history.replaceState(null, "", `${pathname}${has ? search : `${search ? `${search}&` : "?"}${ROOM}`}`);
  route.value = { page: "room" };
}

export function openStart(): void {
  go({ page: "start" });
}

window.addEventListener("popstate", () => (route.value = readRoute(window.location.search, window.location.hash)));
