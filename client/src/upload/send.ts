// One request with files. XMLHttpRequest, since `fetch` tells nothing of how far it is.

import { refusedBy } from "../api";
import * as is from "../wire/check";
import type { Given } from "./batches";

const imported = is.record({
  imported: is.whole,
  known: is.whole,
  not_dicom: is.whole,
  refused: is.listOf(is.record({ file: is.text, why: is.text })),
});

export type Imported = is.Checked<typeof imported>;

/** `sent` is called with the bytes that have gone. Rejects with `Refused`, `WireError`, or what the abort says. */
export function sendFiles(files: readonly Given[], sent: (bytes: number) => void, cancel: AbortSignal): Promise<Imported> {
  const form = new FormData();
  for (const { path, file } of files) form.append("file", file, path);
  const request = new XMLHttpRequest();
  return new Promise((done, fail) => {
    cancel.addEventListener("abort", () => request.abort(), { once: true });
    request.upload.onprogress = (event) => sent(event.loaded);
    request.onabort = () => fail(new DOMException("cancelled", "AbortError"));
    request.onerror = () => fail(new TypeError("unreachable"));
    request.onload = () => {
      try {
        const body = parsed(request.responseText);
        if (request.status !== 200) throw refusedBy(request.status, body);
        done(imported(body, "imports"));
      } catch (error) {
        fail(error as Error);
      }
    };
    request.open("POST", "api/imports");
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
