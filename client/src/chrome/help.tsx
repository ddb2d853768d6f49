import { text } from "../text";
import { Dialog } from "./dialog";

/** Every key and gesture that does something here. */
export function Help({ close }: { close: () => void }) {
  return (
    <Dialog head={text.help.heading} close={close}>
      <div class="keys">
        {text.help.sections.map(({ name, rows }) => (
          <section key={name}>
            <h2>{name}</h2>
            <dl>
              {rows.flatMap(([what, keys]) => [
                <dt key={`${what} what`}>{what}</dt>,
                <dd key={`${what} keys`}>{keys.split(" | ").map((key) => <><kbd class="key">{key}</kbd> </>)}</dd>,
              ])}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
