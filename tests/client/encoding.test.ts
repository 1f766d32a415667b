import {
  ERRORS,
  actionHash,
  actionInstruction,
  attributeLines,
  decodeEntry,
  decodeEvents,
  digest,
  encodeAction,
  encodeEntry,
  entryContent,
  entryLeaf,
  epochAt,
  epochStart,
  evidenceHash,
  findVaultPda,
  fixedText,
  hex,
  isTruncated,
  packInstructions,
  planProposal,
  weightAt,
} from "@althing/client";
import type { Entry } from "@althing/client";
import { AccountRole, createNoopSigner, getAddressDecoder } from "@solana/kit";
import type { Address, Instruction } from "@solana/kit";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";

const filled = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const key = (byte: number): Address => getAddressDecoder().decode(filled(byte));
const sha256 = (...parts: Uint8Array[]) => new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest());

describe("entries", () => {
  /** The worked example of audit/entry.rs and docs/audit-log.md. */
  const entry: Entry = { log: key(1), index: 2n, timestamp: 3n, slot: 4n, actor: key(5), kind: 1024, payload: Buffer.from("hi") };

  test("the worked example has the documented bytes", () => {
    const documented = Buffer.concat([
      Buffer.from("ALTHING\x01"),
      filled(1),
      Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0),
      Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0),
      Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0),
      filled(5),
      Uint8Array.of(0, 4, 2, 0),
      Buffer.from("hi"),
    ]);
    expect(hex(encodeEntry(entry))).toBe(documented.toString("hex"));
    expect(entryLeaf(entry)).toEqual(sha256(Uint8Array.of(0), documented));
    expect(hex(entryLeaf(entry))).toBe("478897c2aaf673bf705fbf715ebe2eb325d1a8ba00873bdcf5c682cb0d1e52f3");
  });

  test("other bytes are no entry", () => {
    const bytes = encodeEntry(entry);
    expect(() => decodeEntry(bytes.subarray(0, 99))).toThrow("99 bytes are fewer than the header's");
    expect(() => decodeEntry(bytes.subarray(0, 101))).toThrow("101 bytes do not hold a payload of 2");
    expect(() => decodeEntry(bytes.map((byte, i) => (i === 7 ? 2 : byte)))).toThrow("does not begin with ALTHING, version 1");
    expect(() => encodeEntry({ ...entry, payload: filled(0, 513) })).toThrow("at most 512 bytes, not 513");
    expect(encodeEntry({ ...entry, payload: filled(0, 512) }).length).toBe(612);
  });

  test("the program's kinds have content, others have none", () => {
    expect(entryContent({ kind: 21, payload: Uint8Array.of(7, 0, 0, 0, 0, 0, 0, 0) })).toEqual({ kind: "VersionDeprecated", data: { number: 7n } });
    expect(entryContent({ kind: 1024, payload: new Uint8Array() })).toBeUndefined();
  });
});

