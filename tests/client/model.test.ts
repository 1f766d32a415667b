import { createHash } from "node:crypto";
import {
  ENTRY_BYTES,
  decodeInferenceEntry,
  encodeInferenceEntry,
  inferences,
  release,
  releases,
} from "@althing/demo/model";
import type { InferenceRecord, Release } from "@althing/demo/model";
import { describe, expect, test } from "vitest";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const filled = (byte: number) => new Uint8Array(32).fill(byte);

async function run(model: Release, count: number, lanes?: number): Promise<InferenceRecord[]> {
  const records: InferenceRecord[] = [];
  for await (const record of inferences(model, count, undefined, lanes)) records.push(record);
  return records;
}

describe("releases", () => {
  test("files are the published ones", () => {
    expect(releases().map(({ name, bytes, fileDigest }) => [name, bytes, hex(fileDigest)])).toEqual([
      ["legacy", 1807522, "a35ebf52fd3ce5f1469b2a36158dba761bc47b973ea3382b3186ca15b1f5af28"],
      ["v5", 2327524, "2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f"],
      ["v6", 2327524, "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3"],
    ]);
  });

  test("the statement names the root of the only resource's digest", () => {
    for (const each of releases()) {
      const { subject, predicate } = JSON.parse(each.statement);
      expect(predicate.resources).toEqual([{ name: ".", algorithm: "sha256", digest: hex(each.fileDigest) }]);
      expect(subject).toEqual([{ name: each.file, digest: { sha256: hex(each.weightsDigest) } }]);
      expect(hex(each.weightsDigest)).toBe(sha256(each.fileDigest));
      expect(hex(each.manifestDigest)).toBe(sha256(Buffer.from(each.statement)));
    }
  });
});

describe("inferences", () => {
  test.each(["legacy", "v5", "v6"] as const)("%s: passes side by side give the same bits as one by one", async (name) => {
    // Two passes and a part of a third, whatever the release's frame.
    const count = name === "legacy" ? 200 : 520;
    const together = await run(release(name), count);
    const alone = await run(release(name), count, 1);
    expect(together.length).toBe(count);
    expect(together.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(together.map(encodeInferenceEntry).map(hex)).toEqual(alone.map(encodeInferenceEntry).map(hex));
    expect(new Set(together.map(({ inputDigest }) => hex(inputDigest))).size).toBe(count);
  });

  test("v6 hears speech in the words and none in the pauses", async () => {
    const heard = (await run(release("v6"), 250)).map(({ output }) => output);
    expect(Math.max(...heard)).toBeGreaterThan(0.95);
    expect(Math.min(...heard)).toBeLessThan(0.05);
  });

  test("progress ends at the count", async () => {
    const seen: number[] = [];
    for await (const _ of inferences(release("v6"), 30, (done, total) => seen.push(done / total)));
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test("a count out of range is refused", async () => {
    await expect(run(release("v6"), -1)).rejects.toThrow("count -1 is not in 0..640000");
    await expect(run(release("v6"), 640_001)).rejects.toThrow("count 640001 is not in 0..640000");
  });
});

describe("entry", () => {
  const record: InferenceRecord = {
    index: 0x0102030405,
    pass: 7,
    frame: 249,
    modelDigest: filled(0xaa),
    stateDigest: filled(0xbb),
    inputDigest: filled(0xcc),
    outputDigest: filled(0xdd),
    output: 0.75,
  };

  test("has the documented bytes", () => {
    expect(hex(encodeInferenceEntry(record))).toBe(
      [
        "616c7468696e672f696e6665722f7631",
        "0504030201000000",
        "07000000",
        "f9000000",
        "aa".repeat(32),
        "bb".repeat(32),
        "cc".repeat(32),
        "dd".repeat(32),
        "0000403f",
      ].join(""),
    );
    expect(encodeInferenceEntry(record).length).toBe(ENTRY_BYTES);
  });

  test("decodes to the record", () => {
    expect(decodeInferenceEntry(encodeInferenceEntry(record))).toEqual(record);
  });

  test.each([
    [{ index: -1 }, "index -1 is not in"],
    [{ pass: 2 ** 32 }, "pass 4294967296 is not in"],
    [{ frame: 0.5 }, "frame 0.5 is not in"],
    [{ inputDigest: new Uint8Array(31) }, "inputDigest has 31 bytes, not 32"],
    [{ output: Number.NaN }, "output NaN is no probability"],
    [{ output: 1.5 }, "output 1.5 is no probability"],
    [{ output: 0.1 }, "output 0.1 is no 32-bit float"],
  ])("refuses to encode %o", (change, message) => {
    expect(() => encodeInferenceEntry({ ...record, ...change })).toThrow(message);
  });

  test("refuses other bytes", () => {
    const entry = encodeInferenceEntry(record);
    expect(() => decodeInferenceEntry(entry.subarray(1))).toThrow("entry has 163 bytes, not 164");
    expect(() => decodeInferenceEntry(entry.map((byte, i) => (i === 15 ? 0x32 : byte)))).toThrow("domain");
    const negativeZero = Uint8Array.from([...encodeInferenceEntry({ ...record, output: 0 }).subarray(0, 163), 0x80]);
    expect(() => decodeInferenceEntry(negativeZero)).toThrow("entry is not canonical");
  });
});
