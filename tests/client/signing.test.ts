/** Versions are signed by keys of WebCrypto, whole or by hash, and the chain checks it. */
import {
  SCHEMES,
  addSigningKeyInstructions,
  digest,
  fetchModelVersion,
  fetchSigningKey,
  fetchVersionSignature,
  findModelPda,
  findModelVersionPda,
  findSigningKeyPda,
  findStatementPda,
  findVersionSignaturePda,
  getRegisterModelInstructionAsync,
  getRegisterVersionInstructionAsync,
  getRetireSigningKeyInstructionAsync,
  keyStanding,
  lowS,
  manifestOf,
  modelStatement,
  planVersionSignature,
  sendInOrder,
  signatureInstruction,
  signingKeyId,
  signingKeyProof,
  statementEncoding,
  statementHashMessage,
  versionDigests,
  webCryptoSigner,
  sendAndConfirm,
  ZERO_HASH,
} from "@althing/client";
import type { VersionSigner } from "@althing/client";
import { getAddressDecoder } from "@solana/kit";
import type { Address, KeyPairSigner } from "@solana/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { found, nextEpoch, person, refusal, rpc, seat } from "./support/world.ts";

/** Of one file: too long for a transaction that holds it whole. */
const MANIFEST = manifestOf([{ name: "model.onnx", sha256: digest("weights") }]);
const STATEMENT = modelStatement("model.onnx", MANIFEST);
/** What the short version's `manifest_digest` is the hash of. */
const SHORT = new TextEncoder().encode('{"_type":"short"}');
const pair = (algorithm: "Ed25519" | EcKeyGenParams) => crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]) as Promise<CryptoKeyPair>;
const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;

let maintainer: KeyPairSigner;
let model: Address;
let versions: { readonly address: Address; readonly statement: Uint8Array }[];

async function register(number: number, statement: Uint8Array, weightsDigest: Uint8Array) {
  const digests = { weightsDigest, manifestDigest: digest(statement), codeDigest: ZERO_HASH, datasetRoot: ZERO_HASH };
  const described = { metadataUri: "", metadataHash: ZERO_HASH };
  const instruction = await getRegisterVersionInstructionAsync({ model, maintainer, payer: maintainer, number, ...digests, ...described });
  await sendAndConfirm(rpc, [instruction], maintainer);
  return { address: (await findModelVersionPda({ model, number }))[0], statement };
}

async function addKey(signer: VersionSigner): Promise<Address> {
  await sendAndConfirm(rpc, await addSigningKeyInstructions({ model, maintainer, signer }), maintainer);
  return (await findSigningKeyPda({ model, keyId: signingKeyId(signer.scheme, signer.publicKey) }))[0];
}

beforeAll(async () => {
  const world = await found("Signers");
  maintainer = await person();
  await seat(world, maintainer, 1_000n);
  await nextEpoch(world);
  const [name, nameHash] = ["signed", digest("signed")];
  const described = { metadataUri: "", metadataHash: ZERO_HASH };
  const { dao } = world;
  await sendAndConfirm(rpc, [await getRegisterModelInstructionAsync({ dao, maintainer, payer: maintainer, name, nameHash, ...described })], maintainer);
  [model] = await findModelPda({ dao, nameHash });
  const { weightsDigest } = versionDigests("model.onnx", MANIFEST);
  versions = [await register(1, SHORT, digest("short")), await register(2, STATEMENT, weightsDigest)];
});

