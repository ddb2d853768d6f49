import { render } from "preact";
import { App } from "./chrome/app";
import { restoreRoom } from "./chrome/room-light";
import "./style/tokens.css";
import "./style/base.css";
import "./style/start.css";
import "./style/viewer.css";
import "./style/access.css";

restoreRoom();
const host = document.getElementById("app");
if (host) render(<App />, host);
