// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { openRoom, openStart, openViewer, readRoute, rememberLayout, route, wantedTransport } from "../../src/chrome/route";

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, "", "/");
});

it("reads an address, and doubts what is not one", () => {
  expect(readRoute("")).toEqual({ page: "start" });
  expect(readRoute("?series=1.2.3&volume=2&layout=single")).toEqual({ page: "viewer", series: "1.2.3", volume: 2, layout: "single" });
  expect(readRoute("?series=1.2.3&volume=-1&layout=9x9")).toMatchObject({ volume: 1 });
});

it("reads a link into a room, and takes its token out of the address", () => {
  expect(readRoute("?transport=websocket", "#join=abc-_=")).toEqual({ page: "join", token: "abc-_=" });
  expect(readRoute("", "#elsewhere")).toEqual({ page: "start" });
  history.replaceState(null, "", "/?transport=websocket#join=abc");
  openRoom();
  expect(route.value).toEqual({ page: "room" });
  expect(location.href).toMatch(/\/\?transport=websocket&room$/);
  history.replaceState(null, "", "/?room#join=abc");
  openRoom();
  expect(location.href).toMatch(/\/\?room$/);
  openStart();
  expect(location.search).toBe("");
  expect(readRoute("?room", "")).toEqual({ page: "room" });
});

it("opens in the layout of last time", () => {
  rememberLayout("single");
  expect(readRoute("?series=1.2.3")).toMatchObject({ layout: "single" });
});

it("keeps the wish for a transport from page to page", () => {
  history.replaceState(null, "", "/?transport=websocket");
  openViewer("1.2.3", 1, "2x2");
  expect(location.search).toBe("?series=1.2.3&volume=1&layout=2x2&transport=websocket");
  expect(wantedTransport(location.search)).toBe("websocket");
  expect(route.value.page).toBe("viewer");
  openStart();
  expect(location.search).toBe("?transport=websocket");
  expect(wantedTransport("")).toBe("webrtc");
});

it("knows a film's layout, and opens nothing else in it", () => {
  expect(readRoute("?series=1.2.3&layout=film")).toMatchObject({ layout: "film" });
  rememberLayout("film");
  expect(readRoute("?series=1.2.3")).toMatchObject({ layout: "1+3" });
});
