/**
 * A strict reader of JSON (RFC 8259) for what decides what is proved: `JSON.parse` takes the last of two fields of one
 * name where other readers take the first, and reads 7.0 as 7.
 */
import { RecordError } from "./error.ts";

/** A value as it was read. Objects have no prototype. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** An object as it was read. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

const MAX_DEPTH = 8;
const NUMBER = /-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const INTEGER = /^(?:0|[1-9][0-9]*)$/;
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** Reads one value. A number that is not written as a whole one, without sign, is `NaN`. */
export function readJson(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  if (reader.peek() !== "") throw reader.fault("something follows the value");
  return value;
}

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  fault(what: string): RecordError {
    return new RecordError("Syntax", undefined, `character ${this.#at + 1}: ${what}`);
  }

  /** The next character that is no white space, without taking it; empty at the end. */
  peek(): string {
    while (" \t\n\r".includes(this.#text[this.#at] ?? "x")) this.#at += 1;
    return this.#text[this.#at] ?? "";
  }

  value(depth: number): JsonValue {
    const next = this.peek();
    if (next === '"') return this.#string();
    if (next === "{" || next === "[") {
      if (depth === MAX_DEPTH) throw this.fault("too many brackets inside each other");
      this.#at += 1;
      return next === "{" ? this.#object(depth + 1) : this.#list(depth + 1);
    }
    for (const [word, value] of Object.entries(WORDS)) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number === undefined) throw this.fault("expected a value");
    this.#at += number.length;
    // What is too large for any field must stay a whole number.
    return INTEGER.test(number) ? Math.min(Number(number), 2 ** 64) : Number.NaN;
  }

  #object(depth: number): JsonObject {
    const object = Object.create(null) as Record<string, JsonValue>;
    for (let first = true; this.#another("}", first); first = false) {
      if (this.peek() !== '"') throw this.fault("expected a field's name in quotes");
      const name = this.#string();
      if (this.peek() !== ":") throw this.fault("expected a colon");
      this.#at += 1;
      if (name in object) throw new RecordError("DuplicateField", name);
      object[name] = this.value(depth);
    }
    return object;
  }

  #list(depth: number): JsonValue[] {
    const list: JsonValue[] = [];
    for (let first = true; this.#another("]", first); first = false) list.push(this.value(depth));
    return list;
  }

  /** Whether another element follows before the closing bracket; takes the comma or the bracket. */
  #another(closing: string, first: boolean): boolean {
    const next = this.peek();
    if (next === closing) {
      this.#at += 1;
      return false;
    }
    if (first) return true;
    if (next !== ",") throw this.fault("expected a comma or a closing bracket");
    this.#at += 1;
    return true;
  }

  #string(): string {
    const start = this.#at;
    let escaped = false;
    for (this.#at += 1; this.#text[this.#at] !== '"'; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      // NaN at the end.
      if (!(code >= 32)) throw this.fault("a text that does not end, or a control character in it");
      if (code === 0x5c) {
        escaped = true;
        this.#at += 1;
      }
    }
    this.#at += 1;
    const token = this.#text.slice(start, this.#at);
    if (!escaped) return token.slice(1, -1);
    let value: string;
    try {
      value = JSON.parse(token) as string;
    } catch {
      throw this.fault("no such escape");
    }
    if (/\p{Surrogate}/u.test(value)) throw this.fault("half a surrogate pair");
    return value;
  }
}
