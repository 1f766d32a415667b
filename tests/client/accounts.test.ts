import { generateKeyPairSync, sign } from "node:crypto";
import {
  ALTHING_PROGRAM_ADDRESS,
  AlthingAccount,
  CHOICES,
  GRANT_PURPOSES,
  PRICE_KINDS,
  SCHEMES,
  addSigningKeyInstructions,
  answerEntry,
  appendBatchInstruction,
  authoritySigner,
  digest,
  evidenceHash,
  entryLeaf,
  executeInstructions,
  fetchAppealRules,
  fetchModel,
  fetchModelVersion,
  fetchProposal,
  fetchProvider,
  fetchQuestion,
  fetchRewardPool,
  fetchVersionSignature,
  findAppealRulesPda,
  findBondPda,
  findDatasetPda,
  findDigestIndexPda,
  fetchAuditLog,
  fetchEquivocation,
  findEntryPda,
  findEquivocationPda,
  findLogCheckpointPda,
  findGrantPda,
  findKeptRootPda,
  findLogPda,
  findModelHistoryPda,
  findModelPda,
  findModelVersionPda,
  findProviderPda,
  findQuestionPda,
  findRewardPoolPda,
  findSeatPda,
  findSigningKeyPda,
  findStakePositionPda,
  findUnbondingPda,
  findVaultPda,
  findVersionSignaturePda,
  findWitnessSetPda,
  findWitnessedLogPda,
  fixedText,
  getAcceptGrantInstruction,
  getActionCodec,
  getAdmitLogInstructionAsync,
  getAnswerQuestionInstructionAsync,
  getAppealBallotCodec,
  getAppealRulesCodec,
  getAppendPinnedEntryInstruction,
  getArtifactCodec,
  getAttestVersionInstructionAsync,
  getAttestationCodec,
  getAuditEntryCodec,
  getAuditLogCodec,
  getCastAppealVoteInstructionAsync,
  getCastVoteInstructionAsync,
  getChamberCodec,
  getCreateLogInstructionAsync,
  getCreateRevenuePoolInstructionAsync,
  getCreateRewardPoolInstructionAsync,
  getDaoCodec,
  getDatasetCodec,
  getDigestIndexCodec,
  getEquivocationCodec,
  getFinalizeProposalInstruction,
  getGrantCodec,
  getKeptRootCodec,
  getGrantSeatInstructionAsync,
  getJoinRewardsInstructionAsync,
  getKeepRootInstructionAsync,
  getLogBondCodec,
  getLogCheckpointCodec,
  getModelCodec,
  getModelHistoryCodec,
  getModelVersionCodec,
  getOffenceCodec,
  getOfferGrantInstructionAsync,
  getOpenAppealInstructionAsync,
  getOpenBondInstructionAsync,
  getOpenCheckpointInstructionAsync,
  getOpenQuestionInstructionAsync,
  getOpenSeatInstructionAsync,
  getOpenStakePositionInstructionAsync,
  getOpenStatementInstructionAsync,
  getProposalCodec,
  getProviderCodec,
  getQuestionCodec,
  getRegisterArtifactInstructionAsync,
  getRegisterDatasetInstructionAsync,
  getRegisterModelInstructionAsync,
  getRegisterProviderInstructionAsync,
  getRegisterVersionInstructionAsync,
  getReportEquivocationInstructionAsync,
  getRequestUnstakeInstructionAsync,
  getRevenuePoolCodec,
  getRewardPoolCodec,
  getRewardPositionCodec,
  getSeatCodec,
  getSetAppealRulesInstructionAsync,
  getSetWitnessesInstructionAsync,
  getSignVersionInstructionAsync,
  getSigningKeyCodec,
  getSlashProviderInstructionAsync,
  getStageVersionInstructionAsync,
  getStakePositionCodec,
  getStakeTokensInstructionAsync,
  getStatementCodec,
  getUnbondingCodec,
  getVersionSignatureCodec,
  getVoteRecordCodec,
  getWitnessSetCodec,
  getWitnessedLogCodec,
  closedDatasetOwner,
  identifyAlthingAccount,
  leafHash,
  productionAt,
  proposeAndSubmit,
  sendAndConfirm,
  signatureInstruction,
  signingKeyId,
  statementEncoding,
  statusAt,
  statusChanges,
  waitUntil,
  ZERO_HASH,
} from "@althing/client";
import { getTransferSolInstruction } from "@solana-program/system";
import { generateKeyPairSigner, getBase58Decoder, getBase64Encoder, lamports } from "@solana/kit";
import type { Address, Base58EncodedBytes, Instruction, KeyPairSigner, ReadonlyUint8Array } from "@solana/kit";
import { beforeAll, expect, test } from "vitest";
import { found, gift, nextEpoch, person, rpc, seat, tokenAccount } from "./support/world.ts";
import type { World } from "./support/world.ts";

