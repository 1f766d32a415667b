/** What all text formats of C2SP share: strict lines, numbers and base64, and refusals that name the line. */

/** Why a text of a log, a key or a signature is refused. */
export type LogErrorCode =
  | "Text"
  | "Key"
  | "Tile"
  | "NoKnownKey"
  | "BadSignature"
  | "Ambiguous"
  | "NotTheLog"
  | "NoQuorum"
  | "Extension"
  | "NotIncluded"
  | "Inconsistent";

/** A refusal. `line` counts from 1, where there is one. */
export class LogError extends Error {
  override readonly name = "LogError";
  constructor(
    readonly code: LogErrorCode,
    reason: string,
    readonly line?: number,
  ) {
    super(line === undefined ? reason : `line ${line}: ${reason}`);
  }
}

/** Text as it came from a file or the network. */
export type TextInput = string | Uint8Array;

/** The largest number that these formats write. */
export const MAX_U64 = 2n ** 64n - 1n;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The input as text without control characters but newlines. */
export function checkedText(input: TextInput, maxBytes: number): string {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  if (bytes.length > maxBytes) throw new LogError("Text", `the file has ${bytes.length} bytes, at most ${maxBytes} are allowed`, 1);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new LogError("Text", "the file is not UTF-8", 1);
  }
  // A lone surrogate was replaced when the string was encoded.
  if (typeof input === "string" && text !== input) throw new LogError("Text", "the file is not UTF-8", 1);
  for (let at = 0, line = 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10) line += 1;
    else if (code < 32) throw new LogError("Text", "a control character; only newlines are allowed", line);
  }
  return text;
}

/** Lines that each end with a newline. */
export class Lines {
  rest: string;
  next: number;

  constructor(text: string, first = 1) {
    this.rest = text;
    this.next = first;
  }

  /** The next line without its newline; `what` stands in the error. */
  take(what: string): string {
    if (this.rest === "") throw new LogError("Text", `missing: ${what}`, this.next);
    const end = this.rest.indexOf("\n");
    if (end < 0) throw new LogError("Text", "the last line does not end with a newline: the file is cut off", this.next);
    const line = this.rest.slice(0, end);
    this.rest = this.rest.slice(end + 1);
    this.next += 1;
    return line;
  }

  /** Hashes, one per line, and the empty line that ends them. */
  hashes(max: number): Uint8Array[] {
    const hashes: Uint8Array[] = [];
    for (;;) {
      const number = this.next;
      const line = this.take("the empty line after the hashes");
      if (line === "") return hashes;
      if (hashes.length === max) throw new LogError("Text", `more than ${max} hashes`, number);
      hashes.push(hashOf(line, number));
    }
  }
}

/** A decimal number below 2^64 in its one spelling. */
export function decimal(text: string): bigint | undefined {
  if (!/^(0|[1-9][0-9]{0,19})$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= MAX_U64 ? value : undefined;
}

/** `decimal`, or a refusal of the line. */
export function decimalOf(text: string, line: number): bigint {
  const value = decimal(text);
  if (value === undefined) throw new LogError("Text", "expected a decimal number below 2^64 without sign or leading zeros", line);
  return value;
}

/** 32 bytes in base64, or a refusal of the line. */
export function hashOf(text: string, line: number): Uint8Array {
  const bytes = text.length === 44 ? fromBase64(text) : undefined;
  if (bytes?.length !== 32) throw new LogError("Text", "expected a hash: 44 characters of base64, that is 32 bytes", line);
  return bytes;
}

/** The bytes of standard base64 with padding, in its one spelling; `undefined` for anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  // Missing padding and stray bits would be a second spelling.
  return btoa(binary) === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : undefined;
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
