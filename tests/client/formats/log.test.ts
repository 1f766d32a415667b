/** Transparency logs in the formats of C2SP, by the vectors of tests/vectors/tlog. */
import {
  LogError,
  MerkleTree,
  WitnessRefusal,
  addCheckpointText,
  bundleEntries,
  checkAddCheckpoint,
  checkTreeHead,
  cosignNote,
  cosignatureMessage,
  edgeTiles,
  noteText,
  parseAddCheckpoint,
  parseNote,
  parsePolicy,
  parseTilePath,
  parseTlogProof,
  parseTreeHead,
  parseVerifierKey,
  signNote,
  splitCosignature,
  tileHashes,
  tilePathText,
  tlogProofText,
  treeHeadText,
  verifierKey,
  verifierKeyText,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
  verifyTlogProof,
} from "@althing/client/log";
import type { LogErrorCode, SignedNote, VerifierKey } from "@althing/client/log";
import { describe, expect, test } from "vitest";
import { bytes, hex, vectors } from "./vectors.ts";

interface Notes {
  readonly signed: readonly {
    readonly source: string;
    readonly keys: readonly string[];
    readonly times?: readonly (number | null)[];
    readonly note: string;
    readonly checkpoint?: { readonly origin: string; readonly size: number; readonly root: string };
  }[];
  readonly unkeyed: readonly { readonly note: string; readonly times?: readonly (number | null)[]; readonly message?: string }[];
  readonly refused_notes: { readonly notes: readonly string[] };
  readonly keys: { readonly good: readonly string[]; readonly bad: readonly string[] };
  readonly tlog_proofs: readonly { readonly proof: string; readonly index: number; readonly hashes: number; readonly extra?: string }[];
  readonly add_checkpoint: { readonly body: string; readonly old: number; readonly hashes: number; readonly size: number };
  readonly refused_tlog_proofs: { readonly heads: readonly [number, string][] };
}

const notes = vectors<Notes>("tlog/notes");
const base64 = (of: Uint8Array) => Buffer.from(of).toString("base64");

/** The refusal's code; whatever else is thrown is thrown on. */
async function refusal(of: () => unknown): Promise<LogErrorCode | "none"> {
  try {
    await of();
    return "none";
  } catch (error) {
    if (error instanceof LogError) return error.code;
    throw error;
  }
}

describe("trees", () => {
  interface Trees {
    readonly entries: readonly string[];
    readonly empty_root: string;
    readonly roots: readonly string[];
    readonly inclusion: readonly { readonly index: number; readonly size: number; readonly proof: readonly string[] }[];
    readonly consistency: readonly { readonly old: number; readonly new: number; readonly proof: readonly string[] }[];
  }
  const { entries, empty_root, roots, inclusion, consistency } = vectors<Trees>("tlog/trees");
  const tree = new MerkleTree();
  tree.append(entries.map(bytes));

  test("give the published roots and proofs, and every proof holds for its own leaf alone", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((size) => hex(tree.root(size)))).toEqual([empty_root, ...roots]);
    for (const { index, size, proof } of inclusion) {
      expect(tree.inclusionProof(index, size).map(hex)).toEqual(proof);
      const holds = entries.map((_, leaf) => verifyInclusion(tree.leaf(leaf), index, size, proof.map(bytes), tree.root(size)));
      expect(holds).toEqual(entries.map((_, leaf) => leaf === index));
    }
    for (const { old, new: now, proof } of consistency) {
      expect(tree.consistencyProof(old, now).map(hex)).toEqual(proof);
      const holds = roots.map((root) => verifyConsistency(old, now, proof.map(bytes), bytes(root), tree.root(now)));
      expect(holds).toEqual(roots.map((_, at) => at + 1 === old));
    }
  });
});

