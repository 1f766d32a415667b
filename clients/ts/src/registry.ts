/** What stands in accounts of the registry: statuses by number, where every version stood in any past slot, and who has some weights. */
import { AccountRole, getBase64Encoder, getI64Decoder, getStructDecoder, getU64Decoder, getU8Decoder, padRightDecoder } from "@solana/kit";
import type { AccountMeta, Address, Commitment, ReadonlyUint8Array, Rpc, SolanaRpcApi } from "@solana/kit";
import {
  ALTHING_PROGRAM_ADDRESS,
  AlthingAccount,
  findDigestIndexPda,
  getDigestIndexDecoder,
  getModelHistoryDecoder,
  getModelHistorySize,
  identifyAlthingAccount,
} from "./generated/index.ts";
import type { DigestIndex, ModelVersion } from "./generated/index.ts";

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

/** What an artifact is, by number: `kind` is 1 or 2. */
export const ARTIFACT_KINDS = [undefined, "code", "evaluation"] as const;

const NOBODY = "11111111111111111111111111111111" as Address;

/** The artifacts that a version links: its code, then its evaluation suite. */
export function artifactsOf({ code, evaluation }: Pick<ModelVersion, "code" | "evaluation">): readonly Address[] {
  return [code, evaluation].filter((artifact) => artifact !== NOBODY);
}

/** What an organisation has of some weights, as of one slot. */
export interface WeightsFound {
  readonly slot: bigint;
  /** Address of the index, whether it exists or not. */
  readonly address: Address;
  /** `undefined` proves that no open version of the organisation has these weights; else `count` versions have them. */
  readonly index: DigestIndex | undefined;
}

/**
 * Whether a version of an organisation has these weights: the program keeps an index of them exactly as long. Throws where
 * there is no such organisation, since nothing would be proved then.
 */
export async function findWeights(
  rpc: Rpc<SolanaRpcApi>,
  { dao, weightsDigest, commitment = "finalized" }: { readonly dao: Address; readonly weightsDigest: ReadonlyUint8Array; readonly commitment?: Commitment },
): Promise<WeightsFound> {
  const [address] = await findDigestIndexPda({ dao, weightsDigest });
  const { context, value } = await rpc.getMultipleAccounts([dao, address], { commitment, encoding: "base64" }).send();
  // Of one answer, so of one slot. Lamports that somebody sent to the address make no index of it.
  const [organisation, index] = value.map((account) =>
    account?.owner === ALTHING_PROGRAM_ADDRESS ? getBase64Encoder().encode(account.data[0]) : undefined,
  );
  if (organisation === undefined || identifyAlthingAccount(organisation) !== AlthingAccount.Dao) {
    throw new Error(`dao: there is no organisation at ${dao}, so nothing is known of its versions`);
  }
  return { slot: context.slot, address, index: index && getDigestIndexDecoder().decode(index) };
}

/** Further accounts of a promotion (parents, grants of its datasets, artifacts), or, writable, of a closing (parents, artifacts). */
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