describe("actions", () => {
  const instruction: Instruction = {
    programAddress: key(9),
    accounts: [
      { address: key(1), role: AccountRole.WRITABLE_SIGNER },
      { address: key(2), role: AccountRole.READONLY },
      { address: key(3), role: AccountRole.WRITABLE },
    ],
    data: Buffer.from("data"),
  };

  test("an instruction has the documented payload and comes back from it", () => {
    const payload = encodeAction(instruction);
    expect(payload).toEqual(
      new Uint8Array([...filled(9), 3, ...filled(1), 3, ...filled(2), 0, ...filled(3), 2, ...Buffer.from("data")]),
    );
    expect(actionInstruction(payload)).toEqual({ ...instruction, data: new Uint8Array(Buffer.from("data")) });
  });

  test("what the program would refuse as malformed is refused here", () => {
    const payload = encodeAction({ ...instruction, data: new Uint8Array() });
    for (let length = 0; length < payload.length; length += 1) {
      expect(() => actionInstruction(payload.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => actionInstruction(payload.map((byte, i) => (i === 65 ? 4 : byte)))).toThrow("4 is none of 0 to 3");
    const meta = { address: key(1), role: AccountRole.READONLY };
    expect(() => encodeAction({ ...instruction, accounts: Array(65).fill(meta) })).toThrow("at most 64, this one has 65");
    expect(() => encodeAction({ ...instruction, data: filled(0, 10_000) })).toThrow("at most 10000 bytes");
  });

  test("the hash is that of proposal and payloads in order", () => {
    const [a, b] = [Buffer.from("a"), Buffer.from("b")];
    expect(actionHash(key(1), [a, b])).toEqual(sha256(Buffer.from("ALTHING-ACTIONS\x01"), filled(1), sha256(a), sha256(b)));
  });

  test("a proposal has 1 to 16 actions", async () => {
    const motion = { dao: key(1), proposer: createNoopSigner(key(2)), title: "T" };
    await expect(planProposal({ ...motion, instructions: [] }, 0n)).rejects.toThrow("1 to 16 actions, this one has 0");
    await expect(planProposal({ ...motion, instructions: Array(17).fill(instruction) }, 0n)).rejects.toThrow("this one has 17");
  });

  test("sixteen short actions fit few transactions, each of them whole", async () => {
    const short = { programAddress: key(9), accounts: [], data: new Uint8Array() };
    const plan = await planProposal({ dao: key(1), proposer: createNoopSigner(key(2)), title: "T", instructions: Array(16).fill(short) }, 7n);
    expect(plan.number).toBe(7n);
    expect(plan.batches.flat().length).toBe(18);
    expect(plan.batches.length).toBeLessThanOrEqual(3);
  });
});

describe("transactions", () => {
  test("instructions are packed in order; one that is too large is refused", () => {
    const memo = (length: number): Instruction => ({ programAddress: key(9), data: filled(0, length) });
    const sizes = (batches: Instruction[][]) => batches.map((batch) => batch.map(({ data }) => data!.length));
    expect(sizes(packInstructions([400, 400, 400, 900, 10].map(memo), key(1)))).toEqual([[400, 400], [400], [900, 10]]);
    expect(sizes(packInstructions([1, 2, 3].map(memo), key(1), 2))).toEqual([[1, 2], [3]]);
    expect(() => packInstructions([memo(1_200)], key(1))).toThrow("does not fit one transaction");
    const accounts = Array.from({ length: 40 }, (_, i) => ({ address: key(100 + i), role: AccountRole.READONLY }));
    expect(() => packInstructions([{ ...memo(1), accounts }], key(1))).toThrow("does not fit one transaction");
  });
});

describe("weights", () => {
  const dao = { createdAt: 100n, config: { epochLength: 10n } };
  const ring = (...checkpoints: [number, number][]) => {
    const slots = Array.from({ length: 16 }, () => ({ epoch: 0n, weight: 0n }));
    checkpoints.forEach(([epoch, weight], i) => (slots[i % 16] = { epoch: BigInt(epoch), weight: BigInt(weight) }));
    return { ring: slots, written: BigInt(checkpoints.length) };
  };

  test("epochs begin at the foundation", () => {
    expect([100n, 109n, 110n, 205n].map((now) => epochAt(dao, now))).toEqual([0n, 0n, 1n, 10n]);
    expect(epochStart(dao, 10n)).toBe(200n);
    expect(() => epochAt(dao, 99n)).toThrow("before the foundation");
  });

  test("a weight counts from its checkpoint until the next", () => {
    const weights = ring([3, 30], [7, 70]);
    expect([0n, 2n, 3n, 6n, 7n, 99n].map((epoch) => weightAt(weights, epoch))).toEqual([0n, 0n, 30n, 30n, 70n, 70n]);
    expect(weightAt(ring(), 5n)).toBe(0n);
  });

  test("an overwritten epoch is unknown, not zero", () => {
    const weights = ring(...Array.from({ length: 17 }, (_, i): [number, number] => [i + 1, (i + 1) * 10]));
    expect([0n, 1n, 2n, 17n].map((epoch) => weightAt(weights, epoch))).toEqual([undefined, undefined, 20n, 170n]);
  });
});

describe("log lines", () => {
  const althing = "CRSqUzf8ctQSyaCkiRrCJMkcykU7vVTQJZNrrNi5zLNE";
  const cast = "Program data: " + Buffer.concat([Uint8Array.of(39, 53, 195, 104, 188, 17, 225, 213), filled(1), filled(2), Uint8Array.of(1, 9, 0, 0, 0, 0, 0, 0, 0)]).toString("base64");

  test("events are the program's own, also inside calls", () => {
    const logs = [
      `Program ${key(7)} invoke [1]`,
      cast,
      `Program ${althing} invoke [2]`,
      cast,
      "Program data: AAAA",
      `Program ${althing} success`,
      cast,
      `Program log: ${cast}`,
      `Program ${key(7)} success`,
    ];
    expect(decodeEvents(logs)).toEqual([{ name: "VoteCast", data: { proposal: key(1), voter: key(2), choice: 1, weight: 9n } }]);
    expect(attributeLines(logs).map(({ program }) => (program === althing ? 1 : 0)).join("")).toBe("001111000");
    expect(isTruncated(logs)).toBe(false);
    expect(isTruncated([...logs, "Log truncated"])).toBe(true);
  });
});

describe("text", () => {
  test("padding is cut off, nothing else", () => {
    expect(fixedText(Uint8Array.from([...Buffer.from("é a"), 0, 0]))).toBe("é a");
    expect(fixedText(filled(0))).toBe("");
    expect(fixedText(Buffer.from("full"))).toBe("full");
    expect(hex(digest("abc"))).toBe(sha256(Buffer.from("abc")).reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), ""));
  });

  test("every refusal names a field", () => {
    for (const [code, { name, message }] of Object.entries(ERRORS)) expect(message, `${code} ${name}`).toMatch(/^[a-z_, ]+: \S/);
  });

  test("addresses are those of the program's seeds", async () => {
    expect((await findVaultPda({ keeper: key(1) }))[0]).toMatch(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
  });
});

describe("evidence", () => {
  test("of one lie has one hash, in whatever order the roots are shown, and of another another", () => {
    const [low, high] = [filled(2), Uint8Array.from([...filled(2, 31), 3])];
    const size = Uint8Array.of(5, 1, 0, 0, 0, 0, 0, 0);
    const hash = hex(evidenceHash(key(1), filled(9), 261n, low, high));
    expect(hash).toBe(hex(sha256(filled(1), filled(9), size, low, high)));
    expect(hex(evidenceHash(key(1), filled(9), 261n, high, low))).toBe(hash);
    const others = [
      evidenceHash(key(2), filled(9), 261n, low, high),
      evidenceHash(key(1), filled(8), 261n, low, high),
      evidenceHash(key(1), filled(9), 262n, low, high),
      evidenceHash(key(1), filled(9), 261n, filled(7), high),
      evidenceHash(key(1), filled(9), 261n, low, filled(7)),
    ];
    expect(new Set([hash, ...others.map(hex)]).size).toBe(6);
  });
});
