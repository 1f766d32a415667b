/** Weights, artifacts, cards and maintainers of a model, on the chain. */
import {
  ARTIFACT_KINDS,
  ZERO_HASH,
  artifactsOf,
  digest,
  entryContent,
  fetchArtifact,
  fetchModel,
  fetchModelVersion,
  findArtifactPda,
  findDigestIndexPda,
  findModelPda,
  findModelVersionPda,
  findWeights,
  fixedText,
  furtherAccounts,
  getAcceptMaintainershipInstructionAsync,
  getCloseVersionInstruction,
  getLinkArtifactInstructionAsync,
  getOfferMaintainershipInstructionAsync,
  getRegisterArtifactInstructionAsync,
  getRegisterModelInstructionAsync,
  getRegisterVersionInstructionAsync,
  getStageVersionInstructionAsync,
  getUpdateCardInstructionAsync,
  getWithdrawMaintainershipOfferInstructionAsync,
  sendAndConfirm,
} from "@althing/client";
import { getTransferSolInstruction } from "@solana-program/system";
import { AccountRole, lamports } from "@solana/kit";
import type { Address, Instruction, KeyPairSigner } from "@solana/kit";
import { beforeAll, describe, expect, test } from "vitest";
import { found, nextEpoch, person, refusal, rpc, seat } from "./support/world.ts";
import type { World } from "./support/world.ts";

const WEIGHTS = digest("weights of the registry");
const CODE = digest("code");
const described = { metadataUri: "", metadataHash: ZERO_HASH };

let world: World;
let maintainer: KeyPairSigner;
let model: Address;
let number = 0n;

const send = (signer: KeyPairSigner, ...instructions: Instruction[]) => sendAndConfirm(rpc, instructions, signer);
const find = (weightsDigest: Uint8Array, dao = world.dao) => findWeights(rpc, { dao, weightsDigest, commitment: "confirmed" });

async function register(weightsDigest: Uint8Array, codeDigest = ZERO_HASH): Promise<Address> {
  number += 1n;
  const [digestIndex] = await findDigestIndexPda({ dao: world.dao, weightsDigest });
  const digests = { weightsDigest, manifestDigest: digest("manifest"), codeDigest, datasetRoot: ZERO_HASH };
  const accounts = { model, digestIndex, maintainer, payer: maintainer };
  await send(maintainer, await getRegisterVersionInstructionAsync({ ...accounts, number, ...digests, ...described }));
  return (await findModelVersionPda({ model, number }))[0];
}

async function close(modelVersion: Address): Promise<void> {
  const { data } = await fetchModelVersion(rpc, modelVersion);
  const found = await find(data.weightsDigest as Uint8Array);
  const payers = { indexPayer: found.index!.payer, payer: data.payer };
  const closing = getCloseVersionInstruction({ model, modelVersion, digestIndex: found.address, closer: maintainer, ...payers });
  const linked = furtherAccounts(artifactsOf(data), AccountRole.WRITABLE);
  await send(maintainer, { ...closing, accounts: [...closing.accounts, ...linked] });
}

beforeAll(async () => {
  world = await found("Registry");
  maintainer = await person();
  await seat(world, maintainer, 1_000n);
  await nextEpoch(world);
  const [{ dao }, name, nameHash] = [world, "registry", digest("registry")];
  await send(maintainer, await getRegisterModelInstructionAsync({ dao, maintainer, payer: maintainer, name, nameHash, ...described }));
  [model] = await findModelPda({ dao, nameHash });
});

describe("Given weights", () => {
  test("When no version has them, Then that is proved, also where somebody sent lamports to the index's address", async () => {
    const before = await find(WEIGHTS);
    expect(before.index).toBeUndefined();
    expect(before.slot).toBeGreaterThan(0n);
    const gift = getTransferSolInstruction({ source: maintainer, destination: before.address, amount: lamports(1_000_000n) });
    await send(maintainer, gift);
    expect((await find(WEIGHTS)).index).toBeUndefined();
  });

  test("When versions have them, Then they are counted, and their absence is proved again once all are closed", async () => {
    const versions = [await register(WEIGHTS), await register(WEIGHTS)];
    const { index, address } = await find(WEIGHTS);
    expect(index).toMatchObject({ count: 2, dao: world.dao, payer: maintainer.address, first: versions[0], latest: versions[1] });
    expect(address).toBe((await findDigestIndexPda({ dao: world.dao, weightsDigest: WEIGHTS }))[0]);
    await close(versions[0]!);
    expect((await find(WEIGHTS)).index?.count).toBe(1);
    await close(versions[1]!);
    expect((await find(WEIGHTS)).index).toBeUndefined();
  });

  test("When there is no such organisation, Then nothing is proved", async () => {
    await expect(find(WEIGHTS, maintainer.address)).rejects.toThrow("there is no organisation");
    await expect(find(WEIGHTS, model)).rejects.toThrow("there is no organisation");
  });
});

