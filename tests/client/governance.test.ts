import {
  CHOICES,
  actionHash,
  TRANSACTION_BYTES,
  closeInstructions,
  decodeEvents,
  encodeAction,
  entryContent,
  executeInstructions,
  fetchActions,
  fetchAuditLog,
  fetchDao,
  fetchMaybeProposal,
  fetchProposal,
  fetchSeat,
  fetchVotes,
  fixedText,
  getCastVoteInstructionAsync,
  getFinalizeProposalInstruction,
  getGrantSeatInstructionAsync,
  getOpenSeatInstructionAsync,
  getUpdateConfigInstructionAsync,
  authoritySigner,
  latestWeight,
  packInstructions,
  proposalState,
  proposeAndSubmit,
  sendAndConfirm,
  sendInOrder,
  transactionSize,
  treeOfEntries,
  waitUntil,
} from "@althing/client";
import type { Entry, ProposalPlan, Sent } from "@althing/client";
import { getTransferCheckedInstruction } from "@solana-program/token";
import { generateKeyPairSigner } from "@solana/kit";
import type { Address, Instruction, KeyPairSigner } from "@solana/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { CONFIG, DECIMALS, found, gift, nextEpoch, person, refusal, rpc, seat, tokenAccount } from "./support/world.ts";
import type { World } from "./support/world.ts";

let world: World;
let member: KeyPairSigner;
let memberSeat: Address;
/** Everything that was sent, for the log of the organisation to be rebuilt from. */
const transcript: Sent[] = [];

async function send(instructions: readonly Instruction[], payer: KeyPairSigner): Promise<Sent> {
  const sent = await sendAndConfirm(rpc, instructions, payer);
  transcript.push(sent);
  return sent;
}

async function propose(title: string, instructions: readonly Instruction[]): Promise<ProposalPlan> {
  const plan = await proposeAndSubmit(rpc, { dao: world.dao, proposer: member, payer: world.founder, title, instructions });
  transcript.push(...plan.sent);
  return plan;
}

async function decide({ proposal, actionHash }: ProposalPlan, choice: number): Promise<void> {
  const vote = await getCastVoteInstructionAsync({ proposal, seat: memberSeat, voter: member, payer: member, choice, actionHash });
  await send([vote], member);
  const { data } = await fetchProposal(rpc, proposal);
  await waitUntil(rpc, data.votingEndsAt);
  await send([getFinalizeProposalInstruction({ proposal, log: world.log })], member);
}

beforeAll(async () => {
  world = await found("Governance");
  member = await person();
  memberSeat = await seat(world, member, 1_000n);
  await nextEpoch(world);
});

