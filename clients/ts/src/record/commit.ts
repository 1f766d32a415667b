/**
 * Salted commitments.
 *
 *   commitment = SHA-256("ALTHCOM" 01 ‖ kind (2) ‖ version (1) ‖ field (1) ‖ index (1) ‖ form (1) ‖ salt (32) ‖ value)
 *   salt       = HMAC-SHA-256(subject key, "ALTHSLT" 01 ‖ log (32) ‖ operator (32) ‖ sequence (8) ‖ kind (2) ‖ version (1)
 *                             ‖ field (1) ‖ index (1))                            (or 32 random bytes)
 *
 * Whoever lacks the salt has to guess 256 bits, however few values are possible. Erasing a person's key erases the
 * content of all that was committed to under it; records, leaves and proofs remain as they are.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat } from "../text.ts";
import { RecordError } from "./error.ts";
import { addressBytes, fromHex, hash, textBytes, u16, writeU64 } from "./fields.ts";
import type { OpenValue } from "./layout.ts";

/** Bytes of a value. Of anything longer the digest is committed to. */
export const MAX_VALUE = 4096;

const COMMIT_DOMAIN = new TextEncoder().encode("ALTHCOM\u0001");
const SALT_DOMAIN = new TextEncoder().encode("ALTHSLT\u0001");

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

/** The salt for a place, derived from a person's key of 32 random bytes. */
export function subjectSalt(key: Uint8Array, place: Place): Uint8Array {
  const where = concat(addressBytes(place.log), addressBytes(place.operator), writeU64(place.sequence));
  return hmac(sha256, checkedSalt(key), concat(SALT_DOMAIN, where, tag(place)));
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