const CODECS: Readonly<Record<AlthingAccount, { encode(value: never): ReadonlyUint8Array; decode(data: Uint8Array): unknown }>> = {
  [AlthingAccount.Action]: getActionCodec(),
  [AlthingAccount.AppealBallot]: getAppealBallotCodec(),
  [AlthingAccount.AppealRules]: getAppealRulesCodec(),
  [AlthingAccount.Artifact]: getArtifactCodec(),
  [AlthingAccount.Attestation]: getAttestationCodec(),
  [AlthingAccount.AuditEntry]: getAuditEntryCodec(),
  [AlthingAccount.AuditLog]: getAuditLogCodec(),
  [AlthingAccount.Chamber]: getChamberCodec(),
  [AlthingAccount.Dao]: getDaoCodec(),
  [AlthingAccount.Dataset]: getDatasetCodec(),
  [AlthingAccount.DigestIndex]: getDigestIndexCodec(),
  [AlthingAccount.Equivocation]: getEquivocationCodec(),
  [AlthingAccount.Grant]: getGrantCodec(),
  [AlthingAccount.KeptRoot]: getKeptRootCodec(),
  [AlthingAccount.LogBond]: getLogBondCodec(),
  [AlthingAccount.LogCheckpoint]: getLogCheckpointCodec(),
  [AlthingAccount.Model]: getModelCodec(),
  [AlthingAccount.ModelHistory]: getModelHistoryCodec(),
  [AlthingAccount.ModelVersion]: getModelVersionCodec(),
  [AlthingAccount.Offence]: getOffenceCodec(),
  [AlthingAccount.Proposal]: getProposalCodec(),
  [AlthingAccount.Provider]: getProviderCodec(),
  [AlthingAccount.Question]: getQuestionCodec(),
  [AlthingAccount.RevenuePool]: getRevenuePoolCodec(),
  [AlthingAccount.RewardPool]: getRewardPoolCodec(),
  [AlthingAccount.RewardPosition]: getRewardPositionCodec(),
  [AlthingAccount.Seat]: getSeatCodec(),
  [AlthingAccount.SigningKey]: getSigningKeyCodec(),
  [AlthingAccount.StakePosition]: getStakePositionCodec(),
  [AlthingAccount.Statement]: getStatementCodec(),
  [AlthingAccount.Unbonding]: getUnbondingCodec(),
  [AlthingAccount.VersionSignature]: getVersionSignatureCodec(),
  [AlthingAccount.VoteRecord]: getVoteRecordCodec(),
  [AlthingAccount.WitnessSet]: getWitnessSetCodec(),
  [AlthingAccount.WitnessedLog]: getWitnessedLogCodec(),
};
/** The leaf of what the operator decided. */
const DECISION = leafHash(new TextEncoder().encode("a decision"));
/** Accounts with text are as long as their longest text, padded with zeros. */
const PADDED: readonly AlthingAccount[] = [AlthingAccount.Dao, AlthingAccount.Model, AlthingAccount.AppealRules];
/** Accounts whose rows follow what the IDL describes. */
const HEADERS: readonly AlthingAccount[] = [AlthingAccount.ModelHistory, AlthingAccount.Statement];
const TERMS = {
  questionBond: 10n,
  crowd: 4,
  answerPeriod: 60n,
  appealPeriod: 60n,
  votingPeriod: 5n,
  unansweredBps: 1_000,
  upheldBps: 2_000,
  questionerBps: 2_500,
  chamber: 0,
};
const OFFER = { endpoint: "https://gpu.example", region: "eu", accelerator: "H100", accelerators: 8, pricePerHour: 5n };

let world: World;
let member: KeyPairSigner;
let provider: Address;
let rewardPool: Address;
let modelVersion: Address;
let signingKey: Address;
let operator: KeyPairSigner;
let auditLog: Address;
let question: Address;
let equivocation: Address;
const checkpointKey = ed25519();
const ORIGIN = "log.example/1";

const send = (...instructions: Instruction[]) => sendAndConfirm(rpc, instructions, member);

