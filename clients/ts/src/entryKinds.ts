/** What the program writes into governed logs: the kinds of audit/entry.rs and the payloads of each room's entries.rs. */
import {
  addDecoderSizePrefix,
  fixDecoderSize,
  getAddressDecoder,
  getArrayDecoder,
  getBooleanDecoder,
  getBytesDecoder,
  getI64Decoder,
  getStructDecoder,
  getU16Decoder,
  getU32Decoder,
  getU64Decoder,
  getU8Decoder,
  getUtf8Decoder,
} from "@solana/kit";
import type { Decoder } from "@solana/kit";
import type { Entry } from "./entry.ts";
import { getAppealTermsDecoder, getConfigDecoder, getGrantTermsDecoder } from "./generated/index.ts";

const u8 = getU8Decoder();
const u16 = getU16Decoder();
const u32 = getU32Decoder();
const u64 = getU64Decoder();
const i64 = getI64Decoder();
const bool = getBooleanDecoder();
const key = getAddressDecoder();
const hash = fixDecoderSize(getBytesDecoder(), 32);
const publicKey = fixDecoderSize(getBytesDecoder(), 33);
const signature = fixDecoderSize(getBytesDecoder(), 64);
const text = addDecoderSizePrefix(getUtf8Decoder(), getU32Decoder());
const config = getConfigDecoder();
/** Basis points, together 10,000. */
const shares = getStructDecoder([
  ["treasury", u16],
  ["maintainer", u16],
  ["datasets", getArrayDecoder(u16, { size: 8 })],
  ["parents", getArrayDecoder(u16, { size: 4 })],
]);

