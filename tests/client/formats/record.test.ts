/** Records, commitments and receipts by tests/vectors/records.json, which the Rust crate makes; and by docs/records.md. */
import { readFileSync } from "node:fs";
import {
  RECORD_KINDS,
  RecordError,
  checkDisclosure,
  checkedOpening,
  commitment,
  decodeRecord,
  disclose,
  encodeRecord,
  parseReceipt,
  parseRecordLine,
  personalField,
  receiptLeaf,
  receiptText,
  recordKind,
  recordLeaf,
  recordLine,
  sealRecord,
  subjectSalt,
  verifyReceipt,
  verifyReceiptAgainst,
} from "@althing/client/record";
import type { Disclosure, LogRecord, Opening, Place, Receipt, RecordDraft, RecordKind } from "@althing/client/record";
import { LogError, MerkleTree, tlogProofText, treeHeadText, verifierKey } from "@althing/client/log";
import { describe, expect, test } from "vitest";
import { bytes, hex, vectors } from "./vectors.ts";

interface Vectors {
  readonly records: readonly { readonly name: string; readonly object: LogRecord; readonly bytes: string; readonly leaf: string }[];
  readonly salts: readonly (Place & { readonly key: string; readonly salt: string })[];
  readonly sealed: {
    readonly keys: Readonly<Record<string, string>>;
    readonly object: RecordDraft;
    readonly bytes: string;
    readonly kept: { readonly leaf: string; readonly openings: readonly Opening[]; readonly sequence: number };
    readonly disclosures: readonly Disclosure[];
  };
  readonly receipts: readonly { readonly name: string; readonly receipt: string; readonly leaf: string }[];
  readonly refusedBytes: readonly { readonly name: string; readonly bytes: string; readonly field: string; readonly fault: string }[];
  readonly refusedObjects: readonly { readonly name: string; readonly object: RecordDraft; readonly field: string; readonly fault: string }[];
  readonly refusedTexts: readonly { readonly name: string; readonly bytes: string; readonly fault: string }[];
  readonly refusedReceipts: readonly { readonly name: string; readonly receipt: string; readonly fault: string }[];
}

const all = vectors<Vectors>("records");
const keys = new Map(Object.entries(all.sealed.keys).map(([name, key]) => [name, bytes(key)]));

/** Field and fault of the refusal; whatever else is thrown is thrown on. */
function refusal(of: () => unknown): { readonly field: string; readonly fault: string } {
  try {
    of();
  } catch (error) {
    if (error instanceof RecordError) return { field: error.field ?? "", fault: error.fault };
    throw error;
  }
  return { field: "", fault: "none" };
}