describe("notes", () => {
  test.each(notes.signed)("of $source hold, and no byte of them may change", async ({ keys: texts, times, note: text, checkpoint }) => {
    const keys = texts.map(parseVerifierKey);
    const note = parseNote(text);
    expect(noteText(note)).toBe(text);
    const verified = await verifyNote(note, keys);
    expect(verified.map(({ key }) => key)).toEqual(keys);
    if (times) expect(verified.map(({ time }) => (time === undefined ? null : Number(time)))).toEqual(times);
    if (checkpoint) {
      const head = parseTreeHead(note.text);
      expect({ origin: head.origin, size: Number(head.size), root: base64(head.root) }).toEqual(checkpoint);
      expect(treeHeadText(head)).toBe(note.text);
    }
    const encoded = new TextEncoder().encode(text);
    for (let at = 0; at < Buffer.byteLength(note.text); at += 1) {
      const changed = encoded.slice();
      changed[at]! ^= 1;
      expect(await refusal(() => verifyNote(parseNote(changed), keys)), `byte ${at}`).not.toBe("none");
    }
  });

  test("of the specifications are read and written to the byte", () => {
    for (const { note: text, times, message } of notes.unkeyed) {
      const note = parseNote(text);
      expect(noteText(note)).toBe(text);
      if (!times) continue;
      expect(note.signatures.map((each) => splitCosignature(each.bytes)?.time ?? null)).toEqual(times.map((time) => time && BigInt(time)));
      expect(new TextDecoder().decode(cosignatureMessage(BigInt(times[1]!), note.text))).toBe(message);
    }
  });

  test("that are malformed are refused", async () => {
    for (const each of notes.refused_notes.notes) {
      expect(await refusal(() => parseNote(new Uint8Array(Buffer.from(each, "base64"))))).toBe("Text");
    }
    const good = notes.signed[0]!.note;
    const line = good.slice(good.lastIndexOf("—"));
    const head = good.slice(0, good.lastIndexOf("—"));
    const refused = {
      "nothing": "",
      "no signatures": head,
      "no final newline": good.slice(0, -1),
      "101 signatures": head + line.repeat(101),
      "a space after the signature": good.replace(/\n$/, " \n"),
      "a key ID alone": `${head}— PeterNeumann x08goA==\n`,
      "a byte order mark": `${good.replace(line, "")}\ufeff${line}`,
      "a lone surrogate": good.replace("If", "\ud800f"),
      "over 1 MiB": "a\n".repeat(1 << 19) + good,
    };
    for (const [name, text] of Object.entries(refused)) expect(await refusal(() => parseNote(text)), name).toBe("Text");
    expect(await refusal(() => parseNote(head + line.repeat(100)))).toBe("none");
    expect(parseNote(`\n\n${good}`).text.startsWith("\n\nIf")).toBe(true);
  });
});

describe("keys", () => {
  test("are read and written to the byte, and others refused", async () => {
    for (const key of notes.keys.good) expect(verifierKeyText(parseVerifierKey(key))).toBe(key);
    for (const key of notes.keys.bad) expect(await refusal(() => parseVerifierKey(key)), key).toBe("Key");
    const key = notes.keys.good[0]!;
    for (let end = 0; end < key.length; end += 1) expect(await refusal(() => parseVerifierKey(key.slice(0, end)))).toBe("Key");
    for (const name of ["", "a b", "a+b", "a\u00a0b", "a\u0085b", "a\u2003b", "a\nb", "a\u0001b", "a\ud800"]) {
      expect(await refusal(() => verifierKey(name, "log", new Uint8Array(32).fill(7))), name).toBe("Key");
    }
    expect(verifierKey("a\ufeffb", "log", new Uint8Array(32).fill(7)).name).toHaveLength(3);
  });

  test("of small order are refused, for which anybody could sign", async () => {
    for (const y of ["00".repeat(32), `01${"00".repeat(31)}`, `ec${"ff".repeat(30)}7f`, `ee${"ff".repeat(31)}`]) {
      expect(await refusal(() => verifierKey("a", "log", bytes(y))), y).toBe("Key");
    }
  });
});

