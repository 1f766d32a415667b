/**
 * The program's derived addresses and where its instructions use them. The IDL states them too, but Anchor 1.2 cannot
 * express a seed that is read from a zero-copy account or computed by a call (it then names the account itself), and
 * Codama names a finder after the account of an instruction, so that one address would get several finders.
 */
import {
  accountValueNode,
  addPdasVisitor,
  argumentValueNode,
  bottomUpTransformerVisitor,
  bytesTypeNode,
  constantPdaSeedNodeFromString,
  fixedSizeTypeNode,
  numberTypeNode,
  numberValueNode,
  pdaLinkNode,
  pdaSeedValueNode,
  pdaValueNode,
  publicKeyTypeNode,
  setInstructionAccountDefaultValuesVisitor,
  variablePdaSeedNode,
} from "codama";

type SeedType = "key" | "hash" | "u8" | "u64";
interface Pda {
  /** The constant first seed. */
  readonly word: string;
  /** The variable ones, in order. */
  readonly seeds: Readonly<Record<string, SeedType>>;
  /** The account type that lies there. */
  readonly account?: string;
}

/** Every address that the program derives, as in constants.rs and the `seeds` of its instructions. */
export const PDAS = {
  dao: { word: "dao", seeds: { creator: "key", nameHash: "hash" }, account: "dao" },
  authority: { word: "authority", seeds: { dao: "key" } },
  chamber: { word: "chamber", seeds: { dao: "key", index: "u8" }, account: "chamber" },
  seat: { word: "seat", seeds: { chamber: "key", holder: "key" }, account: "seat" },
  vault: { word: "vault", seeds: { keeper: "key" } },
  log: { word: "log", seeds: { subject: "key" }, account: "auditLog" },
  entry: { word: "entry", seeds: { log: "key", index: "u64" }, account: "auditEntry" },
  keptRoot: { word: "root", seeds: { auditLog: "key", payer: "key" }, account: "keptRoot" },
  model: { word: "model", seeds: { dao: "key", nameHash: "hash" }, account: "model" },
  modelVersion: { word: "version", seeds: { model: "key", number: "u64" }, account: "modelVersion" },
  modelHistory: { word: "history", seeds: { model: "key" }, account: "modelHistory" },
  attestation: { word: "attestation", seeds: { modelVersion: "key", evaluator: "key" }, account: "attestation" },
  signingKey: { word: "key", seeds: { model: "key", keyId: "hash" }, account: "signingKey" },
  statement: { word: "statement", seeds: { modelVersion: "key", payer: "key" }, account: "statement" },
  versionSignature: {
    word: "signature",
    seeds: { modelVersion: "key", signingKey: "key" },
    account: "versionSignature",
  },
  witnessSet: { word: "witnesses", seeds: { dao: "key" }, account: "witnessSet" },
  witnessedLog: { word: "witnessed", seeds: { witnessSet: "key", auditLog: "key" }, account: "witnessedLog" },
  logCheckpoint: { word: "checkpoint", seeds: { witnessedLog: "key", size: "u64" }, account: "logCheckpoint" },
  equivocation: { word: "equivocation", seeds: { auditLog: "key", evidenceHash: "hash" }, account: "equivocation" },
  proposal: { word: "proposal", seeds: { dao: "key", number: "u64" }, account: "proposal" },
  action: { word: "action", seeds: { proposal: "key", index: "u8" }, account: "action" },
  voteRecord: { word: "vote", seeds: { proposal: "key", seat: "key" }, account: "voteRecord" },
  provider: { word: "provider", seeds: { dao: "key", operator: "key" }, account: "provider" },
  stakePosition: { word: "stake", seeds: { provider: "key", holder: "key" }, account: "stakePosition" },
  unbonding: { word: "unbonding", seeds: { position: "key", number: "u64" }, account: "unbonding" },
  offence: { word: "offence", seeds: { provider: "key", offenceId: "hash" }, account: "offence" },
  rewardPool: { word: "rewards", seeds: { dao: "key", subject: "key" }, account: "rewardPool" },
  rewardPosition: { word: "reward", seeds: { rewardPool: "key", holder: "key" }, account: "rewardPosition" },
  dataset: { word: "dataset", seeds: { dao: "key", digest: "hash" }, account: "dataset" },
  grant: { word: "grant", seeds: { dataset: "key", model: "key", purpose: "u8" }, account: "grant" },
  revenuePool: { word: "revenue", seeds: { modelVersion: "key", mint: "key" }, account: "revenuePool" },
  bond: { word: "bond", seeds: { auditLog: "key" }, account: "logBond" },
  appealRules: { word: "rules", seeds: { dao: "key", bond: "key" }, account: "appealRules" },
  question: { word: "question", seeds: { auditLog: "key", index: "u64", questioner: "key" }, account: "question" },
  ballot: { word: "ballot", seeds: { question: "key", seat: "key" }, account: "appealBallot" },
} as const satisfies Record<string, Pda>;