/** A fresh Ed25519 key: its public half, and how it signs. */
function ed25519(): { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    publicKey: Uint8Array.from(publicKey.export({ format: "der", type: "spki" }).subarray(-32)),
    sign: (message) => Uint8Array.from(sign(null, message, privateKey)),
  };
}

async function registerRelease(): Promise<void> {
  const [{ dao }, maintainer, name] = [world, member, "Silero VAD"];
  const [model] = await findModelPda({ dao, nameHash: digest(name) });
  [modelVersion] = await findModelVersionPda({ model, number: 1n });
  const metadata = { metadataUri: "", metadataHash: ZERO_HASH };
  await send(
    await getRegisterModelInstructionAsync({ dao, maintainer, payer: member, name, nameHash: digest(name), ...metadata }),
    await getRegisterVersionInstructionAsync({
      model,
      digestIndex: (await findDigestIndexPda({ dao, weightsDigest: digest("weights") }))[0],
      maintainer,
      payer: member,
      number: 1n,
      weightsDigest: digest("weights"),
      manifestDigest: digest("manifest"),
      codeDigest: ZERO_HASH,
      datasetRoot: ZERO_HASH,
      ...metadata,
    }),
    await getRegisterArtifactInstructionAsync({ dao, model, owner: member, payer: member, kind: 1, digest: digest("code"), ...metadata }),
    await getStageVersionInstructionAsync({ model, modelVersion, maintainer }),
  );
}

async function stake(): Promise<void> {
  const { dao, mint } = world;
  [provider] = await findProviderPda({ dao, operator: member.address });
  [rewardPool] = await findRewardPoolPda({ dao, subject: provider });
  const [position] = await findStakePositionPda({ provider, holder: member.address });
  const [unbonding] = await findUnbondingPda({ position, number: 0n });
  const common = { provider, holder: member, payer: member };
  await sendAndConfirm(rpc, await gift(world, member.address, 1_000n), world.founder);
  await send(
    await getRegisterProviderInstructionAsync({ dao, mint, operator: member, payer: member, offer: OFFER }),
    await getOpenStakePositionInstructionAsync({ ...common, holder: member.address }),
    await getStakeTokensInstructionAsync({ ...common, mint, from: await tokenAccount(mint, member.address), amount: 1_000n }),
    await getRequestUnstakeInstructionAsync({ ...common, dao, unbonding, shares: 100n }),
  );
}

async function grantData(): Promise<void> {
  const [{ dao, log, mint }, owner, purpose] = [world, member, GRANT_PURPOSES.indexOf("train")];
  const { model } = (await fetchModelVersion(rpc, modelVersion)).data;
  const [dataset] = await findDatasetPda({ dao, digest: digest("data") });
  const [grant] = await findGrantPda({ dataset, model, purpose });
  const [vault] = await findVaultPda({ keeper: grant });
  const priceKind = PRICE_KINDS.indexOf("per use");
  const terms = { priceKind, price: 5n, period: 0n, startsAt: 0n, expiresAt: 0n, useCap: 0n };
  const licensee = member.address;
  await send(
    await getRegisterDatasetInstructionAsync({ dao, owner, payer: owner, mint, digest: digest("data"), uri: "", metadataHash: ZERO_HASH }),
    await getOfferGrantInstructionAsync({ dataset, log, model, owner, payer: owner, vault, mint, purpose, licensee, terms }),
    getAcceptGrantInstruction({ grant, log, licensee: member, terms, prepay: 0n }),
  );
  await send(await getCreateRevenuePoolInstructionAsync({ dao, modelVersion, mint, payer: member }));
}

/** A log of its operator's own, with one decision and a bond. */
async function bondALog(): Promise<void> {
  operator = await person();
  [auditLog] = await findLogPda({ subject: operator.address });
  await sendAndConfirm(rpc, await gift(world, operator.address, 500n), world.founder);
  await sendAndConfirm(
    rpc,
    [
      await getCreateLogInstructionAsync({ subject: operator, payer: operator, writer: operator.address }),
      appendBatchInstruction({ log: auditLog, writer: operator, size: 0n, leaves: [DECISION], uri: "" }),
      await getOpenBondInstructionAsync({
        dao: world.dao,
        auditLog,
        from: await tokenAccount(world.mint, operator.address),
        mint: world.mint,
        operator,
        payer: operator,
        amount: 500n,
        checkpointInterval: 1_000n,
        signingKey: checkpointKey.publicKey,
        origin: ORIGIN,
      }),
    ],
    operator,
  );
}

