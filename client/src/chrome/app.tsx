import { useMemo, useState } from "preact/hooks";
import { OwnEntry } from "../link/entry";
import { text } from "../text";
import { language } from "../text/language";
import { later } from "./later";
import { Message } from "./message";
import type { Opening } from "./model";
import { open } from "./opening";
import { route } from "./route";
import { StartPage } from "./start";
import { ViewerPage } from "./viewer-page";

const Join = later(() => import("./join").then((part) => part.Join));

export function App() {
  const now = route.value;
  if (now.page === "start") return <StartPage key={language.value} />;
  if (now.page === "join" || now.page === "room") return <Invited token={now.page === "join" ? now.token : ""} />;
  // Another volume is another viewer: nothing of the old one may stay on the screen.
  return <OwnViewer key={`${now.series} ${now.volume}`} opening={now} />;
}

function OwnViewer({ opening }: { opening: Opening }) {
  const entry = useMemo(() => new OwnEntry(opening.series, opening.volume), []);
  return <ViewerPage opening={opening} entry={entry} open={open} />;
}

/** By a link into somebody's room. */
function Invited({ token }: { token: string }) {
  const [failed, fail] = useState(false);
  if (!failed) return <Join token={token} failed={() => fail(true)} />;
  return <main><Message head={text.errors.unreachable} act={text.start.again} run={() => window.location.reload()} alert /></main>;
}