describe("Given a draft", () => {
  test("When code and an evaluation suite are linked, Then the version names both, and they outlive no closing", async () => {
    const version = await register(digest("with artifacts"), CODE);
    const artifacts: Address[] = [];
    for (const kind of ["code", "evaluation"] as const) {
      const owner = { dao: world.dao, model, owner: maintainer, payer: maintainer };
      const number = ARTIFACT_KINDS.indexOf(kind);
      await send(maintainer, await getRegisterArtifactInstructionAsync({ ...owner, kind: number, digest: CODE, ...described }));
      const [artifact] = await findArtifactPda({ dao: world.dao, kind: number, digest: CODE });
      await send(maintainer, await getLinkArtifactInstructionAsync({ model, modelVersion: version, artifact, maintainer }));
      artifacts.push(artifact);
    }
    expect(artifactsOf((await fetchModelVersion(rpc, version)).data)).toEqual(artifacts);
    expect((await fetchArtifact(rpc, artifacts[0]!)).data).toMatchObject({ kind: 1, links: 1 });
    await close(version);
    expect((await fetchArtifact(rpc, artifacts[1]!)).data).toMatchObject({ kind: 2, links: 0 });
  });

  test("When other code is linked than it was registered with, Then the refusal says so", async () => {
    const version = await register(digest("other code"), digest("declared"));
    const [artifact] = await findArtifactPda({ dao: world.dao, kind: 1, digest: CODE });
    const link = await getLinkArtifactInstructionAsync({ model, modelVersion: version, artifact, maintainer });
    expect(await refusal(send(maintainer, link))).toMatchObject({ name: "CodeDigestMismatch", field: "artifact" });
  });

  test("When its card is replaced, Then the entry has both hashes, and once it is staged it stands still", async () => {
    const version = await register(digest("with a card"));
    const update = (metadataUri: string, card: string) =>
      getUpdateCardInstructionAsync({ model, modelVersion: version, maintainer, metadataUri, metadataHash: digest(card) });
    const { events } = await send(maintainer, await update("https://example.org/card", "card"));
    const { data } = await fetchModelVersion(rpc, version);
    expect([data.metadataHash, fixedText(data.metadataUri)]).toEqual([digest("card"), "https://example.org/card"]);
    const entry = events.find((event) => event.name === "EntryAppended")!;
    expect(entryContent(entry.data)).toMatchObject({ kind: "CardUpdated", data: { oldHash: ZERO_HASH, metadataHash: digest("card") } });
    await send(maintainer, await getStageVersionInstructionAsync({ model, modelVersion: version, maintainer }));
    expect(await refusal(send(maintainer, await update("https://example.org/other", "other")))).toMatchObject({ name: "CardFrozen" });
    await send(maintainer, await update("https://example.org/moved", "card"));
  });
});

test("Given a model, When it is offered, withdrawn, offered again and accepted, Then the other key maintains it", async () => {
  const heir = await person();
  const offer = { dao: world.dao, model, offerer: maintainer };
  const offered = async () => (await fetchModel(rpc, model)).data.newMaintainer;
  const accept = await getAcceptMaintainershipInstructionAsync({ model, newMaintainer: heir });
  await send(maintainer, await getOfferMaintainershipInstructionAsync({ ...offer, newMaintainer: heir.address }));
  expect(await offered()).toBe(heir.address);
  await send(maintainer, await getWithdrawMaintainershipOfferInstructionAsync(offer));
  expect(await refusal(send(heir, accept))).toMatchObject({ name: "NotNewMaintainer", cure: "sign with the model's `new_maintainer`" });
  await send(maintainer, await getOfferMaintainershipInstructionAsync({ ...offer, newMaintainer: heir.address }));
  await send(heir, accept);
  expect((await fetchModel(rpc, model)).data.maintainer).toBe(heir.address);
  expect(await refusal(send(maintainer, await getOfferMaintainershipInstructionAsync({ ...offer, newMaintainer: maintainer.address })))).toMatchObject({
    name: "NotOfferer",
  });
});