/** The founder questions the decision, the operator answers, the founder appeals, a member votes. */
async function questionADecision(): Promise<void> {
  const { dao, mint, founder: questioner, tokenChamber: chamber } = world;
  const [bond] = await findBondPda({ auditLog });
  const [rules] = await findAppealRulesPda({ dao, bond });
  await waitUntil(rpc, (await fetchAppealRules(rpc, rules)).data.effectiveAt);
  [question] = await findQuestionPda({ auditLog, index: 0n, questioner: questioner.address });
  const ask = await getOpenQuestionInstructionAsync({
    dao,
    auditLog,
    from: await tokenAccount(mint, questioner.address),
    mint,
    questioner,
    payer: questioner,
    index: 0n,
    leaf: DECISION,
    questionHash: digest("salt, why?"),
    maxDeposit: 10n,
    proof: [],
  });
  await sendAndConfirm(rpc, [...(await gift(world, questioner.address, 10n)), ask], questioner);

  const answerHash = digest("salt, because");
  const entry = answerEntry(question, answerHash, { log: auditLog, index: 1n, timestamp: 5n, slot: 6n, actor: operator.address });
  await sendAndConfirm(
    rpc,
    [
      appendBatchInstruction({ log: auditLog, writer: operator, size: 1n, leaves: [entryLeaf(entry)], uri: "" }),
      await getAnswerQuestionInstructionAsync({ question, auditLog, operator, answerHash, index: 1n, timestamp: 5n, slot: 6n, proof: [DECISION] }),
    ],
    operator,
  );
  const groundsHash = digest("salt, no!");
  const [operatorSeat] = await findSeatPda({ chamber, holder: operator.address });
  await sendAndConfirm(rpc, [await getOpenAppealInstructionAsync({ dao, question, chamber, operatorSeat, questioner, groundsHash })], questioner);
  const [judge] = await findSeatPda({ chamber, holder: member.address });
  await send(await getCastAppealVoteInstructionAsync({ question, seat: judge, voter: member, payer: member, choice: CHOICES.yes, groundsHash }));
}

async function appointAndSlash(evaluator: KeyPairSigner): Promise<void> {
  const { dao, mint, founder, evaluatorChamber: chamber } = world;
  const authority = await authoritySigner(dao);
  await sendAndConfirm(
    rpc,
    [
      ...(await gift(world, authority.address, 1n)),
      getTransferSolInstruction({ source: founder, destination: authority.address, amount: lamports(100_000_000n) }),
    ],
    founder,
  );
  const open = await getOpenSeatInstructionAsync({ chamber, holder: evaluator.address, payer: member });
  const treasury = await tokenAccount(mint, authority.address);
  const { proposal, actionHash } = await proposeAndSubmit(rpc, {
    dao,
    proposer: member,
    title: "Evaluator, rewards, slash",
    instructions: [
      await getGrantSeatInstructionAsync({ dao, authority, chamber, seat: open.accounts[1].address, points: 1n }),
      await getCreateRewardPoolInstructionAsync({ dao, authority, payer: authority, subject: provider, mint, window: 60n }),
      await getSetAppealRulesInstructionAsync({
        dao,
        authority,
        payer: authority,
        bond: (await findBondPda({ auditLog }))[0],
        chamber: world.tokenChamber,
        terms: TERMS,
      }),
      await getSlashProviderInstructionAsync({ dao, authority, payer: authority, provider, mint, treasury, offenceId: digest("evidence"), bps: 500 }),
      await getSetWitnessesInstructionAsync({ dao, authority, payer: authority, quorum: 1, witnesses: [{ name: "witness.example", key: digest("witness") }] }),
    ],
  });
  const { data } = await fetchProposal(rpc, proposal);
  const votersSeat = (await getOpenSeatInstructionAsync({ chamber: world.tokenChamber, holder: member.address, payer: member })).accounts[1].address;
  await send(open, await getCastVoteInstructionAsync({ proposal, seat: votersSeat, voter: member, payer: member, choice: CHOICES.yes, actionHash }));
  await waitUntil(rpc, data.votingEndsAt);
  await send(getFinalizeProposalInstruction({ proposal, log: world.log }));
  await send(...(await executeInstructions(rpc, proposal, member)));
}

