/** How an operator answers a question: by an entry of its own log, as appeals/state/question.rs fixes it. */
import { getAddressEncoder } from "@solana/kit";
import type { Address, ReadonlyUint8Array } from "@solana/kit";
import type { Entry } from "./entry.ts";
import { concat } from "./text.ts";

/** Kind of the entry that answers. */
export const ANSWER_KIND = 1100;

/** Its payload: the question's address and the SHA-256 of the salted answer. Throws a `RangeError` for a hash of another length. */
export function answerPayload(question: Address, answerHash: ReadonlyUint8Array): Uint8Array {
  if (answerHash.length !== 32) throw new RangeError(`answerHash: a SHA-256 has 32 bytes, not ${answerHash.length}`);
  return concat(Uint8Array.from(getAddressEncoder().encode(question)), Uint8Array.from(answerHash));
}

/** The whole entry, for an operator that publishes it in a batch; `append_entry` stamps it with time and slot itself. */
export function answerEntry(question: Address, answerHash: ReadonlyUint8Array, at: Omit<Entry, "kind" | "payload">): Entry {
  return { ...at, kind: ANSWER_KIND, payload: answerPayload(question, answerHash) };
}