/**
 * Accounts that a caller may leave out of an instruction: derived from its other accounts (by name), its arguments
 * (`$name`) or a constant. Chamber 0 holds the token holders, chamber 1 the evaluators.
 */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, readonly [keyof typeof PDAS, ...(string | number)[]]>>>> = {
  createDao: {
    dao: ["dao", "creator", "$nameHash"],
    authority: ["authority", "dao"],
    tokenChamber: ["chamber", "dao", 0],
    vault: ["vault", "tokenChamber"],
    evaluatorChamber: ["chamber", "dao", 1],
    log: ["log", "dao"],
  },
  updateConfig: { log: ["log", "dao"] },
  createChamber: { log: ["log", "dao"] },
  openSeat: { seat: ["seat", "chamber", "holder"] },
  depositTokens: { chamber: ["chamber", "dao", 0], vault: ["vault", "chamber"], seat: ["seat", "chamber", "depositor"] },
  requestWithdrawal: { chamber: ["chamber", "dao", 0], seat: ["seat", "chamber", "holder"] },
  withdrawTokens: { seat: ["seat", "chamber", "holder"], vault: ["vault", "chamber"] },
  grantSeat: { log: ["log", "dao"] },
  createLog: { log: ["log", "subject"] },
  keepRoot: { keptRoot: ["keptRoot", "auditLog", "payer"] },
  registerModel: {
    chamber: ["chamber", "dao", 0],
    seat: ["seat", "chamber", "maintainer"],
    model: ["model", "dao", "$nameHash"],
    log: ["log", "model"],
    history: ["modelHistory", "model"],
    daoLog: ["log", "dao"],
  },
  updateModel: { log: ["log", "model"] },
  closeModel: { history: ["modelHistory", "model"] },
  registerVersion: {
    modelVersion: ["modelVersion", "model", "$number"],
    history: ["modelHistory", "model"],
    log: ["log", "model"],
  },
  overrideTaint: { log: ["log", "model"] },
  linkParent: { log: ["log", "model"] },
  unlinkParent: { log: ["log", "model"] },
  linkDataset: { log: ["log", "model"] },
  unlinkDataset: { log: ["log", "model"] },
  checkConsent: { log: ["log", "model"] },
  stageVersion: { history: ["modelHistory", "model"], log: ["log", "model"] },
  unstageVersion: { history: ["modelHistory", "model"], log: ["log", "model"] },
  attestVersion: {
    chamber: ["chamber", "dao", 1],
    seat: ["seat", "chamber", "evaluator"],
    attestation: ["attestation", "modelVersion", "evaluator"],
    log: ["log", "model"],
  },
  withdrawAttestation: { attestation: ["attestation", "modelVersion", "evaluator"], log: ["log", "model"] },
  promoteVersion: { history: ["modelHistory", "model"], log: ["log", "model"] },
  deprecateVersion: { history: ["modelHistory", "model"], log: ["log", "model"] },
  revokeVersion: { history: ["modelHistory", "model"], log: ["log", "model"] },
  addSigningKey: { signingKey: ["signingKey", "model", "$keyId"], log: ["log", "model"] },
  retireSigningKey: { log: ["log", "model"] },
  revokeSigningKey: { log: ["log", "model"] },
  signVersion: { signature: ["versionSignature", "modelVersion", "signingKey"] },
  closeVersionSignature: { signature: ["versionSignature", "modelVersion", "signingKey"] },
  openStatement: { statement: ["statement", "modelVersion", "payer"] },
  setWitnesses: { witnessSet: ["witnessSet", "dao"], log: ["log", "dao"] },
  closeWitnessSet: { witnessSet: ["witnessSet", "dao"], log: ["log", "dao"] },
  admitLog: { witnessSet: ["witnessSet", "dao"], witnessedLog: ["witnessedLog", "witnessSet", "auditLog"], log: ["log", "dao"] },
  closeWitnessedLog: { witnessSet: ["witnessSet", "dao"] },
  openCheckpoint: {
    witnessedLog: ["witnessedLog", "witnessSet", "auditLog"],
    checkpoint: ["logCheckpoint", "witnessedLog", "$size"],
  },
  reportMissedDeadline: { bond: ["bond", "auditLog"], vault: ["vault", "bond"], log: ["log", "dao"] },
  reportEquivocation: { bond: ["bond", "auditLog"], equivocation: ["equivocation", "auditLog", "$evidenceHash"], vault: ["vault", "bond"], log: ["log", "dao"] },
  createRewardPool: { rewardPool: ["rewardPool", "dao", "subject"], vault: ["vault", "rewardPool"], log: ["log", "dao"] },
  fundRewardPool: { vault: ["vault", "rewardPool"] },
  claimReward: { vault: ["vault", "rewardPool"] },
  closeRewardPool: { vault: ["vault", "rewardPool"] },
  createRevenuePool: { revenuePool: ["revenuePool", "modelVersion", "mint"], vault: ["vault", "revenuePool"], log: ["log", "dao"] },
  setRevenueShares: { log: ["log", "dao"] },
  depositRevenue: { vault: ["vault", "revenuePool"] },
  claimRevenue: { vault: ["vault", "revenuePool"] },
  distributeRevenue: { vault: ["vault", "revenuePool"], parentVault: ["vault", "parentPool"] },
  closeRevenuePool: { revenuePool: ["revenuePool", "modelVersion", "mint"], vault: ["vault", "revenuePool"], log: ["log", "dao"] },
  registerProvider: { provider: ["provider", "dao", "operator"], vault: ["vault", "provider"], log: ["log", "dao"] },
  updateProvider: {},
  retireProvider: { provider: ["provider", "dao", "operator"], log: ["log", "dao"] },
  openStakePosition: { position: ["stakePosition", "provider", "holder"] },
  stakeTokens: { position: ["stakePosition", "provider", "holder"], vault: ["vault", "provider"] },
  requestUnstake: { position: ["stakePosition", "provider", "holder"] },
  withdrawStake: { vault: ["vault", "provider"] },
  joinRewards: {
    position: ["stakePosition", "provider", "holder"],
    rewardPosition: ["rewardPosition", "rewardPool", "holder"],
  },
  slashProvider: { offence: ["offence", "provider", "$offenceId"], vault: ["vault", "provider"], log: ["log", "dao"] },
  closeProvider: { vault: ["vault", "provider"] },
  registerDataset: { dataset: ["dataset", "dao", "$digest"], log: ["log", "dao"] },
  offerGrant: { grant: ["grant", "dataset", "model", "$purpose"] },
  fundGrant: { vault: ["vault", "grant"] },
  claimGrant: { vault: ["vault", "grant"] },
  refundGrant: { vault: ["vault", "grant"] },
  openBond: { bond: ["bond", "auditLog"], vault: ["vault", "bond"], log: ["log", "dao"] },
  addBond: { vault: ["vault", "bond"] },
  shortenInterval: { log: ["log", "dao"] },
  noteCheckpoint: { bond: ["bond", "auditLog"] },
  withdrawBond: { vault: ["vault", "bond"] },
  slashBond: { vault: ["vault", "bond"], log: ["log", "dao"] },
  closeBond: { vault: ["vault", "bond"], log: ["log", "dao"] },
  setAppealRules: { rules: ["appealRules", "dao", "bond"], log: ["log", "dao"] },
  openQuestion: {
    bond: ["bond", "auditLog"],
    rules: ["appealRules", "dao", "bond"],
    question: ["question", "auditLog", "$index", "questioner"],
    vault: ["vault", "question"],
  },
  answerQuestion: { bond: ["bond", "auditLog"] },
  reportUnanswered: { vault: ["vault", "question"], bondVault: ["vault", "bond"], log: ["log", "dao"] },
  acceptAnswer: { vault: ["vault", "question"], log: ["log", "dao"] },
  openAppeal: { questionerSeat: ["seat", "chamber", "questioner"], log: ["log", "dao"] },
  castAppealVote: { ballot: ["ballot", "question", "seat"] },
  finalizeAppeal: { vault: ["vault", "question"], bondVault: ["vault", "bond"], log: ["log", "dao"] },
  closeQuestion: { vault: ["vault", "question"] },
  createProposal: { chamber: ["chamber", "dao", 0], seat: ["seat", "chamber", "proposer"] },
  addAction: { action: ["action", "proposal", "$index"] },
  submitProposal: { chamber: ["chamber", "dao", 0], seat: ["seat", "chamber", "proposer"], log: ["log", "dao"] },
  castVote: { voteRecord: ["voteRecord", "proposal", "seat"] },
};

