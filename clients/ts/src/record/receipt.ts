/**
 * What an operator hands out for one record: the record, what is disclosed of it, and the proof that it is logged.
 *
 *   {"receipt": 1, "log": "…", "index": 7, "record": "<hex>", "modelVersion": "…", "entry": "<hex>",
 *    "disclosures": [{"field": "subject", "text": "…", "salt": "<hex>"}], "proof": "c2sp.org/tlog-proof@v1\nindex 7\n…"}
 *
 * `entry` stands only in receipts of records that were appended alone: the 100 bytes that the program wrote before them.
 */
import { parseTlogProof, verifyTlogProof } from "../log/tlogProof.ts";
import type { TlogProof } from "../log/tlogProof.ts";
import { LogError } from "../log/text.ts";
import type { LogPolicy, TreeHead, TrustedHead } from "../log/treeHead.ts";
import { leafHash, verifyInclusion } from "../merkle.ts";
import { concat, hex } from "../text.ts";
import { decodeRecord, encodeRecord } from "./codec.ts";
import type { Unchecked } from "./codec.ts";
import { RecordError, inField } from "./error.ts";
import { addressBytes, bounded, fromHex, typed } from "./fields.ts";
import { RECORD_KINDS } from "./layout.ts";
import type { LogRecord } from "./layout.ts";
import { checkDisclosure, checkedOpening } from "./seal.ts";
import type { Disclosure } from "./seal.ts";
import { readJson } from "./strictJson.ts";

/** Bytes of a receipt. */
export const MAX_RECEIPT = 262_144;
/** Disclosures in a receipt: a record has fewer personal fields. */
const MAX_DISCLOSURES = 32;
const ENTRY_HEADER = 100;
const MAX_ENTRY_PAYLOAD = 512;
const ENTRY_MAGIC = hex(new TextEncoder().encode("ALTHING\u0001"));
const FIELDS = ["receipt", "log", "index", "record", "entry", "modelVersion", "disclosures", "proof"];

/** A receipt. */
export interface Receipt {
  /** The log's address. */
  readonly log: string;
  /** The leaf's index. */
  readonly index: number;
  readonly record: LogRecord;
  /** What the program wrote before the record, where it was appended alone. */
  readonly entry?: Uint8Array;
  /** The account of the model's version. */
  readonly modelVersion?: string;
  /** What is shown of the record. */
  readonly disclosures: readonly Disclosure[];
  /** The C2SP tlog-proof, which contains the checkpoint. */
  readonly proof: string;
}

/** Reads a receipt and checks all of it but the proof, which `verifyReceipt` does. Throws a `RecordError`. */
export function parseReceipt(input: string | Uint8Array): Receipt {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  if (bytes.length > MAX_RECEIPT) throw new RecordError("TooLong", "receipt");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new RecordError("NotUtf8", "receipt");
  }
  const object = readJson(text);
  if (object === null) throw new RecordError("Null", "receipt");
  if (typeof object !== "object" || Array.isArray(object)) throw new RecordError("WrongType", "receipt");
  const receipt = receiptOf(object as Unchecked);
  checkReceipt(receipt);
  return receipt;
}

function receiptOf(object: Unchecked): Receipt {
  for (const name of Object.keys(object)) {
    if (!FIELDS.includes(name)) throw new RecordError("UnknownField", name);
  }
  const field = <T>(name: string, read: (value: unknown) => T) => inField(name, () => read(object[name]));
  const optional = <T>(name: string, read: (value: unknown) => T) => (object[name] === undefined ? undefined : field(name, read));
  if (field("receipt", (value) => bounded(value, Number.MAX_VALUE)) !== 1) throw new RecordError("UnknownVersion", "receipt");
  const entry = optional("entry", fromHex);
  if (entry !== undefined && entry.length !== ENTRY_HEADER) throw new RecordError("NotHex", "entry");
  const address = (value: unknown) => addressBytes(value) && (value as string);
  const modelVersion = optional("modelVersion", address);
  return {
    log: field("log", address),
    index: field("index", (value) => bounded(value, Number.MAX_SAFE_INTEGER)),
    record: decodeRecord(field("record", fromHex)),
    ...(entry && { entry }),
    ...(modelVersion && { modelVersion }),
    disclosures: optional("disclosures", disclosuresOf) ?? [],
    proof: field("proof", (value) => typed(value, "string") as string),
  };
}

