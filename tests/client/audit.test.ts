import {
  MerkleTree,
  appendBatchInstruction,
  askConsistency,
  askInclusion,
  checkedTree,
  decodeEntry,
  encodeEntry,
  entryLeaf,
  fetchAuditEntry,
  fetchAuditLog,
  findEntryPda,
  findLogPda,
  getAppendEntryInstruction,
  getAppendPinnedEntryInstruction,
  getCreateLogInstructionAsync,
  isIncluded,
  isLogConsistent,
  leafHash,
  sendAndConfirm,
  treeOfEntries,
} from "@althing/client";
import type { Entry } from "@althing/client";
import type { Address, Instruction, KeyPairSigner } from "@solana/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { person, refusal, rpc } from "./support/world.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const flipped = (hash: Uint8Array) => hash.map((byte, i) => (i === 0 ? byte ^ 1 : byte));

let writer: KeyPairSigner;
let log: Address;
const send = (...instructions: Instruction[]) => sendAndConfirm(rpc, instructions, writer);
const root = async () => Uint8Array.from((await fetchAuditLog(rpc, log)).data.root);

beforeAll(async () => {
  writer = await person();
  [log] = await findLogPda({ subject: writer.address });
  await send(await getCreateLogInstructionAsync({ subject: writer, payer: writer, writer: writer.address }));
});

// In order: each test goes on with the log that the one before it left.
describe("Given a log of one's own", () => {
  const entries: Entry[] = [];
  const tree = new MerkleTree();

  test("When entries are appended, Then encodeEntry gives the program's leaves", async () => {
    const [pinned] = await findEntryPda({ log, index: 3n });
    const { events } = await send(
      ...["", "a", "x".repeat(300)].map((text) => getAppendEntryInstruction({ log, writer, kind: 1024, payload: bytes(text) })),
      getAppendPinnedEntryInstruction({ log, writer, entry: pinned, payer: writer, kind: 65_535, payload: bytes("pinned") }),
    );
    for (const event of events) if (event.name === "EntryAppended") entries.push(event.data);
    expect(entries.map(({ index, kind, actor }) => [index, kind, actor])).toEqual([0, 1, 2, 3].map((i) => [BigInt(i), i === 3 ? 65_535 : 1024, writer.address]));

    tree.append(entries.map(encodeEntry));
    const { data } = await fetchAuditLog(rpc, log);
    expect(tree.root()).toEqual(data.root);
    expect(treeOfEntries(data, entries).root()).toEqual(data.root);
    expect(isLogConsistent(data)).toBe(true);
    const { data: kept } = await fetchAuditEntry(rpc, pinned);
    expect(kept.leaf).toEqual(tree.leaf(3));
    expect(entryLeaf(kept)).toEqual(kept.leaf);
    expect(entries[3]).toMatchObject(decodeEntry(encodeEntry(kept)));
  });

  test("When a thousand leaves are appended as one batch, Then the chain has the root of all", async () => {
    const leaves = Array.from({ length: 1_000 }, (_, i) => leafHash(bytes(`record ${i}`)));
    const { events } = await send(appendBatchInstruction({ log, writer, size: 4n, leaves, uri: "https://log.example" }));
    for (const leaf of leaves) tree.appendLeafHash(leaf);
    expect(await root()).toEqual(tree.root());
    expect(events).toEqual([
      expect.objectContaining({ name: "BatchAppended", data: expect.objectContaining({ oldSize: 4n, size: 1_004n, uri: "https://log.example" }) }),
    ]);
    const { data } = await fetchAuditLog(rpc, log);
    expect(isLogConsistent(data)).toBe(true);
    expect(checkedTree(data, [...entries.map(entryLeaf), ...leaves]).size).toBe(1_004);
  });

  test("When the program is asked about an entry, Then it says yes to the true one and no to a forged one", async () => {
    for (const index of [0, 3, 4, 999, 1_003]) {
      const [leaf, path] = [tree.leaf(index), tree.inclusionProof(index)];
      expect(await askInclusion(rpc, writer.address, { log, leaf, index, path })).toBe(true);
      expect(await askInclusion(rpc, writer.address, { log, leaf: flipped(leaf), index, path })).toBe(false);
      expect(await askInclusion(rpc, writer.address, { log, leaf, index: index ^ 1, path })).toBe(false);
      const { data } = await fetchAuditLog(rpc, log);
      expect(isIncluded(data, leaf, index, path)).toBe(true);
      expect(isIncluded(data, flipped(leaf), index, path)).toBe(false);
    }
  });

  test("When the program is asked about an older state, Then it says yes to the true one and no to a forged one", async () => {
    for (const oldSize of [1, 4, 512, 1_003, 1_004]) {
      const [oldRoot, path] = [tree.root(oldSize), tree.consistencyProof(oldSize)];
      expect(await askConsistency(rpc, writer.address, { log, oldSize, oldRoot, path })).toBe(true);
      expect(await askConsistency(rpc, writer.address, { log, oldSize, oldRoot: flipped(oldRoot), path })).toBe(false);
    }
  });

  test("When a batch was made for another size, Then it is refused by name", async () => {
    const leaves = [leafHash(bytes("late"))];
    expect(await refusal(send(appendBatchInstruction({ log, writer, size: 4n, leaves, uri: "" })))).toMatchObject({
      code: 6107,
      name: "LogSizeMoved",
      field: "size",
      cure: "rebuild it on the current size",
    });
  });

  test("When somebody else appends, Then it is refused by name", async () => {
    const stranger = await person();
    const attempt = sendAndConfirm(rpc, [getAppendEntryInstruction({ log, writer: stranger, kind: 1024, payload: bytes("") })], stranger);
    expect(await refusal(attempt)).toMatchObject({ name: "NotLogWriter", field: "writer" });
  });
});
