/** The kinds of records and their layouts, in the order of their bytes. docs/records.md describes every field. */

/** The type of a field. A `?` marks one whose value may be absent; `people` and `text` may be, too. A list of names is a choice. */
export type FieldType = ScalarType | `${ScalarType}?` | "people" | "text" | "bytes" | readonly string[];
/** A type of fixed size. */
export type ScalarType = "time" | "count" | "bps" | "digest" | "address" | "commitment";

/** A kind: its number, whether its records must name a model, its fields. */
export interface Layout {
  readonly number: number;
  readonly needsModel: boolean;
  readonly fields: readonly (readonly [name: string, type: FieldType])[];
}

const PERIOD = [
  ["periodStart", "time"],
  ["periodEnd", "time"],
] as const;

/** Every kind by its name. */
export const RECORD_KINDS = {
  raw: {
    number: 1040,
    needsModel: false,
    fields: [
      ["mediaType", "text"],
      ["content", "bytes"],
    ],
  },
  dataCollection: {
    number: 1041,
    needsModel: false,
    fields: [
      ...PERIOD,
      ["dataset", "address?"],
      ["datasetDigest", "digest"],
      ["sourcesDigest", "digest?"],
      ["licenceDigest", "digest?"],
      ["consentRoot", "digest?"],
      ["items", "count?"],
      ["sizeBytes", "count?"],
      ["basis", ["notPersonal", "consent", "contract", "legalObligation", "vitalInterests", "publicTask", "legitimateInterests"]],
      ["collector", "commitment?"],
      ["name", "text"],
    ],
  },
  trainingRun: {
    number: 1042,
    needsModel: false,
    fields: [
      ...PERIOD,
      ["weightsDigest", "digest"],
      ["codeDigest", "digest?"],
      ["datasetRoot", "digest?"],
      ["configDigest", "digest?"],
      ["environmentDigest", "digest?"],
      ["acceleratorSeconds", "count?"],
      ["energyWh", "count?"],
      ["responsible", "commitment?"],
      ["name", "text"],
    ],
  },
  fineTune: {
    number: 1043,
    needsModel: false,
    fields: [
      ...PERIOD,
      ["baseDigest", "digest"],
      ["weightsDigest", "digest"],
      ["codeDigest", "digest?"],
      ["datasetRoot", "digest?"],
      ["configDigest", "digest?"],
      ["method", ["other", "full", "adapter", "preference", "distillation"]],
      ["acceleratorSeconds", "count?"],
      ["energyWh", "count?"],
      ["responsible", "commitment?"],
      ["name", "text"],
    ],
  },
  evaluation: {
    number: 1044,
    needsModel: true,
    fields: [
      ["suiteDigest", "digest"],
      ["datasetDigest", "digest?"],
      ["codeDigest", "digest?"],
      ["resultDigest", "digest"],
      ["samples", "count?"],
      ["scoreBps", "bps?"],
      ["verdict", ["measured", "passed", "failed"]],
      ["evaluator", "commitment?"],
      ["name", "text"],
    ],
  },
  release: {
    number: 1045,
    needsModel: true,
    fields: [
      ["weightsDigest", "digest"],
      ["manifestDigest", "digest?"],
      ["cardDigest", "digest?"],
      ["previousDigest", "digest?"],
      ["channel", ["internal", "limited", "general"]],
      ["approver", "commitment?"],
      ["label", "text"],
    ],
  },
  rollback: {
    number: 1046,
    needsModel: true,
    fields: [
      ["fromDigest", "digest"],
      ["toDigest", "digest"],
      ["cause", ["other", "incident", "quality", "security", "legal", "policy"]],
      ["incidentSequence", "count?"],
      ["reasonsDigest", "digest?"],
      ["approver", "commitment?"],
    ],
  },
  policyChange: {
    number: 1047,
    needsModel: false,
    fields: [
      ["previousDigest", "digest?"],
      ["policyDigest", "digest"],
      ["effectiveAt", "time"],
      ["proposal", "address?"],
      ["reasonsDigest", "digest?"],
      ["approver", "commitment?"],
    ],
  },
  incident: {
    number: 1048,
    needsModel: false,
    fields: [
      ["startedAt", "time"],
      ["detectedAt", "time"],
      ["resolvedAt", "time?"],
      ["reportedAt", "time?"],
      ["severity", ["minor", "major", "serious"]],
      ["category", ["other", "health", "criticalInfrastructure", "fundamentalRights", "propertyOrEnvironment", "security", "performance"]],
      ["affected", "count?"],
      ["aboutSequence", "count?"],
      ["reportDigest", "digest?"],
      ["measuresDigest", "digest?"],
      ["reporter", "commitment?"],
    ],
  },
  decision: {
    number: 1049,
    needsModel: true,
    fields: [
      ...PERIOD,
      ["policyDigest", "digest?"],
      ["referenceDatabase", "digest?"],
      ["input", "commitment"],
      ["output", "commitment"],
      ["matchedInput", "commitment?"],
      ["subject", "commitment?"],
      ["confidenceBps", "bps?"],
      ["review", ["none", "pending", "confirmed", "changed", "rejected"]],
      ["verifiers", "people"],
    ],
  },
  appeal: {
    number: 1050,
    needsModel: false,
    fields: [
      ["decisionLeaf", "digest"],
      ["decisionSequence", "count?"],
      ["stage", ["filed", "answered", "escalated", "upheld", "overturned", "withdrawn"]],
      ["dueAt", "time?"],
      ["correctionSequence", "count?"],
      ["appellant", "commitment?"],
      ["grounds", "commitment?"],
      ["answer", "commitment?"],
      ["reviewer", "commitment?"],
    ],
  },
} as const satisfies Record<string, Layout>;

