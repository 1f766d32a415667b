/** The process behind laboratory.ts. */
import type { Order, Report } from "./laboratory.ts";
import { ENTRY_BYTES, encodeInferenceEntry, inferences, release } from "./model/index.ts";

const tell = (report: Report) => process.send!(report);
let queue = Promise.resolve();

process.on("message", (order: Order) => {
  queue = queue.then(() => run(order).catch((error: unknown) => void tell({ id: order.id, failure: String(error) })));
});
process.on("disconnect", () => process.exit());

async function run({ id, release: name, count }: Order): Promise<void> {
  const entries = new Uint8Array(count * ENTRY_BYTES);
  const onProgress = (done: number) => void tell({ id, done });
  let at = 0;
  for await (const record of inferences(release(name), count, onProgress)) {
    entries.set(encodeInferenceEntry(record), at);
    at += ENTRY_BYTES;
  }
  tell({ id, entries });
}
