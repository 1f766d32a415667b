/** The operator's log: 10,000 real inferences, logged as decisions by the command line in one transaction. */
import {
  ALTHING_PROGRAM_ADDRESS,
  FIRST_OPEN_KIND,
  MerkleTree,
  edgeTiles,
  bundleEntries,
  entryLeaf,
  fetchAuditLog,
  findLogPda,
  getAppendEntryInstruction,
  getCreateLogInstructionAsync,
  getVerifyConsistencyInstruction,
  getVerifyInclusionInstruction,
  hex,
  leafHash,
  parseReceipt,
  receiptLeaf,
  receiptProof,
  tilePathText,
} from "@althing/client";
import type { Address, KeyPairSigner } from "@solana/kit";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { returnedBytes } from "../chain.ts";
import type { Receipt } from "../chain.ts";
import { thousands } from "../format.ts";
import type { Run } from "../laboratory.ts";
import { decodeInferenceEntry } from "../model/index.ts";
import { expectBytes, expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import type { Assembly } from "./founding.ts";
import type { Version } from "./registration.ts";

/** Entries of the batch. */
export const BATCH = 10_000;
/** The log's name in its checkpoints. */
export const ORIGIN = "kari.example/decisions";
/** Microseconds of sound in a frame. */
const FRAME_US = 32_000;
/** The inference that everybody asks about. */
const POSITION = 7_919;

/** A log of somebody's own, what is published of it, and its tree as everybody can compute it. */
export interface Logbook {
  readonly log: Address;
  readonly writer: KeyPairSigner;
  readonly tree: MerkleTree;
  /** The folder that a static host would serve. */
  readonly folder: string;
  /** The receipt of one decision, as a file. */
  readonly receipt: string;
}

export async function evidence(stage: Stage, assembly: Assembly, version: Version, run: Run): Promise<Logbook> {
  const part = stage.part("Evidence", `Kári's log takes ${thousands(BATCH)} decisions by ${version.release.name} at once`);
  const { signer: writer, address: subject, name } = assembly.people.of("Kári");
  const [log] = await findLogPda({ subject });
  await part.act(
    `${name} opens a log that only ${name} writes`,
    writer,
    getCreateLogInstructionAsync({ log, subject: writer, payer: writer, writer: subject }),
  );
  const opening = await part.act(
    "Its first entry names the model that runs",
    writer,
    getAppendEntryInstruction({ log, writer, kind: FIRST_OPEN_KIND, payload: version.release.weightsDigest }),
  );
  const entries = await part.narrator.during(
    "the model runs",
    run.entries,
    () => `${thousands(run.done())} of ${thousands(BATCH)} inferences`,
  );
  const folder = await publish(part, assembly, log, version, entries);
  const tree = treeOf(folder, BATCH + 1);

  const { data } = await fetchAuditLog(part.chain.rpc, log);
  expectEqual("size of Kári's log", data.size, BigInt(BATCH + 1));
  expectBytes("root of Kári's log", data.root, tree.root());
  part.narrator.check(`root on chain and root of the published entries: ${hex(data.root).slice(0, 16)}…`);

  const receipt = part.tools.path("receipt.json");
  const book = { log, writer, tree, folder, receipt };
  await ask(part, assembly, book, leafOf(opening, log));
  return book;
}

/** Kári's own work, with the command line: the decisions as lines of JSON become tiles, a transaction and a checkpoint. */
async function publish(part: Part, assembly: Assembly, log: Address, version: Version, entries: readonly Uint8Array[]): Promise<string> {
  const { tools, chain } = part;
  const kari = assembly.people.of("Kári");
  const key = tools.keyFile(kari);
  const now = await chain.clock();
  const lines = entries.map((entry) => decision(entry, version, now));
  // One key per caller: without it nobody can read, or guess, what was logged about them.
  const callers = new Set(entries.map((entry) => caller(decodeInferenceEntry(entry).pass)));
  const keys = Object.fromEntries([...callers].map((name) => [name, randomBytes(32).toString("hex")]));
  const folder = tools.path("kari", "public");
  const secrets = tools.write(join("kari", "keys.json"), JSON.stringify(keys));
  const input = tools.write(join("kari", "decisions.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));

  await tools.expect(0, "log", "sync", "--log", log, "--dir", folder, "--origin", ORIGIN, "--keypair", key);
  await tools.expect(0, "log", "append", input, "--log", log, "--dir", folder, "--keys", secrets, "--uri", `https://${ORIGIN}`, "--keypair", key, "--yes");
  await part.count(`${thousands(entries.length)} decisions appended in one transaction: althing log append`, await chain.latestOf(log));
  part.narrator.check(`the callers are commitments: ${callers.size} keys of persons open them, and erasing one forgets its person`);
  return folder;
}

function caller(pass: number): string {
  return `caller-${pass}`;
}

/** The line of JSON for an inference: whether a frame of a call was speech. */
function decision(entry: Uint8Array, version: Version, now: { slot: bigint; time: number }): object {
  const { index, pass, frame, inputDigest, output } = decodeInferenceEntry(entry);
  const time = now.time * 1_000_000 - (BATCH - index) * FRAME_US;
  const key = caller(pass);
  return {
    kind: "decision",
    modelVersion: version.address,
    time,
    slot: Number(now.slot),
    periodStart: time - frame * FRAME_US,
    periodEnd: time,
    input: { sha256: hex(inputDigest), key },
    output: { text: `${output >= 0.5 ? "speech" : "silence"} ${output.toFixed(4)}`, key },
    subject: { text: key, key },
    confidenceBps: Math.round(Math.abs(2 * output - 1) * 10_000),
    review: "none",
  };
}

/** The tree of the entries that a folder publishes. */
function treeOf(folder: string, size: number): MerkleTree {
  const tree = new MerkleTree();
  const [edge] = edgeTiles(BigInt(size)).filter(({ level }) => level === "entries");
  const full = Array.from({ length: size >> 8 }, (_, at) => ({ level: "entries" as const, index: BigInt(at), width: 256 }));
  for (const path of edge ? [...full, edge] : full) {
    const bundle = readFileSync(join(folder, tilePathText(path)));
    for (const entry of bundleEntries(bundle, path.width)) tree.appendLeafHash(leafHash(entry));
  }
  return tree;
}

/** The leaf of the entry that a transaction appended, from its event. */
function leafOf(receipt: Receipt, log: Address): Uint8Array {
  const event = receipt.events.find(({ name }) => name === "EntryAppended");
  if (event?.name !== "EntryAppended" || event.data.log !== log) throw new Error("append_entry emitted no event");
  return entryLeaf(event.data);
}

/** Anybody asks the program: is this decision in the log, is that one, and was nothing rewritten? */
async function ask(part: Part, assembly: Assembly, { log, folder, tree, receipt }: Logbook, first: Uint8Array): Promise<void> {
  const asker = assembly.people.of("Freyja");
  const keys = part.tools.path("kari", "keys.json");
  const index = POSITION + 1;
  const { out } = await part.tools.expect(0, "log", "receipt", String(index), "--dir", folder, "--keys", keys, "--disclose", "output");
  part.tools.write("receipt.json", out);
  const genuine = parseReceipt(readFileSync(receipt));
  const { hashes: proof } = receiptProof(genuine);
  const inclusion = (leaf: Uint8Array) => getVerifyInclusionInstruction({ log, leaf, index, proof: [...proof] });

  const yes = await part.act(`${asker.name} has decision ${POSITION} proved (${proof.length} hashes)`, asker.signer, inclusion(receiptLeaf(genuine)));
  expectAnswer("verify_inclusion of the decision", yes, 1);
  const [shown] = genuine.disclosures;
  part.narrator.check(`returns 1: “${shown && "text" in shown ? shown.text : ""}” was decided, and it is in the log`);

  const no = await part.act(`${asker.name} tries the same with another confidence`, asker.signer, inclusion(receiptLeaf(forged(genuine))));
  expectAnswer("verify_inclusion of the forged decision", no, 0);
  part.narrator.check("returns 0: that was never logged");

  const consistency = getVerifyConsistencyInstruction({ log, oldSize: 1, oldRoot: first, proof: tree.consistencyProof(1) });
  const kept = await part.act("Is the log of before still its beginning?", asker.signer, consistency);
  expectAnswer("verify_consistency", kept, 1);
  part.narrator.check("returns 1: nothing was rewritten");
}

/** The same receipt with the record of another confidence. */
export function forged(receipt: ReturnType<typeof parseReceipt>): ReturnType<typeof parseReceipt> {
  const { record } = receipt;
  if (record.kind !== "decision") throw new Error(`the receipt is of a ${record.kind}`);
  return { ...receipt, record: { ...record, confidenceBps: 10_000 - Number(record.confidenceBps) } };
}

function expectAnswer(what: string, receipt: Receipt, answer: 0 | 1): void {
  expectEqual(what, returnedBytes(receipt, ALTHING_PROGRAM_ADDRESS)[0] ?? 0, answer);
}
