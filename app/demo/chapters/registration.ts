/** While the first votes are open: two providers register and take stake, and a model comes with two releases. */
import {
  GRANT_PURPOSES,
  ZERO_HASH,
  digest,
  fetchModelVersion,
  findModelPda,
  findModelVersionPda,
  getOpenStakePositionInstructionAsync,
  getLinkDatasetInstructionAsync,
  getLinkParentInstructionAsync,
  getRegisterModelInstructionAsync,
  getRegisterProviderInstructionAsync,
  getRegisterVersionInstructionAsync,
  getStageVersionInstructionAsync,
  getStakeTokensInstructionAsync,
  hex,
} from "@althing/client";
import type { Address } from "@solana/kit";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { toBase, tokens } from "../format.ts";
import { release } from "../model/index.ts";
import type { Release, ReleaseName } from "../model/index.ts";
import { MAINTAINER, STAKES } from "../people.ts";
import type { OPERATORS, Person } from "../people.ts";
import { MODEL_NAME } from "../rules.ts";
import { expectBytes } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import { providerOf } from "./appointments.ts";
import { seatOf } from "./founding.ts";
import type { Assembly } from "./founding.ts";
import { offerRecordings } from "./revenue.ts";
import type { Recordings } from "./revenue.ts";

const PACKAGE = "@ricky0123/vad-web";

export interface Provider {
  readonly operator: Person;
  readonly address: Address;
}

/** Somebody's stake with a provider. */
export interface Stake {
  readonly holder: Person;
  readonly provider: Provider;
  readonly amount: bigint;
}

export interface Version {
  readonly number: number;
  readonly address: Address;
  readonly release: Release;
}

export interface Registered {
  readonly providers: readonly [Provider, Provider];
  readonly stakes: readonly Stake[];
  readonly model: Address;
  readonly versions: readonly [Version, Version];
  /** What version 2 was made from beside version 1. */
  readonly recordings: Recordings;
}

export async function registration(stage: Stage, assembly: Assembly): Promise<Registered> {
  const part = stage.part("Registration", "While they vote: two providers with stake, a model with two releases");
  const [kari, skadi, models] = await Promise.all([
    registerProvider(part, assembly, "Kári", { region: "Reykjavík", accelerator: "H100", accelerators: 8 }),
    registerProvider(part, assembly, "Skaði", { region: "Akureyri", accelerator: "MI300X", accelerators: 4 }),
    registerModel(part, assembly),
  ]);
  const stakes = STAKES.map(({ holder, operator, whole }) => {
    const provider = operator === "Kári" ? kari : skadi;
    return { holder: assembly.people.of(holder), provider, amount: toBase(whole) };
  });
  await Promise.all(stakes.map((each) => stake(part, assembly, each)));
  return { providers: [kari, skadi], stakes, ...models };
}

interface Machines {
  readonly region: string;
  readonly accelerator: string;
  readonly accelerators: number;
}

async function registerProvider(
  part: Part,
  assembly: Assembly,
  name: (typeof OPERATORS)[number],
  machines: Machines,
): Promise<Provider> {
  const { dao, mint, people } = assembly;
  const operator = people.of(name);
  await part.act(
    `${name} registers ${machines.accelerators} × ${machines.accelerator} in ${machines.region}`,
    operator.signer,
    getRegisterProviderInstructionAsync({
      dao,
      mint,
      operator: operator.signer,
      payer: operator.signer,
      offer: { endpoint: `https://${operator.address.slice(0, 8).toLowerCase()}.example/vad`, pricePerHour: toBase(2), ...machines },
    }),
  );
  return { operator, address: await providerOf(assembly, name) };
}

async function stake(part: Part, { mint }: Assembly, { holder, provider, amount }: Stake): Promise<void> {
  await part.act(
    `${holder.name} stakes ${tokens(amount)} with ${provider.operator.name}`,
    holder.signer,
    getOpenStakePositionInstructionAsync({ provider: provider.address, holder: holder.address, payer: holder.signer }),
    getStakeTokensInstructionAsync({ provider: provider.address, from: holder.purse, mint, holder: holder.signer, amount }),
  );
}

/** Egill maintains the model: Silero VAD, which finds speech in sound. */
async function registerModel(part: Part, assembly: Assembly): Promise<Pick<Registered, "model" | "versions" | "recordings">> {
  const { dao, tokenChamber: chamber, people } = assembly;
  const maintainer = people.of(MAINTAINER);
  const nameHash = digest(MODEL_NAME);
  const [model] = await findModelPda({ dao, nameHash });
  // What is published with the releases: npm's manifest of the package that carries them.
  const manifest = readFileSync(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  const { version } = JSON.parse(manifest.toString()) as { version: string };
  await part.act(
    `${maintainer.name} registers the model ${MODEL_NAME}`,
    maintainer.signer,
    getRegisterModelInstructionAsync({
      dao,
      chamber,
      seat: await seatOf(chamber, maintainer.address),
      model,
      maintainer: maintainer.signer,
      payer: maintainer.signer,
      name: MODEL_NAME,
      nameHash,
      metadataUri: `npm:${PACKAGE}@${version}/package.json`,
      metadataHash: digest(manifest),
    }),
  );
  const first = await registerVersion(part, maintainer, dao, model, 1, "v5");
  const recordings = await offerRecordings(part, assembly, model);
  const second = await registerVersion(part, maintainer, dao, model, 2, "v6", { parent: first.address, ...recordings });
  return { model, versions: [first, second], recordings };
}

async function registerVersion(
  part: Part,
  maintainer: Person,
  dao: Address,
  model: Address,
  number: number,
  name: ReleaseName,
  sources?: Recordings & { readonly parent: Address },
): Promise<Version> {
  const described = release(name);
  const [address] = await findModelVersionPda({ model, number });
  const common = { model, modelVersion: address, maintainer: maintainer.signer };
  const digests = { weightsDigest: described.weightsDigest, manifestDigest: described.manifestDigest };
  await part.act(
    `Version ${number}: ${described.file}, OMS root ${hex(described.weightsDigest).slice(0, 16)}…`,
    maintainer.signer,
    getRegisterVersionInstructionAsync({
      model,
      modelVersion: address,
      maintainer: maintainer.signer,
      payer: maintainer.signer,
      number,
      ...digests,
      // Neither the training code nor the data are published.
      codeDigest: ZERO_HASH,
      datasetRoot: ZERO_HASH,
      // The statement that an OpenSSF signature of the model would sign, named by its digest.
      metadataUri: `urn:sha256:${hex(described.manifestDigest)}`,
      metadataHash: described.manifestDigest,
    }),
    ...(sources ? linkSources({ ...common, dao }, sources) : []),
    getStageVersionInstructionAsync(common),
  );
  const { data } = await fetchModelVersion(part.chain.rpc, address);
  expectBytes(`digest of version ${number}`, data.weightsDigest, described.weightsDigest);
  return { number, address, release: described };
}

/** What a draft was made from: another version, and recordings that it was trained on. */
function linkSources(
  common: { readonly dao: Address; readonly model: Address; readonly modelVersion: Address; readonly maintainer: Person["signer"] },
  { parent, dataset }: Recordings & { readonly parent: Address },
) {
  const purpose = GRANT_PURPOSES.indexOf("train");
  return [getLinkParentInstructionAsync({ ...common, parent }), getLinkDatasetInstructionAsync({ ...common, dataset, purpose })];
}
