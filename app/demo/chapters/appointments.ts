/** The first round of votes: evaluators, reward pools, a grant from the treasury, and a motion that fails its quorum. */
import {
  authoritySigner,
  findProviderPda,
  getCreateRewardPoolInstructionAsync,
  getGrantSeatInstructionAsync,
  getOffenceSize,
  getOpenSeatInstructionAsync,
  getRewardPoolSize,
  getUpdateConfigInstructionAsync,
} from "@althing/client";
import type { Address } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";
import { fetchToken, getTokenSize, getTransferCheckedInstruction } from "@solana-program/token";
import { Ballot, untilExecutable, untilVotesEnd } from "../ballot.ts";
import type { Motion } from "../ballot.ts";
import { DECIMALS, toBase, tokens } from "../format.ts";
import { EVALUATORS, GRANTEE, OPERATORS } from "../people.ts";
import { GRANT, REWARD_WINDOW, RULES } from "../rules.ts";
import { expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import { seatOf } from "./founding.ts";
import type { Assembly } from "./founding.ts";

const GRANT_BASE = toBase(GRANT);

export interface FirstRound {
  readonly appointment: Ballot;
  readonly pools: Ballot;
  readonly grant: Ballot;
  readonly coup: Ballot;
}

/** The provider of each operator, which has its address before it exists. */
export async function providerOf(assembly: Assembly, operator: (typeof OPERATORS)[number]): Promise<Address> {
  return (await findProviderPda({ dao: assembly.dao, operator: assembly.people.of(operator).address }))[0];
}

/** Opens the evaluators' seats and puts the first four motions to the vote. */
export async function proposeAppointments(stage: Stage, assembly: Assembly): Promise<FirstRound> {
  const part = stage.part("First votes", "Four motions: evaluators, reward pools, a grant, and a coup");
  const { people, founder, evaluatorChamber: chamber } = assembly;
  const seats = people.evaluators.map(({ address: holder }) =>
    getOpenSeatInstructionAsync({ chamber, holder, payer: founder }),
  );
  await part.act(`Empty seats for the evaluators ${EVALUATORS.join(", ")}`, founder, ...seats);
  await lendSol(part, assembly);
  await stage.until("the deposits do not weigh yet", await assembly.nextEpoch());

  const submit = async (motion: Motion) => Ballot.submit(part, assembly, motion);
  const round = {
    appointment: await submit(await appointmentMotion(assembly)),
    pools: await submit(await poolsMotion(assembly)),
    grant: await submit(await grantMotion(assembly)),
    coup: await submit(await coupMotion(assembly)),
  };
  await voteOnAppointments(part, assembly, round);
  return round;
}

/** The authority pays for what it creates, so it needs SOL; it returns with the rent. */
async function lendSol(part: Part, assembly: Assembly): Promise<void> {
  const sizes = [getRewardPoolSize(), getTokenSize(), getRewardPoolSize(), getTokenSize(), getOffenceSize()];
  const rents = await Promise.all(sizes.map((size) => part.chain.rent(size)));
  const amount = rents.reduce((sum, rent) => sum + rent);
  const { founder: source, authority: destination } = assembly;
  const transfer = getTransferSolInstruction({ source, destination, amount });
  await part.act(`The authority is lent rent for what it will create`, source, transfer);
}

async function appointmentMotion(assembly: Assembly): Promise<Motion> {
  const { dao, evaluatorChamber: chamber, people } = assembly;
  const authority = await authoritySigner(dao);
  const grants = people.evaluators.map(async ({ address }) =>
    getGrantSeatInstructionAsync({ dao, authority, chamber, seat: await seatOf(chamber, address), points: 1 }),
  );
  return {
    title: "Appoint three evaluators",
    description: `${EVALUATORS.join(", ")} shall attest the versions of our models, one word each.`,
    by: people.of("Björn"),
    actions: await Promise.all(grants),
  };
}

async function poolsMotion(assembly: Assembly): Promise<Motion> {
  const { dao, mint, people } = assembly;
  const authority = await authoritySigner(dao);
  const pools = OPERATORS.map(async (operator) =>
    getCreateRewardPoolInstructionAsync({
      dao,
      authority,
      subject: await providerOf(assembly, operator),
      mint,
      payer: authority,
      window: REWARD_WINDOW,
    }),
  );
  return {
    title: "Reward pools for two providers",
    description: `Whoever stakes with ${OPERATORS.join(" or ")} shares what flows out over ${REWARD_WINDOW} seconds.`,
    by: people.of("Dagný"),
    actions: await Promise.all(pools),
  };
}

async function grantMotion(assembly: Assembly): Promise<Motion> {
  const { dao, mint, people, treasury: source } = assembly;
  const authority = await authoritySigner(dao);
  const destination = people.of(GRANTEE).purse;
  return {
    title: `Grant ${tokens(GRANT_BASE)} to ${GRANTEE}`,
    description: `${GRANTEE} records the sounds on which our models are evaluated.`,
    by: people.of("Ásdís"),
    actions: [getTransferCheckedInstruction({ source, mint, destination, authority, amount: GRANT_BASE, decimals: DECIMALS })],
  };
}

async function coupMotion(assembly: Assembly): Promise<Motion> {
  const { dao, people } = assembly;
  const authority = await authoritySigner(dao);
  return {
    title: "Let one per cent decide",
    description: "The quorum shall be 1 %.",
    by: people.of("Freyja"),
    actions: [await getUpdateConfigInstructionAsync({ dao, authority, config: { ...RULES, quorumBps: 100 } })],
  };
}

async function voteOnAppointments(part: Part, assembly: Assembly, round: FirstRound): Promise<void> {
  const { of } = assembly.people;
  await Promise.all([
    round.appointment.vote(part, of("Ásdís"), "yes"),
    round.appointment.vote(part, of("Björn"), "yes"),
    round.appointment.vote(part, of("Dagný"), "yes"),
    round.appointment.vote(part, of("Egill"), "no"),
    round.appointment.vote(part, of("Freyja"), "abstain"),
    round.pools.vote(part, of("Björn"), "yes"),
    round.pools.vote(part, of("Dagný"), "yes"),
    round.grant.vote(part, of("Ásdís"), "yes"),
    round.grant.vote(part, of("Dagný"), "no"),
    round.coup.vote(part, of("Freyja"), "yes"),
  ]);
  await round.appointment.vote(part, of("Egill"), "yes", true);
}

/** Counts the first round and carries it out. */
export async function decideAppointments(stage: Stage, assembly: Assembly, round: FirstRound): Promise<void> {
  const part = stage.part("First verdicts", "Three motions pass and are executed, one fails its quorum");
  const { appointment, pools, grant, coup } = round;
  await untilVotesEnd(part, [appointment, pools, grant, coup]);
  await appointment.finalize(part, true);
  await pools.finalize(part, true);
  await grant.finalize(part, true);
  await coup.finalize(part, false);

  await untilExecutable(part, [appointment, pools, grant]);
  for (const name of EVALUATORS) await appointment.execute(part, `${name} is an evaluator`);
  for (const name of OPERATORS) await pools.execute(part, `the pool for those who stake with ${name}`);
  const purse = assembly.people.of(GRANTEE).purse;
  await grant.execute(part, `the treasury pays ${GRANTEE} ${tokens(GRANT_BASE)} (SPL transfer)`);
  expectEqual(`${GRANTEE}'s tokens`, (await fetchToken(part.chain.rpc, purse)).data.amount, GRANT_BASE);
  part.narrator.check(`${GRANTEE} holds ${tokens(GRANT_BASE)}; the rules are still those of the foundation`);
}