/** A kind's name. */
export type RecordKind = keyof typeof RECORD_KINDS;

/** The kind of that number. */
export function recordKind(number: number): RecordKind | undefined {
  return (Object.keys(RECORD_KINDS) as RecordKind[]).find((kind) => RECORD_KINDS[kind].number === number);
}

/** What every record says. Times are unix microseconds, addresses base58, digests hexadecimal. */
export interface RecordHeader {
  /** Of the kind's layout. */
  readonly version?: 1;
  /** The log's address: a record of one log means nothing in another. */
  readonly log: string;
  /** The key or account that answers for the record. */
  readonly operator: string;
  /** Numbers the operator's records in this log from 0; a gap shows that one is missing. */
  readonly sequence: number;
  /** When what is recorded happened. */
  readonly time: number;
  /** The slot at about that time. */
  readonly slot?: number;
  /** For how many months the operator keeps what the record refers to. */
  readonly retentionMonths?: number;
  /** The model, by its weights digest or by its version's account. */
  readonly modelDigest?: string;
  readonly modelVersion?: string;
}

/** A value in clear, of which a commitment is made: one of `text`, `hex` and `sha256`, and at most one of `salt` and `key`. */
export interface OpenValue {
  readonly text?: string;
  readonly hex?: string;
  /** The SHA-256 of content too large for a receipt. */
  readonly sha256?: string;
  /** 32 random bytes, hexadecimal. */
  readonly salt?: string;
  /** The name of the person's key, from which the salt is derived. */
  readonly key?: string;
}

type Value<T, Personal> = T extends readonly (infer Choice)[]
  ? Choice
  : T extends "commitment" | "commitment?"
    ? Personal
    : T extends "people"
      ? readonly Personal[]
      : T extends "time" | "time?" | "count" | "count?" | "bps" | "bps?"
        ? number
        : string;
type MayBeAbsent = `${ScalarType}?` | "people" | "text";
type Fields<K extends RecordKind> = (typeof RECORD_KINDS)[K]["fields"][number];
type Body<K extends RecordKind, Personal> = {
  readonly [F in Fields<K> as F[1] extends MayBeAbsent ? never : F[0]]: Value<F[1], Personal>;
} & {
  readonly [F in Fields<K> as F[1] extends MayBeAbsent ? F[0] : never]?: Value<F[1], Personal>;
};

/** A record of one kind or of any, with commitments as 64 hexadecimal digits. */
export type LogRecord<K extends RecordKind = RecordKind> = { [Each in K]: { readonly kind: Each } & RecordHeader & Body<Each, string> }[K];

/** What a record is made of: personal fields may be given in clear. */
export type RecordDraft<K extends RecordKind = RecordKind> = { [Each in K]: { readonly kind: Each } & RecordHeader & Body<Each, string | OpenValue> }[K];
