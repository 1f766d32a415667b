/** What stands in accounts of the registry: statuses by number, and where every version stood in any past slot. */
import { AccountRole, getI64Decoder, getStructDecoder, getU64Decoder, getU8Decoder, padRightDecoder } from "@solana/kit";
import type { AccountMeta, Address } from "@solana/kit";
import { getModelHistoryDecoder, getModelHistorySize } from "./generated/index.ts";
import type { ModelVersion } from "./generated/index.ts";

/** Where a version stands, by number. */
export const VERSION_STATUSES = ["draft", "staged", "production", "deprecated", "revoked"] as const;
/** Status of a version. */
export type VersionStatus = (typeof VERSION_STATUSES)[number];

/** The name of a version's `status`. Throws a `RangeError` for numbers that the program does not use. */
export function versionStatus(status: number): VersionStatus {
  const name = VERSION_STATUSES[status];
  if (name === undefined) throw new RangeError(`status: ${status} is none of 0 to ${VERSION_STATUSES.length - 1}`);
  return name;
}

/** The versions that a version was made from. */
export function parentsOf({ parents, parentCount }: Pick<ModelVersion, "parents" | "parentCount">): readonly Address[] {
  return parents.slice(0, parentCount);
}

/** Further accounts of a promotion (parents, then grants of its datasets), or, writable, of a closing. */
export function furtherAccounts(addresses: readonly Address[], role: AccountRole = AccountRole.READONLY): AccountMeta[] {
  return addresses.map((address) => ({ address, role }));
}

/** One version's step from one status to the next. */
export interface StatusChange {
  readonly slot: bigint;
  /** Unix seconds. */
  readonly timestamp: bigint;
  /** The version's number. */
  readonly number: bigint;
  /** `undefined` where the version was registered. */
  readonly from: VersionStatus | undefined;
  readonly to: VersionStatus;
}

const UNREGISTERED = 255;
const CHANGE_SIZE = 32;
const change = padRightDecoder(
  getStructDecoder([
    ["slot", getU64Decoder()],
    ["timestamp", getI64Decoder()],
    ["number", getU64Decoder()],
    ["from", getU8Decoder()],
    ["to", getU8Decoder()],
  ]),
  6,
);

/** The changes in the data of a `ModelHistory` account. Throws where the data end before the last of them. */
export function statusChanges(data: Uint8Array): StatusChange[] {
  const { count } = getModelHistoryDecoder().decode(data);
  const begin = getModelHistorySize();
  const end = begin + count * CHANGE_SIZE;
  if (end > data.length) throw new RangeError(`history: ${count} changes need ${end} bytes, and there are ${data.length}`);
  return Array.from({ length: count }, (_, index) => {
    const { from, to, ...rest } = change.decode(data, begin + index * CHANGE_SIZE);
    return { ...rest, from: from === UNREGISTERED ? undefined : versionStatus(from), to: versionStatus(to) };
  });
}

/** How many changes there were up to the end of `slot`. */
function countUntil(changes: readonly StatusChange[], slot: bigint): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (changes[middle]!.slot <= slot) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a version stood at the end of `slot`; `undefined` where it was not registered yet. */
export function statusAt(changes: readonly StatusChange[], number: bigint, slot: bigint): VersionStatus | undefined {
  for (let index = countUntil(changes, slot) - 1; index >= 0; index -= 1) {
    if (changes[index]!.number === number) return changes[index]!.to;
  }
  return undefined;
}

/** The number of the version that was in production at the end of `slot`; `undefined` for none. */
export function productionAt(changes: readonly StatusChange[], slot: bigint): bigint | undefined {
  for (let index = countUntil(changes, slot) - 1; index >= 0; index -= 1) {
    const { from, to, number } = changes[index]!;
    if (to === "production") return number;
    if (from === "production") return undefined;
  }
  return undefined;
}
