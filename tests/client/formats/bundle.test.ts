/** Signatures of models by tests/vectors/models.json, which the Rust crate makes. */
import { BundleError, modelKey, parseBundle, parseEnvelope, parseStatement, statementEncoding, verifyBundle, verifyEnvelope } from "@althing/client";
import { describe, expect, test } from "vitest";
import { hex, vectors } from "./vectors.ts";

interface Models {
  readonly models: readonly { readonly name: string; readonly model: string; readonly statement: string; readonly root: string; readonly items: readonly { readonly name: string }[] }[];
  readonly bundles: readonly {
    readonly name: string;
    readonly key: string;
    readonly hint: string;
    readonly bundle: string;
    readonly statementHash: string;
    readonly root: string;
    readonly names: readonly string[];
  }[];
  readonly refusedBundles: readonly { readonly name: string; readonly key: string; readonly bundle: string }[];
}

const { models, bundles, refusedBundles } = vectors<Models>("models");
const sha256 = async (bytes: Uint8Array) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))));

/** What a refusal says; whatever else is thrown is thrown on. */
async function refusal(of: () => unknown): Promise<string | undefined> {
  try {
    await of();
    return undefined;
  } catch (error) {
    if (error instanceof BundleError) return error.message;
    throw error;
  }
}

describe("bundles", () => {
  test.each(bundles)("$name: verifies as in Rust, and with no other key", async ({ key: pem, hint, bundle: text, statementHash, root, names }) => {
    const key = await modelKey(pem);
    expect(key.hint).toBe(hint);
    const bundle = parseBundle(text);
    const statement = await verifyBundle(bundle, key);
    expect(await sha256(statement.payload)).toBe(statementHash);
    expect(hex(statement.root)).toBe(root);
    expect(statement.manifest.items.map(({ name }) => name)).toEqual(names);
    expect(parseEnvelope(JSON.stringify((JSON.parse(text) as { dsseEnvelope: object }).dsseEnvelope))).toEqual(bundle.envelope);
    for (const other of bundles.filter((each) => each.key !== pem)) {
      const strange = await modelKey(other.key);
      if (bundle.hint !== undefined) expect(await refusal(() => verifyBundle(bundle, strange))).toContain("another key");
      expect(await refusal(() => verifyEnvelope(bundle.envelope, strange))).toContain("does not fit");
    }
    for (const at of [0, 9, bundle.envelope.payload.length - 1]) {
      const payload = bundle.envelope.payload.slice();
      payload[at]! ^= 1;
      expect(await refusal(() => verifyBundle({ ...bundle, envelope: { ...bundle.envelope, payload } }, key))).toContain("does not fit");
    }
  });

  test.each(refusedBundles)("refused: $name", async ({ key, bundle }) => {
    const public_ = await modelKey(key);
    expect(await refusal(async () => verifyBundle(parseBundle(bundle), public_))).toBeDefined();
  });

  test("with a signature of P-521 verify, where WebCrypto has it, and only as the one spelling of DER", async () => {
    const algorithm = { name: "ECDSA", namedCurve: "P-521" };
    const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const spki = Buffer.from(await crypto.subtle.exportKey("spki", pair.publicKey)).toString("base64");
    const key = await modelKey(`-----BEGIN PUBLIC KEY-----\n${spki.match(/.{1,64}/g)!.join("\n")}\n-----END PUBLIC KEY-----\n`);
    expect(key.kind).toBe("P-521");
    const payload = new TextEncoder().encode(models[0]!.statement);
    const plain = Buffer.from(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-512" }, pair.privateKey, new Uint8Array(statementEncoding(payload))));
    const integer = (bytes: Buffer) => {
      const start = bytes.findIndex((byte) => byte !== 0);
      const value = bytes.subarray(start);
      const positive = value[0]! < 0x80 ? value : Buffer.concat([Buffer.of(0), value]);
      return Buffer.concat([Buffer.of(2, positive.length), positive]);
    };
    const body = Buffer.concat([integer(plain.subarray(0, 66)), integer(plain.subarray(66))]);
    const head = body.length < 0x80 ? [0x30, body.length] : [0x30, 0x81, body.length];
    const der = new Uint8Array(Buffer.concat([Buffer.from(head), body]));
    const verified = (signature: Uint8Array) => refusal(() => verifyEnvelope({ payload, signatures: [{ signature, keyid: "" }] }, key));
    expect(await verified(der)).toBeUndefined();
    for (const wrong of [der.slice(1), der.slice(0, -1), Uint8Array.from([...der, 0]), new Uint8Array(plain), new Uint8Array()]) {
      expect(await verified(wrong)).toContain("does not fit");
    }
    for (let at = 0; at < der.length; at += 1) {
      const changed = der.slice();
      changed[at]! ^= 1;
      expect(await verified(changed), `byte ${at}`).toContain("does not fit");
    }
  });
});

describe("statements", () => {
  test.each(models)("$name: says what was put in", ({ model, statement, root, items }) => {
    const read = parseStatement(new TextEncoder().encode(statement));
    expect([read.model, hex(read.root)]).toEqual([model, root]);
    expect(read.manifest.items.map(({ name }) => name)).toEqual(items.map(({ name }) => name));
  });

  test("cut off, or with a field twice, are refused", async () => {
    const { statement } = models.at(-1)!;
    for (let end = 0; end < statement.length; end += 7) {
      expect(await refusal(() => parseStatement(new TextEncoder().encode(statement.slice(0, end)))), String(end)).toBeDefined();
    }
    for (const field of ['"name": ', '"method": ', '"sha256": ', '"resources": ']) {
      expect(await refusal(() => parseStatement(new TextEncoder().encode(statement.replace(field, `${field}null, ${field}`)))), field).toBeDefined();
    }
    // As the reference prints the size of a shard.
    const printed = statement.replace('"shard_size": 10', '"shard_size": 10.0');
    expect(parseStatement(new TextEncoder().encode(printed)).manifest.shardSize).toBe(10);
  });
});

describe("keys", () => {
  test("that are none, several, or of another kind are refused", async () => {
    const pem = bundles[0]!.key;
    for (const text of ["", pem.replaceAll("PUBLIC", "PRIVATE"), pem + pem, pem.replace(/^M/m, "N")]) expect(await refusal(() => modelKey(text)), text).toContain("key");
  });
});
