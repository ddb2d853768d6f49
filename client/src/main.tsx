import { render } from "preact";
import { App } from "./chrome/app";
import { route } from "./chrome/route";
import { fetchKeys, restoreKeys } from "./chrome/own-keys";
import { restoreHandSide } from "./chrome/hand-side";
import { restoreWheelDown } from "./chrome/wheel-down";
import { restoreRoom } from "./chrome/room-light";
import { restoreLanguage } from "./text/language";
import "./style/tokens.css";
import "./style/base.css";
import "./style/start.css";
import "./style/viewer.css";
import "./style/play.css";
import "./style/tablet.css";
import "./style/access.css";

restoreRoom();
restoreHandSide();
restoreWheelDown();
restoreKeys();
const host = document.getElementById("app");
// English is there at once; another table is waited for: the page would speak twice.
if (host) {
  void restoreLanguage().then(() => {
    render(<App />, host);
    // After the session was asked for: nothing of the first picture waits for it. Whoever is invited has none there.
    if (route.value.page === "start" || route.value.page === "viewer") void fetchKeys();
  });
}