const PAYLOADS = {
  DaoCreated: getStructDecoder([["mint", key], ["config", config], ["name", text]]),
  ConfigUpdated: getStructDecoder([["config", config]]),
  ChamberCreated: getStructDecoder([["index", u8], ["kind", u8], ["weighting", u8]]),
  SeatGranted: getStructDecoder([["chamber", u8], ["holder", key], ["points", u64]]),
  ModelRegistered: getStructDecoder([
    ["model", key],
    ["log", key],
    ["metadataHash", hash],
    ["name", text],
    ["metadataUri", text],
  ]),
  ModelUpdated: getStructDecoder([["metadataHash", hash], ["metadataUri", text]]),
  VersionRegistered: getStructDecoder([
    ["number", u64],
    ["weightsDigest", hash],
    ["manifestDigest", hash],
    ["codeDigest", hash],
    ["datasetRoot", hash],
    ["metadataHash", hash],
    ["metadataUri", text],
  ]),
  VersionAttested: getStructDecoder([
    ["number", u64],
    /** 0 failed, 1 passed, 2 taken back. */
    ["verdict", u8],
    ["seat", key],
    ["resultHash", hash],
    ["passed", u16],
    ["failed", u16],
  ]),
  VersionPromoted: getStructDecoder([
    ["number", u64],
    ["previous", u64],
    ["weightsDigest", hash],
    ["manifestDigest", hash],
    ["passed", u16],
    ["failed", u16],
  ]),
  VersionDeprecated: getStructDecoder([["number", u64]]),
  VersionRevoked: getStructDecoder([["number", u64], ["wasProduction", bool]]),
  VersionStaged: getStructDecoder([["number", u64]]),
  VersionUnstaged: getStructDecoder([["number", u64]]),
  ParentLinked: getStructDecoder([["number", u64], ["parent", key], ["parentNumber", u64], ["parentWeightsDigest", hash]]),
  ParentUnlinked: getStructDecoder([["number", u64], ["parent", key]]),
  TaintOverridden: getStructDecoder([["number", u64], ["ancestor", key]]),
  RewardPoolCreated: getStructDecoder([["pool", key], ["subject", key], ["mint", key], ["window", i64]]),
  ProviderRegistered: getStructDecoder([
    ["provider", key],
    ["accelerators", u16],
    ["pricePerHour", u64],
    ["endpoint", text],
    ["region", text],
    ["accelerator", text],
  ]),
  ProviderRetired: getStructDecoder([["provider", key]]),
  ProviderSlashed: getStructDecoder([
    ["provider", key],
    ["offenceId", hash],
    ["bps", u16],
    ["fromActive", u64],
    ["fromUnbonding", u64],
  ]),
  ProposalSubmitted: getStructDecoder([
    ["proposal", key],
    ["number", u64],
    ["actionHash", hash],
    ["descriptionHash", hash],
    ["epoch", u64],
    ["eligible", u64],
    ["votingEndsAt", i64],
    ["executableAt", i64],
    ["expiresAt", i64],
    ["quorumBps", u16],
    ["approvalBps", u16],
  ]),
  ProposalCancelled: getStructDecoder([["proposal", key], ["number", u64]]),
  ProposalFinalized: getStructDecoder([
    ["proposal", key],
    ["number", u64],
    ["passed", bool],
    ["yes", u64],
    ["no", u64],
    ["abstain", u64],
    ["eligible", u64],
  ]),
  ActionExecuted: getStructDecoder([["proposal", key], ["number", u64], ["index", u8], ["program", key]]),
  DatasetRegistered: getStructDecoder([
    ["dataset", key],
    ["owner", key],
    ["digest", hash],
    ["metadataHash", hash],
    ["mint", key],
  ]),
  DatasetUpdated: getStructDecoder([["dataset", key], ["metadataHash", hash], ["mint", key]]),
  DatasetTransferOffered: getStructDecoder([["dataset", key], ["newOwner", key]]),
  DatasetTransferred: getStructDecoder([["dataset", key], ["oldOwner", key]]),
  DatasetClosed: getStructDecoder([["dataset", key]]),
  GrantOffered: getStructDecoder([
    ["grant", key],
    ["dataset", key],
    ["model", key],
    /** Who may accept; the default key for anybody. */
    ["licensee", key],
    ["mint", key],
    /** 0 train, 1 fine-tune, 2 evaluate, 3 retrieve, 4 align, 5 distill. */
    ["purpose", u8],
    ["terms", getGrantTermsDecoder()],
  ]),
  GrantAccepted: getStructDecoder([["grant", key], ["prepaid", u64]]),
  GrantUsed: getStructDecoder([["grant", key], ["uses", u64], ["total", u64]]),
  GrantRevoked: getStructDecoder([["grant", key], ["unused", u64], ["accrued", u64]]),
  GrantEnded: getStructDecoder([["grant", key], ["unused", u64], ["accrued", u64]]),
  GrantClosed: getStructDecoder([["grant", key]]),
  DatasetLinked: getStructDecoder([["number", u64], ["dataset", key], ["purpose", u8], ["digest", hash]]),
  DatasetUnlinked: getStructDecoder([["number", u64], ["dataset", key], ["purpose", u8]]),
  /** `refusal` is the code of what a promotion would be refused with. */
  ConsentLost: getStructDecoder([["number", u64], ["dataset", key], ["purpose", u8], ["refusal", u32]]),
  ConsentRestored: getStructDecoder([["number", u64], ["dataset", key], ["purpose", u8]]),
  SigningKeyAdded: getStructDecoder([
    ["signingKey", key],
    /** 1 Ed25519, 2 P-256. */
    ["scheme", u8],
    /** Of Ed25519 32 bytes and a zero. */
    ["publicKey", publicKey],
    ["validFromSlot", u64],
    /** All ones for open. */
    ["validUntilSlot", u64],
  ]),
  SigningKeyRetired: getStructDecoder([["signingKey", key], ["validUntilSlot", u64]]),
  SigningKeyRevoked: getStructDecoder([["signingKey", key], ["revokedAtSlot", u64]]),
  VersionSigned: getStructDecoder([
    ["number", u64],
    ["signingKey", key],
    ["scheme", u8],
    /** 0 over the encoding of the statement, 1 over its SHA-256. */
    ["form", u8],
    ["manifestDigest", hash],
    ["signature", signature],
  ]),
  WitnessesNamed: getStructDecoder([
    ["revision", u64],
    ["quorum", u8],
    ["count", u8],
    ["setHash", hash],
  ]),
  WitnessesDismissed: getStructDecoder([["revision", u64]]),
  LogAdmitted: getStructDecoder([["witnessedLog", key], ["auditLog", key], ["origin", text]]),
  CheckpointWitnessed: getStructDecoder([
    ["auditLog", key],
    ["size", u64],
    ["root", hash],
    ["revision", u64],
    ["quorum", u8],
    /** Bit n for witness n. */
    ["cosigned", u16],
  ]),
  BondOpened: getStructDecoder([
    ["bond", key],
    ["auditLog", key],
    ["amount", u64],
    ["checkpointInterval", u64],
    ["signingKey", hash],
    ["origin", text],
  ]),
  BondSlashed: getStructDecoder([
    ["bond", key],
    ["auditLog", key],
    /** 0 vote, 1 equivocation, 2 missed deadline, 3 question without an answer, 4 appeal upheld. */
    ["reason", u8],
    ["evidence", hash],
    ["fromAmount", u64],
    ["fromUnbonding", u64],
    ["reporter", key],
    ["reporterShare", u64],
  ]),
  IntervalShortened: getStructDecoder([["bond", key], ["checkpointInterval", u64]]),
  BondClosed: getStructDecoder([["bond", key], ["auditLog", key], ["slashed", u64]]),
  AppealRulesSet: getStructDecoder([["bond", key], ["effectiveAt", i64], ["terms", getAppealTermsDecoder()]]),
  AppealOpened: getStructDecoder([
    ["question", key],
    ["groundsHash", hash],
    ["chamber", u8],
    ["epoch", u64],
    ["eligible", u64],
    ["votingEndsAt", i64],
    ["quorumBps", u16],
    ["approvalBps", u16],
  ]),
  QuestionSettled: getStructDecoder([
    ["question", key],
    ["bond", key],
    ["index", u64],
    ["leaf", hash],
    ["questionHash", hash],
    ["answerHash", hash],
    /** 3 unanswered, 4 accepted, 5 lapsed, 6 upheld, 7 rejected, 8 undecided. */
    ["outcome", u8],
    ["deposit", u64],
    ["yes", u64],
    ["no", u64],
    ["abstain", u64],
    ["eligible", u64],
  ]),
  RevenuePoolCreated: getStructDecoder([["pool", key], ["modelVersion", key], ["mint", key]]),
  RevenueSharesSet: getStructDecoder([["pool", key], ["table", shares]]),
  RevenuePoolClosed: getStructDecoder([["pool", key], ["returned", u64]]),
} as const;

