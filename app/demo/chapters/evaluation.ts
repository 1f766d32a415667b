/** Evaluators run both releases, attest them, and the second round of votes: a promotion and a slash. */
import {
  authoritySigner,
  concat,
  digest,
  fetchModel,
  fetchModelVersion,
  fetchProvider,
  findOffencePda,
  furtherAccounts,
  getAttestVersionInstructionAsync,
  getPromoteVersionInstructionAsync,
  getSlashProviderInstructionAsync,
} from "@althing/client";
import type { Address } from "@solana/kit";
import { Ballot, untilExecutable, untilVotesEnd } from "../ballot.ts";
import { tokens } from "../format.ts";
import type { Run } from "../laboratory.ts";
import { decodeInferenceEntry, encodeInferenceEntry } from "../model/index.ts";
import type { Person } from "../people.ts";
import { SLASH_BPS } from "../rules.ts";
import { Mismatch, expectBytes, expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import { seatOf } from "./founding.ts";
import type { Assembly } from "./founding.ts";
import type { Registered, Version } from "./registration.ts";
import { amountOf, claim, untilFlowed } from "./rewards.ts";
import type { Earning } from "./rewards.ts";

/** Inferences that each evaluator makes with each release. */
export const SAMPLE = 480;

/** The runs that the evaluators ordered, by version and evaluator. */
export type Evaluations = readonly (readonly Run[])[];

export interface SecondRound {
  readonly promotion: Ballot;
  readonly slash: Ballot;
  /** Attestation accounts and their evaluators. */
  readonly attestations: readonly { readonly address: Address; readonly version: Version; readonly evaluator: Person }[];
  readonly offence: Address;
}

export async function evaluate(
  stage: Stage,
  assembly: Assembly,
  registered: Registered,
  evaluations: Evaluations,
): Promise<SecondRound> {
  const part = stage.part("Evaluation", "Three evaluators run both releases and attest; two motions follow");
  await stage.until("the evaluators do not weigh yet", await assembly.nextEpoch());
  const attestations: SecondRound["attestations"][number][] = [];
  const answers: Uint8Array[] = [];
  for (const [i, version] of registered.versions.entries()) {
    const results = await gatherResults(part, version, evaluations[i]!);
    answers.push(results.entries[0]!);
    const words = await Promise.all(
      assembly.people.evaluators.map((evaluator) => attest(part, assembly, registered, version, evaluator, results.hash)),
    );
    attestations.push(...words);
    const { data } = await fetchModelVersion(part.chain.rpc, version.address);
    expectEqual(`attestations of version ${version.number}`, data.attestationsPassed, assembly.people.evaluators.length);
  }

  const promotion = await Ballot.submit(part, assembly, {
    title: `Version 1 (${registered.versions[0].release.name}) into production`,
    description: "Three evaluators got the same bits from it and hear the speech.",
    by: assembly.people.of("Egill"),
    actions: [await promotionAction(assembly, registered, registered.versions[0])],
  });
  const [slash, offence] = await slashBallot(part, assembly, registered, forge(answers[0]!));
  await voteOn(part, assembly, [promotion, slash]);
  return { promotion, slash, attestations, offence };
}

/** The three runs of a release, which must be the same to the bit. */
async function gatherResults(part: Part, version: Version, runs: readonly Run[]): Promise<{ hash: Uint8Array; entries: Uint8Array[] }> {
  const done = () => runs.reduce((sum, run) => sum + run.done(), 0);
  const status = () => `${done()} of ${runs.length * SAMPLE} inferences`;
  const all = await part.narrator.during(`the evaluators run ${version.release.name}`, Promise.all(runs.map((run) => run.entries)), status);
  const hashes = all.map((entries) => digest(concat(...entries)));
  for (const hash of hashes) expectBytes(`results of ${version.release.name}`, hash, hashes[0]!);
  const speech = all[0]!.filter((entry) => decodeInferenceEntry(entry).output >= 0.5).length;
  const percent = Math.round((100 * speech) / SAMPLE);
  if (percent < 30 || percent > 90) throw new Mismatch(`${version.release.name} hears speech in ${percent} % of the frames`);
  part.narrator.check(`${runs.length} × ${SAMPLE} inferences by ${version.release.name}: the same bits three times, speech in ${percent} % of frames`);
  return { hash: hashes[0]!, entries: all[0]! };
}

async function attest(part: Part, assembly: Assembly, { model }: Registered, version: Version, evaluator: Person, resultHash: Uint8Array) {
  const { dao, evaluatorChamber: chamber } = assembly;
  const { signer, address } = evaluator;
  const instruction = await getAttestVersionInstructionAsync({
    dao,
    chamber,
    seat: await seatOf(chamber, address),
    model,
    modelVersion: version.address,
    evaluator: signer,
    payer: signer,
    resultHash,
    passed: true,
  });
  await part.act(`${evaluator.name} attests version ${version.number}: passed`, signer, instruction);
  return { address: instruction.accounts[5].address, version, evaluator };
}

/** The promotion of a version, with what it replaces, what it was made from and the consent to use that. */
export async function promotionAction(assembly: Assembly, { model, recordings }: Registered, version: Version, previous?: Version) {
  const authority = await authoritySigner(assembly.dao);
  const promote = await getPromoteVersionInstructionAsync({
    dao: assembly.dao,
    authority,
    model,
    modelVersion: version.address,
    ...(previous ? { previous: previous.address } : {}),
  });
  const sources = furtherAccounts(previous ? [previous.address, recordings.grant] : []);
  return { ...promote, accounts: [...promote.accounts, ...sources] };
}

/** The same record with another probability: in the story, what Skaði's machine answered when asked for a frame. */
export function forge(entry: Uint8Array): Uint8Array {
  const record = decodeInferenceEntry(entry);
  return encodeInferenceEntry({ ...record, output: Math.fround(1 - record.output) });
}

async function slashBallot(part: Part, assembly: Assembly, registered: Registered, evidence: Uint8Array): Promise<[Ballot, Address]> {
  const { dao, mint, people, treasury } = assembly;
  const authority = await authoritySigner(dao);
  const [, { address: provider }] = registered.providers;
  const offenceId = digest(evidence);
  const action = await getSlashProviderInstructionAsync({
    dao,
    authority,
    provider,
    treasury,
    mint,
    payer: authority,
    offenceId,
    bps: SLASH_BPS,
  });
  const ballot = await Ballot.submit(part, assembly, {
    title: `Slash Skaði by ${SLASH_BPS / 100} % for a false answer`,
    description: "Asked for a frame that all evaluators had run, Skaði's machine answered with another probability.",
    by: people.of("Dagný"),
    actions: [action],
  });
  return [ballot, (await findOffencePda({ provider, offenceId }))[0]];
}

/** What a slash takes, rounded up. */
export function slashOf(stake: bigint): bigint {
  return (stake * BigInt(SLASH_BPS) + 9_999n) / 10_000n;
}

async function voteOn(part: Part, { people }: Assembly, ballots: readonly Ballot[]): Promise<void> {
  const voters = ["Ásdís", "Björn", "Dagný"] as const;
  await Promise.all(ballots.flatMap((ballot) => voters.map((name) => ballot.vote(part, people.of(name), "yes"))));
}

export async function decideEvaluation(
  stage: Stage,
  assembly: Assembly,
  registered: Registered,
  round: SecondRound,
  earnings: readonly Earning[],
): Promise<void> {
  const part = stage.part("Second verdicts", "A claim on the way; then a promotion, by self-CPI, and a slash");
  await untilFlowed(part, assembly, registered, 2);
  await claim(part, assembly, earnings);
  const { promotion, slash } = round;
  await untilVotesEnd(part, [promotion, slash]);
  await promotion.finalize(part, true);
  await slash.finalize(part, true);
  await untilExecutable(part, [promotion, slash]);

  const [first] = registered.versions;
  await promotion.execute(part, `${first.release.name} is in production`);
  const model = await fetchModel(part.chain.rpc, registered.model);
  expectEqual("version in production", model.data.productionVersion, first.address);

  const [, skadi] = registered.providers;
  const stakeBefore = (await fetchProvider(part.chain.rpc, skadi.address)).data.active.assets;
  const treasuryBefore = await amountOf(part, assembly.treasury);
  await slash.execute(part, `Skaði is slashed by ${SLASH_BPS / 100} %`);
  const stakeAfter = (await fetchProvider(part.chain.rpc, skadi.address)).data.active.assets;
  const loss = slashOf(stakeBefore);
  expectEqual("Skaði's stake", stakeAfter, stakeBefore - loss);
  expectEqual("the treasury's tokens", await amountOf(part, assembly.treasury), treasuryBefore + loss);
  part.narrator.check(`stake with Skaði ${tokens(stakeBefore)} → ${tokens(stakeAfter)}; ${tokens(loss)} to the treasury`);
}
