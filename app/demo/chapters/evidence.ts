/** The operator's log: 10,000 real inferences in one transaction, one proved, a forged one refused. */
import {
  ALTHING_PROGRAM_ADDRESS,
  FIRST_OPEN_KIND,
  MerkleTree,
  appendBatchInstruction,
  entryLeaf,
  fetchAuditLog,
  findLogPda,
  getAppendEntryInstruction,
  getCreateLogInstructionAsync,
  getVerifyConsistencyInstruction,
  getVerifyInclusionInstruction,
  hex,
  leafHash,
  perfectSubtrees,
} from "@althing/client";
import type { Address, KeyPairSigner } from "@solana/kit";
import { returnedBytes } from "../chain.ts";
import type { Receipt } from "../chain.ts";
import { thousands } from "../format.ts";
import type { Run } from "../laboratory.ts";
import { decodeInferenceEntry } from "../model/index.ts";
import { expectBytes, expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import { forge } from "./evaluation.ts";
import type { Assembly } from "./founding.ts";
import type { Version } from "./registration.ts";

/** Entries of the batch. */
export const BATCH = 10_000;

/** A log of somebody's own, and its tree as everybody can compute it. */
export interface Logbook {
  readonly log: Address;
  readonly writer: KeyPairSigner;
  readonly tree: MerkleTree;
}

export async function evidence(stage: Stage, assembly: Assembly, version: Version, run: Run): Promise<Logbook> {
  const part = stage.part("Evidence", `Kári's log takes ${thousands(BATCH)} inferences by ${version.release.name} at once`);
  const { signer: writer, address: subject, name } = assembly.people.of("Kári");
  const [log] = await findLogPda({ subject });
  await part.act(
    `${name} opens a log that only ${name} writes`,
    writer,
    getCreateLogInstructionAsync({ log, subject: writer, payer: writer, writer: subject }),
  );
  const payload = version.release.weightsDigest;
  const opening = await part.act(
    "Its first entry names the model that runs",
    writer,
    getAppendEntryInstruction({ log, writer, kind: FIRST_OPEN_KIND, payload }),
  );

  const tree = new MerkleTree();
  tree.appendLeafHash(leafOf(opening, log));
  const before = { size: tree.size, root: tree.root() };
  const entries = await part.narrator.during(
    "the model runs",
    run.entries,
    () => `${thousands(run.done())} of ${thousands(BATCH)} inferences`,
  );
  const leaves = entries.map(leafHash);
  const subtrees = perfectSubtrees(before.size, before.size + leaves.length).length;
  const batch = appendBatchInstruction({ log, writer, size: BigInt(before.size), leaves, uri: "https://kari.example/log/1" });
  await part.act(`${thousands(BATCH)} entries appended in one transaction, as ${subtrees} subtrees`, writer, batch);
  for (const leaf of leaves) tree.appendLeafHash(leaf);

  const { data } = await fetchAuditLog(part.chain.rpc, log);
  expectEqual("size of Kári's log", data.size, BigInt(BATCH + 1));
  expectBytes("root of Kári's log", data.root, tree.root());
  part.narrator.check(`root on chain and root of the entries: ${hex(data.root).slice(0, 16)}…`);
  await ask(part, assembly, log, tree, entries, before);
  return { log, writer, tree };
}

/** The leaf of the entry that a transaction appended, from its event. */
function leafOf(receipt: Receipt, log: Address): Uint8Array {
  const event = receipt.events.find(({ name }) => name === "EntryAppended");
  if (event?.name !== "EntryAppended" || event.data.log !== log) throw new Error("append_entry emitted no event");
  return entryLeaf(event.data);
}

/** Anybody asks the program: is this entry in the log, is that one, and was nothing rewritten? */
async function ask(
  part: Part,
  assembly: Assembly,
  log: Address,
  tree: MerkleTree,
  entries: readonly Uint8Array[],
  before: { readonly size: number; readonly root: Uint8Array },
): Promise<void> {
  const asker = assembly.people.of("Freyja");
  const position = 7_919;
  const index = before.size + position;
  const proof = tree.inclusionProof(index);
  const genuine = entries[position]!;
  const forged = forge(genuine);
  const inclusion = (entry: Uint8Array) => getVerifyInclusionInstruction({ log, leaf: leafHash(entry), index, proof });

  const { pass, frame, output } = decodeInferenceEntry(genuine);
  const yes = await part.act(`${asker.name} has inference ${position} proved (${proof.length} hashes)`, asker.signer, inclusion(genuine));
  expectAnswer("verify_inclusion of the entry", yes, 1);
  part.narrator.check(`returns 1: pass ${pass}, frame ${frame} gave ${output.toFixed(4)}, and it is in the log`);

  const no = await part.act(`${asker.name} tries the same with a forged probability`, asker.signer, inclusion(forged));
  expectAnswer("verify_inclusion of the forged entry", no, 0);
  part.narrator.check(`returns 0: ${decodeInferenceEntry(forged).output.toFixed(4)} was never logged`);

  const consistency = getVerifyConsistencyInstruction({
    log,
    oldSize: before.size,
    oldRoot: before.root,
    proof: tree.consistencyProof(before.size),
  });
  const kept = await part.act("Is the log of before still its beginning?", asker.signer, consistency);
  expectAnswer("verify_consistency", kept, 1);
  part.narrator.check("returns 1: nothing was rewritten");
}

function expectAnswer(what: string, receipt: Receipt, answer: 0 | 1): void {
  expectEqual(what, returnedBytes(receipt, ALTHING_PROGRAM_ADDRESS)[0] ?? 0, answer);
}
