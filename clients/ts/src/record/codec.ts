/**
 * Records as bytes: 136 bytes of header and a body, see docs/records.md. A record has exactly one encoding, and
 * `decodeRecord` refuses all other bytes, so a record has one leaf.
 */
import { leafHash } from "../merkle.ts";
import { concat, hex } from "../text.ts";
import { RecordError, inField } from "./error.ts";
import { Source, addressBytes, addressText, bounded, hash, notZeros, readField, typed, u16, writeField } from "./fields.ts";
import { RECORD_KINDS, recordKind } from "./layout.ts";
import type { FieldType, Layout, LogRecord, RecordKind } from "./layout.ts";

/** Bytes before the body. */
export const RECORD_HEADER_BYTES = 136;
/** Bytes of a record. */
export const MAX_RECORD = 4096;

const MAGIC = new TextEncoder().encode("ALTHREC\u0001");
const LAYOUT_VERSION = 1;
const HEADER_FIELDS = ["kind", "version", "log", "operator", "sequence", "time", "slot", "retentionMonths", "modelDigest", "modelVersion"];

/** A record's fields, of whatever type they were given. */
export type Unchecked = Readonly<Record<string, unknown>>;

/** An object whose fields are looked at one by one. */
export function unchecked(object: object): Unchecked {
  return object as Unchecked;
}

/** The layout of the kind that an object names. */
export function layoutOf(object: Unchecked): Layout {
  return inField("kind", () => {
    const kind = typed(object.kind, "string") as string;
    if (!Object.hasOwn(RECORD_KINDS, kind)) throw new RecordError("UnknownKindName");
    return RECORD_KINDS[kind as RecordKind];
  });
}

/** The record's bytes. Throws a `RecordError` that names the field at fault, whatever the object holds. */
export function encodeRecord(record: LogRecord): Uint8Array {
  const object = unchecked(record);
  const { number, needsModel, fields } = layoutOf(object);
  const known = new Set([...HEADER_FIELDS, ...fields.map(([name]) => name)]);
  for (const [name, value] of Object.entries(object)) {
    if (value !== undefined && !known.has(name)) throw new RecordError("UnknownField", name);
  }
  const { version, modelDigest, modelVersion } = object;
  if (version !== undefined && inField("version", () => bounded(version, Number.MAX_VALUE)) !== LAYOUT_VERSION) {
    throw new RecordError("UnknownVersion", "version");
  }
  if (modelDigest !== undefined && modelVersion !== undefined) throw new RecordError("TwoModels");
  const [flags, model] =
    modelDigest !== undefined
      ? [1, inField("modelDigest", () => notZeros(hash(modelDigest)))]
      : modelVersion !== undefined
        ? [2, inField("modelVersion", () => notZeros(addressBytes(modelVersion)))]
        : [0, new Uint8Array(32)];
  const header = headerOf(object);
  if (flags === 0 && needsModel) throw new RecordError("ModelMissing");
  const body = concat(...fields.map(([name, type]) => inField(name, () => writeField(type, object[name]))));
  checkRules(object);
  return concat(MAGIC, u16(number), Uint8Array.of(LAYOUT_VERSION, flags), header.months, u16(body.length), header.rest, model, body);
}

function headerOf(object: Unchecked): { months: Uint8Array; rest: Uint8Array } {
  const write = (name: string, type: FieldType) => inField(name, () => writeField(type, object[name]));
  const months = object.retentionMonths === undefined ? 0 : inField("retentionMonths", () => bounded(object.retentionMonths, 0xffff));
  if (object.retentionMonths === 0) throw new RecordError("Zeros", "retentionMonths");
  const numbers = [write("sequence", "count"), write("time", "time"), write("slot", "count?")];
  return { months: u16(months), rest: concat(...numbers, write("log", "address"), write("operator", "address")) };
}

/** The record of these bytes. Throws a `RecordError` for bytes that `encodeRecord` does not make. */
export function decodeRecord(bytes: Uint8Array): LogRecord {
  if (bytes.length < RECORD_HEADER_BYTES) throw new RecordError("TooShort");
  if (bytes.length > MAX_RECORD) throw new RecordError("TooLong");
  const source = new Source(bytes);
  const magic = source.take(MAGIC.length);
  if (!MAGIC.subarray(0, 7).every((byte, at) => byte === magic[at])) throw new RecordError("NotARecord");
  if (magic[7] !== MAGIC[7]) throw new RecordError("UnknownLayout");
  const kind = recordKind(source.number(2));
  if (kind === undefined) throw new RecordError("UnknownKind");
  if (source.number(1) !== LAYOUT_VERSION) throw new RecordError("UnknownVersion");
  const flags = source.number(1);
  const months = source.number(2);
  const stated = source.number(2);
  const field = (name: string, type: FieldType) => [name, inField(name, () => readField(type, source))] as const;
  const entries: (readonly [string, unknown])[] = [["kind", kind], ["version", LAYOUT_VERSION]];
  const numbers = [field("sequence", "count"), field("time", "time"), field("slot", "count?")];
  const addresses = [field("log", "address"), field("operator", "address")];
  entries.push(...addresses, ...numbers, ["retentionMonths", months === 0 ? undefined : months], ...readModel(flags, source.take(32)));
  if (stated !== source.left) throw new RecordError("WrongLength");
  const { fields, needsModel }: Layout = RECORD_KINDS[kind];
  for (const [name, type] of fields) entries.push(field(name, type));
  if (source.left > 0) throw new RecordError("Trailing");
  if (flags === 0 && needsModel) throw new RecordError("ModelMissing");
  const object = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  checkRules(object);
  return object as unknown as LogRecord;
}

function readModel(flags: number, model: Uint8Array): (readonly [string, unknown])[] {
  const zeros = model.every((byte) => byte === 0);
  if (flags > 2) throw new RecordError("UnknownFlags");
  // A second encoding of "none".
  if (flags === 0 && !zeros) throw new RecordError("StrayModel");
  if (flags === 0) return [];
  const name = flags === 1 ? "modelDigest" : "modelVersion";
  if (zeros) throw new RecordError("Zeros", name);
  return [[name, flags === 1 ? hex(model) : addressText(model)]];
}

/** The leaf that stands for a record in its log's tree when it is logged in a batch. */
export function recordLeaf(record: LogRecord): Uint8Array {
  return leafHash(encodeRecord(record));
}

/** The rules between fields. */
function checkRules(object: Unchecked): void {
  const inOrder = (earlier: string, later: string) => {
    if (object[later] !== undefined && (object[later] as number) < (object[earlier] as number)) throw new RecordError("EndsBeforeStart", later);
  };
  const changed = (before: string, after: string) => {
    if (object[before] === object[after]) throw new RecordError("Unchanged", after);
  };
  switch (object.kind as RecordKind) {
    case "dataCollection":
    case "trainingRun":
    case "fineTune":
      return inOrder("periodStart", "periodEnd");
    case "release":
      return changed("previousDigest", "weightsDigest");
    case "rollback":
      return changed("fromDigest", "toDigest");
    case "policyChange":
      return changed("previousDigest", "policyDigest");
    case "incident":
      inOrder("startedAt", "detectedAt");
      inOrder("startedAt", "resolvedAt");
      return inOrder("detectedAt", "reportedAt");
    case "decision":
      inOrder("periodStart", "periodEnd");
      if (object.review === "none" && (object.verifiers as unknown[] | undefined)?.length) throw new RecordError("ReviewMissing", "review");
      return;
    case "raw":
    case "evaluation":
    case "appeal":
      return;
  }
}
