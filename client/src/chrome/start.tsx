import { useEffect, useMemo, useRef } from "preact/hooks";
import { text } from "../text";
import { Icon } from "./icon";
import { later } from "./later";
import { keySettings } from "./own-keys";
import { SkipLink } from "./skip";
import { StartModel } from "./start-model";
import { StudyList } from "./study-list";
import { LanguageChoice } from "./language-choice";
import { listenToRegions } from "./regions";

const Chosen = later(
  () => import("./chosen").then((part) => part.Chosen),
  () => <aside class="side" aria-label={text.start.selected} data-empty="" />,
);

export function StartPage() {
  const model = useMemo(() => new StartModel(), []);
  const list = useRef<HTMLElement>(null);
  useEffect(() => listenToRegions(true), []);
  useEffect(() => {
    document.title = `${text.start.heading} \u00b7 ${text.product}`;
    model.start();
    return () => model.close();
  }, [model]);
  const parts = model.uploading.value;
  return (
    <div class="start">
      <SkipLink to="studies" words={text.start.skip} go={() => list.current?.focus()} />
      <header class="masthead" data-region="bar">
        <span class="logo">
          <Icon name="logo" />
          {text.product}
        </span>
        <Search model={model} />
        <span class="space" />
        {parts && <parts.ChooseFiles model={model} />}
      </header>
      <div class="body">
        <main ref={list} id="studies" class="list" data-region="list" tabIndex={-1}>
          <h1 class="hidden-text">{text.start.heading}</h1>
          {parts && <parts.UploadProgress />}
          <StudyList model={model} />
        </main>
        <Chosen model={model} failed={() => (model.failed.value = text.errors.unreachable)} />
        {parts && <parts.DropTarget model={model} />}
      </div>
      <footer class="foot" data-region="foot">
        <span>{text.notAMedicalDevice}</span>
        <span class="space" />
        <LanguageChoice />
        <ServerLine model={model} />
      </footer>
    </div>
  );
}

function Search({ model }: { model: StartModel }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "/" || !keySettings.value.singles || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, []);
  return (
    <div class="find">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        data-testid="search"
        aria-label={text.start.search}
        placeholder={text.start.placeholder}
        maxLength={200}
        value={model.search}
        onInput={(event) => model.typed(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && model.typed("")}
      />
      {model.search.value === "" ? (
        keySettings.value.singles && <kbd aria-hidden="true">/</kbd>
      ) : (
        <button type="button" class="tool clear" aria-label={text.start.clear} onClick={() => model.typed("")}>
          <Icon name="close" small />
        </button>
      )}
    </div>
  );
}

function ServerLine({ model }: { model: StartModel }) {
  const server = model.server.value;
  if (!server) return null;
  return (
    <span class="number wide">
      {text.start.server(model.studies.value?.length ?? 0, server.device)} {"\u00b7"} {text.product} {server.version}
    </span>
  );
}
