/** The life of a grant on the chain: offered, accepted, streamed, used, claimed, revoked, refunded, closed. */
import {
  GRANT_PURPOSES,
  PRICE_KINDS,
  ZERO_HASH,
  chainTime,
  digest,
  fetchDataset,
  fetchGrant,
  findDatasetPda,
  findGrantPda,
  findModelPda,
  findVaultPda,
  getAcceptGrantInstruction,
  getClaimGrantInstructionAsync,
  getCloseDatasetInstruction,
  getCloseGrantInstruction,
  getOfferGrantInstructionAsync,
  getRegisterDatasetInstructionAsync,
  getRegisterModelInstructionAsync,
  getRevokeGrantInstruction,
  getUseGrantInstruction,
  grantProblem,
  prepaidAt,
  sendAndConfirm,
  waitUntil,
} from "@althing/client";
import { fetchToken } from "@solana-program/token";
import type { Address, KeyPairSigner } from "@solana/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { found, gift, nextEpoch, person, refusal, rpc, seat, tokenAccount } from "./support/world.ts";
import type { World } from "./support/world.ts";

const PRICE = 10n;
const PREPAID = 100n;
const purpose = GRANT_PURPOSES.indexOf("train");
const terms = { priceKind: PRICE_KINDS.indexOf("streamed"), price: PRICE, period: 1n, startsAt: 0n, expiresAt: 0n, useCap: 3n };

let world: World;
let owner: KeyPairSigner;
let licensee: KeyPairSigner;
let dataset: Address;
let model: Address;
let grant: Address;
let vault: Address;
let purses: Record<"owner" | "licensee", Address>;
const balance = async (account: Address) => (await fetchToken(rpc, account, { commitment: "confirmed" })).data.amount;
const state = async () => (await fetchGrant(rpc, grant, { commitment: "confirmed" })).data;

beforeAll(async () => {
  world = await found("Readers");
  [owner, licensee] = await Promise.all([person(), person()]);
  await seat(world, licensee, 1_000n);
  await nextEpoch(world);
  const { dao, mint, founder } = world;
  const described = { metadataUri: "", metadataHash: ZERO_HASH };
  const nameHash = digest("reader");
  const registered = await getRegisterModelInstructionAsync({ dao, maintainer: licensee, payer: licensee, name: "reader", nameHash, ...described });
  await sendAndConfirm(rpc, [registered], licensee);
  [model] = await findModelPda({ dao, nameHash });
  await sendAndConfirm(rpc, [...(await gift(world, owner.address, 1n)), ...(await gift(world, licensee.address, PREPAID))], founder);
  purses = { owner: await tokenAccount(mint, owner.address), licensee: await tokenAccount(mint, licensee.address) };
  [dataset] = await findDatasetPda({ dao, digest: digest("diaries") });
  [grant] = await findGrantPda({ dataset, model, purpose });
  [vault] = await findVaultPda({ keeper: grant });
});

// In order: each test goes on where the one before it ended.
describe("Given a dataset that may be used for a price by the second", () => {
  test("When it is offered and accepted on these terms, Then it covers a use", async () => {
    const { dao, mint, log } = world;
    await sendAndConfirm(
      rpc,
      [
        await getRegisterDatasetInstructionAsync({ dao, mint, owner, payer: owner, digest: digest("diaries"), uri: "", metadataHash: ZERO_HASH }),
        await getOfferGrantInstructionAsync({ dataset, model, mint, log, owner, payer: owner, purpose, licensee: licensee.address, terms, vault }),
      ],
      owner,
    );
    expect(grantProblem(await state(), await chainTime(rpc))).toBe("GrantNotAccepted");
    const accept = (price: bigint) =>
      getAcceptGrantInstruction({ grant, vault, from: purses.licensee, mint, log, licensee, terms: { ...terms, price }, prepay: PREPAID });
    expect(await refusal(sendAndConfirm(rpc, [accept(PRICE - 1n)], licensee))).toMatchObject({ name: "TermsMoved" });
    await sendAndConfirm(rpc, [accept(PRICE)], licensee);
    expect([await balance(vault), await balance(purses.licensee)]).toEqual([PREPAID, 0n]);
    expect(grantProblem(await state(), await chainTime(rpc))).toBeUndefined();
  });

  test("When seconds pass and it is used, Then what has accrued is the owner's to claim", async () => {
    const { mint, log } = world;
    const { meter } = await state();
    await waitUntil(rpc, meter.last + 2n);
    await sendAndConfirm(rpc, [getUseGrantInstruction({ grant, log, licensee, uses: 2n })], licensee);
    await sendAndConfirm(rpc, [await getClaimGrantInstructionAsync({ dataset, grant, to: purses.owner, mint, vault })], owner);
    const after = await state();
    const accrued = (await balance(purses.owner)) - 1n;
    expect(accrued).toBe((after.meter.last - meter.last) * PRICE);
    expect([after.uses, after.claimed, after.meter.prepaid]).toEqual([2n, accrued, PREPAID - accrued]);
    expect(prepaidAt(after, after.meter.last + 1n)).toBe(after.meter.prepaid - PRICE);
    expect(await refusal(sendAndConfirm(rpc, [getUseGrantInstruction({ grant, log, licensee, uses: 2n })], licensee))).toMatchObject({ name: "UsesOutOfBounds" });
  });

  test("When it is revoked, Then it covers no use, what is unused goes back, and nothing is left", async () => {
    const { mint, log } = world;
    await sendAndConfirm(rpc, [getRevokeGrantInstruction({ dataset, grant, vault, to: purses.licensee, mint, log, owner })], owner);
    const revoked = await state();
    expect(grantProblem(revoked, await chainTime(rpc))).toBe("GrantRevoked");
    expect(await refusal(sendAndConfirm(rpc, [getUseGrantInstruction({ grant, log, licensee, uses: 1n })], licensee))).toMatchObject({ name: "GrantRevoked" });
    const back = await balance(purses.licensee);
    expect(back).toBe(revoked.refunded);
    if (revoked.meter.owed > 0n) await sendAndConfirm(rpc, [await getClaimGrantInstructionAsync({ dataset, grant, to: purses.owner, mint, vault })], owner);
    expect([(await balance(purses.owner)) - 1n + back, await balance(vault)]).toEqual([PREPAID, 0n]);
    await sendAndConfirm(rpc, [getCloseGrantInstruction({ dataset, grant, vault, mint, log, caller: owner, payer: owner.address })], owner);
    expect((await fetchDataset(rpc, dataset)).data.openGrants).toBe(0);
    await sendAndConfirm(rpc, [getCloseDatasetInstruction({ dataset, log, owner, payer: owner.address })], owner);
    for (const closed of [grant, vault]) expect((await rpc.getAccountInfo(closed, { encoding: "base64" }).send()).value).toBeNull();
    // Of the dataset its place is left, so that nobody consents in its owner's stead.
    const { value: place } = await rpc.getAccountInfo(dataset, { encoding: "base64" }).send();
    expect(place).toMatchObject({ space: 48n, lamports: await rpc.getMinimumBalanceForRentExemption(48n).send() });
    const again = async (by: KeyPairSigner) =>
      getRegisterDatasetInstructionAsync({ dao: world.dao, owner: by, payer: by, digest: digest("diaries"), uri: "", metadataHash: ZERO_HASH });
    expect(await refusal(sendAndConfirm(rpc, [await again(licensee)], licensee))).toMatchObject({ name: "NotFormerOwner" });
    await sendAndConfirm(rpc, [await again(owner)], owner);
    expect((await fetchDataset(rpc, dataset)).data.owner).toBe(owner.address);
  });
});
