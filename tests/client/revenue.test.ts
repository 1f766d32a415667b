/** What a version earns, on the chain: shared by a table that a vote set, passed on to its parent, paid to everybody. */
import {
  CHOICES,
  GRANT_PURPOSES,
  PRICE_KINDS,
  REVENUE_PLACES,
  ZERO_HASH,
  authoritySigner,
  digest,
  executeInstructions,
  fetchModelVersion,
  fetchProposal,
  fetchRevenuePool,
  findDatasetPda,
  findDigestIndexPda,
  findGrantPda,
  findModelPda,
  findModelVersionPda,
  findRevenuePoolPda,
  findSeatPda,
  furtherAccounts,
  getAcceptGrantInstruction,
  getCastVoteInstructionAsync,
  getCreateRevenuePoolInstructionAsync,
  getDepositRevenueInstructionAsync,
  getFinalizeProposalInstruction,
  getLinkDatasetInstructionAsync,
  getLinkParentInstructionAsync,
  getOfferGrantInstructionAsync,
  getPromoteVersionInstructionAsync,
  getRegisterDatasetInstructionAsync,
  getRegisterModelInstructionAsync,
  getRegisterVersionInstructionAsync,
  getSetRevenueSharesInstructionAsync,
  getStageVersionInstructionAsync,
  parentPools,
  planRevenue,
  proposeAndSubmit,
  revenueDue,
  revenueParents,
  revenueTable,
  sendAndConfirm,
  waitUntil,
} from "@althing/client";
import type { RevenuePlan } from "@althing/client";
import { fetchMaybeToken } from "@solana-program/token";
import type { Address, Instruction, KeyPairSigner } from "@solana/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { found, gift, nextEpoch, person, refusal, rpc, seat, tokenAccount } from "./support/world.ts";
import type { World } from "./support/world.ts";

const purpose = GRANT_PURPOSES.indexOf("train");
const BASE = revenueTable({ maintainer: 1_000, datasets: [5_000] });
const PRODUCT = revenueTable({ maintainer: 1_000, parents: [4_000] });

let world: World;
let maintainer: KeyPairSigner;
let owner: KeyPairSigner;
let model: Address;
let versions: readonly [Address, Address];
let pools: readonly [Address, Address];

const send = (...instructions: Instruction[]) => sendAndConfirm(rpc, instructions, maintainer);
const balance = async (account: Address) => {
  const token = await fetchMaybeToken(rpc, account, { commitment: "confirmed" });
  return token.exists ? token.data.amount : undefined;
};
/** The associated token account, where it is there. */
const purseOf = async (holder: Address, mint: Address) => {
  const account = await tokenAccount(mint, holder);
  return (await balance(account)) === undefined ? undefined : account;
};
const pool = async (address: Address) => (await fetchRevenuePool(rpc, address, { commitment: "confirmed" })).data;
const told = ({ steps, waiting }: RevenuePlan) => [
  ...steps.map((step) => [step.kind, step.kind === "passedOn" ? step.to : step.place, step.amount]),
  ...waiting.map(({ place, amount }) => ["waiting", place, amount]),
];

async function register(number: bigint, name: string): Promise<Instruction> {
  const digests = { weightsDigest: digest(name), manifestDigest: digest(`${name}.json`), codeDigest: ZERO_HASH, datasetRoot: ZERO_HASH };
  const [digestIndex] = await findDigestIndexPda({ dao: world.dao, weightsDigest: digests.weightsDigest });
  const described = { metadataUri: "", metadataHash: ZERO_HASH };
  return getRegisterVersionInstructionAsync({ model, digestIndex, maintainer, payer: maintainer, number, ...digests, ...described });
}

