/** What is changed afterwards shows: a bit of the weights, a word of a decision, a leaf of the log. */
import {
  ALTHING_PROGRAM_ADDRESS,
  LogError,
  MerkleTree,
  RecordError,
  SINGLE_FILE,
  appendBatchInstruction,
  digest,
  disclose,
  fetchAuditLog,
  fetchModelVersion,
  getVerifyInclusionInstruction,
  hex,
  leafHash,
  manifestOf,
  parseReceipt,
  receiptLeaf,
  receiptText,
  sealRecord,
  tlogProofText,
  treeHeadText,
  verifierKey,
  verifyReceipt,
  verifyReceiptAgainst,
  versionDigests,
} from "@althing/client";
import type { LogPolicy, RecordDraft, Sealed, SignedNote } from "@althing/client";
import { getAddressEncoder, signBytes } from "@solana/kit";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { returnedBytes } from "../chain.ts";
import { thousands } from "../format.ts";
import { Mismatch, expectBytes, expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import { ORIGIN } from "./evidence.ts";
import type { Logbook } from "./evidence.ts";
import type { Assembly } from "./founding.ts";
import { DIFFERS } from "../tools.ts";
import type { Version } from "./registration.ts";

/** Decisions that Kári's service makes. */
const DECISIONS = 1_000;
/** Whose decision is looked at. */
const CASE = 321;

export async function forgery(stage: Stage, assembly: Assembly, version: Version, book: Logbook): Promise<void> {
  const part = stage.part("Forgeries", "A bit of the weights, a word of a decision, a leaf of the log: what was changed shows");
  await weights(part, version);

  const keys = new Map([["case", new Uint8Array(randomBytes(32))]]);
  const now = await part.chain.clock();
  const decisions = Array.from({ length: DECISIONS }, (_, i) => sealRecord(decision(book, version, i, now), { keys, fresh: true }));
  const first = book.tree.size;
  const leaves = decisions.map(({ bytes }) => leafHash(bytes));
  const { writer, log } = book;
  const batch = appendBatchInstruction({ log, writer, size: BigInt(first), leaves, uri: `https://${ORIGIN}` });
  await part.act(`${thousands(DECISIONS)} decisions about people, appended as salted commitments`, writer, batch);
  for (const leaf of leaves) book.tree.appendLeafHash(leaf);

  const made = decisions[CASE]!;
  const receipt = await receiptOf(book, first + CASE, made, keys);
  await genuine(part, book, receipt);
  await forged(part, assembly, book, first + CASE, made, receipt);
  await erased(part, book, made, keys, receipt);
}

/** The weights as they are, and with one bit of them changed, against the version's account. */
async function weights(part: Part, { address, release }: Version): Promise<void> {
  const { data } = await fetchModelVersion(part.chain.rpc, address);
  const content = new Uint8Array(readFileSync(release.path));
  const digests = () => versionDigests(release.file, manifestOf([{ name: SINGLE_FILE, sha256: digest(content) }]));
  expectBytes("root of the weights", digests().weightsDigest, data.weightsDigest);
  expectBytes("hash of the statement", digests().manifestDigest, data.manifestDigest);
  part.narrator.check(`${release.file}: ${thousands(content.length)} bytes, OMS root and statement as registered`);

  const bit = 8 * Math.floor(content.length / 2) + 3;
  content[bit >> 3]! ^= 1 << (bit & 7);
  const { weightsDigest, manifestDigest } = digests();
  expectEqual("weights with a bit changed have the registered root", hex(weightsDigest) === hex(data.weightsDigest), false);
  expectEqual("they have the registered statement", hex(manifestDigest) === hex(data.manifestDigest), false);
  part.narrator.check(`bit ${thousands(bit)} changed: root ${hex(weightsDigest).slice(0, 16)}… is not ${hex(data.weightsDigest).slice(0, 16)}…`);
}

/** A decision whether somebody's message was heard. What is personal stands in it as a commitment. */
function decision({ log, writer }: Logbook, version: Version, sequence: number, now: { slot: bigint; time: number }): RecordDraft {
  const time = now.time * 1_000_000;
  return {
    kind: "decision",
    log,
    operator: writer.address,
    sequence,
    time,
    slot: Number(now.slot),
    retentionMonths: 6,
    modelVersion: version.address,
    periodStart: time - 1_000_000,
    periodEnd: time,
    input: { sha256: hex(digest(`message ${sequence}`)) },
    output: { text: sequence % 3 === 0 ? "speech" : "silence" },
    subject: { text: `caller ${sequence}`, ...(sequence === CASE && { key: "case" }) },
    review: "none",
  };
}

/** The log's signed head: Kári's key is the log's. */
async function checkpoint({ tree, writer }: Logbook, of: MerkleTree = tree): Promise<SignedNote> {
  const text = treeHeadText({ origin: ORIGIN, size: BigInt(of.size), root: of.root(), extensions: [] });
  const bytes = await signBytes(writer.keyPair.privateKey, new TextEncoder().encode(text));
  const { name, id } = policyOf(writer).logs[0]!;
  return { text, signatures: [{ name, id, bytes: Uint8Array.from(bytes) }] };
}

/** Whom a caller trusts: the log of Kári's key. */
function policyOf(writer: Logbook["writer"]): LogPolicy {
  return { logs: [verifierKey(ORIGIN, "log", Uint8Array.from(getAddressEncoder().encode(writer.address)))] };
}

/** What the caller is handed: the record, the words that it hides, and its proof. */
async function receiptOf(book: Logbook, index: number, { record, openings }: Sealed, keys: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const proof = tlogProofText({ index: BigInt(index), hashes: book.tree.inclusionProof(index), checkpoint: await checkpoint(book) });
  const disclosures = openings.map((opening) => disclose(record, opening, { keys }));
  return receiptText({ log: book.log, index, record, disclosures, proof });
}

/** The receipt as it was handed out holds: offline, and against the log's account. */
async function genuine(part: Part, { log, writer }: Logbook, text: string): Promise<void> {
  const receipt = parseReceipt(text);
  const { head } = await verifyReceipt(receipt, policyOf(writer));
  const { data } = await fetchAuditLog(part.chain.rpc, log);
  expectEqual("size in the checkpoint", head.size, data.size);
  verifyReceiptAgainst(receipt, data);
  const output = receipt.disclosures.find(({ field }) => field === "output")!;
  part.narrator.check(`caller ${CASE} checks the receipt (${thousands(text.length)} bytes): “${output.text}”, logged as entry ${receipt.index}`);
  const file = part.tools.write("caller.json", text);
  type Told = Readonly<Record<"version" | "statusThen" | "slotThen", unknown>>;
  const { version, statusThen, slotThen } = await part.tools.ask<Told>("verify", "decision", file);
  expectEqual("status of the version then", statusThen, "production");
  part.narrator.check(`\`althing verify decision\` finds the same, and that version ${String(version)} was in production in slot ${String(slotThen)}`);
}

/** Kári would rather have decided otherwise. */
async function forged(part: Part, assembly: Assembly, book: Logbook, index: number, { record }: Sealed, text: string): Promise<void> {
  const receipt = parseReceipt(text);
  const said = receipt.disclosures.find(({ field }) => field === "output")!.text!;
  const other = said === "speech" ? "silence" : "speech";
  await expectRefused("DoesNotOpen", () => parseReceipt(text.replace(`"${said}"`, `"${other}"`)));
  part.narrator.check(`“${other}” in its place: salt and value do not open the commitment`);

  const { salt } = receipt.disclosures.find(({ field }) => field === "output")!;
  const rewritten = sealRecord({ ...record, output: { text: other, salt } } as RecordDraft);
  const exchanged = { ...receipt, record: rewritten.record, disclosures: [] };
  await expectRefused("NotIncluded", () => verifyReceipt(exchanged, policyOf(book.writer)));
  part.narrator.check("the whole record rewritten: the proof leads to another root");

  // The log as Kári would like it to be, with a head that is signed as well.
  const tree = new MerkleTree();
  for (let at = 0; at < book.tree.size; at += 1) tree.appendLeafHash(at === index ? receiptLeaf(exchanged) : book.tree.leaf(at));
  const hashes = tree.inclusionProof(index);
  const proof = tlogProofText({ index: BigInt(index), hashes, checkpoint: await checkpoint(book, tree) });
  await verifyReceipt({ ...exchanged, proof }, policyOf(book.writer));
  const { data } = await fetchAuditLog(part.chain.rpc, book.log);
  await expectRefused("NotIncluded", () => verifyReceiptAgainst({ ...exchanged, proof }, data));
  const asker = assembly.people.of("Freyja");
  const ask = getVerifyInclusionInstruction({ log: book.log, leaf: receiptLeaf(exchanged), index, proof: hashes });
  const answer = await part.act(`${asker.name} has the program check a log that Kári rewrote and signed`, asker.signer, ask);
  expectEqual("verify_inclusion in the rewritten log", returnedBytes(answer, ALTHING_PROGRAM_ADDRESS)[0] ?? 0, 0);
  part.narrator.check("returns 0: the chain kept the root, and two signed heads of one size convict Kári");
  const file = part.tools.write("rewritten.json", receiptText({ ...exchanged, proof }));
  await part.tools.expect(DIFFERS, "verify", "decision", file);
  part.narrator.check("`althing verify decision` refuses the forged receipt (exit code 3)");
}

/** The caller asks to be forgotten. */
async function erased(part: Part, { writer }: Logbook, { record, openings }: Sealed, keys: Map<string, Uint8Array>, text: string): Promise<void> {
  keys.delete("case");
  const subject = openings.find(({ field }) => field === "subject")!;
  await expectRefused("UnknownKey", () => disclose(record, subject, { keys }));
  await verifyReceipt({ ...parseReceipt(text), disclosures: [] }, policyOf(writer));
  part.narrator.check("the caller's key erased: nobody can tell whom it was about, and the record is as provable as before");
}

/** Ends the demo unless it is refused, and for this reason. */
async function expectRefused(reason: string, attempt: () => unknown): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof RecordError && error.fault === reason) return;
    if (error instanceof LogError && error.code === reason) return;
    throw error;
  }
  throw new Mismatch(`a forgery was accepted that should be refused: ${reason}`);
}