describe("Given a member whose deposit counts", () => {
  test("When the organisation is read, Then it has the rules that it was founded with", async () => {
    const { data } = await fetchDao(rpc, world.dao);
    expect(data.name).toBe("Governance");
    expect(data.config).toEqual(CONFIG);
    expect([data.authority, data.log, data.mint]).toEqual([world.authority, world.log, world.mint]);
    expect(latestWeight((await fetchSeat(rpc, memberSeat)).data.weight)).toBe(1_000n);
  });

  test("When a transfer from the treasury is proposed, voted and executed, Then it happens and all rent returns", async () => {
    const receiver = await generateKeyPairSigner();
    const treasury = await tokenAccount(world.mint, world.authority);
    const destination = await tokenAccount(world.mint, receiver.address);
    await send([...(await gift(world, world.authority, 500n)), ...(await gift(world, receiver.address, 0n))], world.founder);
    const transfer = getTransferCheckedInstruction({
      source: treasury,
      mint: world.mint,
      destination,
      authority: await authoritySigner(world.dao),
      amount: 200n,
      decimals: DECIMALS,
    });
    const before = (await rpc.getBalance(world.founder.address).send()).value;

    const plan = await propose("Pay the receiver", [transfer]);
    expect(plan.batches.length).toBe(1);
    const [action] = await fetchActions(rpc, plan.proposal);
    expect(action!.instruction.programAddress).toBe(transfer.programAddress);
    expect(action!.payload).toEqual(encodeAction(transfer));
    const { data } = await fetchProposal(rpc, plan.proposal);
    expect(fixedText(data.title)).toBe("Pay the receiver");
    expect(fixedText(data.uri)).toBe("");
    expect(data.actionHash).toEqual(plan.actionHash);
    expect(actionHash(plan.proposal, [action!.payload])).toEqual(plan.actionHash);

    await decide(plan, CHOICES.yes);
    expect((await fetchVotes(rpc, plan.proposal)).map(({ vote }) => [vote.voter, vote.weight])).toEqual([[member.address, 1_000n]]);
    await send(await executeInstructions(rpc, plan.proposal, member), member);
    expect((await rpc.getTokenAccountBalance(destination).send()).value.amount).toBe("200");
    expect(proposalState((await fetchProposal(rpc, plan.proposal)).data.state)).toBe("executed");
    expect(await executeInstructions(rpc, plan.proposal, member)).toEqual([]);

    const closing = packInstructions(await closeInstructions(rpc, plan.proposal), member.address);
    expect(closing.length).toBe(1);
    transcript.push(...(await sendInOrder(rpc, closing, member)));
    expect((await fetchMaybeProposal(rpc, plan.proposal)).exists).toBe(false);
    // The founder paid for the proposal's transaction, signed by two, and nothing else.
    expect((await rpc.getBalance(world.founder.address).send()).value).toBe(before - 10_000n);
  });

  test("When two instructions of the program itself are one proposal, Then both are executed in one transaction", async () => {
    const authority = await authoritySigner(world.dao);
    const evaluator = await generateKeyPairSigner();
    const chamber = world.evaluatorChamber;
    const open = await getOpenSeatInstructionAsync({ chamber, holder: evaluator.address, payer: member });
    await send([open], member);
    const evaluatorSeat = open.accounts[1].address;
    const plan = await propose("Appoint an evaluator and change the quorum", [
      await getGrantSeatInstructionAsync({ dao: world.dao, authority, chamber, seat: evaluatorSeat, points: 1n }),
      await getUpdateConfigInstructionAsync({ dao: world.dao, authority, config: { ...CONFIG, quorumBps: 2_000 } }),
    ]);
    await decide(plan, CHOICES.yes);
    const { events } = await send(await executeInstructions(rpc, plan.proposal, member), member);

    expect(latestWeight((await fetchSeat(rpc, evaluatorSeat)).data.weight)).toBe(1n);
    expect((await fetchDao(rpc, world.dao)).data.config.quorumBps).toBe(2_000);
    const kinds = events.map((event) => (event.name === "EntryAppended" ? entryContent(event.data)?.kind : event.name));
    expect(kinds).toEqual(["ActionExecuted", "SeatFed", "SeatGranted", "ActionExecuted", "ConfigUpdated"]);
  });

  test("When an action is longer than a transaction, Then the proposal takes several and executes nothing else", async () => {
    const memo = { programAddress: world.founder.address, accounts: [], data: new Uint8Array(3_000).map((_, i) => i) };
    const plan = await propose("A long action", [memo, memo]);
    const sizes = plan.batches.map((batch) => transactionSize(batch, world.founder.address));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(TRANSACTION_BYTES);
    // All but the last are full, give or take the bytes of a length.
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(TRANSACTION_BYTES - 2);
    const actions = await fetchActions(rpc, plan.proposal);
    expect(actions.map(({ payload }) => payload)).toEqual([encodeAction(memo), encodeAction(memo)]);
    expect((await fetchProposal(rpc, plan.proposal)).data.actionHash).toEqual(plan.actionHash);

    await decide(plan, CHOICES.no);
    expect(proposalState((await fetchProposal(rpc, plan.proposal)).data.state)).toBe("defeated");
    const { name } = await refusal(sendAndConfirm(rpc, (await executeInstructions(rpc, plan.proposal, member)).slice(0, 1), member));
    expect(name).toBe("WrongProposalState");
  });

  test("When two proposals are made at once, Then the later one takes the next number", async () => {
    const nothing = { programAddress: world.mint };
    const before = (await fetchDao(rpc, world.dao)).data.proposalCount;
    const plans = await Promise.all(["One", "Two"].map((title) => propose(title, [nothing])));
    expect(plans.map(({ number }) => number).sort()).toEqual([before, before + 1n]);
  });

  test("When the events are read back, Then they give the organisation's log, leaf by leaf", async () => {
    const founded = await rpc.getSignaturesForAddress(world.log, { limit: 1_000 }).send();
    expect(founded.length).toBeGreaterThan(5);
    const first = await rpc
      .getTransaction(founded.at(-1)!.signature, { encoding: "json", maxSupportedTransactionVersion: 0, commitment: "confirmed" })
      .send();
    const events = [...decodeEvents(first!.meta!.logMessages!), ...transcript.flatMap((sent) => sent.events)];
    const entries: Entry[] = events.flatMap((event) => (event.name === "EntryAppended" && event.data.log === world.log ? [event.data] : []));
    entries.sort((a, b) => Number(a.index - b.index));
    const { data } = await fetchAuditLog(rpc, world.log);
    expect(() => treeOfEntries(data, entries)).not.toThrow();
    expect(entryContent(entries[0]!)).toMatchObject({ kind: "DaoCreated", data: { name: "Governance", mint: world.mint } });
    expect(() => treeOfEntries(data, entries.slice(1))).toThrow("entry 0 says that it is entry 1");
    expect(() => treeOfEntries(data, [{ ...entries[0]!, slot: 0n }, ...entries.slice(1)])).toThrow("do not give the log's root");
  });
});
