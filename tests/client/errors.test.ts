import {
  CHOICES,
  TransactionRefused,
  authoritySigner,
  digest,
  explainError,
  explanationText,
  fetchDao,
  findProposalPda,
  getCastVoteInstructionAsync,
  getCreateProposalInstructionAsync,
  getDepositTokensInstructionAsync,
  getFinalizeProposalInstruction,
  getOpenSeatInstructionAsync,
  getUpdateConfigInstructionAsync,
  proposeAndSubmit,
  sendAndConfirm,
} from "@althing/client";
import type { ProposalPlan } from "@althing/client";
import { getTransferSolInstruction } from "@solana-program/system";
import {
  appendTransactionMessageInstructions,
  createTransactionMessage,
  generateKeyPairSigner,
  getBase64EncodedWireTransaction,
  lamports,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from "@solana/kit";
import type { Address, Instruction, KeyPairSigner } from "@solana/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { CONFIG, createMint, found, foundation, nextEpoch, person, refusal, rpc, seat, tokenAccount } from "./support/world.ts";
import type { World } from "./support/world.ts";

const FIRST_BYTE_CHANGED = (hash: Uint8Array) => hash.map((byte, i) => (i === 0 ? byte ^ 1 : byte));

let world: World;
let member: KeyPairSigner;
let memberSeat: Address;
let plan: ProposalPlan;
const send = (...instructions: Instruction[]) => sendAndConfirm(rpc, instructions, member);

beforeAll(async () => {
  world = await found("Errors", { votingPeriod: 27n, withdrawalCooldown: 29n, proposalThreshold: 100n });
  member = await person();
  memberSeat = await seat(world, member, 1_000n);
  await nextEpoch(world);
  const { dao } = world;
  const rules = await getUpdateConfigInstructionAsync({ dao, authority: await authoritySigner(dao), config: CONFIG });
  plan = await proposeAndSubmit(rpc, { dao, proposer: member, title: "Errors", instructions: [rules] });
});

const vote = (actionHash: Uint8Array) =>
  getCastVoteInstructionAsync({ proposal: plan.proposal, seat: memberSeat, voter: member, payer: member, choice: CHOICES.yes, actionHash });

describe("Given an open vote", () => {
  test("When a vote carries another action hash, Then field, cause and cure are told", async () => {
    const explanation = await refusal(send(await vote(FIRST_BYTE_CHANGED(plan.actionHash))));
    expect(explanation).toEqual({
      code: 6514,
      name: "ActionHashMismatch",
      field: "action_hash",
      cause: "not the hash of this proposal's actions",
      cure: "read the proposal again before signing",
      program: "CRSqUzf8ctQSyaCkiRrCJMkcykU7vVTQJZNrrNi5zLNE",
      // Behind limit and price of the compute units.
      instruction: 2,
    });
    expect(explanationText(explanation)).toBe(
      "ActionHashMismatch (6514): action_hash: not the hash of this proposal's actions; read the proposal again before signing",
    );
  });

  test("When it is finalized too early, Then the cure says when", async () => {
    const attempt = send(getFinalizeProposalInstruction({ proposal: plan.proposal, log: world.log }));
    expect(await refusal(attempt)).toMatchObject({ name: "VotingNotOver", cause: "is not over yet", cure: "try again after `voting_ends_at`" });
  });

  test("When a second proposal takes an old number, Then Anchor's refusal names the account", async () => {
    const [proposal] = await findProposalPda({ dao: world.dao, number: 7n });
    const create = await getCreateProposalInstructionAsync({ dao: world.dao, proposal, proposer: member, payer: member, title: "T", uri: "", descriptionHash: digest("") });
    expect(await refusal(send(create))).toMatchObject({ code: 2006, name: "ConstraintSeeds", field: "proposal" });
  });

  test("When the chain refuses what was sent without simulation, Then the explanation is the same", async () => {
    const wrong = await vote(FIRST_BYTE_CHANGED(plan.actionHash));
    const attempt = sendAndConfirm(rpc, [wrong], member, { computeUnitLimit: 200_000 });
    await expect(attempt).rejects.toBeInstanceOf(TransactionRefused);
    expect(await refusal(attempt)).toMatchObject({ code: 6514, name: "ActionHashMismatch" });
  });

  test("When another library's error is explained, Then it is found in its preflight", async () => {
    const { value: lifetime } = await rpc.getLatestBlockhash().send();
    const wrong = await vote(FIRST_BYTE_CHANGED(plan.actionHash));
    const transaction = await pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayerSigner(member, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash(lifetime, message),
      (message) => appendTransactionMessageInstructions([wrong], message),
      signTransactionMessageWithSigners,
    );
    const attempt = rpc.sendTransaction(getBase64EncodedWireTransaction(transaction), { encoding: "base64" }).send();
    expect(await refusal(attempt)).toMatchObject({ code: 6514, name: "ActionHashMismatch", field: "action_hash" });
  });
});

describe("Given somebody who may not", () => {
  test("When they propose below the threshold, Then it is told", async () => {
    const small = await person();
    await seat(world, small, 99n);
    await nextEpoch(world);
    const attempt = proposeAndSubmit(rpc, { dao: world.dao, proposer: small, title: "T", instructions: [await vote(plan.actionHash)] });
    expect(await refusal(attempt)).toMatchObject({ name: "BelowProposalThreshold", field: "seat" });
    expect((await fetchDao(rpc, world.dao)).data.proposalCount).toBe(1n);
  });

  test("When they have no seat, Then the missing account is named", async () => {
    const stranger = await person();
    const attempt = proposeAndSubmit(rpc, { dao: world.dao, proposer: stranger, title: "T", instructions: [await vote(plan.actionHash)] });
    expect(await refusal(attempt)).toMatchObject({ code: 3007, name: "AccountOwnedByWrongProgram", field: "seat" });
  });

  test("When they call what only the authority may, Then the cure is a proposal", async () => {
    const change = await getUpdateConfigInstructionAsync({ dao: world.dao, authority: member, config: CONFIG });
    expect(await refusal(send(change))).toMatchObject({ code: 6013, name: "NotAuthority", cure: "put the instruction into a proposal and have it executed" });
  });

  test("When they deposit more than they have, Then the token program's refusal is told", async () => {
    const { dao, mint } = world;
    const from = await tokenAccount(mint, member.address);
    const deposit = await getDepositTokensInstructionAsync({ dao, mint, from, depositor: member, amount: 1n });
    expect(await refusal(send(deposit))).toMatchObject({ code: 1, name: "InsufficientFunds", cure: "move fewer, or fund it first" });
  });

  test("When an account exists already, Then the system program's refusal is told", async () => {
    const open = await getOpenSeatInstructionAsync({ chamber: world.tokenChamber, holder: member.address, payer: member });
    expect(await refusal(send(open))).toMatchObject({ code: 0, name: "AccountAlreadyInUse" });
  });

  test("When the fee payer has nothing, Then it is told", async () => {
    const poor = await generateKeyPairSigner();
    const transfer = getTransferSolInstruction({ source: poor, destination: member.address, amount: lamports(1n) });
    expect(await refusal(sendAndConfirm(rpc, [transfer], poor))).toMatchObject({ cause: expect.stringMatching(/no SOL|too little SOL/) });
  });
});

describe("Given rules out of bounds", () => {
  test.each([
    [{ quorumBps: 10_001 }, "QuorumOutOfBounds", "quorum_bps", "quorum_bps must be 1 to 10000"],
    [{ approvalBps: 4_999 }, "ApprovalOutOfBounds", "approval_bps", "approval_bps must be 5000 to 10000"],
    [{ slashCapBps: 0 }, "SlashCapOutOfBounds", "slash_cap_bps", "slash_cap_bps must be 1 to 10000"],
    [{ withdrawalCooldown: 2n }, "CooldownOutOfBounds", "withdrawal_cooldown", expect.stringContaining("at least epoch_length + voting_period + hold_up")],
    [{ votingPeriod: 29n, withdrawalCooldown: 60n }, "VotingPeriodSpansTooManyEpochs", "voting_period", "lengthen epoch_length or shorten the vote"],
  ])("When a foundation asks for %o, Then %s names the field", async (config, name, field, cure) => {
    const mint = await createMint(member);
    expect(await refusal(send(await foundation(member, mint, name, config)))).toMatchObject({ name, field, cure });
  });
});

describe("explainError, whatever the form", () => {
  test.each([
    [6514, "ActionHashMismatch"],
    [3012, "AccountNotInitialized"],
    [{ InstructionError: [0, { Custom: 6008 }] }, "QuorumOutOfBounds"],
    [{ err: { InstructionError: [1n, { Custom: 6008n }] } }, "QuorumOutOfBounds"],
    [{ InstructionError: [0, "MissingRequiredSignature"] }, "MissingRequiredSignature"],
    [{ err: "BlockhashNotFound" }, "BlockhashNotFound"],
    [["Program 11111111111111111111111111111111 invoke [1]", "Program 11111111111111111111111111111111 failed: custom program error: 0x1"], "ResultWithNegativeLamports"],
    [["Program X invoke [1]", "Program X failed: custom program error: 0x1770"], "Custom6000"],
    [new Error("no network"), "Error"],
    ["unknown", "Unknown"],
  ])("%o", (error, name) => {
    expect(explainError(error).name).toBe(name);
  });
});
