/** The third round: v6 replaces v5, and the assembly winds up; members and stakers start on their way out meanwhile. */
import {
  authoritySigner,
  fetchModel,
  fetchModelVersion,
  fetchStakePosition,
  findStakePositionPda,
  findUnbondingPda,
  findVaultPda,
  getGrantSeatInstructionAsync,
  getLeaveRewardsInstruction,
  getRequestUnstakeInstructionAsync,
  getRequestWithdrawalInstructionAsync,
  getRetireProviderInstructionAsync,
  versionStatus,
} from "@althing/client";
import type { Address } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";
import { Ballot, untilExecutable, untilVotesEnd } from "../ballot.ts";
import type { Motion } from "../ballot.ts";
import { sol, toBase, tokens } from "../format.ts";
import { EVALUATORS, MAINTAINER, MEMBERS } from "../people.ts";
import type { Member } from "../people.ts";
import { expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import { promotionAction } from "./evaluation.ts";
import { seatOf } from "./founding.ts";
import type { Assembly } from "./founding.ts";
import type { Registered } from "./registration.ts";
import { closeActions, openPools, shareActions } from "./revenue.ts";
import { expectPaid, claimRest, poolOf, untilFlowed } from "./rewards.ts";
import type { Earning } from "./rewards.ts";

/** A tranche of stake on its way out. */
export interface Tranche {
  readonly earning: Earning;
  readonly position: Address;
  readonly unbonding: Address;
}

export interface ThirdRound {
  readonly succession: Ballot;
  readonly windUp: Ballot;
  readonly tranches: readonly Tranche[];
}

export async function proposeSuccession(
  stage: Stage,
  assembly: Assembly,
  registered: Registered,
  offence: Address,
  earnings: readonly Earning[],
): Promise<ThirdRound> {
  const part = stage.part("Third votes", "v6 is to replace v5, the assembly to wind up; who leaves asks now");
  const { people } = assembly;
  const [first, second] = registered.versions;
  await openPools(part, assembly, registered);
  const succession = await Ballot.submit(part, assembly, {
    title: `Version 2 (${second.release.name}) replaces version 1; their revenue is shared`,
    description: "The newer release, made from the one in production; who it was made from has a part in what it earns.",
    by: people.of(MAINTAINER),
    actions: [await promotionAction(assembly, registered, second, first), ...(await shareActions(assembly, registered))],
  });
  const windUp = await Ballot.submit(part, assembly, await windUpMotion(part, assembly, registered, offence));
  const voters = ["Ásdís", "Björn", "Egill"] as const;
  await Promise.all(
    [succession, windUp].flatMap((ballot) => voters.map((name) => ballot.vote(part, people.of(name), "yes"))),
  );

  await Promise.all(people.members.map((member) => leaveSeat(part, assembly, member.name as Member)));
  await Promise.all(registered.providers.map((provider) => retire(part, assembly, registered, provider.operator.name)));
  await untilFlowed(part, assembly, registered);
  await claimRest(part, assembly, earnings);
  await expectPaid(part, assembly, registered);
  const tranches = await Promise.all(earnings.map((earning) => unstake(part, assembly, earning)));
  return { succession, windUp, tranches };
}

/** Evaluators are dismissed, revenue pools closed; the authority's SOL, all rent that comes back to it, returns to the founder. */
async function windUpMotion(part: Part, assembly: Assembly, registered: Registered, offence: Address): Promise<Motion> {
  const { dao, evaluatorChamber: chamber, founder, people } = assembly;
  const authority = await authoritySigner(dao);
  const dismissals = people.evaluators.map(async ({ address }) =>
    getGrantSeatInstructionAsync({ dao, authority, chamber, seat: await seatOf(chamber, address), points: 0 }),
  );
  const pools = await Promise.all(registered.providers.map((provider) => poolOf(assembly, provider)));
  const vaults = await Promise.all(pools.map(async (keeper) => (await findVaultPda({ keeper }))[0]));
  const held = [assembly.authority, ...pools, ...vaults, offence];
  const lamports = await Promise.all(held.map((address) => part.chain.balance(address)));
  const amount = lamports.reduce((sum, each) => sum + each);
  const transfer = getTransferSolInstruction({ source: authority, destination: founder.address, amount });
  return {
    title: "Wind up: dismissals, rent returns",
    description: `${EVALUATORS.join(", ")} are thanked; ${sol(amount, 0)} SOL go back to the founder.`,
    by: people.of("Björn"),
    actions: [...(await Promise.all(dismissals)), ...(await closeActions(assembly, registered)), transfer],
  };
}

async function leaveSeat(part: Part, { dao, tokenChamber: chamber, people }: Assembly, name: Member): Promise<void> {
  const { signer: holder, address } = people.of(name);
  const amount = toBase(MEMBERS[name]);
  await part.act(
    `${name} asks for ${tokens(amount)} back`,
    holder,
    getRequestWithdrawalInstructionAsync({ dao, chamber, seat: await seatOf(chamber, address), holder, amount }),
  );
}

async function retire(part: Part, { dao }: Assembly, { providers }: Registered, name: string): Promise<void> {
  const { operator, address } = providers.find((each) => each.operator.name === name)!;
  const instruction = getRetireProviderInstructionAsync({ dao, provider: address, operator: operator.signer });
  await part.act(`${name} retires`, operator.signer, instruction);
}

/** Starts the way out of a stake, and leaves the pool. */
async function unstake(part: Part, { dao }: Assembly, earning: Earning): Promise<Tranche> {
  const { holder, provider } = earning.stake;
  const { signer, address } = holder;
  const [position] = await findStakePositionPda({ provider: provider.address, holder: address });
  const { shares, unbondingCount } = (await fetchStakePosition(part.chain.rpc, position)).data;
  const [unbonding] = await findUnbondingPda({ position, number: unbondingCount });
  const reward = { rewardPool: earning.pool, rewardPosition: earning.position };
  const common = { provider: provider.address, position, ...reward };
  await part.act(
    `${holder.name} leaves the pool and unstakes from ${provider.operator.name}`,
    signer,
    getRequestUnstakeInstructionAsync({ ...common, dao, unbonding, holder: signer, payer: signer, shares }),
    getLeaveRewardsInstruction({ ...common, caller: signer, payer: address }),
  );
  return { earning, position, unbonding };
}

export async function decideSuccession(stage: Stage, assembly: Assembly, registered: Registered, round: ThirdRound): Promise<void> {
  const part = stage.part("Third verdicts", "The succession, and the first part of the winding up");
  const { succession, windUp } = round;
  await untilVotesEnd(part, [succession, windUp]);
  await succession.finalize(part, true);
  await windUp.finalize(part, true);
  await untilExecutable(part, [succession, windUp]);

  const [first, second] = registered.versions;
  await succession.execute(part, `${second.release.name} is in production, ${first.release.name} steps back`);
  const model = await fetchModel(part.chain.rpc, registered.model);
  const old = await fetchModelVersion(part.chain.rpc, first.address);
  expectEqual("version in production", model.data.productionVersion, second.address);
  expectEqual("status of version 1", versionStatus(old.data.status), "deprecated");
  part.narrator.check(`production points at version 2 (${second.release.file}); version 1 is deprecated`);
  for (const { release } of registered.versions) await succession.execute(part, `what ${release.name} earns is shared`);
  for (const name of EVALUATORS) await windUp.execute(part, `${name} is dismissed`);
}
