/** Records as lines of JSON, the form in which operators keep and batch them. */
import { decodeRecord, encodeRecord } from "./codec.ts";
import { RecordError } from "./error.ts";
import type { LogRecord, RecordDraft } from "./layout.ts";
import { readJson } from "./strictJson.ts";

/** Bytes of a line, its end not counted. */
export const MAX_LINE = 65_536;

/** The draft that a line of JSON gives; `sealRecord` checks it. Throws a `RecordError` for what is no object of JSON. */
export function parseRecordLine(line: string | Uint8Array): RecordDraft {
  const bytes = typeof line === "string" ? new TextEncoder().encode(line) : line;
  if (bytes.length > MAX_LINE) throw new RecordError("LineTooLong");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new RecordError("NotUtf8");
  }
  const object = readJson(text);
  if (object === null) throw new RecordError("Null");
  if (typeof object !== "object" || Array.isArray(object)) throw new RecordError("WrongType");
  return object as unknown as RecordDraft;
}

/** A record as one line of JSON, its fields in the order of docs/records.md. */
export function recordLine(record: LogRecord): string {
  return JSON.stringify(decodeRecord(encodeRecord(record)));
}