/** The log's operator has signed another root than the chain's, and is reported by a root that stands still. */
async function reportTheOperator(): Promise<void> {
  const { dao, mint } = world;
  const { size, root } = (await fetchAuditLog(rpc, auditLog)).data;
  const [witnessSet] = await findWitnessSetPda({ dao });
  const [witnessedLog] = await findWitnessedLogPda({ witnessSet, auditLog });
  const [bond] = await findBondPda({ auditLog });
  const [checkpoint] = await findLogCheckpointPda({ witnessedLog, size });
  const [keptRoot] = await findKeptRootPda({ auditLog, payer: member.address });
  const signed = digest("another root");
  const hash = evidenceHash(dao, checkpointKey.publicKey, size, signed, Uint8Array.from(root));
  [equivocation] = await findEquivocationPda({ auditLog, evidenceHash: hash });
  await send(
    await getAdmitLogInstructionAsync({ dao, auditLog, bond, admitter: member, payer: member, origin: ORIGIN }),
    await getOpenCheckpointInstructionAsync({ witnessSet, auditLog, payer: member, size }),
    await getKeepRootInstructionAsync({ auditLog, payer: member }),
  );
  const message = new TextEncoder().encode(`${ORIGIN}\n${size}\n${Buffer.from(signed).toString("base64")}\n`);
  await send(
    signatureInstruction(SCHEMES.ed25519, { publicKey: checkpointKey.publicKey, signature: checkpointKey.sign(message), message }),
    await getReportEquivocationInstructionAsync({
      dao,
      auditLog,
      checkpoint,
      keptRoot,
      treasury: await tokenAccount(mint, (await authoritySigner(dao)).address),
      reward: await tokenAccount(mint, member.address),
      mint,
      reporter: member,
      payer: member,
      size,
      evidenceHash: hash,
      relativeIndex: -1,
      evidence: { __kind: "History", root, proof: [] },
    }),
  );
}

/** A key of the maintainer's signs the version, whose statement is the word "manifest". */
async function vouch(): Promise<void> {
  const { data: version } = await fetchModelVersion(rpc, modelVersion);
  const { publicKey, sign } = ed25519();
  const message = statementEncoding(new TextEncoder().encode("manifest"));
  const keyId = signingKeyId(SCHEMES.ed25519, publicKey);
  [signingKey] = await findSigningKeyPda({ model: version.model, keyId });
  const [log] = await findLogPda({ subject: version.model });
  await send(
    ...(await addSigningKeyInstructions({ model: version.model, maintainer: member, signer: { scheme: SCHEMES.ed25519, publicKey, sign: async (proof) => sign(proof) } })),
    await getOpenStatementInstructionAsync({ modelVersion, payer: member }),
  );
  await send(
    signatureInstruction(SCHEMES.ed25519, { publicKey, signature: sign(message), message }),
    await getSignVersionInstructionAsync({ modelVersion, signingKey, log, payer: member, relativeIndex: -1 }),
  );
}

beforeAll(async () => {
  world = await found("Accounts");
  member = await person();
  const evaluator = await generateKeyPairSigner();
  await seat(world, member, 1_000n);
  await nextEpoch(world);

  await registerRelease();
  await vouch();
  await grantData();
  await stake();
  await bondALog();
  await appointAndSlash(evaluator);
  await nextEpoch(world);
  const { data: version } = await fetchModelVersion(rpc, modelVersion);
  const [log] = await findLogPda({ subject: member.address });
  const [entry] = await findEntryPda({ log, index: 0n });
  await send(
    await getAttestVersionInstructionAsync({
      dao: world.dao,
      model: version.model,
      modelVersion,
      evaluator,
      payer: member,
      resultHash: digest("results"),
      passed: true,
    }),
    await getJoinRewardsInstructionAsync({ provider, rewardPool, holder: member, payer: member }),
    await getCreateLogInstructionAsync({ subject: member, payer: member, writer: member.address }),
    getAppendPinnedEntryInstruction({ log, writer: member, entry, payer: member, kind: 1024, payload: new TextEncoder().encode("hi") }),
  );
  await questionADecision();
  await reportTheOperator();
});

