/** Text and digests as the program's accounts hold them. */
import { sha256 } from "@noble/hashes/sha2.js";
import type { ReadonlyUint8Array } from "@solana/kit";

/** 32 zero bytes: "none" wherever the program takes a digest. */
export const ZERO_HASH: Uint8Array = new Uint8Array(32);

/** The text of a zero-padded UTF-8 field, such as a proposal's `title` or a provider's `endpoint`. */
export function fixedText(bytes: ReadonlyUint8Array): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return new TextDecoder().decode(Uint8Array.from(bytes).subarray(0, end));
}

/** SHA-256 of text (as UTF-8) or bytes: what `name_hash`, `metadata_hash` and `description_hash` ask for. */
export function digest(content: string | ReadonlyUint8Array): Uint8Array {
  return sha256(typeof content === "string" ? new TextEncoder().encode(content) : Uint8Array.from(content));
}

/** Bytes as lower-case hexadecimal. */
export function hex(bytes: ReadonlyUint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of these parts, one after the other. */
export function concat(...parts: readonly ReadonlyUint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(Uint8Array.from(part), at);
    at += part.length;
  }
  return whole;
}
