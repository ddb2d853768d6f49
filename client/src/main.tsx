import { render } from "preact";
import { App } from "./chrome/app";
import { restoreRoom } from "./chrome/room-light";
import { restoreLanguage } from "./text/language";
import "./style/tokens.css";
import "./style/base.css";
import "./style/start.css";
import "./style/viewer.css";
import "./style/access.css";

restoreRoom();
const host = document.getElementById("app");
// English is there at once; another table is waited for: the page would speak twice.
if (host) void restoreLanguage().then(() => render(<App />, host));