describe("records", () => {
  test.each(all.records)("$name: as Rust encodes it, and back", ({ object, bytes: encoded, leaf }) => {
    expect(hex(encodeRecord(object))).toBe(encoded);
    expect(decodeRecord(bytes(encoded))).toEqual(object);
    expect(hex(recordLeaf(object))).toBe(leaf);
    expect(parseRecordLine(recordLine(object))).toEqual(object);
    expect(sealRecord(object)).toEqual({ record: object, bytes: bytes(encoded), openings: [] });
  });

  test("have one encoding: a flipped bit is refused or another record", () => {
    for (const { object, bytes: encoded } of all.records) {
      const whole = bytes(encoded);
      // One bit of every byte: the Rust tests flip all of them.
      for (let at = 0; at < whole.length; at += 1) {
        const flipped = whole.slice();
        flipped[at]! ^= 1 << (at & 7);
        let other: LogRecord | undefined;
        const { fault } = refusal(() => (other = decodeRecord(flipped)));
        if (fault !== "none") continue;
        expect(other).not.toEqual(object);
        expect(hex(encodeRecord(other!))).toBe(hex(flipped));
      }
    }
  });

  test.each(all.refusedBytes)("refuse bytes: $name", ({ bytes: given, field, fault }) => {
    expect(refusal(() => decodeRecord(bytes(given)))).toEqual({ field, fault });
  });

  test.each(all.refusedObjects)("refuse an object: $name", ({ object, field, fault }) => {
    expect(refusal(() => sealRecord(object, { keys }))).toEqual({ field, fault });
  });

  test.each(all.refusedTexts)("refuse a line: $name", ({ bytes: given, fault }) => {
    const found = refusal(() => sealRecord(parseRecordLine(bytes(given)), { keys })).fault;
    // Where Rust reads the line field by field, this reader has found the line malformed before.
    expect([fault, "Syntax"]).toContain(found);
  });

  test("refuse what JavaScript has beside JSON", () => {
    const { object } = all.records.find(({ name }) => name === "decision, fewest fields")!;
    for (const sequence of [Number.NaN, Number.POSITIVE_INFINITY, 7n, "7", -0.5, {}, []]) {
      const { fault } = refusal(() => encodeRecord({ ...object, sequence } as unknown as LogRecord));
      expect(["WrongType", "NumberOutOfRange"]).toContain(fault);
    }
    expect(refusal(() => encodeRecord({ ...object, kind: "toString" } as unknown as LogRecord)).fault).toBe("UnknownKindName");
    expect(refusal(() => parseRecordLine(`{"kind":"raw","__proto__":{},"kind":"raw"}`)).fault).toBe("DuplicateField");
    expect(refusal(() => sealRecord(parseRecordLine(recordLine(object).replace("{", `{"__proto__":{"slot":1},`)))).fault).toBe("UnknownField");
    expect(refusal(() => parseRecordLine(" ".repeat(65_537))).fault).toBe("LineTooLong");
    const slot = undefined as unknown as number;
    expect(hex(encodeRecord({ ...object, slot }))).toBe(hex(encodeRecord(object)));
  });
});

test("kinds and fields are those of the page", () => {
  const page = readFileSync(new URL("../../../docs/records.md", import.meta.url), "utf8");
  const table = (heading: string) => {
    const [, section] = page.split(`\n${heading}\n`);
    const rows = section!.split("\n").filter((line, at, lines) => line.startsWith("|") && !lines.slice(0, at).some((each, i) => i > 1 && each.startsWith("#")));
    return rows.slice(2).map((row) => row.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim()));
  };
  const kinds = table("## Kinds").filter(([, number]) => /^\d+$/.test(number!));
  expect(kinds.map(([name, number, model]) => [name!.replaceAll("`", ""), Number(number), model === "yes"])).toEqual(
    Object.entries(RECORD_KINDS).map(([name, { number, needsModel }]) => [name, number, needsModel]),
  );
  for (const kind of Object.keys(RECORD_KINDS) as RecordKind[]) {
    const rows = table(`### Body of \`${kind}\``);
    const fields = rows.map(([, , name, type]) => {
      const [, choices] = /^choice: (.*)$/.exec(type!) ?? [];
      return [name!.replaceAll("`", ""), choices?.split(", ") ?? type];
    });
    expect(fields, kind).toEqual(RECORD_KINDS[kind].fields);
    expect(recordKind(RECORD_KINDS[kind].number)).toBe(kind);
  }
  expect([recordKind(1039), recordKind(1051)]).toEqual([undefined, undefined]);
});

