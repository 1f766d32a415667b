/** What happens to a proposal after its vote: execution, and closing so that all rent returns. */
import { AccountRole, getBase58Decoder, getBase64Encoder } from "@solana/kit";
import type { AccountMeta, Address, Base58EncodedBytes, Instruction, Rpc, SolanaRpcApi, TransactionSigner } from "@solana/kit";
import { actionInstruction } from "./action.ts";
import type { ActionInstruction } from "./action.ts";
import {
  ALTHING_PROGRAM_ADDRESS,
  fetchAllAction,
  fetchAllMaybeAction,
  fetchProposal,
  findActionPda,
  getCloseActionInstruction,
  getCloseProposalInstruction,
  getCloseVoteInstruction,
  getExecuteProposalInstruction,
  getVoteRecordDecoder,
  getVoteRecordDiscriminatorBytes,
} from "./generated/index.ts";
import { roomForActions } from "./history.ts";
import type { VoteRecord } from "./generated/index.ts";

/** The states of a proposal, by number. */
export const PROPOSAL_STATES = ["draft", "voting", "succeeded", "defeated", "executed", "cancelled"] as const;
/** State of a proposal. */
export type ProposalState = (typeof PROPOSAL_STATES)[number];
/** The choices of a vote. */
export const CHOICES = { yes: 0, no: 1, abstain: 2 } as const;

/** The name of a proposal's `state`. Throws a `RangeError` for numbers that the program does not use. */
export function proposalState(state: number): ProposalState {
  const name = PROPOSAL_STATES[state];
  if (name === undefined) throw new RangeError(`state: ${state} is none of 0 to ${PROPOSAL_STATES.length - 1}`);
  return name;
}

/** An action of a proposal: where it lies, and the instruction that it holds. */
export interface ProposedAction {
  readonly address: Address;
  readonly payer: Address;
  readonly payload: Uint8Array;
  readonly instruction: ActionInstruction;
}

/** The actions of a proposal, in order. Throws where one is incomplete or closed. */
export async function fetchActions(rpc: Rpc<SolanaRpcApi>, proposal: Address): Promise<ProposedAction[]> {
  const { data } = await fetchProposal(rpc, proposal);
  const accounts = await fetchAllAction(rpc, await actionAddresses(proposal, data.actionCount));
  return accounts.map(({ address, data: action }) => {
    const payload = Uint8Array.from(action.payload);
    return { address, payer: action.payer, payload, instruction: actionInstruction(payload) };
  });
}

/**
 * The instructions that carry out what is still to be done: one `execute_proposal` per action, in order, and where the
 * history of a model has too few places for them, before those what extends it, which `payer` pays for. They may share a
 * transaction or not. Anybody may send them, between `executable_at` and `expires_at`.
 */
export async function executeInstructions(rpc: Rpc<SolanaRpcApi>, proposal: Address, payer: TransactionSigner): Promise<Instruction[]> {
  const [{ data }, actions] = await Promise.all([fetchProposal(rpc, proposal), fetchActions(rpc, proposal)]);
  const left = actions.slice(data.actionsExecuted);
  const executions = left.map(({ address, instruction }) => {
    const own = getExecuteProposalInstruction({ proposal, action: address, log: data.log });
    return { ...own, accounts: [...own.accounts, ...executionMetas(instruction)] };
  });
  return [...(await roomForActions(rpc, left.map(({ instruction }) => instruction), payer)), ...executions];
}

/** The accounts of an action behind those of `execute_proposal`. The authority signs inside, not in the transaction. */
export function executionMetas(action: ActionInstruction): AccountMeta[] {
  const writable = (role: AccountRole) => role === AccountRole.WRITABLE || role === AccountRole.WRITABLE_SIGNER;
  return [
    { address: action.programAddress, role: AccountRole.READONLY },
    ...action.accounts.map(({ address, role }) => ({ address, role: writable(role) ? AccountRole.WRITABLE : AccountRole.READONLY })),
  ];
}

/**
 * The instructions that close a finished proposal and all that belongs to it, so that every lamport of rent returns to
 * whoever paid it. Pack them with `packInstructions`; the last one closes the proposal itself.
 */
export async function closeInstructions(rpc: Rpc<SolanaRpcApi>, proposal: Address): Promise<Instruction[]> {
  const { data } = await fetchProposal(rpc, proposal);
  const [votes, actions] = await Promise.all([
    fetchVotes(rpc, proposal),
    actionAddresses(proposal, data.actionCount).then((addresses) => fetchAllMaybeAction(rpc, addresses)),
  ]);
  return [
    ...votes.map(({ address, vote }) => getCloseVoteInstruction({ proposal, voteRecord: address, payer: vote.payer })),
    ...actions.flatMap((action) =>
      action.exists ? [getCloseActionInstruction({ proposal, action: action.address, payer: action.data.payer })] : [],
    ),
    getCloseProposalInstruction({ proposal, payer: data.payer }),
  ];
}

/** The votes on a proposal that have not been closed yet. */
export async function fetchVotes(rpc: Rpc<SolanaRpcApi>, proposal: Address): Promise<{ address: Address; vote: VoteRecord }[]> {
  const discriminator = getBase58Decoder().decode(getVoteRecordDiscriminatorBytes()) as Base58EncodedBytes;
  const accounts = await rpc
    .getProgramAccounts(ALTHING_PROGRAM_ADDRESS, {
      encoding: "base64",
      filters: [
        { memcmp: { offset: 0n, bytes: discriminator, encoding: "base58" } },
        // Behind the discriminator, version, bump, choice and padding.
        { memcmp: { offset: 16n, bytes: proposal as string as Base58EncodedBytes, encoding: "base58" } },
      ],
    })
    .send();
  return accounts.map(({ pubkey, account }) => ({
    address: pubkey,
    vote: getVoteRecordDecoder().decode(getBase64Encoder().encode(account.data[0])),
  }));
}

async function actionAddresses(proposal: Address, count: number): Promise<Address[]> {
  return Promise.all(Array.from({ length: count }, async (_, index) => (await findActionPda({ proposal, index }))[0]));
}
