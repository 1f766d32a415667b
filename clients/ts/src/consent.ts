/** What the numbers in grants mean, and whether a grant covers a use. */
import { getAddressDecoder } from "@solana/kit";
import type { Address } from "@solana/kit";
import { findGrantPda } from "./generated/index.ts";
import type { Grant, ModelVersion } from "./generated/index.ts";

/** What data may be used for, by number. */
export const GRANT_PURPOSES = ["train", "fine-tune", "evaluate", "retrieve", "align", "distill"] as const;
/** How a grant is paid, by number. */
export const PRICE_KINDS = ["free", "once", "per use", "streamed"] as const;
/** Where a grant stands, by number. */
export const GRANT_STATES = ["offered", "active", "revoked", "ended"] as const;

const PER_USE = PRICE_KINDS.indexOf("per use");
const STREAMED = PRICE_KINDS.indexOf("streamed");

/** The first bytes of what a closed dataset leaves at its address, which no IDL names: SHA-256 of `account:ClosedDataset`. */
const CLOSED_DATASET = [23, 187, 4, 107, 97, 253, 46, 162];
const CLOSED_DATASET_SIZE = 48;
const CLOSED_DATASET_OWNER = 16;

/** The last owner of a closed dataset, who alone may register it again; `undefined` where an account's data is something else. */
export function closedDatasetOwner(data: ArrayLike<number>): Address | undefined {
  const bytes = Uint8Array.from(data);
  const isOne = bytes.length === CLOSED_DATASET_SIZE && CLOSED_DATASET.every((byte, at) => bytes[at] === byte);
  return isOne ? getAddressDecoder().decode(bytes, CLOSED_DATASET_OWNER) : undefined;
}

/** Why a grant does not cover a use: the name of the program's refusal. */
export type GrantProblem =
  | "GrantNotAccepted"
  | "GrantRevoked"
  | "GrantNotStarted"
  | "GrantExpired"
  | "GrantExhausted"
  | "GrantUnpaid";

/** What is in the way of a use at `now` (unix seconds), as the program would say; `undefined` where nothing is. */
export function grantProblem(grant: Grant, now: bigint): GrantProblem | undefined {
  const state = GRANT_STATES[grant.state];
  if (state === "offered") return "GrantNotAccepted";
  if (state !== "active") return "GrantRevoked";
  if (now < grant.startsAt) return "GrantNotStarted";
  if (grant.expiresAt !== 0n && now >= grant.expiresAt) return "GrantExpired";
  if (grant.useCap !== 0n && grant.uses >= grant.useCap) return "GrantExhausted";
  if (grant.priceKind !== STREAMED) return undefined;
  return prepaidAt(grant, now) > 0n ? undefined : "GrantUnpaid";
}

/**
 * What is in the way of putting into production at `now` what was made from the data, as the program would say. As
 * `grantProblem`, but a use that was recorded is enough, also where none is left, and the price is paid: per use a use is
 * recorded or prepaid, of a stream the period ahead is prepaid.
 */
export function promotionProblem(grant: Grant, now: bigint): GrantProblem | undefined {
  return releaseProblem(grant, now, grant.price);
}

/** What is in the way of keeping it there: as `promotionProblem`, but a stream is paid while anything is prepaid. */
export function productionProblem(grant: Grant, now: bigint): GrantProblem | undefined {
  return releaseProblem(grant, now, 1n);
}

/** `least` is what of a stream must be prepaid. */
function releaseProblem(grant: Grant, now: bigint, least: bigint): GrantProblem | undefined {
  const problem = grantProblem(grant, now);
  const usedUp = problem === "GrantExhausted";
  if (problem !== undefined && !usedUp) return problem;
  const { priceKind, price, uses, meter } = grant;
  // Nothing accrues while all uses are used.
  if (priceKind === STREAMED) return (usedUp ? meter.prepaid : prepaidAt(grant, now)) >= least ? undefined : "GrantUnpaid";
  if (priceKind === PER_USE) return uses > 0n || meter.prepaid >= price ? undefined : "GrantUnpaid";
  return undefined;
}

/** The grants that a promotion of a version asks for, after its parents: one for each of its datasets, in order. */
export async function grantsOf({ model, datasets, purposes, datasetCount }: Pick<ModelVersion, "model" | "datasets" | "purposes" | "datasetCount">): Promise<readonly Address[]> {
  const linked = datasets.slice(0, datasetCount);
  const found = await Promise.all(linked.map((dataset, place) => findGrantPda({ dataset, model, purpose: purposes[place]! })));
  return found.map(([grant]) => grant);
}

/** Base units of a streamed grant that are not used up at `now`, while it is active and within its term. */
export function prepaidAt({ meter, price, period }: Pick<Grant, "meter" | "price" | "period">, now: bigint): bigint {
  const seconds = now > meter.last ? now - meter.last : 0n;
  const used = (seconds * price + meter.carry) / period;
  return used >= meter.prepaid ? 0n : meter.prepaid - used;
}
