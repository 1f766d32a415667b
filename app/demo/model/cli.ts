/** Prints the releases, runs inferences and prints the root of their log: `npm run model -w app/demo -- [release] [count]`. */
import { MerkleTree } from "@althing/client/merkle";
import { encodeInferenceEntry, inferences, release, releases } from "./index.ts";
import type { ReleaseName } from "./index.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const [name = "v6", count = "10000"] = process.argv.slice(2);

for (const each of releases()) {
  console.log(`${each.name}: ${each.file}, ${each.bytes} bytes`);
  console.log(`  file      ${hex(each.fileDigest)}`);
  console.log(`  root      ${hex(each.weightsDigest)}`);
  console.log(`  statement ${hex(each.manifestDigest)}`);
}

const started = performance.now();
const onProgress = (done: number, total: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} inferences${done === total ? "\n" : ""}`);
};
const tree = new MerkleTree();
let speech = 0;
for await (const record of inferences(release(name as ReleaseName), Number(count), onProgress)) {
  tree.append([encodeInferenceEntry(record)]);
  if (record.output >= 0.5) speech += 1;
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const cpu = process.cpuUsage();
console.log(`${tree.size} inferences by ${name} in ${seconds} s (${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of CPU)`);
console.log(`${speech} frames of speech; root ${hex(tree.root())}`);