test.each(Object.entries(CODECS).map(([type, codec]) => ({ name: AlthingAccount[Number(type)]!, type: Number(type), codec })))(
  "Given accounts of type $name, When they are decoded and encoded, Then they have the same bytes",
  async ({ type, codec }) => {
    const accounts = await rpc.getProgramAccounts(ALTHING_PROGRAM_ADDRESS, { encoding: "base64" }).send();
    const datas = accounts
      .map(({ account }) => Uint8Array.from(getBase64Encoder().encode(account.data[0])))
      // The place of a closed dataset, of 48 bytes, is not in the IDL.
      .filter((data) => closedDatasetOwner(data) === undefined && identifyAlthingAccount(data) === type);
    expect(datas.length).toBeGreaterThan(0);
    for (const data of datas) {
      const encoded = codec.encode(codec.decode(data) as never);
      expect(Buffer.from(encoded).equals(data.subarray(0, encoded.length))).toBe(true);
      if (PADDED.includes(type)) expect(data.subarray(encoded.length).every((byte) => byte === 0)).toBe(true);
      else if (!HEADERS.includes(type)) expect(encoded.length).toBe(data.length);
    }
  },
);

test("Given a provider, When its account is read, Then its text and pools are what was sent", async () => {
  const { data } = await fetchProvider(rpc, provider);
  expect([data.endpoint, data.region, data.accelerator].map(fixedText)).toEqual(["https://gpu.example", "eu", "H100"]);
  // Of 1,000 staked and 100 of them unbonding, a slash of 5 % took 50.
  expect([data.active.assets, data.unbonding.assets, data.offences]).toEqual([855n, 95n, 1]);
  expect((await fetchRewardPool(rpc, rewardPool)).data.positions).toBe(1);
});

test("Given a history, When its changes are read, Then any past slot can be asked", async () => {
  const { data: version } = await fetchModelVersion(rpc, modelVersion);
  const [history] = await findModelHistoryPda({ model: version.model });
  const { value } = await rpc.getAccountInfo(history, { encoding: "base64" }).send();
  const changes = statusChanges(Uint8Array.from(getBase64Encoder().encode(value!.data[0])));
  expect(changes.map(({ number, from, to }) => [number, from, to])).toEqual([
    [1n, undefined, "draft"],
    [1n, "draft", "staged"],
  ]);
  const { slot } = changes[0]!;
  expect([statusAt(changes, 1n, slot - 1n), statusAt(changes, 1n, slot), statusAt(changes, 2n, slot)]).toEqual([undefined, "staged", undefined]);
  expect(productionAt(changes, slot)).toBeUndefined();
});

test("Given a signature that the runtime checked, When its account is read, Then it is the key's over the version", async () => {
  const [signature] = await findVersionSignaturePda({ modelVersion, signingKey });
  const { data } = await fetchVersionSignature(rpc, signature);
  expect([data.modelVersion, data.signingKey, data.scheme, data.form]).toEqual([modelVersion, signingKey, SCHEMES.ed25519, 0]);
});

test("Given an operator who signed another root than the chain's, When it is reported, Then half of the bond is taken", async () => {
  const { data } = await fetchEquivocation(rpc, equivocation);
  expect([data.size, data.ground, data.taken, data.signedRoot]).toEqual([2n, 2, 250n, digest("another root")]);
  expect(Uint8Array.from(data.signingKey)).toEqual(checkpointKey.publicKey);
});

test("Given a version, When its accounts are read, Then number, log and tally are found by their addresses", async () => {
  const { data: version } = await fetchModelVersion(rpc, modelVersion);
  expect([version.number, version.attestationsPassed, version.weightsDigest]).toEqual([1n, 1, digest("weights")]);
  const { data: model } = await fetchModel(rpc, version.model);
  expect(model.log).toBe((await findLogPda({ subject: version.model }))[0]);
  const byModel = await rpc
    .getProgramAccounts(ALTHING_PROGRAM_ADDRESS, {
      encoding: "base64",
      filters: [{ memcmp: { offset: 0n, bytes: getBase58Decoder().decode(getModelVersionCodec().encode(version).slice(0, 8)) as Base58EncodedBytes, encoding: "base58" } }],
    })
    .send();
  expect(byModel.map(({ pubkey }) => pubkey)).toContain(modelVersion);
});

test("Given an appeal, When its question is read, Then it says what is asked of whom and how the vote stands", async () => {
  const { data } = await fetchQuestion(rpc, question);
  expect([data.operator, data.questioner, data.index, data.logSize]).toEqual([operator.address, world.founder.address, 0n, 1n]);
  expect([data.deposit, data.unansweredPenalty, data.upheldPenalty]).toEqual([10n, 50n, 100n]);
  expect([data.answerHash, data.groundsHash]).toEqual([digest("salt, because"), digest("salt, no!")]);
  // Neither party has a seat: the member's thousand is all that can vote.
  expect([data.yes, data.no, data.abstain, data.eligible]).toEqual([1_000n, 0n, 0n, 1_000n]);
});
