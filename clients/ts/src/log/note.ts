/**
 * Signed notes (C2SP signed-note): a text, an empty line, signature lines `— <name> base64(key ID ‖ signature)`.
 *
 * A note's text means nothing until `verifyNote` has found a signature of a key that is trusted. Signatures of unknown
 * keys are ignored; one of a known key that does not hold condemns the note.
 */
import { concat } from "../text.ts";
import { hexId, isKeyName, isSignedBy } from "./key.ts";
import type { VerifierKey } from "./key.ts";
import { Lines, LogError, checkedText, fromBase64, toBase64 } from "./text.ts";
import type { TextInput } from "./text.ts";

/** Bytes of a note. */
export const MAX_NOTE = 1 << 20;
/** Signatures of a note; C2SP asks for at least 16. */
export const MAX_SIGNATURES = 100;
/** Bytes of a cosignature after the key ID: time and signature. */
export const COSIGNATURE_BYTES = 72;
/** The latest time of a cosignature. */
const MAX_TIME = 2n ** 63n - 1n;

const DASH = "— ";

/** One signature line. */
export interface NoteSignature {
  readonly name: string;
  /** The key's ID. */
  readonly id: number;
  /** What follows the ID, at least one byte. */
  readonly bytes: Uint8Array;
}

/** A text and its signatures, of which none is verified yet. */
export interface SignedNote {
  /** What was signed, with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A signature that holds. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** Seconds since 1970 at which a witness says that it signed. */
  readonly time?: bigint;
}

/** Reads a note. Throws a `LogError` that names the line. `first` is the number of its first line in a larger file. */
export function parseNote(input: TextInput, first = 1): SignedNote {
  const all = checkedText(input, MAX_NOTE);
  const end = first + all.split("\n").length - 1;
  if (!all.endsWith("\n")) throw new LogError("Text", "the last line does not end with a newline: the file is cut off", end);
  const split = all.lastIndexOf("\n\n");
  if (split < 0) throw new LogError("Text", "missing: an empty line and signatures", end);
  const text = all.slice(0, split + 1);
  const lines = new Lines(all.slice(split + 2), first + text.split("\n").length);
  const signatures: NoteSignature[] = [];
  do {
    const number = lines.next;
    if (signatures.length === MAX_SIGNATURES) throw new LogError("Text", `more than ${MAX_SIGNATURES} signatures`, number);
    signatures.push(parseSignature(lines.take("signatures"), number));
  } while (lines.rest !== "");
  return { text, signatures };
}

function parseSignature(line: string, number: number): NoteSignature {
  const [, name, base64] = /^— ([^ ]*) (.*)$/su.exec(line) ?? [];
  if (name === undefined || base64 === undefined) throw new LogError("Text", "expected a signature: — <name> <base64>", number);
  if (!isKeyName(name)) throw new LogError("Text", "a name must not be empty nor contain spaces or a plus sign", number);
  const bytes = fromBase64(base64);
  if (bytes === undefined) throw new LogError("Text", "expected standard base64 with padding", number);
  if (bytes.length < 5) throw new LogError("Text", "a signature has a key ID of 4 bytes and at least one more", number);
  return { name, id: new DataView(bytes.buffer).getUint32(0), bytes: bytes.slice(4) };
}

/** The note as it is stored and sent. */
export function noteText(note: SignedNote): string {
  const line = ({ name, id, bytes }: NoteSignature) => {
    const idBytes = new Uint8Array(4);
    new DataView(idBytes.buffer).setUint32(0, id);
    return `${DASH}${name} ${toBase64(concat(idBytes, bytes))}\n`;
  };
  return `${note.text}\n${note.signatures.map(line).join("")}`;
}

/** What a witness signs (C2SP tlog-cosignature). `time` in seconds since 1970. */
export function cosignatureMessage(time: bigint, text: string): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${time}\n${text}`);
}

/** Signs bytes with the private half of a key, wherever that is: 64 bytes of Ed25519. */
export type SignBytes = (message: Uint8Array) => Promise<Uint8Array>;

/** The note with one more signature, of a log's key. Throws a `LogError` where that is not the key's. */
export async function signNote(note: SignedNote, key: VerifierKey, sign: SignBytes): Promise<SignedNote> {
  if (key.type !== "log") throw new LogError("Key", "a witness's key signs a time too: use cosignNote");
  return withSignature(note, key, await sign(new TextEncoder().encode(note.text)));
}

/** The note with one more signature, of a witness's key, as of `time` in seconds since 1970. Throws a `LogError`. */
export async function cosignNote(note: SignedNote, key: VerifierKey, time: bigint, sign: SignBytes): Promise<SignedNote> {
  if (key.type !== "witness") throw new LogError("Key", "a log's key signs the text alone: use signNote");
  if (time < 0n || time > MAX_TIME) throw new LogError("Text", "a cosignature's time is between 0 and 2^63 - 1 seconds");
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, time);
  return withSignature(note, key, concat(stamp, await sign(cosignatureMessage(time, note.text))));
}

async function withSignature(note: SignedNote, key: VerifierKey, bytes: Uint8Array): Promise<SignedNote> {
  if (note.signatures.length === MAX_SIGNATURES) throw new LogError("Text", `more than ${MAX_SIGNATURES} signatures`);
  const signed = { text: note.text, signatures: [...note.signatures, { name: key.name, id: key.id, bytes }] };
  // Another private key, or a text that is none of a note, would be found by whoever reads it.
  parseNote(noteText(signed));
  if ((await check(key, note.text, bytes)) === undefined) throw new LogError("BadSignature", `what was signed is not by ${key.name}+${hexId(key.id)}`);
  return signed;
}

/** The time of a cosignature's bytes and its Ed25519 signature; `undefined` where they are none. */
export function splitCosignature(bytes: Uint8Array): { time: bigint; signature: Uint8Array } | undefined {
  if (bytes.length !== COSIGNATURE_BYTES) return undefined;
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return time > MAX_TIME ? undefined : { time, signature: bytes.slice(8) };
}

/** The signatures of known keys, each key once, in the order of the note. Throws a `LogError` where there is none. */
export async function verifyNote(note: SignedNote, keys: readonly VerifierKey[]): Promise<VerifiedSignature[]> {
  const verified: VerifiedSignature[] = [];
  for (const [at, signature] of note.signatures.entries()) {
    const known = keys.filter(({ name, id }) => name === signature.name && id === signature.id);
    const [key] = known;
    if (key === undefined) continue;
    const shown = `${key.name}+${hexId(key.id)}`;
    if (known.length > 1) throw new LogError("Ambiguous", `two of the known keys are ${shown}: give one of them`);
    const checked = await check(key, note.text, signature.bytes);
    if (checked === undefined) throw new LogError("BadSignature", `signature ${at + 1} says it is by ${shown}, a known key, but is not`);
    if (!verified.some((other) => other.key === key)) verified.push(checked);
  }
  if (verified.length > 0) return verified;
  throw new LogError("NoKnownKey", `none of the note's ${note.signatures.length} signatures is by a known key`);
}

async function check(key: VerifierKey, text: string, bytes: Uint8Array): Promise<VerifiedSignature | undefined> {
  if (key.type === "log") return (await isSignedBy(key.publicKey, new TextEncoder().encode(text), bytes)) ? { key } : undefined;
  const parts = splitCosignature(bytes);
  if (parts === undefined) return undefined;
  const holds = await isSignedBy(key.publicKey, cosignatureMessage(parts.time, text), parts.signature);
  return holds ? { key, time: parts.time } : undefined;
}
