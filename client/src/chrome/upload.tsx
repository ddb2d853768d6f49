import { useEffect, useRef } from "preact/hooks";
import { text } from "../text";
import { type Given } from "../upload/batches";
import { carriesFiles, chosen, dropped } from "../upload/dropped";
import { sendFiles } from "../upload/send";
import { type Going, Upload } from "../upload/upload";
import { Icon } from "./icon";
import { inWords, type StartModel } from "./start-model";

/** It goes on while a study is read. */
export const uploads = new Upload({ send: sendFiles, inWords });

interface Props {
  model: StartModel;
}

/** Files by a dialog, and folders where the browser has one for them. */
export function ChooseFiles({ model }: Props) {
  const folders = "webkitdirectory" in HTMLInputElement.prototype;
  return (
    <>
      <FileButton label={text.upload.files} testId="choose-files" take={(files) => model.upload(files)} />
      {folders && <FileButton label={text.upload.folder} testId="choose-folder" folder take={(files) => model.upload(files)} />}
    </>
  );
}

interface FileButtonProps {
  label: string;
  testId: string;
  folder?: boolean;
  take: (files: Given[]) => void;
}

function FileButton({ label, testId, folder = false, take }: FileButtonProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current) field.current.webkitdirectory = folder;
  }, [folder]);
  const changed = (): void => {
    const input = field.current;
    if (!input?.files) return;
    take(chosen(input.files));
    input.value = "";
  };
  return (
    <>
      <input ref={field} type="file" multiple hidden tabIndex={-1} data-testid={testId} onChange={changed} />
      <button type="button" class="button" onClick={() => field.current?.click()}>
        <Icon name={folder ? "folder" : "upload"} small />
        {label}
      </button>
    </>
  );
}

/** The whole page takes what is dropped; while something hangs over it, it says so. */
export function DropTarget({ model }: Props) {
  const over = model.dropping.value;
  useEffect(() => {
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      model.dropping.value = true;
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) model.dropping.value = false;
    };
    const drop = (event: DragEvent): void => {
      model.dropping.value = false;
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      void dropped(event.dataTransfer).then((files) => model.upload(files));
    };
    const all = { dragenter: enter, dragover: enter, dragleave: leave, drop } as const;
    for (const [name, run] of Object.entries(all)) document.addEventListener(name, run as EventListener);
    return () => {
      for (const [name, run] of Object.entries(all)) document.removeEventListener(name, run as EventListener);
    };
  }, [model]);
  if (!over) return null;
  return (
    <div class="drop" aria-hidden="true">
      <Icon name="upload" />
      <strong>{text.upload.drop}</strong>
    </div>
  );
}

/** How far the files are, and at the end what came of them; each that was refused with its name and why. */
export function UploadProgress() {
  const going = uploads.going.value;
  if (!going) return null;
  const share = going.over ? 1 : going.bytes > 0 ? going.sent / going.bytes : 0;
  return (
    <section class="upload" aria-label={text.upload.heading} data-testid="upload">
      <div class="row">
        <strong role="status">{words(going)}</strong>
        <span class="space" />
        {!going.over && <span class="number">{text.upload.share(share)}</span>}
        {going.over ? (
          <button type="button" class="tool" aria-label={text.start.close} onClick={() => uploads.dismiss()}>
            <Icon name="close" small />
          </button>
        ) : (
          <button type="button" class="button" onClick={() => uploads.stop()}>{text.upload.stop}</button>
        )}
      </div>
      {!going.over && <progress aria-label={text.upload.heading} value={share} max={1} />}
      {going.failed !== "" && <p role="alert">{going.failed}</p>}
      <Refused going={going} />
    </section>
  );
}

function words({ over, imported, known, sent, bytes, answered, files }: Going): string {
  if (over) return text.upload.done(imported, known);
  return sent < bytes ? text.upload.going(answered, files) : text.upload.reading;
}

function Refused({ going: { refused } }: { going: Going }) {
  if (refused.length === 0) return null;
  return (
    <details open={refused.length <= 5}>
      <summary>{text.upload.refused(refused.length)}</summary>
      <ul class="notes">
        {refused.map(({ file, why }, at) => (
          <li key={`${at} ${file}`} data-testid="refused-file">
            <Icon name="warning" />
            <span><b>{file}</b>: {why}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