/** A log of five entries with a key, two witnesses, and a signed head. */
async function sampleLog() {
  const tree = new MerkleTree();
  tree.append([0, 1, 2, 3, 4].map((byte) => Uint8Array.of(byte)));
  const make = async (name: string, type: "log" | "witness") => {
    const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
    const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const sign = async (message: Uint8Array) => new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, new Uint8Array(message)));
    return { key: verifierKey(name, type, publicKey), sign };
  };
  const log = await make("log.example/1", "log");
  const witnesses = [await make("w.example/1", "witness"), await make("w.example/2", "witness")];
  const text = treeHeadText({ origin: "log.example/1", size: 5n, root: tree.root(), extensions: [] });
  const { name, id } = log.key;
  const sign = async (text: string): Promise<SignedNote> => ({
    text,
    signatures: [{ name, id, bytes: await log.sign(new TextEncoder().encode(text)) }],
  });
  const [signed, extended] = [await sign(text), await sign(`${text}more\n`)];
  const cosign = async (note: SignedNote, at: number, time: bigint): Promise<SignedNote> => {
    const { key, sign } = witnesses[at]!;
    const cosignature = new Uint8Array(72);
    new DataView(cosignature.buffer).setBigUint64(0, time);
    cosignature.set(await sign(cosignatureMessage(time, note.text)), 8);
    return { ...note, signatures: [...note.signatures, { name: key.name, id: key.id, bytes: cosignature }] };
  };
  const keys: { logs: VerifierKey[]; witnesses: VerifierKey[] } = { logs: [log.key], witnesses: witnesses.map(({ key }) => key) };
  return { tree, signed, extended, cosign, pairs: [log, ...witnesses].map(({ sign }) => sign), ...keys };
}

describe("tree heads", () => {
  test("of a live log satisfy the policy of log and witness, and no other", async () => {
    const live = notes.signed.find(({ times }) => times)!;
    const [log, witness] = live.keys.map(parseVerifierKey) as [VerifierKey, VerifierKey];
    const note = parseNote(live.note);
    const trusted = await checkTreeHead(note, { logs: [log], witnesses: [witness], threshold: 1 });
    expect(trusted.head.size).toBe(1_432_088_532n);
    expect(trusted.signatures.map(({ time }) => time)).toEqual([undefined, 0x6a122120n]);
    const other = verifierKey("other.example/w", "witness", log.publicKey);
    expect(await refusal(() => checkTreeHead(note, { logs: [log], witnesses: [other], threshold: 1 }))).toBe("NoQuorum");
    expect(await refusal(() => checkTreeHead(note, { logs: [], witnesses: [witness], threshold: 1 }))).toBe("NotTheLog");
    expect(await refusal(() => checkTreeHead(note, { logs: [other] }))).toBe("Key");
    expect(await refusal(() => checkTreeHead(note, { logs: [log], witnesses: [witness], threshold: 2 }))).toBe("NoQuorum");
  });

  test("count each witness once", async () => {
    const { signed, cosign, logs, witnesses } = await sampleLog();
    const once = await cosign(signed, 0, 7n);
    const twice = await cosign(once, 0, 8n);
    expect(await refusal(() => checkTreeHead(twice, { logs, witnesses, threshold: 2 }))).toBe("NoQuorum");
    const renamed = verifierKey("w.example/other", "witness", witnesses[0]!.publicKey);
    expect(await refusal(() => checkTreeHead(twice, { logs, witnesses: [witnesses[0]!, renamed], threshold: 2 }))).toBe("Key");
    const both = await cosign(once, 1, 9n);
    expect((await checkTreeHead(both, { logs, witnesses, threshold: 2 })).signatures.map(({ time }) => time)).toEqual([undefined, 7n, 9n]);
    const late = await cosign(signed, 0, 2n ** 63n);
    expect(await refusal(() => checkTreeHead(late, { logs, witnesses, threshold: 1 }))).toBe("BadSignature");
  });

  test("that are signed by a log under another origin are not its own", async () => {
    const { signed, logs } = await sampleLog();
    const other = verifierKey("log.example/2", "log", logs[0]!.publicKey);
    const renamed = { ...signed, signatures: [{ ...signed.signatures[0]!, name: other.name, id: other.id }] };
    expect(await refusal(() => checkTreeHead(renamed, { logs: [other] }))).toBe("NotTheLog");
  });

  test("with lines behind the root are refused where they are not asked for", async () => {
    const { logs, extended } = await sampleLog();
    expect(await refusal(() => checkTreeHead(extended, { logs }))).toBe("Extension");
    expect((await checkTreeHead(extended, { logs, extensions: true })).head.extensions).toEqual(["more"]);
  });

  test("that are malformed are refused", async () => {
    const text = parseNote(notes.signed[1]!.note).text;
    const refused = {
      "no origin": text.replace("go.sum database tree", ""),
      "a size with a zero before": text.replace("6476701", "06476701"),
      "a size with a sign": text.replace("6476701", "+6476701"),
      "a size of 2^64": text.replace("6476701", "18446744073709551616"),
      "an empty tree with a root": text.replace("6476701", "0"),
      "a root of 31 bytes": text.replace(/mb8Q.*/, base64(new Uint8Array(31))),
      "a root without padding": text.replace("Wk=", "Wk"),
      "a root with stray bits": text.replace("Wk=", "Wl="),
      "an empty extension": `${text}\n`,
      "no final newline": text.slice(0, -1),
    };
    for (const [name, each] of Object.entries(refused)) expect(await refusal(() => parseTreeHead(each)), name).toBe("Text");
    expect(parseTreeHead(`${text}more\n`).extensions).toEqual(["more"]);
    expect(parseTreeHead(text.replace("6476701", "18446744073709551615")).size).toBe(2n ** 64n - 1n);
  });
});

