/** The types that fields have: each value of them has one encoding. */
import { getAddressDecoder, getAddressEncoder, isAddress } from "@solana/kit";
import { hex } from "../text.ts";
import { RecordError } from "./error.ts";
import type { FieldType, ScalarType } from "./layout.ts";

/** The earliest time, 2000-01-01T00:00:00Z: seconds, milliseconds and nanoseconds given by mistake are refused. */
export const MIN_RECORD_TIME = 946_684_800_000_000;
/** Commitments in a list. */
export const MAX_PEOPLE = 8;
/** Bytes of a text. */
const MAX_TEXT = 64;
/** Bytes that a raw record holds. */
const MAX_RAW = 3584;
const MAX_COUNT = Number.MAX_SAFE_INTEGER;
const MAX_BPS = 10_000;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes that are read in order. */
export class Source {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(count: number): Uint8Array {
    if (count > this.left) throw new RecordError("Truncated");
    this.#at += count;
    return this.#bytes.slice(this.#at - count, this.#at);
  }

  number(size: 1 | 2): number {
    const bytes = this.take(size);
    return size === 1 ? bytes[0]! : bytes[0]! + 256 * bytes[1]!;
  }
}

/** How a type of fixed size stands in bytes and in JSON. The absent value fills the field with one byte. */
interface Scalar {
  readonly size: number;
  readonly absent: 0 | 0xff;
  read(bytes: Uint8Array): string | number;
  write(value: unknown): Uint8Array;
}

const u64: Pick<Scalar, "size"> = { size: 8 };

const SCALARS: Readonly<Record<ScalarType, Scalar>> = {
  time: { ...u64, absent: 0, read: (bytes) => time(readU64(bytes)), write: (value) => writeU64(time(value)) },
  count: { ...u64, absent: 0xff, read: (bytes) => bounded(readU64(bytes), MAX_COUNT), write: (value) => writeU64(bounded(value, MAX_COUNT)) },
  bps: {
    size: 2,
    absent: 0xff,
    read: (bytes) => bounded(bytes[0]! + 256 * bytes[1]!, MAX_BPS),
    write: (value) => u16(bounded(value, MAX_BPS)),
  },
  digest: { size: 32, absent: 0, read: hex, write: (value) => notZeros(hash(value)) },
  commitment: { size: 32, absent: 0, read: hex, write: (value) => notZeros(hash(value)) },
  address: { size: 32, absent: 0, read: addressText, write: (value) => notZeros(addressBytes(value)) },
};

/** The field's bytes; `undefined` stands for an absent value. */
export function writeField(type: FieldType, value: unknown): Uint8Array {
  if (typeof type !== "string") return Uint8Array.of(choice(type, value));
  if (type === "people") return people(value);
  if (type === "text") return value === undefined ? Uint8Array.of(0) : text(value);
  if (type === "bytes") return raw(value);
  const optional = type.endsWith("?");
  const scalar = SCALARS[type.replace("?", "") as ScalarType];
  if (value !== undefined) return scalar.write(value);
  if (!optional) throw new RecordError("Missing");
  return new Uint8Array(scalar.size).fill(scalar.absent);
}

/** The field's value; `undefined` where it is absent. */
export function readField(type: FieldType, source: Source): unknown {
  if (typeof type !== "string") {
    const name = type[source.number(1)];
    if (name === undefined) throw new RecordError("UnknownChoice");
    return name;
  }
  if (type === "people") return readPeople(source);
  if (type === "text") return readText(source);
  if (type === "bytes") return readRaw(source);
  const scalar = SCALARS[type.replace("?", "") as ScalarType];
  const bytes = source.take(scalar.size);
  if (!bytes.every((byte) => byte === scalar.absent)) return scalar.read(bytes);
  if (!type.endsWith("?")) throw new RecordError("Missing");
  return undefined;
}

/** A value of this type, or a refusal. `null` and absent values have refusals of their own. */
export function typed(value: unknown, type: "string" | "number"): unknown {
  if (value === undefined) throw new RecordError("Missing");
  if (value === null) throw new RecordError("Null");
  if (typeof value !== type) throw new RecordError("WrongType");
  return value;
}

/** A whole number from 0 to `max`. */
export function bounded(value: unknown, max: number): number {
  const number = typed(value, "number") as number;
  if (number < 0 || !Number.isInteger(number)) throw new RecordError("WrongType");
  if (number > max) throw new RecordError("NumberOutOfRange");
  return number;
}