/** A base made from somebody's data, and what was made from it. */
async function registerBoth(): Promise<void> {
  const { dao, log } = world;
  const nameHash = digest("earner");
  [model] = await findModelPda({ dao, nameHash });
  const [[base], [product]] = await Promise.all([findModelVersionPda({ model, number: 1n }), findModelVersionPda({ model, number: 2n })]);
  versions = [base, product];
  const [dataset] = await findDatasetPda({ dao, digest: digest("diaries") });
  const [grant] = await findGrantPda({ dataset, model, purpose });
  const terms = { priceKind: PRICE_KINDS.indexOf("free"), price: 0n, period: 0n, startsAt: 0n, expiresAt: 0n, useCap: 0n };
  const described = { metadataUri: "", metadataHash: ZERO_HASH };
  await send(
    await getRegisterModelInstructionAsync({ dao, maintainer, payer: maintainer, name: "earner", nameHash, ...described }),
    await register(1n, "base"),
    await register(2n, "product"),
  );
  await sendAndConfirm(
    rpc,
    [
      await getRegisterDatasetInstructionAsync({ dao, owner, payer: owner, digest: digest("diaries"), uri: "", metadataHash: ZERO_HASH }),
      await getOfferGrantInstructionAsync({ dataset, model, log, owner, payer: owner, purpose, licensee: maintainer.address, terms }),
    ],
    owner,
  );
  await send(
    getAcceptGrantInstruction({ grant, log, licensee: maintainer, terms, prepay: 0n }),
    await getLinkDatasetInstructionAsync({ model, modelVersion: base, dataset, maintainer, purpose }),
    await getStageVersionInstructionAsync({ model, modelVersion: base, maintainer }),
    await getLinkParentInstructionAsync({ dao, model, modelVersion: product, parent: base, maintainer }),
    await getStageVersionInstructionAsync({ model, modelVersion: product, maintainer }),
  );
}

/** What the vote decides: both versions into production one after the other, and both tables, the base's first. */
async function actions(): Promise<Instruction[]> {
  const { dao, mint } = world;
  const authority = await authoritySigner(dao);
  const [base, product] = versions;
  const [dataset] = await findDatasetPda({ dao, digest: digest("diaries") });
  const [grant] = await findGrantPda({ dataset, model, purpose });
  const promote = async (modelVersion: Address, previous: Address | undefined, further: readonly Address[]) => {
    const seen = { dao, authority, model, modelVersion, metadataHash: ZERO_HASH };
    const own = await getPromoteVersionInstructionAsync({ ...seen, ...(previous ? { previous } : {}) });
    return { ...own, accounts: [...own.accounts, ...furtherAccounts(further)] };
  };
  const share = async (modelVersion: Address, revenuePool: Address, table: typeof BASE) => {
    const own = await getSetRevenueSharesInstructionAsync({ dao, authority, revenuePool, modelVersion, ...table });
    const { data } = await fetchModelVersion(rpc, modelVersion);
    return { ...own, accounts: [...own.accounts, ...(await parentPools(data, mint))] };
  };
  return [
    await promote(base, undefined, [grant]),
    await promote(product, base, [base]),
    await share(base, pools[0], BASE),
    await share(product, pools[1], PRODUCT),
  ];
}

beforeAll(async () => {
  world = await found("Earners", { attestationsNeeded: 0 });
  [maintainer, owner] = await Promise.all([person(), person()]);
  await seat(world, maintainer, 1_000n);
  await nextEpoch(world);
  await registerBoth();
  const { dao, mint, founder } = world;
  const poolOf = async (modelVersion: Address) => (await findRevenuePoolPda({ modelVersion, mint }))[0];
  pools = [await poolOf(versions[0]), await poolOf(versions[1])];
  await send(...(await Promise.all(versions.map((modelVersion) => getCreateRevenuePoolInstructionAsync({ dao, modelVersion, mint, payer: maintainer })))));
  await sendAndConfirm(rpc, [...(await gift(world, founder.address, 2_000n)), ...(await gift(world, owner.address, 0n))], founder);
});

async function earn(amount: bigint): Promise<void> {
  const { founder, mint } = world;
  const from = await tokenAccount(mint, founder.address);
  await sendAndConfirm(rpc, [await getDepositRevenueInstructionAsync({ revenuePool: pools[1], from, mint, depositor: founder, amount })], founder);
}

