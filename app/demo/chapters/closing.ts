/** Everything that can be closed is closed: stake, providers, pools, seats, attestations, votes, actions, proposals. */
import {
  closeInstructions,
  fetchSeat,
  getCloseAttestationInstruction,
  getCloseOffenceInstruction,
  getCloseProviderInstructionAsync,
  getCloseRewardPoolInstructionAsync,
  getCloseSeatInstruction,
  getCloseStakePositionInstruction,
  getWithdrawStakeInstructionAsync,
  getWithdrawTokensInstructionAsync,
  fetchUnbonding,
} from "@althing/client";
import type { Address, Instruction, KeyPairSigner } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";
import type { Ballot } from "../ballot.ts";
import { toBase, tokens } from "../format.ts";
import { MEMBERS } from "../people.ts";
import type { Member, Person } from "../people.ts";
import { RULES } from "../rules.ts";
import { expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import { slashOf } from "./evaluation.ts";
import type { SecondRound } from "./evaluation.ts";
import { seatOf } from "./founding.ts";
import type { Assembly } from "./founding.ts";
import type { Registered } from "./registration.ts";
import { closeRecordings } from "./revenue.ts";
import { amountOf, poolOf } from "./rewards.ts";
import type { ThirdRound, Tranche } from "./succession.ts";

export async function closing(
  stage: Stage,
  assembly: Assembly,
  registered: Registered,
  second: SecondRound,
  third: ThirdRound,
  ballots: readonly Ballot[],
): Promise<void> {
  const part = stage.part("Closing", "Everybody leaves with what is theirs, and what is finished is closed");
  const { founder, people } = assembly;
  for (const tranche of third.tranches) await withdrawStake(part, assembly, tranche);
  await closeProviders(part, assembly, registered, second.offence);
  for (const { release } of [...registered.versions].reverse()) await third.windUp.execute(part, `the revenue pool of ${release.name} is closed`);
  await closeRecordings(part, assembly, registered.recordings);
  await third.windUp.execute(part, "the rent lent to the authority returns");
  expectEqual("the authority's lamports", await part.chain.balance(assembly.authority), 0n);

  const attestations = second.attestations.map(({ address, version, evaluator }) =>
    getCloseAttestationInstruction({ modelVersion: version.address, attestation: address, payer: evaluator.address }),
  );
  await part.actPacked(`${attestations.length} attestations closed`, founder, attestations);
  for (const member of people.members) await withdrawTokens(part, assembly, member);

  const closures = await Promise.all(ballots.map((ballot) => closeInstructions(part.chain.rpc, ballot.plan.proposal)));
  await part.actPacked(`${ballots.length} proposals closed, with votes and actions`, founder, closures.flat());

  await stage.until("a vote in which the evaluators still weigh could be open", await endOfWeight(part, assembly));
  const { dao, evaluatorChamber: chamber } = assembly;
  const seats = people.evaluators.map(async ({ address }) =>
    getCloseSeatInstruction({ dao, chamber, seat: await seatOf(chamber, address), payer: founder.address }),
  );
  await part.act("The evaluators' seats closed", founder, ...seats);
  await returnSol(part, assembly);
}

async function withdrawStake(part: Part, { mint }: Assembly, { earning, position, unbonding }: Tranche): Promise<void> {
  const { holder, provider } = earning.stake;
  const { readyAt } = (await fetchUnbonding(part.chain.rpc, unbonding)).data;
  await part.stage.until("stake is still liable", Number(readyAt));
  const before = await amountOf(part, holder.purse);
  const accounts = { provider: provider.address, position, payer: holder.address };
  await part.act(
    `${holder.name} takes the stake with ${provider.operator.name} out`,
    holder.signer,
    getWithdrawStakeInstructionAsync({ ...accounts, unbonding, to: holder.purse, mint }),
    getCloseStakePositionInstruction(accounts),
  );
  const got = (await amountOf(part, holder.purse)) - before;
  const slashed = provider.operator.name === "Skaði";
  expectEqual(`${holder.name}'s stake`, got, earning.stake.amount - (slashed ? slashOf(earning.stake.amount) : 0n));
  part.narrator.check(`${holder.name} got ${tokens(got)} of ${tokens(earning.stake.amount)}`);
}

/** Providers with their vaults, the offence, and the pools with theirs; what is left in a vault goes to the treasury. */
async function closeProviders(part: Part, assembly: Assembly, { providers }: Registered, offence: Address): Promise<void> {
  const { dao, mint, founder, treasury, authority } = assembly;
  for (const { operator, address } of providers) {
    const pool = await poolOf(assembly, { operator, address });
    await part.act(
      `${operator.name}'s provider and its reward pool closed`,
      founder,
      getCloseProviderInstructionAsync({ dao, provider: address, treasury, mint, payer: operator.address }),
      getCloseRewardPoolInstructionAsync({ dao, rewardPool: pool, treasury, mint, caller: founder, payer: authority }),
    );
  }
  const [, { address: provider }] = providers;
  const close = getCloseOffenceInstruction({ offence, provider, payer: authority });
  await part.act("The record of the offence closed", founder, close);
}

async function withdrawTokens(part: Part, assembly: Assembly, member: Person): Promise<void> {
  const { dao, tokenChamber: chamber, mint } = assembly;
  const seat = await seatOf(chamber, member.address);
  const { withdrawableAt } = (await fetchSeat(part.chain.rpc, seat)).data;
  await part.stage.until("the cooldown of withdrawals", Number(withdrawableAt));
  const before = await amountOf(part, member.purse);
  await part.act(
    `${member.name} takes the deposit out and closes the seat`,
    member.signer,
    getWithdrawTokensInstructionAsync({ chamber, seat, to: member.purse, mint, holder: member.signer }),
    getCloseSeatInstruction({ dao, chamber, seat, payer: member.address }),
  );
  const got = (await amountOf(part, member.purse)) - before;
  expectEqual(`${member.name}'s deposit`, got, toBase(MEMBERS[member.name as Member]));
}

/** When the evaluators' seats can be closed: a vote's time after the last epoch in which they weigh. */
async function endOfWeight(part: Part, { evaluatorChamber, people, epochBegins }: Assembly): Promise<number> {
  const seats = await Promise.all(
    people.evaluators.map(async ({ address }) => fetchSeat(part.chain.rpc, await seatOf(evaluatorChamber, address))),
  );
  const begins = seats.map(({ data }) => {
    const { ring, written } = data.weight;
    return epochBegins(ring[Number((written - 1n) % BigInt(ring.length))]!.epoch);
  });
  return Math.max(...begins) + Number(RULES.votingPeriod);
}

/** What is left of the wallets' SOL goes back to the founder. */
async function returnSol(part: Part, { founder, people }: Assembly): Promise<void> {
  const transfers: Instruction[] = [];
  for (const { signer, address } of people.all) {
    const amount = await part.chain.balance(address);
    transfers.push(getTransferSolInstruction({ source: signer as KeyPairSigner, destination: founder.address, amount }));
  }
  await part.actPacked("The wallets return what is left of their SOL", founder, transfers);
}
