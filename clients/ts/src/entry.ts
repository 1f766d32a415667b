/**
 * Entries of audit logs: the bytes that are hashed into a leaf, as audit/entry.rs fixes them. Numbers are little endian.
 *
 *   "ALTHING" 0x01 ‖ log (32) ‖ index (8) ‖ unix time (8) ‖ slot (8) ‖ actor (32) ‖ kind (2) ‖ length (2) ‖ payload
 */
import { getAddressDecoder, getAddressEncoder } from "@solana/kit";
import type { Address, ReadonlyUint8Array } from "@solana/kit";
import { leafHash } from "./merkle.ts";
import { concat } from "./text.ts";

/** Bytes before the payload. */
export const ENTRY_HEADER_BYTES = 100;
/** Bytes of a payload. */
export const MAX_ENTRY_PAYLOAD = 512;
/** Kinds below this are written by the program alone. */
export const FIRST_OPEN_KIND = 1024;

const MAGIC = concat(new TextEncoder().encode("ALTHING"), Uint8Array.of(1));

/** An entry. The event `EntryAppended` and the account `AuditEntry` have these fields too. */
export interface Entry {
  /** The log's address: an entry of one log means nothing in another. */
  readonly log: Address;
  /** Index of the leaf, from 0. */
  readonly index: bigint;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly slot: bigint;
  /** Who did it. */
  readonly actor: Address;
  readonly kind: number;
  readonly payload: ReadonlyUint8Array;
}

/** The entry's bytes. Throws a `RangeError` for a payload over 512 bytes. */
export function encodeEntry(entry: Entry): Uint8Array {
  const { payload } = entry;
  if (payload.length > MAX_ENTRY_PAYLOAD) {
    throw new RangeError(`payload: an entry carries at most ${MAX_ENTRY_PAYLOAD} bytes, not ${payload.length}`);
  }
  const bytes = new Uint8Array(ENTRY_HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  const addresses = getAddressEncoder();
  bytes.set(MAGIC, 0);
  bytes.set(addresses.encode(entry.log), 8);
  view.setBigUint64(40, entry.index, true);
  view.setBigInt64(48, entry.timestamp, true);
  view.setBigUint64(56, entry.slot, true);
  bytes.set(addresses.encode(entry.actor), 64);
  view.setUint16(96, entry.kind, true);
  view.setUint16(98, payload.length, true);
  bytes.set(Uint8Array.from(payload), ENTRY_HEADER_BYTES);
  return bytes;
}

/** The entry of these bytes. Throws a `RangeError` for any others. */
export function decodeEntry(bytes: ReadonlyUint8Array): Entry {
  const copy = Uint8Array.from(bytes);
  if (copy.length < ENTRY_HEADER_BYTES) throw new RangeError(`entry: ${copy.length} bytes are fewer than the header's`);
  if (!MAGIC.every((byte, i) => copy[i] === byte)) throw new RangeError("entry: does not begin with ALTHING, version 1");
  const view = new DataView(copy.buffer);
  const length = view.getUint16(98, true);
  if (length > MAX_ENTRY_PAYLOAD || copy.length !== ENTRY_HEADER_BYTES + length) {
    throw new RangeError(`entry: ${copy.length} bytes do not hold a payload of ${length}`);
  }
  const addresses = getAddressDecoder();
  return {
    log: addresses.decode(copy, 8),
    index: view.getBigUint64(40, true),
    timestamp: view.getBigInt64(48, true),
    slot: view.getBigUint64(56, true),
    actor: addresses.decode(copy, 64),
    kind: view.getUint16(96, true),
    payload: copy.slice(ENTRY_HEADER_BYTES),
  };
}

/** The hash that stands for an entry in its log's tree. */
export function entryLeaf(entry: Entry): Uint8Array {
  return leafHash(encodeEntry(entry));
}