describe("proof files", () => {
  const checkpoint = notes.unkeyed[1]!.note;

  test("of the specifications are read and written to the byte", () => {
    for (const { proof: text, index, hashes, extra } of notes.tlog_proofs) {
      const proof = parseTlogProof(text);
      expect(tlogProofText(proof)).toBe(text);
      expect([Number(proof.index), proof.hashes.length]).toEqual([index, hashes]);
      expect(proof.extra && base64(proof.extra).replace(/=+$/, "")).toBe(extra?.replace(/=+$/, ""));
    }
  });

  test("that are malformed are refused at their line", () => {
    for (const [line, head] of notes.refused_tlog_proofs.heads) {
      expect(() => parseTlogProof(head + checkpoint), head).toThrow(new RegExp(`^line ${line}: `));
    }
    const text = notes.tlog_proofs[0]!.proof;
    for (let end = 0; end < text.length; end += 1) {
      if (text[end - 1] === "\n" && text.slice(0, end).includes("— ")) continue;
      expect(() => parseTlogProof(text.slice(0, end)), `cut off at ${end}`).toThrow(LogError);
    }
    const one = `${base64(new Uint8Array(32))}\n`;
    expect(() => parseTlogProof(`c2sp.org/tlog-proof@v1\nindex 0\n${one.repeat(65)}\n${checkpoint}`)).toThrow("line 67: more than 64 hashes");
  });

  test("prove one entry at one index of one log", async () => {
    const { tree, signed, cosign, logs, witnesses } = await sampleLog();
    const checkpoint = await cosign(signed, 0, 7n);
    const policy = { logs, witnesses, threshold: 1 };
    for (let index = 0; index < 5; index += 1) {
      const proof = { index: BigInt(index), hashes: tree.inclusionProof(index), checkpoint };
      const again = parseTlogProof(tlogProofText(proof));
      expect((await verifyTlogProof(again, tree.leaf(index), policy)).head.size).toBe(5n);
      expect(await refusal(() => verifyTlogProof(again, tree.leaf((index + 1) % 5), policy))).toBe("NotIncluded");
      for (const other of [{ index: BigInt(index) + 1n }, { hashes: [] }, { hashes: [...proof.hashes, tree.root()] }]) {
        expect(await refusal(() => verifyTlogProof({ ...proof, ...other }, tree.leaf(index), policy))).toBe("NotIncluded");
      }
      expect(await refusal(() => verifyTlogProof(proof, tree.leaf(index), { ...policy, threshold: 2 }))).toBe("NoQuorum");
      const forged = { ...proof, checkpoint: { ...checkpoint, text: checkpoint.text.replace("\n5\n", "\n6\n") } };
      expect(await refusal(() => verifyTlogProof(forged, tree.leaf(index), policy))).toBe("BadSignature");
    }
  });
});

