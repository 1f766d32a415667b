/** Rewards: stakers join the pools, funds flow out over seconds, and everybody claims a share. */
import {
  epochStart,
  fetchRewardPool,
  findRewardPoolPda,
  findRewardPositionPda,
  getClaimRewardInstructionAsync,
  getFundRewardPoolInstructionAsync,
  getJoinRewardsInstructionAsync,
} from "@althing/client";
import type { Address } from "@solana/kit";
import { fetchToken } from "@solana-program/token";
import { toBase, tokens } from "../format.ts";
import { PATRON } from "../people.ts";
import { REWARDS, REWARD_WINDOW } from "../rules.ts";
import { Mismatch, expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import type { Assembly } from "./founding.ts";
import type { Provider, Registered, Stake } from "./registration.ts";

/** What flows to those who stake with each provider. */
const FUNDS = toBase(REWARDS);

/** A stake's part in its provider's pool. */
export interface Earning {
  readonly stake: Stake;
  readonly pool: Address;
  readonly position: Address;
}

export async function joinPools(stage: Stage, assembly: Assembly, registered: Registered): Promise<Earning[]> {
  const part = stage.part("Rewards", `Rewards: stakers join, ${PATRON} funds both pools`);
  const earnings = await Promise.all(
    registered.stakes.map(async (stake) => {
      const pool = await poolOf(assembly, stake.provider);
      const { signer, name, address: holder } = stake.holder;
      const [position] = await findRewardPositionPda({ rewardPool: pool, holder });
      await part.act(
        `${name}'s stake with ${stake.provider.operator.name} joins the pool`,
        signer,
        getJoinRewardsInstructionAsync({
          provider: stake.provider.address,
          rewardPool: pool,
          rewardPosition: position,
          holder: signer,
          payer: signer,
        }),
      );
      return { stake, pool, position };
    }),
  );
  const patron = assembly.people.of(PATRON);
  for (const provider of registered.providers) {
    const rewardPool = await poolOf(assembly, provider);
    const { purse: from, signer: funder, name } = patron;
    await part.act(
      `${name} funds ${provider.operator.name}'s pool: ${tokens(FUNDS)} over ${REWARD_WINDOW} s`,
      funder,
      getFundRewardPoolInstructionAsync({ rewardPool, from, mint: assembly.mint, funder, amount: FUNDS }),
    );
  }
  return earnings;
}

/** Everybody claims. */
export async function claim(part: Part, assembly: Assembly, earnings: readonly Earning[]): Promise<void> {
  for (const { stake, pool, position } of earnings) {
    const { holder } = stake;
    const before = await amountOf(part, holder.purse);
    const claimed = await getClaimRewardInstructionAsync({
      rewardPool: pool,
      rewardPosition: position,
      to: holder.purse,
      mint: assembly.mint,
    });
    await part.act(`${holder.name} claims rewards for the stake with ${stake.provider.operator.name}`, holder.signer, claimed);
    part.narrator.check(`${holder.name} got ${tokens((await amountOf(part, holder.purse)) - before)}`);
  }
}

/** Everybody who is still owed something claims it. */
export async function claimRest(part: Part, assembly: Assembly, earnings: readonly Earning[]): Promise<void> {
  for (const earning of earnings) {
    const { funded, paid, positions } = (await fetchRewardPool(part.chain.rpc, earning.pool)).data;
    if (funded - paid > BigInt(positions)) await claim(part, assembly, [earning]);
  }
}

/** Waits until some of the funds, or all, have flowed out. */
export async function untilFlowed(part: Part, assembly: Assembly, registered: Registered, seconds?: number): Promise<void> {
  for (const provider of registered.providers) {
    const { data } = await fetchRewardPool(part.chain.rpc, await poolOf(assembly, provider));
    const { last, stream, accumulator } = data;
    const rules = { createdAt: data.epochZero, config: { epochLength: data.epochLength } };
    // Until somebody's weight counts, the stream's clock stands still.
    const begins = accumulator.weight > 0n ? last : epochStart(rules, accumulator.pendingEpoch);
    const flowing = seconds === undefined ? stream.timeLeft : BigInt(seconds);
    await part.stage.until("the rewards flow", Number((begins > last ? begins : last) + flowing));
  }
}

/** What was funded has been paid, but for less than one base unit per holder. */
export async function expectPaid(part: Part, assembly: Assembly, registered: Registered): Promise<void> {
  for (const provider of registered.providers) {
    const { data } = await fetchRewardPool(part.chain.rpc, await poolOf(assembly, provider));
    const name = provider.operator.name;
    expectEqual(`funds of ${name}'s pool`, data.funded, FUNDS);
    const dust = data.funded - data.paid;
    if (dust < 0n || dust > BigInt(data.positions) + 1n) {
      throw new Mismatch(`${name}'s pool has paid ${data.paid} of ${data.funded} base units`);
    }
    part.narrator.check(`${name}'s pool has paid ${tokens(data.paid)} of ${tokens(data.funded)}; dust ${dust} base units`);
  }
}

export async function poolOf({ dao }: Assembly, provider: Provider): Promise<Address> {
  return (await findRewardPoolPda({ dao, subject: provider.address }))[0];
}

export async function amountOf(part: Part, token: Address): Promise<bigint> {
  return (await fetchToken(part.chain.rpc, token)).data.amount;
}
