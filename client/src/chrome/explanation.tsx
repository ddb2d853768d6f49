import { Dialog } from "./dialog";
import type { ViewerModel } from "./model";

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