describe("tiles", () => {
  interface Tiles {
    readonly index: Readonly<Record<string, string>>;
    readonly sizes: readonly { readonly size: number; readonly partial: readonly [number, number][] }[];
  }
  const { index, sizes } = vectors<Tiles>("tlog/tiles");

  test("have one path each", () => {
    for (const [number, path] of Object.entries(index)) {
      expect(tilePathText({ level: 0, index: BigInt(number), width: 256 })).toBe(`tile/0/${path}`);
    }
    const good = ["tile/0/000", "tile/63/x018/x446/x744/x073/x709/x551/615", "tile/entries/255.p/1", "tile/7/x123/000.p/255"];
    for (const path of good) expect(tilePathText(parseTilePath(path)!)).toBe(path);
    const bad = [
      "", "tile/0/0", "tile/64/000", "tile/00/000", "tile/0/x000/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/001/000",
      "tile/0/x018/x446/x744/x073/x709/x551/616", "/tile/0/000", "tile/0/000\n", "tile/entries/x1/000",
    ];
    for (const path of bad) expect(parseTilePath(path), path).toBeUndefined();
  });

  test("at the edge are those of the specification", () => {
    for (const { size, partial } of sizes) {
      const hashes = edgeTiles(BigInt(size)).filter(({ level }) => level !== "entries");
      expect(hashes.map(({ level, width }) => [level, width])).toEqual(partial);
    }
    expect(edgeTiles(70000n)[0]).toEqual({ level: "entries", index: 273n, width: 112 });
    expect(edgeTiles(2n ** 64n - 1n)).toHaveLength(9);
  });

  test("and bundles hold exactly what they say", async () => {
    const bundle = Uint8Array.of(0, 1, 9, 0, 0, 0, 2, 7, 8);
    expect(bundleEntries(bundle, 3).map(hex)).toEqual(["09", "", "0708"]);
    for (const width of [0, 1, 2, 4, 256]) expect(await refusal(() => bundleEntries(bundle, width)), `${width}`).toBe("Tile");
    for (let end = 0; end < bundle.length; end += 1) expect(await refusal(() => bundleEntries(bundle.subarray(0, end), 3))).toBe("Tile");
    expect(tileHashes(new Uint8Array(64).fill(3), 2).map(hex)).toEqual(["03".repeat(32), "03".repeat(32)]);
    expect(await refusal(() => tileHashes(new Uint8Array(64), 3))).toBe("Tile");
  });
});