const TYPES = {
  key: () => publicKeyTypeNode(),
  hash: () => fixedSizeTypeNode(bytesTypeNode(), 32),
  u8: () => numberTypeNode("u8"),
  u64: () => numberTypeNode("u64"),
} as const;

/** Adds the finders. */
export const addAddresses = addPdasVisitor({
  althing: Object.entries<Pda>(PDAS).map(([name, { word, seeds }]) => ({
    name,
    seeds: [
      constantPdaSeedNodeFromString("utf8", word),
      ...Object.entries(seeds).map(([seed, type]) => variablePdaSeedNode(seed, TYPES[type]())),
    ],
  })),
});

/** Tells each account type which finder is its own. */
export const linkAccounts = bottomUpTransformerVisitor(
  Object.entries<Pda>(PDAS)
    .filter(([, { account }]) => account !== undefined)
    .map(([name, { account }]) => ({
      select: `[accountNode]${account}`,
      transform: (node) => ({ ...node, pda: pdaLinkNode(name) }),
    })),
);

/** Lets the instruction builders derive what they can. */
export const setDefaults = setInstructionAccountDefaultValuesVisitor(
  Object.entries(DEFAULTS).flatMap(([instruction, accounts]) =>
    Object.entries(accounts).map(([account, [pda, ...values]]) => ({
      instruction,
      account,
      defaultValue: pdaValueNode(
        pda,
        Object.keys(PDAS[pda].seeds).map((seed, i) => pdaSeedValueNode(seed, valueOf(values[i]!))),
      ),
    })),
  ),
);

function valueOf(value: string | number) {
  if (typeof value === "number") return numberValueNode(value);
  return value.startsWith("$") ? argumentValueNode(value.slice(1)) : accountValueNode(value);
}
