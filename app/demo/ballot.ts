/** A proposal from its draft to its execution, told step by step. */
import {
  CHOICES,
  executionMetas,
  fetchDao,
  fetchProposal,
  findVoteRecordPda,
  getCastVoteInstructionAsync,
  getExecuteProposalInstruction,
  getFinalizeProposalInstruction,
  digest,
  hex,
  planProposal,
  proposalState,
} from "@althing/client";
import type { ActionInstruction, Proposal, ProposalPlan } from "@althing/client";
import type { Instruction } from "@solana/kit";
import { seatOf } from "./chapters/founding.ts";
import type { Assembly } from "./chapters/founding.ts";
import { toBase, tokens } from "./format.ts";
import { MEMBERS } from "./people.ts";
import type { Member, Person } from "./people.ts";
import { expectBytes, expectEqual } from "./stage.ts";
import type { Part } from "./stage.ts";

/** What is proposed. */
export interface Motion {
  /** At most 64 bytes. */
  readonly title: string;
  readonly description: string;
  readonly by: Person;
  /** Instructions that the authority will sign. */
  readonly actions: readonly Instruction[];
}

export type Choice = keyof typeof CHOICES;

/** A proposal that is before the assembly. */
export class Ballot {
  #executed = 0;

  private constructor(
    readonly assembly: Assembly,
    readonly motion: Motion,
    readonly plan: ProposalPlan,
  ) {}

  /** Drafts the proposal with its actions and puts it to the vote. */
  static async submit(part: Part, assembly: Assembly, motion: Motion): Promise<Ballot> {
    const { title, description, by, actions } = motion;
    const { proposalCount: number } = (await fetchDao(part.chain.rpc, assembly.dao)).data;
    const uri = `urn:sha256:${hex(digest(description))}`;
    const asked = { dao: assembly.dao, proposer: by.signer, title, uri, description, instructions: actions };
    const plan = await planProposal(asked, number);

    const { batches } = plan;
    for (const [i, batch] of batches.entries()) {
      const which = batches.length === 1 ? "" : ` (${i + 1}/${batches.length})`;
      await part.act(`${by.name} proposes no. ${number}${which}: ${title}`, by.signer, ...batch);
    }
    const ballot = new Ballot(assembly, motion, plan);
    const state = await ballot.fetch(part);
    expectEqual(`state of proposal ${number}`, proposalState(state.state), "voting");
    expectBytes(`action hash of proposal ${number}`, state.actionHash, plan.actionHash);
    return ballot;
  }

  get number(): bigint {
    return this.plan.number;
  }

  /** A member's vote, or a changed one. */
  async vote(part: Part, voter: Person, choice: Choice, changed = false): Promise<void> {
    const { proposal, actionHash } = this.plan;
    const seat = await seatOf(this.assembly.tokenChamber, voter.address);
    const [voteRecord] = await findVoteRecordPda({ proposal, seat });
    const words = changed ? `changes the vote on no. ${this.number} to ${choice}` : `votes ${choice} on no. ${this.number}`;
    await part.act(
      `${voter.name} ${words} (${tokens(toBase(MEMBERS[voter.name as Member]))})`,
      voter.signer,
      getCastVoteInstructionAsync({
        proposal,
        seat,
        voteRecord,
        voter: voter.signer,
        payer: voter.signer,
        choice: CHOICES[choice],
        // A vote counts for the very actions that the voter saw.
        actionHash,
      }),
    );
  }

  /** Counts the votes, and checks that the result is the expected one. */
  async finalize(part: Part, passes: boolean): Promise<void> {
    const verdict = passes ? "passes" : "fails its quorum";
    await part.act(
      `No. ${this.number} ${verdict}: ${tally(await this.fetch(part))}`,
      this.assembly.founder,
      getFinalizeProposalInstruction({ proposal: this.plan.proposal, log: this.assembly.log }),
    );
    const { state } = await this.fetch(part);
    expectEqual(`state of proposal ${this.number}`, proposalState(state), passes ? "succeeded" : "defeated");
  }

  /** Executes the next action. Anybody may; here the founder pays the fee. */
  async execute(part: Part, text: string): Promise<void> {
    const { proposal, actions } = this.plan;
    const action = this.motion.actions[this.#executed] as ActionInstruction;
    const run = getExecuteProposalInstruction({ proposal, action: actions[this.#executed]!, log: this.assembly.log });
    const accounts = [...run.accounts, ...executionMetas(action)];
    await part.act(`No. ${this.number} executed: ${text}`, this.assembly.founder, { ...run, accounts });
    this.#executed += 1;
    if (this.#executed < actions.length) return;
    expectEqual(`state of proposal ${this.number}`, proposalState((await this.fetch(part)).state), "executed");
  }

  async fetch(part: Part): Promise<Proposal> {
    return (await fetchProposal(part.chain.rpc, this.plan.proposal)).data;
  }
}

/** Waits until the votes on all of these are over. */
export async function untilVotesEnd(part: Part, ballots: readonly Ballot[]): Promise<void> {
  const states = await Promise.all(ballots.map((ballot) => ballot.fetch(part)));
  await part.stage.until("the votes are open", Math.max(...states.map(({ votingEndsAt }) => Number(votingEndsAt))));
}

/** Waits until all of these, which have been counted, can be executed. */
export async function untilExecutable(part: Part, ballots: readonly Ballot[]): Promise<void> {
  const states = await Promise.all(ballots.map((ballot) => ballot.fetch(part)));
  await part.stage.until("the hold-up passes", Math.max(...states.map(({ executableAt }) => Number(executableAt))));
  // Execution in the slot of the count is refused, so that nobody can do both at once.
  for (const { finalizedSlot } of states) await part.chain.untilSlotAfter(finalizedSlot);
}

function tally({ yes, no, abstain, eligible }: Proposal): string {
  const percent = (weight: bigint) => `${Number((weight * 1000n) / eligible) / 10} %`;
  return `yes ${percent(yes)}, no ${percent(no)}, turnout ${percent(yes + no + abstain)}`;
}