describe("commitments", () => {
  const { object, bytes: encoded, kept, disclosures } = all.sealed;
  const sealed = sealRecord(object, { keys });

  test("and derived salts are those of Rust", () => {
    for (const { key, salt, ...place } of all.salts) expect(hex(subjectSalt(bytes(key), place))).toBe(salt);
    expect(hex(sealed.bytes)).toBe(encoded);
    expect(sealed.openings).toEqual(kept.openings);
    expect(hex(recordLeaf(sealed.record))).toBe(kept.leaf);
    expect(kept.openings.map((opening) => disclose(sealed.record, opening, { keys }))).toEqual(disclosures);
  });

  test("open for one value of one field alone", () => {
    const { record } = sealed;
    for (const disclosure of disclosures) {
      checkDisclosure(record, disclosure);
      for (const other of disclosures) {
        const { index: _, ...rest } = disclosure;
        const moved = { ...rest, field: other.field, ...(other.index !== undefined && { index: other.index }) };
        expect(refusal(() => checkDisclosure(record, moved)).fault).toBe(other === disclosure ? "none" : "DoesNotOpen");
        const salted = { ...disclosure, salt: other.salt };
        expect(refusal(() => checkDisclosure(record, salted)).fault).toBe(other.salt === disclosure.salt ? "none" : "DoesNotOpen");
      }
    }
    // The same content as text and as bytes is one value; its digest is another.
    const { salt } = disclosures[1]!;
    const granted = Buffer.from("granted").toString("hex");
    checkDisclosure(record, { field: "output", hex: granted, salt });
    expect(refusal(() => checkDisclosure(record, { field: "output", text: "refused", salt })).fault).toBe("DoesNotOpen");
    const first = disclosures[0]!;
    expect(refusal(() => checkDisclosure(record, { field: "input", hex: first.sha256!, salt: first.salt })).fault).toBe("DoesNotOpen");
    for (const [field, index] of [["verifiers"], ["verifiers", 3], ["subject", 0], ["review"], ["nothing"], ["toString"]] as [string, number?][]) {
      expect(refusal(() => personalField(record, field, index)).fault, field).toBe("NotPersonal");
    }
  });

  test("stay closed once the key is erased, and the record stays as it is", () => {
    const left = new Map(keys);
    left.delete("ada");
    const [of] = kept.openings.filter(({ key }) => key === "ada");
    expect(refusal(() => disclose(sealed.record, of!, { keys: left })).fault).toBe("UnknownKey");
    for (const opening of kept.openings.filter(({ key }) => key === "bob")) disclose(sealed.record, opening, { keys: left });
    expect(hex(recordLeaf(decodeRecord(bytes(encoded))))).toBe(kept.leaf);
  });

  test("are kept sealed under the person's key, and nothing in clear is left when it is gone", () => {
    for (const opening of sealed.openings) {
      const { text, hex: digits, sha256 } = opening;
      expect([text, digits, sha256].some((value) => value !== undefined)).toBe(opening.key === undefined);
      expect(opening.sealed === undefined).toBe(opening.key === undefined);
    }
    const [of] = kept.openings.filter(({ key }) => key === "ada");
    expect(JSON.stringify(of)).not.toMatch(/Ada Lovelace|416461/);
    // Another key, another place, other bytes: it does not open.
    const swapped = new Map([["ada", keys.get("bob")!]]);
    expect(refusal(() => disclose(sealed.record, of!, { keys: swapped })).fault).toBe("DoesNotOpen");
    const [bob, empty] = kept.openings.filter(({ key }) => key === "bob");
    expect(refusal(() => disclose(sealed.record, { ...bob!, sealed: empty!.sealed! }, { keys })).fault).toBe("DoesNotOpen");
    for (const at of [0, 2, 6, 127]) {
      const changed = of!.sealed!.slice(0, at) + (of!.sealed![at] === "0" ? "1" : "0") + of!.sealed!.slice(at + 1);
      expect(refusal(() => disclose(sealed.record, { ...of!, sealed: changed }, { keys })).fault, String(at)).toBe("DoesNotOpen");
    }
    for (const wrong of ["", "00", of!.sealed!.slice(2), "zz".repeat(64), "00".repeat(4224)]) {
      expect(refusal(() => checkedOpening({ ...of!, sealed: wrong })).fault, wrong.slice(0, 9)).toBe("NotHex");
    }
    expect(refusal(() => checkedOpening({ ...of!, text: "a" })).fault).toBe("TwoValues");
    expect(refusal(() => checkedOpening({ field: "subject", sealed: of!.sealed!, salt: "11".repeat(32) })).fault).toBe("UnknownField");
    // What was kept in clear beside a key before there was this is still read.
    const old = { field: "subject", text: "Ada Lovelace, 1815-12-10", key: "ada" };
    expect(disclose(sealed.record, old, { keys })).toEqual(disclosures.find(({ field }) => field === "subject"));
  });

  test("get random salts where that is asked for, and openings of another record do not open", () => {
    const draft = { ...object, subject: { text: "Ada" } } as RecordDraft;
    expect(refusal(() => sealRecord(draft, { keys }))).toEqual({ field: "subject", fault: "SaltMissing" });
    const [one, two] = [sealRecord(draft, { keys, fresh: true }), sealRecord(draft, { keys, fresh: true })];
    expect(hex(one.bytes)).not.toBe(hex(two.bytes));
    const opening = one.openings.find(({ field }) => field === "subject")!;
    expect(disclose(one.record, opening)).toEqual(opening);
    expect(refusal(() => disclose(two.record, opening)).fault).toBe("DoesNotOpen");
  });

  test("hash the documented bytes", () => {
    const place = { log: "1", operator: "1", sequence: 3, kind: 1049, version: 1, field: 4, index: 5 };
    const preimage = Buffer.concat([Buffer.from("ALTHCOM\u0001"), Buffer.from([0x19, 4, 1, 4, 5, 0]), Buffer.alloc(32, 6), Buffer.from("Ada")]);
    return crypto.subtle.digest("SHA-256", preimage).then((expected) => {
      expect(hex(commitment(place, new Uint8Array(32).fill(6), { text: "Ada" }))).toBe(hex(new Uint8Array(expected)));
    });
  });
});