describe("Given a model with a short and a long statement", () => {
  test.each([
    ["Ed25519", "Ed25519", SCHEMES.ed25519],
    ["P-256", P256, SCHEMES.p256],
  ] as const)("When a key of %s signs both, Then the chain has checked and recorded both", async (_, algorithm, scheme) => {
    const signer = await webCryptoSigner(await pair(algorithm));
    const signingKey = await addKey(signer);
    for (const [index, { address: modelVersion, statement }] of versions.entries()) {
      const batches = await planVersionSignature({ model, modelVersion, statement, signer, payer: maintainer });
      expect(batches.length).toBe(index === 0 ? 1 : 4);
      await sendInOrder(rpc, batches, maintainer);
      const [address] = await findVersionSignaturePda({ modelVersion, signingKey });
      const { data } = await fetchVersionSignature(rpc, address);
      expect([data.scheme, data.form === 0, data.modelVersion, data.signingKey]).toEqual([scheme, index === 0, modelVersion, signingKey]);
      if (scheme === SCHEMES.p256) expect(lowS(Uint8Array.from(data.signature))).toEqual(Uint8Array.from(data.signature));
      const { data: key } = await fetchSigningKey(rpc, signingKey);
      expect(keyStanding(key, data.slot)).toBe("good");
      // The statement was uploaded for this alone.
      const [uploaded] = await findStatementPda({ modelVersion, payer: maintainer.address });
      expect((await rpc.getAccountInfo(uploaded, { encoding: "base64" }).send()).value).toBeNull();
    }
  });

  test("When somebody's key is added without them, Then it is refused", async () => {
    const [theirs, mine] = [await webCryptoSigner(await pair(P256)), await webCryptoSigner(await pair("Ed25519"))];
    // What they signed is a release, which everybody has.
    const release = statementEncoding(SHORT);
    const [check, added] = await addSigningKeyInstructions({ model, maintainer, signer: theirs });
    const replay = signatureInstruction(theirs.scheme, { publicKey: theirs.publicKey, message: release, signature: await theirs.sign(release) });
    expect(await refusal(sendAndConfirm(rpc, [replay, added!], maintainer))).toMatchObject({ name: "ProofMismatch" });
    expect(await refusal(sendAndConfirm(rpc, [added!], maintainer))).toMatchObject({ name: "PrecompileMissing" });
    const [own] = await addSigningKeyInstructions({ model, maintainer, signer: mine });
    expect(await refusal(sendAndConfirm(rpc, [own!, added!], maintainer))).toMatchObject({ name: "PrecompileMissing" });
    await sendAndConfirm(rpc, [check!, added!], maintainer);
    const keyId = signingKeyId(theirs.scheme, theirs.publicKey);
    const [signingKey] = await findSigningKeyPda({ model, keyId });
    expect((await fetchSigningKey(rpc, signingKey)).data.addedBy).toBe(maintainer.address);
  });

  test("When a key that is not the model's signs, Then it is refused", async () => {
    const stranger = await webCryptoSigner(await pair("Ed25519"));
    const [{ address: modelVersion, statement }] = versions as [(typeof versions)[number]];
    const [batch] = await planVersionSignature({ model, modelVersion, statement, signer: stranger, payer: maintainer });
    expect(await refusal(sendAndConfirm(rpc, batch!, maintainer))).toMatchObject({ name: "AccountOwnedByWrongProgram", field: "signing_key" });
  });

  test("When another statement is signed, or a bit of the signature changed, Then it is refused", async () => {
    const signer = await webCryptoSigner(await pair("Ed25519"));
    await addKey(signer);
    const [{ address: modelVersion, statement }] = versions as [(typeof versions)[number]];
    const other = new TextEncoder().encode('{"_type":"other"}');
    const [wrong] = await planVersionSignature({ model, modelVersion, statement: other, signer, payer: maintainer });
    expect(await refusal(sendAndConfirm(rpc, wrong!, maintainer))).toMatchObject({ name: "SignedMessageMismatch" });
    const spoiled: VersionSigner = { ...signer, sign: async (message) => (await signer.sign(message)).map((byte, i) => (i === 0 ? byte ^ 1 : byte)) };
    const [bad] = await planVersionSignature({ model, modelVersion, statement, signer: spoiled, payer: maintainer });
    // The simulation does not verify; the runtime does, before the program is called.
    await expect(sendAndConfirm(rpc, bad!, maintainer)).rejects.toThrow();
  });

  test("When a key is retired, Then what it signed before counts and it signs nothing more", async () => {
    const signer = await webCryptoSigner(await pair(P256));
    const signingKey = await addKey(signer);
    const [{ address: modelVersion, statement }] = versions as [(typeof versions)[number]];
    await sendInOrder(rpc, await planVersionSignature({ model, modelVersion, statement, signer, payer: maintainer }), maintainer);
    const lastSlot = (await rpc.getSlot({ commitment: "processed" }).send()) + 5n;
    await sendAndConfirm(rpc, [await getRetireSigningKeyInstructionAsync({ model, signingKey, maintainer, lastSlot })], maintainer);
    const { data: key } = await fetchSigningKey(rpc, signingKey);
    const [address] = await findVersionSignaturePda({ modelVersion, signingKey });
    const { data: signature } = await fetchVersionSignature(rpc, address);
    expect([signature.slot, lastSlot, lastSlot + 1n].map((slot) => keyStanding(key, slot))).toEqual(["good", "good", "retired"]);
    while ((await rpc.getSlot({ commitment: "confirmed" }).send()) <= lastSlot) await new Promise((resolve) => setTimeout(resolve, 200));
    const late = await planVersionSignature({ model, modelVersion: versions[1]!.address, statement: STATEMENT, signer, payer: maintainer });
    expect(await refusal(sendInOrder(rpc, late, maintainer))).toMatchObject({ name: "KeyHasRetired" });
  });
});

test("A statement's encoding is what DSSE specifies, and the version's digest is the statement's", async () => {
  const encoding = new TextDecoder().decode(statementEncoding(SHORT));
  expect(encoding).toBe(`DSSEv1 28 application/vnd.in-toto+json ${SHORT.length} {"_type":"short"}`);
  const { data } = await fetchModelVersion(rpc, versions[1]!.address);
  expect(Uint8Array.from(data.manifestDigest)).toEqual(versionDigests("model.onnx", MANIFEST).manifestDigest);
});

test("What is signed says what it is: the hash of a statement, the proof for a model", () => {
  const [hashed, proof] = [statementHashMessage(SHORT), signingKeyProof(model)];
  const words = (message: Uint8Array) => new TextDecoder().decode(message.subarray(0, 23));
  expect([words(hashed), hashed.length, words(proof), proof.length]).toEqual(["althing-dsse-sha256/v1\n", 55, "althing-signing-key/v1\n", 55]);
  expect(hashed.subarray(23)).toEqual(digest(SHORT));
  expect(getAddressDecoder().decode(proof, 23)).toBe(model);
});

test("Of the two signatures with one r, the lower one is taken", () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const bytes = (s: bigint) => new Uint8Array([...new Array<number>(32).fill(7), ...Buffer.from(s.toString(16).padStart(64, "0"), "hex")]);
  for (const s of [1n, order / 2n]) {
    expect(lowS(bytes(s))).toEqual(bytes(s));
    expect(lowS(bytes(order - s))).toEqual(bytes(s));
  }
  expect(() => lowS(new Uint8Array(63))).toThrow(RangeError);
});
