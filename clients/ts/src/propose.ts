/** Puts instructions to the vote, in as few transactions as they fit. */
import type { Address, Instruction, Rpc, SolanaRpcApi, TransactionSigner } from "@solana/kit";
import { actionHash, encodeAction, MAX_ACTIONS } from "./action.ts";
import { daoAddresses } from "./authority.ts";
import {
  fetchDao,
  findActionPda,
  findProposalPda,
  findSeatPda,
  getAddActionInstructionAsync,
  getAppendActionInstruction,
  getCreateProposalInstruction,
  getSubmitProposalInstruction,
} from "./generated/index.ts";
import { fitsTransaction } from "./pack.ts";
import { sendAndConfirm, TransactionRefused } from "./send.ts";
import type { SendOptions, Sent } from "./send.ts";
import { digest, ZERO_HASH } from "./text.ts";

/** What is put to the vote. */
export interface Motion {
  readonly dao: Address;
  /** Holder of a seat in chamber 0 whose weight reaches the threshold. */
  readonly proposer: TransactionSigner;
  /** Pays fees and rent, which return when the proposal is closed; the proposer if left out. */
  readonly payer?: TransactionSigner;
  /** 1 to 64 bytes. */
  readonly title: string;
  /** Where the description is, at most 128 bytes. */
  readonly uri?: string;
  /** The description behind the URI, or its SHA-256. */
  readonly description?: string | Uint8Array;
  /** What is to be done, in order: 1 to 16, of any program. Only the authority may be a signer, see `authoritySigner`. */
  readonly instructions: readonly Instruction[];
}

/** A proposal as it will be once its transactions have landed. */
export interface ProposalPlan {
  readonly proposal: Address;
  readonly number: bigint;
  readonly actions: readonly Address[];
  /** What voters sign. */
  readonly actionHash: Uint8Array;
  /** One transaction each, to be sent in order. */
  readonly batches: readonly (readonly Instruction[])[];
}

/** Plans a proposal with this number (the organisation's `proposal_count`). */
export async function planProposal(motion: Motion, number: bigint): Promise<ProposalPlan> {
  const { dao, proposer, instructions } = motion;
  if (instructions.length === 0 || instructions.length > MAX_ACTIONS) {
    throw new RangeError(`instructions: a proposal has 1 to ${MAX_ACTIONS} actions, this one has ${instructions.length}`);
  }
  const payer = motion.payer ?? proposer;
  const { log, tokenChamber: chamber } = await daoAddresses(dao);
  const [seat] = await findSeatPda({ chamber, holder: proposer.address });
  const [proposal] = await findProposalPda({ dao, number });
  const payloads = instructions.map(encodeAction);
  const actions = await Promise.all(payloads.map(async (_, index) => (await findActionPda({ proposal, index }))[0]));

  const packer = new Packer(payer.address);
  const { title, uri = "", description } = motion;
  const descriptionHash = description === undefined ? ZERO_HASH : typeof description === "string" ? digest(description) : description;
  packer.add(getCreateProposalInstruction({ dao, chamber, seat, proposal, proposer, payer, title, uri, descriptionHash }));
  for (const [index, payload] of payloads.entries()) {
    const action = actions[index]!;
    const first = (chunk: Uint8Array) =>
      getAddActionInstructionAsync({ proposal, action, proposer, payer, index, length: payload.length, chunk });
    const next = (offset: number, chunk: Uint8Array) =>
      Promise.resolve(getAppendActionInstruction({ proposal, action, proposer, offset, chunk }));
    await packer.addPayload(payload, first, next);
  }
  packer.add(withReadonly(getSubmitProposalInstruction({ dao, proposal, chamber, seat, proposer, log }), actions));
  return { proposal, number, actions, actionHash: actionHash(proposal, payloads), batches: packer.batches };
}

/**
 * Proposes and submits. Where somebody else's proposal took the number in between, it plans again with the next one.
 * Resolves to the plan and what each transaction did and cost.
 */
export async function proposeAndSubmit(
  rpc: Rpc<SolanaRpcApi>,
  motion: Motion,
  options: SendOptions = {},
): Promise<ProposalPlan & { readonly sent: readonly Sent[] }> {
  const commitment = options.commitment ?? "confirmed";
  for (let tries = 1; ; tries += 1) {
    const { data } = await fetchDao(rpc, motion.dao, { commitment });
    const plan = await planProposal(motion, data.proposalCount);
    const sent: Sent[] = [];
    try {
      for (const batch of plan.batches) sent.push(await sendAndConfirm(rpc, batch, motion.payer ?? motion.proposer, options));
      return { ...plan, sent };
    } catch (error) {
      const raced = sent.length === 0 && error instanceof TransactionRefused && tries < 3;
      if (!raced) throw error;
      const now = await fetchDao(rpc, motion.dao, { commitment });
      if (now.data.proposalCount === plan.number) throw error;
    }
  }
}

/** The instruction with read-only accounts behind its own. */
function withReadonly<T extends Instruction>(instruction: T, addresses: readonly Address[]): Instruction {
  return { ...instruction, accounts: [...(instruction.accounts ?? []), ...addresses.map((address) => ({ address, role: 0 as const }))] };
}

/** Fills transactions one after the other, cutting payloads where a transaction is full. */
class Packer {
  readonly batches: Instruction[][] = [[]];

  constructor(private readonly feePayer: Address) {}

  add(instruction: Instruction): void {
    if (!this.#fits(instruction)) this.batches.push([]);
    this.batches.at(-1)!.push(instruction);
  }

  async addPayload(
    payload: Uint8Array,
    first: (chunk: Uint8Array) => Promise<Instruction>,
    next: (offset: number, chunk: Uint8Array) => Promise<Instruction>,
  ): Promise<void> {
    for (let offset = 0; offset < payload.length; ) {
      const build = (length: number) => {
        const chunk = payload.subarray(offset, offset + length);
        return offset === 0 ? first(chunk) : next(offset, chunk);
      };
      const length = await this.#longest(build, payload.length - offset);
      if (length > 0) this.batches.at(-1)!.push(await build(length));
      offset += length;
      if (offset < payload.length) this.batches.push([]);
    }
  }

  /** The longest chunk that still fits the last transaction, by bisection. */
  async #longest(build: (length: number) => Promise<Instruction>, available: number): Promise<number> {
    let [fits, over] = [0, available + 1];
    while (over - fits > 1) {
      const middle = fits === 0 && over === available + 1 ? available : Math.floor((fits + over) / 2);
      if (this.#fits(await build(middle))) fits = middle;
      else over = middle;
    }
    return fits;
  }

  #fits(instruction: Instruction): boolean {
    return fitsTransaction([...this.batches.at(-1)!, instruction], this.feePayer);
  }
}
