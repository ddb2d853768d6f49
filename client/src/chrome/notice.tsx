import { text } from "../text";
import { Dialog } from "./dialog";
import { Icon } from "./icon";
import type { ViewerModel } from "./model";

/** What the server refused, in its words; it stays until it is read. */
export function Notice({ model }: { model: ViewerModel }) {
  const words = model.notice.value;
  if (words === null) return null;
  return (
    <div class="notice" role="alert">
      <span>{words}</span>
      <button type="button" class="tool" aria-label={text.start.close} onClick={() => (model.notice.value = null)}>
        <Icon name="close" small />
      </button>
    </div>
  );
}

/** What was done to the volume, behind a warning on the picture. */
export function Explanation({ model }: { model: ViewerModel }) {
  const warning = model.explained.value;
  if (!warning) return null;
  return (
    <Dialog head={warning.short} close={() => (model.explained.value = null)}>
      <p class="explanation">{warning.long}</p>
    </Dialog>
  );
}
