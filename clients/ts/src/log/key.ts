/**
 * Keys of signed notes (C2SP signed-note) and their Ed25519 signatures, checked by WebCrypto.
 *
 *   text form  <name>+<key ID, 8 hex digits>+base64(type ‖ public key)
 *   key ID     SHA-256(name ‖ 0x0A ‖ type ‖ public key)[..4], big endian
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { concat } from "../text.ts";
import { LogError, fromBase64, toBase64 } from "./text.ts";

/** `log` (0x01) signs a note's text, `witness` (0x04) a time and the text. */
export type KeyType = "log" | "witness";

/** A name and a public key whose signatures can be checked. */
export interface VerifierKey {
  readonly name: string;
  readonly id: number;
  readonly type: KeyType;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

const TYPE_BYTES: Record<KeyType, number> = { log: 0x01, witness: 0x04 };

/** Whether a key may have this name: not empty, without spaces, plus signs and control characters. */
export function isKeyName(name: string): boolean {
  // \s leaves out U+0085, which is white space in Unicode, and adds U+FEFF, which is not.
  return name !== "" && !/[+\u0000-\u001f\u0085]|(?!\ufeff)\s/.test(name) && !/\p{Surrogate}/u.test(name);
}

/** A key of that name. Throws a `LogError` where the name is not allowed or the bytes are no key. */
export function verifierKey(name: string, type: KeyType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new LogError("Key", "a key's name must not be empty nor contain spaces, control characters or a plus sign");
  if (publicKey.length !== 32) throw new LogError("Key", `an Ed25519 key has 32 bytes, this one has ${publicKey.length}`);
  if (isSmallOrder(publicKey)) throw new LogError("Key", "a public key of small order: anybody could sign for it");
  const hash = sha256(concat(new TextEncoder().encode(`${name}\n`), Uint8Array.of(TYPE_BYTES[type]), publicKey));
  const id = new DataView(hash.buffer, hash.byteOffset).getUint32(0);
  return { name, id, type, publicKey: publicKey.slice() };
}

/** Reads a key's text form. Throws a `LogError` that says what is wrong with it. */
export function parseVerifierKey(text: string): VerifierKey {
  // The base64 part may contain plus signs itself, names and IDs may not.
  const [, name, id, key] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? [];
  if (name === undefined || id === undefined || key === undefined) throw new LogError("Key", "expected <name>+<key ID>+<base64>");
  if (!/^[0-9a-f]{8}$/.test(id)) throw new LogError("Key", "a key's ID must be 8 lower-case hexadecimal digits");
  const bytes = fromBase64(key);
  if (bytes === undefined) throw new LogError("Key", "a key's last part must be standard base64");
  const type = bytes[0] === TYPE_BYTES.log ? "log" : bytes[0] === TYPE_BYTES.witness ? "witness" : undefined;
  if (type === undefined) throw new LogError("Key", "a key's type must be 0x01 (Ed25519) or 0x04 (cosignature)");
  const read = verifierKey(name, type, bytes.subarray(1));
  if (read.id !== Number.parseInt(id, 16)) throw new LogError("Key", `the key says ID ${id}, but name and key give ${hexId(read.id)}`);
  return read;
}

/** A key's text form. */
export function verifierKeyText(key: VerifierKey): string {
  return `${key.name}+${hexId(key.id)}+${toBase64(concat(Uint8Array.of(TYPE_BYTES[key.type]), key.publicKey))}`;
}

/** A key ID as it is written. */
export function hexId(id: number): string {
  return id.toString(16).padStart(8, "0");
}

/**
 * Whether `signature` is this key's over `message`, by the strict rules that Solana's Ed25519 program applies too: no
 * point of small order, which would let one signature hold for many messages.
 */
export async function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (signature.length !== 64 || isSmallOrder(publicKey) || isSmallOrder(signature.subarray(0, 32))) return false;
  try {
    const key = await crypto.subtle.importKey("raw", new Uint8Array(publicKey), "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, new Uint8Array(signature), new Uint8Array(message));
  } catch (error) {
    // Some implementations refuse bytes that are no point of the curve as they import them.
    if (error instanceof DOMException && error.name === "DataError") return false;
    throw error;
  }
}

/** y coordinates of the eight points of small order, and of those that are not reduced; little endian. */
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
].map((text) => Uint8Array.from(text.match(/../g)!, (byte) => Number.parseInt(byte, 16)));

function isSmallOrder(point: Uint8Array): boolean {
  // The top bit is the sign of x.
  return SMALL_ORDER.some((y) => y.every((byte, i) => byte === (i === 31 ? point[i]! & 0x7f : point[i])));
}