describe("policy files", () => {
  interface Policies {
    readonly good: readonly { readonly policy: string; readonly logs: number; readonly witnesses: number }[];
    readonly refused: readonly [number, string][];
  }
  const policies = vectors<Policies>("tlog/policies");

  test("are read as by Rust, and refused in the same line", async () => {
    for (const { policy, logs, witnesses } of policies.good) {
      const read = parsePolicy(policy);
      expect([read.logs.length, read.witnesses.length]).toEqual([logs, witnesses]);
    }
    for (const [line, policy] of policies.refused) {
      let error: unknown;
      try {
        parsePolicy(policy);
      } catch (thrown) {
        error = thrown;
      }
      expect(error, policy).toBeInstanceOf(LogError);
      expect((error as LogError).line, policy).toBe(line);
    }
    const [, second] = policies.good;
    expect([...parsePolicy(second!.policy).urls.values()]).toEqual(["https://log.example/", "https://w1.example"]);
    expect(await refusal(() => parsePolicy("a".repeat((1 << 20) + 1)))).toBe("Text");
  });

  test("say by groups whose signatures are enough", async () => {
    const { signed, cosign, logs, witnesses } = await sampleLog();
    const [log, one, two] = [logs[0]!, witnesses[0]!, witnesses[1]!].map(verifierKeyText) as [string, string, string];
    const file = (...more: string[]) => parsePolicy([`log ${log}`, `witness 1 ${one}`, `witness 2 ${two}`, ...more, ""].join("\n"));
    const first = await cosign(signed, 0, 7n);
    const second = await cosign(signed, 1, 8n);
    const both = await cosign(first, 1, 9n);
    const notes = [signed, first, second, both];
    const verdicts = async (...more: string[]) => {
      const policy = file(...more);
      return Promise.all(notes.map((note) => refusal(() => checkTreeHead(note, policy))));
    };
    const [no, ok] = ["NoQuorum", "none"];
    expect(await verdicts("quorum none")).toEqual([ok, ok, ok, ok]);
    expect(await verdicts("quorum 1")).toEqual([no, ok, no, ok]);
    expect(await verdicts("group g any 1 2", "quorum g")).toEqual([no, ok, ok, ok]);
    expect(await verdicts("group g all 1 2", "quorum g")).toEqual([no, no, no, ok]);
    expect(await verdicts("group a any 2", "group g 2 1 a", "quorum g")).toEqual([no, no, no, ok]);
    expect(await verdicts("group a any 1", "group g any a", "quorum g")).toEqual([no, ok, no, ok]);
    // By hand too a witness counts once, and a group asks for somebody.
    const [witness] = witnesses;
    const quorum = (threshold: number, ...members: VerifierKey[]) => ({ logs, witnesses, quorum: { threshold, members } });
    expect(await refusal(() => checkTreeHead(both, quorum(2, witness!, witness!)))).toBe("Key");
    expect(await refusal(() => checkTreeHead(both, quorum(0, witness!)))).toBe("NoQuorum");
    expect(await refusal(() => checkTreeHead(both, quorum(2, witness!)))).toBe("NoQuorum");
    expect(await refusal(() => checkTreeHead(both, { ...quorum(1, witness!), threshold: 1 }))).toBe("Key");
    expect(await refusal(() => checkTreeHead(both, quorum(1, parseVerifierKey(one))))).toBe("Key");
  });
});

describe("signing", () => {
  test("makes notes that verify, and by no other key", async () => {
    const { signed, logs, witnesses, pairs } = await sampleLog();
    const bare = { text: signed.text, signatures: [] };
    const [log, one, two] = pairs;
    const byLog = await signNote(bare, logs[0]!, log!);
    expect(byLog).toEqual(signed);
    const cosigned = await cosignNote(byLog, witnesses[0]!, 2n ** 63n - 1n, one!);
    const read = await checkTreeHead(parseNote(noteText(cosigned)), { logs, witnesses, threshold: 1 });
    expect(read.signatures.map(({ time }) => time)).toEqual([undefined, 2n ** 63n - 1n]);
    expect(await refusal(() => cosignNote(byLog, witnesses[0]!, 7n, two!))).toBe("BadSignature");
    expect(await refusal(() => signNote(bare, logs[0]!, one!))).toBe("BadSignature");
    expect(await refusal(() => signNote(bare, witnesses[0]!, one!))).toBe("Key");
    expect(await refusal(() => cosignNote(bare, logs[0]!, 7n, log!))).toBe("Key");
    for (const time of [-1n, 2n ** 63n]) expect(await refusal(() => cosignNote(byLog, witnesses[0]!, time, one!))).toBe("Text");
    expect(await refusal(() => signNote({ text: "no newline", signatures: [] }, logs[0]!, log!))).toBe("Text");
    const full = { ...byLog, signatures: Array.from({ length: 100 }, () => byLog.signatures[0]!) };
    expect(await refusal(() => signNote(full, logs[0]!, log!))).toBe("Text");
  });
});