describe("receipts", () => {
  test.each(all.receipts)("$name: are read and written", ({ receipt: text, leaf }) => {
    const receipt = parseReceipt(text);
    expect(hex(receiptLeaf(receipt))).toBe(leaf);
    expect(JSON.parse(receiptText(receipt))).toEqual(JSON.parse(text));
    expect(parseReceipt(receiptText(receipt))).toEqual(receipt);
  });

  test.each(all.refusedReceipts)("are refused: $name", ({ receipt, fault }) => {
    expect(refusal(() => parseReceipt(receipt)).fault).toBe(fault);
  });

  test("of two fields of one name are refused, which readers of JSON differ about", () => {
    const [{ receipt }] = all.receipts as [Vectors["receipts"][number]];
    expect(refusal(() => parseReceipt(receipt.replace(`"index":7`, `"index":8,"index":7`))).fault).toBe("DuplicateField");
    expect(refusal(() => parseReceipt(receipt.replace(`"index":7`, `"index":7.0`))).fault).toBe("WrongType");
  });

  test("prove a record in a log, and nothing that was changed", async () => {
    const { record } = sealRecord(all.sealed.object, { keys });
    const tree = new MerkleTree();
    tree.append([new Uint8Array(3), encodeRecord(record), new Uint8Array(5)]);
    const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
    const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const log = verifierKey("log.example/1", "log", publicKey);
    const text = treeHeadText({ origin: log.name, size: 3n, root: tree.root(), extensions: [] });
    const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, new TextEncoder().encode(text)));
    const checkpoint = { text, signatures: [{ name: log.name, id: log.id, bytes: signature }] };
    const proof = tlogProofText({ index: 1n, hashes: tree.inclusionProof(1), checkpoint });
    const receipt: Receipt = { log: record.log, index: 1, record, disclosures: all.sealed.disclosures, proof };

    const read = parseReceipt(receiptText(receipt));
    expect((await verifyReceipt(read, { logs: [log] })).head.size).toBe(3n);
    verifyReceiptAgainst(read, { size: 3n, root: tree.root() });
    expect(() => verifyReceiptAgainst(read, { size: 3n, root: tree.root(2) })).toThrow(LogError);
    const changed = { ...read, record: { ...record, review: "changed" } as LogRecord };
    await expect(verifyReceipt(changed, { logs: [log] })).rejects.toThrow("another root");
    const moved = { ...read, proof: tlogProofText({ index: 2n, hashes: tree.inclusionProof(2), checkpoint }) };
    expect(refusal(() => receiptText(moved)).fault).toBe("Proof");
    const other = verifierKey(log.name, "witness", publicKey);
    await expect(verifyReceipt(read, { logs: [log], witnesses: [other], threshold: 1 })).rejects.toThrow("0 of the policy's witnesses");
  });
});
