/** What versions earn: tables of shares, and paying out a pool with all that it passes on to. */
import { AccountRole } from "@solana/kit";
import type { AccountMeta, Address, Instruction, Rpc, SolanaRpcApi } from "@solana/kit";
import {
  fetchAllMaybeDataset,
  fetchDao,
  fetchMaybeModel,
  fetchMaybeRevenuePool,
  findRevenuePoolPda,
  getClaimRevenueInstruction,
  getDistributeRevenueInstruction,
} from "./generated/index.ts";
import type { ModelVersion, RevenuePool, SetRevenueSharesInput } from "./generated/index.ts";
import { parentsOf } from "./registry.ts";

/** Basis points of a whole. */
const WHOLE = 10_000;
const DATASETS = 8;
const PARENTS = 4;
/** Places of a pool's shares; datasets and parents follow one another from theirs. */
export const REVENUE_PLACES = { treasury: 0, maintainer: 1, firstDataset: 2, firstParent: 10 } as const;

/** How a version's revenue is shared, in basis points, as `set_revenue_shares` takes it. */
export type RevenueTable = Pick<SetRevenueSharesInput, "treasury" | "maintainer" | "datasets" | "parents">;

/** Who gets which part of what a version earns, in basis points. */
export interface RevenueParts {
  readonly maintainer?: number;
  /** In the order of the version's datasets. */
  readonly datasets?: readonly number[];
  /** In the order of the version's parents. */
  readonly parents?: readonly number[];
}

/** The table with these parts; what they leave is the treasury's. Throws a `RangeError` where they are more than all. */
export function revenueTable({ maintainer = 0, datasets = [], parents = [] }: RevenueParts): RevenueTable {
  const all = [maintainer, ...datasets, ...parents];
  if (datasets.length > DATASETS) throw new RangeError(`datasets: at most ${DATASETS}, not ${datasets.length}`);
  if (parents.length > PARENTS) throw new RangeError(`parents: at most ${PARENTS}, not ${parents.length}`);
  const odd = all.find((bps) => !Number.isInteger(bps) || bps < 0);
  if (odd !== undefined) throw new RangeError(`${odd}: not a whole number of basis points`);
  const given = all.reduce((sum, bps) => sum + bps, 0);
  if (given > WHOLE) throw new RangeError(`the parts are ${given} basis points, more than ${WHOLE}`);
  const padded = (list: readonly number[], places: number) => [...list, ...Array<number>(places - list.length).fill(0)];
  return { treasury: WHOLE - given, maintainer, datasets: padded(datasets, DATASETS), parents: padded(parents, PARENTS) };
}

/** The pools of a version's parents in a mint, as the further accounts of `set_revenue_shares`. */
export async function parentPools(version: Pick<ModelVersion, "parents" | "parentCount">, mint: Address): Promise<AccountMeta[]> {
  const pools = await Promise.all(parentsOf(version).map((modelVersion) => findRevenuePoolPda({ modelVersion, mint })));
  return pools.map(([address]) => ({ address, role: AccountRole.WRITABLE }));
}

/** The pools that a pool passes revenue on to; as further accounts of `close_revenue_pool` they are writable. */
export function revenueParents({ parents, parentCount }: Pick<RevenuePool, "parents" | "parentCount">): readonly Address[] {
  return parents.slice(0, parentCount);
}

/** What is due to each place of a pool, base units. */
export function revenueDue({ shares }: Pick<RevenuePool, "shares">): readonly bigint[] {
  return shares.map(({ owed }) => owed);
}

/** One step of a payout. */
export type RevenueStep =
  | { readonly kind: "passedOn"; readonly pool: Address; readonly to: Address; readonly amount: bigint; readonly instruction: Instruction }
  | {
      readonly kind: "paid";
      readonly pool: Address;
      readonly place: number;
      readonly holder: Address;
      readonly to: Address;
      readonly amount: bigint;
      readonly instruction: Instruction;
    }
  /** Nobody stands there any more: it becomes due to the treasury, which a later step pays. */
  | { readonly kind: "forfeited"; readonly pool: Address; readonly place: number; readonly amount: bigint; readonly instruction: Instruction };

/** Something that is due to somebody without a token account. */
export interface RevenueWaiting {
  readonly pool: Address;
  readonly place: number;
  readonly holder: Address;
  readonly amount: bigint;
}

/** All that pays out a lineage, as things stand. */
export interface RevenuePlan {
  /** In order; they need not share a transaction (`packInstructions`). */
  readonly steps: readonly RevenueStep[];
  readonly waiting: readonly RevenueWaiting[];
}

/** The token account that somebody is paid to; `undefined` where they have none. */
export type TokenAccountOf = (holder: Address, mint: Address) => Promise<Address | undefined> | Address | undefined;

/** A pool with its books as they will be after the steps so far. */
interface Books {
  readonly address: Address;
  readonly pool: RevenuePool;
  readonly owed: bigint[];
  readonly remainder: bigint[];
}

/**
 * What pays everybody something is due to: passes parents' shares on from this pool up to the roots, then pays treasuries,
 * maintainers and owners of datasets of every pool on the way. Anybody may send it.
 */