// In order: each test goes on where the one before it ended.
describe("Given a version that was made from another", () => {
  test("When it earns before a vote has set its shares, Then everything is due to the treasury", async () => {
    await earn(7n);
    expect(revenueDue(await pool(pools[1])).slice(0, 3)).toEqual([7n, 0n, 0n]);
    const plan = await planRevenue(rpc, pools[1], purseOf);
    // The authority has no token account yet.
    expect(told(plan)).toEqual([["waiting", REVENUE_PLACES.treasury, 7n]]);
  });

  test("When a vote promotes both and sets both tables, Then each pool knows its sources", async () => {
    const plan = await proposeAndSubmit(rpc, { dao: world.dao, proposer: maintainer, title: "Release and share", instructions: await actions() });
    const [voter] = await findSeatPda({ chamber: world.tokenChamber, holder: maintainer.address });
    const { proposal, actionHash } = plan;
    await send(await getCastVoteInstructionAsync({ proposal, seat: voter, voter: maintainer, payer: maintainer, choice: CHOICES.yes, actionHash }));
    await waitUntil(rpc, (await fetchProposal(rpc, proposal)).data.votingEndsAt);
    await send(getFinalizeProposalInstruction({ proposal, log: world.log }));
    for (const each of await executeInstructions(rpc, proposal, maintainer)) await send(each);
    const [base, product] = await Promise.all(pools.map(pool));
    expect(revenueParents(product!)).toEqual([pools[0]]);
    expect([base!.children, base!.datasetCount, product!.datasetCount]).toEqual([1, 1, 0]);
    expect(product!.shares.map(({ bps }) => bps)).toEqual([PRODUCT.treasury, PRODUCT.maintainer, ...PRODUCT.datasets, ...PRODUCT.parents]);
  });

  test("When it earns then, Then one plan pays everybody along the lineage who has a token account", async () => {
    const { mint } = world;
    await earn(1_003n);
    const plan = await planRevenue(rpc, pools[1], purseOf);
    // Half of 1,003 for the treasury beside the 7 of before, a tenth, two fifths passed on; of those 401 a tenth, half, the rest.
    expect(told(plan)).toEqual([
      ["passedOn", pools[0], 401n],
      ["paid", REVENUE_PLACES.maintainer, 100n],
      ["paid", REVENUE_PLACES.firstDataset, 200n],
      ["paid", REVENUE_PLACES.maintainer, 40n],
      ["waiting", REVENUE_PLACES.treasury, 508n],
      ["waiting", REVENUE_PLACES.treasury, 160n],
    ]);
    const purses = await Promise.all([maintainer, owner].map(({ address }) => tokenAccount(mint, address)));
    const before = await Promise.all(purses.map(balance));
    await send(...plan.steps.map(({ instruction }) => instruction));
    const after = await Promise.all(purses.map(balance));
    expect(after.map((amount, i) => amount! - before[i]!)).toEqual([140n, 200n]);
    expect(await refusal(send(plan.steps[0]!.instruction))).toMatchObject({ name: "NoRevenueDue", cure: "try again after a deposit" });
  });

  test("When the treasury has a token account, Then it is paid what waited", async () => {
    const { mint, authority, founder } = world;
    await sendAndConfirm(rpc, await gift(world, authority, 0n), founder);
    const plan = await planRevenue(rpc, pools[1], purseOf);
    expect(plan.waiting).toEqual([]);
    await send(...plan.steps.map(({ instruction }) => instruction));
    expect(await balance(await tokenAccount(mint, authority))).toBe(668n);
    for (const address of pools) expect(revenueDue(await pool(address))).toEqual(Array<bigint>(14).fill(0n));
    // What is below a base unit of each share is left, and counts in the next deposit.
    const left = await Promise.all(pools.map(async (address) => balance((await pool(address)).vault)));
    expect(left).toEqual([1n, 1n]);
    expect((await planRevenue(rpc, pools[1], purseOf)).steps).toEqual([]);
  });
});

describe("Given parts of a whole", () => {
  test("When they are less, Then the rest is the treasury's", () => {
    expect(revenueTable({})).toEqual({ treasury: 10_000, maintainer: 0, datasets: Array<number>(8).fill(0), parents: Array<number>(4).fill(0) });
    expect(revenueTable({ maintainer: 1, datasets: [2, 3], parents: [4] })).toMatchObject({ treasury: 9_990, datasets: [2, 3, 0, 0, 0, 0, 0, 0], parents: [4, 0, 0, 0] });
    expect(revenueTable({ maintainer: 10_000 }).treasury).toBe(0);
  });

  test.each([
    [{ maintainer: 10_001 }, "more than 10000"],
    [{ datasets: Array<number>(9).fill(0) }, "datasets: at most 8, not 9"],
    [{ parents: Array<number>(5).fill(0) }, "parents: at most 4, not 5"],
    [{ maintainer: -1 }, "-1: not a whole number"],
    [{ parents: [0.5] }, "0.5: not a whole number"],
  ])("When they are %o, Then they are refused", (parts, words) => {
    expect(() => revenueTable(parts)).toThrow(words);
  });
});
