/**
 * Salted commitments.
 *
 *   commitment = SHA-256("ALTHCOM" 01 ‖ kind (2) ‖ version (1) ‖ field (1) ‖ index (1) ‖ form (1) ‖ salt (32) ‖ value)
 *   salt       = HMAC-SHA-256(subject key, "ALTHSLT" 01 ‖ log (32) ‖ operator (32) ‖ sequence (8) ‖ kind (2) ‖ version (1)
 *                             ‖ field (1) ‖ index (1))                            (or 32 random bytes)
 *
 * What an operator keeps of a value whose salt is derived is covered under the same key (docs/records.md), so that
 * nothing of it is left in clear when that key is gone.
 *
 * Whoever lacks the salt has to guess 256 bits, however few values are possible. Erasing a person's key erases the
 * content of all that was committed to under it; records, leaves and proofs remain as they are.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, hex } from "../text.ts";
import { RecordError } from "./error.ts";
import { addressBytes, fromHex, hash, textBytes, u16, writeU64 } from "./fields.ts";
import type { OpenValue } from "./layout.ts";

/** Bytes of a value. Of anything longer the digest is committed to. */
export const MAX_VALUE = 4096;

const COMMIT_DOMAIN = new TextEncoder().encode("ALTHCOM\u0001");
const SALT_DOMAIN = new TextEncoder().encode("ALTHSLT\u0001");
const COVER_DOMAIN = new TextEncoder().encode("ALTHENC\u0001");
/** Bytes of a covered value are a multiple of it, so that little is told of the value's length. */
const COVER_STEP = 64;
const MAX_COVERED = 4160;

/** A field of one record: what a salt belongs to. */
export interface Place {
  readonly log: string;
  readonly operator: string;
  readonly sequence: number;
  /** The kind's number. */
  readonly kind: number;
  /** The version of that kind's layout. */
  readonly version: number;
  /** The field's position in its kind, from 1. */
  readonly field: number;
  /** The position in the field's list, from 0; 0 where it is no list. */
  readonly index: number;
}

function tag({ kind, version, field, index }: Place): Uint8Array {
  return concat(u16(kind), Uint8Array.of(version, field, index));
}

/** All of a place, as it is hashed. */
function whole(place: Place): Uint8Array {
  return concat(addressBytes(place.log), addressBytes(place.operator), writeU64(place.sequence), tag(place));
}

/** The salt for a place, derived from a person's key of 32 random bytes. */
export function subjectSalt(key: Uint8Array, place: Place): Uint8Array {
  return hmac(sha256, checkedSalt(key), concat(SALT_DOMAIN, whole(place)));
}

/** The value of a commitment, so that only this key uncovers it. */
export function cover(key: Uint8Array, place: Place, commitment: Uint8Array, value: OpenValue): Uint8Array {
  const { bytes } = valueBytes(value);
  const form = value.sha256 !== undefined ? 2 : value.hex !== undefined ? 1 : 0;
  const covered = new Uint8Array(Math.ceil((3 + bytes.length) / COVER_STEP) * COVER_STEP);
  covered.set(concat(Uint8Array.of(form), u16(bytes.length), bytes));
  return masked(key, place, commitment, covered);
}

/** The value that was covered. Throws `DoesNotOpen` where it was not under this key for this commitment. */
export function uncover(key: Uint8Array, place: Place, commitment: Uint8Array, covered: Uint8Array): OpenValue {
  const bytes = masked(key, place, commitment, covered);
  const length = bytes[1]! + 256 * bytes[2]!;
  const [value, zeros] = [bytes.slice(3, 3 + length), bytes.slice(3 + length)];
  if (value.length !== length || zeros.length >= COVER_STEP || zeros.some((byte) => byte !== 0)) throw new RecordError("DoesNotOpen");
  if (bytes[0] === 0) {
    try {
      return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value) };
    } catch {
      throw new RecordError("DoesNotOpen");
    }
  }
  if (bytes[0] === 1) return { hex: hex(value) };
  if (bytes[0] === 2 && length === 32) return { sha256: hex(value) };
  throw new RecordError("DoesNotOpen");
}

/** The bytes of a covered value, from hexadecimal. */
export function coveredBytes(digits: unknown): Uint8Array {
  const bytes = fromHex(digits);
  if (bytes.length === 0 || bytes.length > MAX_COVERED || bytes.length % COVER_STEP !== 0) throw new RecordError("NotHex");
  return bytes;
}

function masked(key: Uint8Array, place: Place, commitment: Uint8Array, bytes: Uint8Array): Uint8Array {
  const message = concat(COVER_DOMAIN, whole(place), commitment, new Uint8Array(4));
  const counter = new DataView(message.buffer, message.byteOffset + message.length - 4);
  const out = Uint8Array.from(bytes);
  for (let at = 0; at < out.length; at += 32) {
    counter.setUint32(0, at / 32, true);
    const mask = hmac(sha256, checkedSalt(key), message);
    for (let i = at; i < Math.min(at + 32, out.length); i += 1) out[i]! ^= mask[i - at]!;
  }
  return out;
}

/** The commitment to a value at a place. */
export function commitment(place: Place, salt: Uint8Array, value: OpenValue): Uint8Array {
  const { form, bytes } = valueBytes(value);
  return sha256(concat(COMMIT_DOMAIN, tag(place), Uint8Array.of(form), checkedSalt(salt), bytes));
}

/** 32 bytes that are not all zeros, which were never filled. */
export function checkedSalt(salt: Uint8Array): Uint8Array {
  if (salt.length !== 32) throw new RecordError("NotHex");
  if (salt.every((byte) => byte === 0)) throw new RecordError("WeakSalt");
  return salt;
}

/** What is hashed: content (0), or the SHA-256 of content (1). The same content as text and as bytes is one value. */
export function valueBytes({ text, hex, sha256: digest }: OpenValue): { form: 0 | 1; bytes: Uint8Array } {
  const given = [text, hex, digest].filter((each) => each !== undefined).length;
  if (given === 0) throw new RecordError("ValueMissing");
  if (given > 1) throw new RecordError("TwoValues");
  if (digest !== undefined) return { form: 1, bytes: hash(digest) };
  const bytes = text === undefined ? fromHex(hex) : textBytes(text);
  if (bytes.length > MAX_VALUE) throw new RecordError("ValueTooLong");
  return { form: 0, bytes };
}