/** Name of a kind that the program writes. */
export type EntryKindName = keyof typeof PAYLOADS;

/** The number of each kind. A number that was published keeps its meaning. */
export const ENTRY_KINDS: Readonly<Record<EntryKindName, number>> = {
  DaoCreated: 1,
  ConfigUpdated: 2,
  ChamberCreated: 3,
  SeatGranted: 4,
  ModelRegistered: 16,
  ModelUpdated: 17,
  VersionRegistered: 18,
  VersionAttested: 19,
  VersionPromoted: 20,
  VersionDeprecated: 21,
  VersionRevoked: 22,
  VersionStaged: 23,
  VersionUnstaged: 24,
  ParentLinked: 25,
  ParentUnlinked: 26,
  TaintOverridden: 27,
  RewardPoolCreated: 32,
  ProviderRegistered: 48,
  ProviderRetired: 49,
  ProviderSlashed: 50,
  ProposalSubmitted: 64,
  ProposalCancelled: 65,
  ProposalFinalized: 66,
  ActionExecuted: 67,
  DatasetRegistered: 80,
  DatasetUpdated: 81,
  DatasetTransferOffered: 82,
  DatasetTransferred: 83,
  DatasetClosed: 84,
  GrantOffered: 85,
  GrantAccepted: 86,
  GrantUsed: 87,
  GrantRevoked: 88,
  GrantEnded: 89,
  GrantClosed: 90,
  DatasetLinked: 91,
  DatasetUnlinked: 92,
  ConsentLost: 93,
  ConsentRestored: 94,
  SigningKeyAdded: 96,
  SigningKeyRetired: 97,
  SigningKeyRevoked: 98,
  VersionSigned: 99,
  WitnessesNamed: 112,
  WitnessesDismissed: 113,
  LogAdmitted: 114,
  CheckpointWitnessed: 115,
  BondOpened: 128,
  BondSlashed: 129,
  IntervalShortened: 130,
  BondClosed: 131,
  AppealRulesSet: 144,
  AppealOpened: 145,
  QuestionSettled: 146,
  RevenuePoolCreated: 160,
  RevenueSharesSet: 161,
  RevenuePoolClosed: 162,
};

/** What an entry of the program's says, by the name of its kind. */
export type EntryContent = {
  [K in EntryKindName]: { readonly kind: K; readonly data: ReturnType<(typeof PAYLOADS)[K]["decode"]> };
}[EntryKindName];

/** The content of an entry that the program wrote; `undefined` for kinds of others. */
export function entryContent(entry: Pick<Entry, "kind" | "payload">): EntryContent | undefined {
  const name = (Object.keys(ENTRY_KINDS) as EntryKindName[]).find((each) => ENTRY_KINDS[each] === entry.kind);
  if (name === undefined) return undefined;
  const decoder: Decoder<unknown> = PAYLOADS[name];
  return { kind: name, data: decoder.decode(entry.payload) } as EntryContent;
}