/** Unix microseconds. */
export function time(value: unknown): number {
  const micros = bounded(value, Number.MAX_VALUE);
  if (micros < MIN_RECORD_TIME || micros > MAX_COUNT) throw new RecordError("TimeOutOfRange");
  return micros;
}

/** The bytes of lower-case hexadecimal. Upper case is refused, so that bytes have one form. */
export function fromHex(value: unknown): Uint8Array {
  const digits = typed(value, "string") as string;
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/.test(digits)) throw new RecordError("NotHex");
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

/** 32 bytes as 64 digits. */
export function hash(value: unknown): Uint8Array {
  const bytes = fromHex(value);
  if (bytes.length !== 32) throw new RecordError("NotHex");
  return bytes;
}

/** The 32 bytes of an address in base58. */
export function addressBytes(value: unknown): Uint8Array {
  const address = typed(value, "string") as string;
  if (!isAddress(address)) throw new RecordError("NotAnAddress");
  return Uint8Array.from(getAddressEncoder().encode(address));
}

/** An address as base58. */
export function addressText(bytes: Uint8Array): string {
  return getAddressDecoder().decode(bytes);
}

/** The bytes, unless they are all zeros, which stand for "none". */
export function notZeros(bytes: Uint8Array): Uint8Array {
  if (bytes.every((byte) => byte === 0)) throw new RecordError("Zeros");
  return bytes;
}

/** UTF-8 of a text without halves of surrogate pairs. */
export function textBytes(value: unknown): Uint8Array {
  const text = typed(value, "string") as string;
  if (/\p{Surrogate}/u.test(text)) throw new RecordError("NotUtf8");
  return new TextEncoder().encode(text);
}

export function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}

export function writeU64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}

/** A number that exceeds 2^53 - 1 is no exact one, but too large in any case. */
export function readU64(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
}

function choice(names: readonly string[], value: unknown): number {
  const number = names.indexOf(typed(value, "string") as string);
  if (number < 0) throw new RecordError("UnknownChoiceName");
  return number;
}

function people(value: unknown): Uint8Array {
  if (value === null) throw new RecordError("Null");
  if (value !== undefined && !Array.isArray(value)) throw new RecordError("WrongType");
  const list = (value ?? []) as unknown[];
  if (list.length > MAX_PEOPLE) throw new RecordError("TooMany");
  const bytes = new Uint8Array(1 + 32 * list.length);
  bytes[0] = list.length;
  list.forEach((each, at) => bytes.set(notZeros(hash(each)), 1 + 32 * at));
  return bytes;
}

function readPeople(source: Source): readonly string[] | undefined {
  const count = source.number(1);
  if (count > MAX_PEOPLE) throw new RecordError("TooMany");
  const list = Array.from({ length: count }, () => readField("commitment", source) as string);
  return count === 0 ? undefined : list;
}

function text(value: unknown): Uint8Array {
  const bytes = textBytes(value);
  if (bytes.length === 0) throw new RecordError("EmptyText");
  if (bytes.length > MAX_TEXT) throw new RecordError("TextTooLong");
  if (/\p{Cc}/u.test(value as string)) throw new RecordError("ControlCharacter");
  return Uint8Array.of(bytes.length, ...bytes);
}

function readText(source: Source): string | undefined {
  const length = source.number(1);
  if (length > MAX_TEXT) throw new RecordError("TextTooLong");
  const bytes = source.take(length);
  let read: string;
  try {
    read = utf8.decode(bytes);
  } catch {
    throw new RecordError("NotUtf8");
  }
  if (/\p{Cc}/u.test(read)) throw new RecordError("ControlCharacter");
  return read === "" ? undefined : read;
}

function raw(value: unknown): Uint8Array {
  const content = fromHex(value);
  if (content.length === 0) throw new RecordError("Missing");
  if (content.length > MAX_RAW) throw new RecordError("RawTooLong");
  const bytes = new Uint8Array(2 + content.length);
  bytes.set(u16(content.length));
  bytes.set(content, 2);
  return bytes;
}

function readRaw(source: Source): string {
  const length = source.number(2);
  if (length > MAX_RAW) throw new RecordError("RawTooLong");
  if (length === 0) throw new RecordError("Missing");
  return hex(source.take(length));
}
