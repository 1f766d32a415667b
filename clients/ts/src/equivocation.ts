/** Two roots of one size: what the account of such a report is found by. */
import { getAddressEncoder } from "@solana/kit";
import type { Address, ReadonlyUint8Array } from "@solana/kit";
import { concat, digest } from "./text.ts";

/**
 * What makes one lie, `evidence_hash` of `report_equivocation`: the bond's organisation and key, the size and both roots, in
 * whatever order. Evidence of different kinds for the same two roots is punished together.
 */
export function evidenceHash(
  dao: Address,
  signingKey: ReadonlyUint8Array,
  size: bigint,
  one: ReadonlyUint8Array,
  other: ReadonlyUint8Array,
): Uint8Array {
  const leaves = new Uint8Array(8);
  new DataView(leaves.buffer).setBigUint64(0, size, true);
  const [low, high] = isBelow(one, other) ? [one, other] : [other, one];
  return digest(concat(getAddressEncoder().encode(dao), signingKey, leaves, low, high));
}

/** The order of bytes, as a number with the most significant first. */
function isBelow(one: ReadonlyUint8Array, other: ReadonlyUint8Array): boolean {
  const at = one.findIndex((byte, place) => byte !== other[place]);
  return at >= 0 && one[at]! < other[at]!;
}