function disclosuresOf(value: unknown): Disclosure[] {
  if (value === null) throw new RecordError("Null");
  if (!Array.isArray(value)) throw new RecordError("WrongType");
  if (value.length > MAX_DISCLOSURES) throw new RecordError("TooMany");
  return value.map((each) => {
    const { key, ...disclosure } = checkedOpening(each);
    // A key would open everything about its person.
    if (key !== undefined) throw new RecordError("SaltMissing", disclosure.field);
    return disclosure as Disclosure;
  });
}

/** Everything but the proof's hashes. */
function checkReceipt(receipt: Receipt): void {
  const { record, disclosures } = receipt;
  if (receipt.log !== record.log) throw new RecordError("OtherLog");
  const { modelVersion } = record;
  if (modelVersion !== undefined && receipt.modelVersion !== undefined && modelVersion !== receipt.modelVersion) throw new RecordError("OtherModel");
  const seen = new Set<string>();
  for (const disclosure of disclosures) {
    const which = JSON.stringify([disclosure.field, disclosure.index]);
    if (seen.has(which)) throw new RecordError("DisclosedTwice", disclosure.field);
    seen.add(which);
    checkDisclosure(record, disclosure);
  }
  const [, index] = /^c2sp\.org\/tlog-proof@v1\n(?:extra [^\n]*\n)?index ([^\n]*)\n/.exec(receipt.proof) ?? [];
  if (index !== receipt.index.toString()) throw new RecordError("Proof");
  checkEntry(receipt);
}

/** That the program's header is that of this record. */
function checkEntry({ entry, log, index, record }: Receipt): void {
  if (entry === undefined) return;
  const length = encodeRecord(record).length;
  const view = new DataView(entry.buffer, entry.byteOffset);
  const holds =
    hex(entry.subarray(0, 8)) === ENTRY_MAGIC &&
    hex(entry.subarray(8, 40)) === hex(addressBytes(log)) &&
    view.getBigUint64(40, true) === BigInt(index) &&
    view.getUint16(96, true) === RECORD_KINDS[record.kind].number &&
    length <= MAX_ENTRY_PAYLOAD &&
    view.getUint16(98, true) === length;
  if (!holds) throw new RecordError("Entry");
}

/** The receipt as JSON. Throws as `parseReceipt` does, so that nothing is handed out that would be refused. */
export function receiptText(receipt: Receipt): string {
  const { log, index, record, entry, modelVersion, disclosures, proof } = receipt;
  const text = JSON.stringify({
    receipt: 1,
    log,
    index,
    record: hex(encodeRecord(record)),
    ...(entry && { entry: hex(entry) }),
    ...(modelVersion && { modelVersion }),
    disclosures,
    proof,
  });
  parseReceipt(text);
  return text;
}

/** The leaf that the proof has to lead from. */
export function receiptLeaf({ entry, record }: Receipt): Uint8Array {
  return leafHash(concat(entry ?? new Uint8Array(), encodeRecord(record)));
}

/** The receipt's proof, read. Throws a `LogError` where it is none. */
export function receiptProof(receipt: Receipt): TlogProof {
  return parseTlogProof(receipt.proof);
}

/**
 * Checks, without any connection, that the record is in a log of this policy. Throws a `LogError` that says which part
 * does not hold. Whether that log is the account `receipt.log` is the policy's to say, by its keys.
 */
export async function verifyReceipt(receipt: Receipt, policy: LogPolicy): Promise<TrustedHead> {
  return verifyTlogProof(receiptProof(receipt), receiptLeaf(receipt), policy);
}

/**
 * Checks that the record is in the tree of this size and root, as the log's account or one of its checkpoints on chain
 * states them. Throws a `LogError` where the proof leads to another tree: where the log has grown since, compare with a
 * checkpoint of the receipt's own size.
 */
export function verifyReceiptAgainst(receipt: Receipt, head: Pick<TreeHead, "size"> & { readonly root: ArrayLike<number> }): void {
  const { index, hashes } = receiptProof(receipt);
  if (!verifyInclusion(receiptLeaf(receipt), index, head.size, hashes, Uint8Array.from(head.root))) {
    throw new LogError("NotIncluded", "the proof leads to another root: the record, its index, the proof or the tree is another one");
  }
}
