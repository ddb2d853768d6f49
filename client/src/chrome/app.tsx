import { language } from "../text/language";
import { open } from "./opening";
import { route } from "./route";
import { StartPage } from "./start";
import { ViewerPage } from "./viewer-page";

export function App() {
  const now = route.value;
  if (now.page === "start") return <StartPage key={language.value} />;
  // Another volume is another viewer: nothing of the old one may stay on the screen.
  return (
    <ViewerPage
      key={`${now.series} ${now.volume}`}
      opening={now}
      open={open}
    />
  );
}