describe("requests to witnesses", () => {
  test("of the specification are read and written to the byte, and others refused", async () => {
    const { body, old, hashes, size } = notes.add_checkpoint;
    const request = parseAddCheckpoint(body);
    expect(addCheckpointText(request)).toBe(body);
    expect([Number(request.oldSize), request.proof.length, Number(parseTreeHead(request.checkpoint.text).size)]).toEqual([old, hashes, size]);
    const hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
    const refused = {
      "nothing": "",
      "no old size": body.replace("old ", "new "),
      "a size with a zero before": body.replace("old ", "old 0"),
      "64 hashes": body.replace(hash, hash.repeat(61)),
      "no empty line": body.replace("\n\n", "\n"),
      "no checkpoint": body.slice(0, body.indexOf("\n\n") + 2),
      "a checkpoint that is none": body.replace("\n20852163\n", "\n-1\n"),
    };
    for (const [name, each] of Object.entries(refused)) expect(await refusal(() => parseAddCheckpoint(each)), name).toBe("Text");
    expect(parseAddCheckpoint(body.replace(hash, hash.repeat(60))).proof).toHaveLength(63);
  });

  test("are signed by a witness only where they extend what it has signed", async () => {
    const { tree, signed, logs } = await sampleLog();
    const roots = [0, 1, 2, 3, 4, 5].map((size) => tree.root(size));
    const request = (oldSize: number) => ({ oldSize: BigInt(oldSize), proof: tree.consistencyProof(oldSize, 5), checkpoint: signed });
    const status = async (of: Parameters<typeof checkAddCheckpoint>[0], latest: { size: bigint; root: Uint8Array } | undefined, keys = logs) => {
      try {
        await checkAddCheckpoint(of, keys, (origin) => (expect(origin).toBe("log.example/1"), latest));
        return 200;
      } catch (error) {
        if (error instanceof WitnessRefusal) return error.status;
        throw error;
      }
    };
    const at = (size: number) => ({ size: BigInt(size), root: roots[size]! });
    expect(await status({ oldSize: 0n, proof: [], checkpoint: signed }, undefined)).toBe(200);
    for (const size of [1, 2, 3, 4]) expect(await status(request(size), at(size))).toBe(200);
    expect(await status({ oldSize: 5n, proof: [], checkpoint: signed }, at(5))).toBe(200);
    expect(await status({ oldSize: 6n, proof: [], checkpoint: signed }, at(5))).toBe(400);
    const other = verifierKey("log.example/2", "log", logs[0]!.publicKey);
    expect(await status(request(3), at(3), [other])).toBe(404);
    const stranger = verifierKey("log.example/1", "log", verifierKeyOfAnother());
    expect(await status(request(3), at(3), [stranger])).toBe(403);
    expect(await status(request(3), at(2))).toBe(409);
    expect(await status(request(3), undefined)).toBe(409);
    expect(await status({ oldSize: 5n, proof: [], checkpoint: signed }, { size: 5n, root: roots[4]! })).toBe(409);
    expect(await status(request(3), { size: 3n, root: roots[4]! })).toBe(422);
    expect(await status({ ...request(3), proof: request(3).proof.slice(1) }, at(3))).toBe(422);
    const text = signed.text.replace("\n5\n", "\n05\n");
    expect(await status({ ...request(3), checkpoint: { ...signed, text } }, at(3))).toBe(400);
  });
});

/** A key of somebody else. */
function verifierKeyOfAnother(): Uint8Array {
  return parseVerifierKey(notes.keys.good[0]!).publicKey;
}