export async function planRevenue(rpc: Rpc<SolanaRpcApi>, pool: Address, tokenAccountOf: TokenAccountOf): Promise<RevenuePlan> {
  const lineage = await readLineage(rpc, pool);
  const steps: RevenueStep[] = [];
  const waiting: RevenueWaiting[] = [];
  for (const books of lineage) steps.push(...passOn(books, lineage));
  for (const books of lineage) await payPeople(rpc, books, tokenAccountOf, steps, waiting);
  return { steps, waiting };
}

/** A pool and all above it, each before those that it passes on to. */
async function readLineage(rpc: Rpc<SolanaRpcApi>, first: Address): Promise<Books[]> {
  const found = new Map<Address, Books>();
  for (let next: readonly Address[] = [first]; next.length > 0; ) {
    const pools = await Promise.all(next.map(async (address) => readBooks(rpc, address)));
    for (const books of pools) found.set(books.address, books);
    const above = new Set(pools.flatMap(({ pool }) => revenueParents(pool)));
    next = [...above].filter((address) => !found.has(address));
  }
  const children = new Map<Address, number>();
  const parents = [...found.values()].flatMap(({ pool }) => revenueParents(pool));
  for (const parent of parents) children.set(parent, (children.get(parent) ?? 0) + 1);
  const order = [found.get(first)!];
  // The list grows while it is walked.
  for (const { pool } of order) {
    for (const parent of revenueParents(pool)) {
      const left = children.get(parent)! - 1;
      children.set(parent, left);
      if (left === 0) order.push(found.get(parent)!);
    }
  }
  return order;
}

async function readBooks(rpc: Rpc<SolanaRpcApi>, address: Address): Promise<Books> {
  const account = await fetchMaybeRevenuePool(rpc, address, { commitment: "confirmed" });
  if (!account.exists) throw new Error(`there is no revenue pool at ${address}`);
  const { data: pool } = account;
  return { address, pool, owed: pool.shares.map(({ owed }) => owed), remainder: pool.shares.map(({ remainder }) => BigInt(remainder)) };
}

/** Splits an amount in a pool's books, as the program does. */
function deposit({ pool, owed, remainder }: Books, amount: bigint): void {
  const whole = BigInt(WHOLE);
  pool.shares.forEach(({ bps }, place) => {
    const part = amount * BigInt(bps) + remainder[place]!;
    owed[place] = owed[place]! + part / whole;
    remainder[place] = part % whole;
  });
}

/** Passes on what is due to a pool's parents. */
function passOn({ address, pool, owed }: Books, lineage: readonly Books[]): RevenueStep[] {
  return revenueParents(pool).flatMap((to, place): RevenueStep[] => {
    const amount = owed[REVENUE_PLACES.firstParent + place]!;
    if (amount === 0n) return [];
    owed[REVENUE_PLACES.firstParent + place] = 0n;
    const parent = lineage.find((books) => books.address === to)!;
    deposit(parent, amount);
    const accounts = { revenuePool: address, vault: pool.vault, parentPool: to, parentVault: parent.pool.vault, mint: pool.mint };
    return [{ kind: "passedOn", pool: address, to, amount, instruction: getDistributeRevenueInstruction({ ...accounts, place }) }];
  });
}

/** Pays the places of people, the treasury last. */
async function payPeople(rpc: Rpc<SolanaRpcApi>, books: Books, tokenAccountOf: TokenAccountOf, steps: RevenueStep[], waiting: RevenueWaiting[]): Promise<void> {
  const { address, pool, owed } = books;
  const { treasury, firstParent } = REVENUE_PLACES;
  const places = Array.from({ length: firstParent }, (_, place) => place).reverse();
  const holders = await readHolders(rpc, books);
  for (const place of places) {
    const amount = owed[place]!;
    if (amount === 0n) continue;
    const { source, holder } = holders[place]!;
    const accounts = { revenuePool: address, source, vault: pool.vault, mint: pool.mint };
    const pay = (to: Address) => getClaimRevenueInstruction({ ...accounts, to, place });
    const common = { pool: address, place, amount };
    if (holder === undefined) {
      owed[treasury] = owed[treasury]! + amount;
      steps.push({ kind: "forfeited", ...common, instruction: pay(pool.vault) });
      continue;
    }
    const to = await tokenAccountOf(holder, pool.mint);
    if (to === undefined) waiting.push({ ...common, holder });
    else steps.push({ kind: "paid", ...common, holder, to, instruction: pay(to) });
  }
}

/** Who stands at each place of people, and the account that says so. */
async function readHolders(rpc: Rpc<SolanaRpcApi>, { pool }: Books): Promise<{ readonly source: Address; readonly holder: Address | undefined }[]> {
  const linked = pool.datasets.slice(0, pool.datasetCount);
  const [dao, model, datasets] = await Promise.all([fetchDao(rpc, pool.dao), fetchMaybeModel(rpc, pool.model), fetchAllMaybeDataset(rpc, linked)]);
  return [
    { source: pool.dao, holder: dao.data.authority },
    { source: pool.model, holder: model.exists ? model.data.maintainer : undefined },
    ...datasets.map((dataset) => {
      // One that was registered after the promotion is another's, at the address of one that was closed.
      const there = dataset.exists && dataset.data.createdAt <= pool.releasedAt;
      return { source: dataset.address, holder: there ? dataset.data.owner : undefined };
    }),
  ];
}
