/** What can be wrong with a record, a line of JSON or a receipt. The codes are those of the Rust crate and of the test vectors. */

const FAULTS = {
  // The frame of a record.
  TooShort: "fewer bytes than a record's header of 136: the record was cut off",
  TooLong: "more bytes than are allowed",
  NotARecord: "the bytes do not begin with ALTHREC: this is no record",
  UnknownLayout: "this header layout is not known here, only 1: use a newer release",
  UnknownKind: "this kind is not known here: use a newer release",
  UnknownKindName: "this kind is none of those in docs/records.md",
  UnknownVersion: "this version is not known here, only 1: use a newer release",
  UnknownFlags: "the flags have bits that version 1 does not define",
  StrayModel: "the flags say that no model is named, but its bytes are not zeros",
  WrongLength: "the header states another length of the body: cut off, or something was added",
  Truncated: "the body ends inside this field",
  Trailing: "bytes follow the last field",
  // Values.
  Missing: "is missing; this kind of record needs it",
  Zeros: "all zeros mean that there is none: leave the field out",
  TimeOutOfRange: "is not between 2000 and 2255 in unix microseconds (seconds times 1,000,000)",
  NumberOutOfRange: "exceeds what the field holds",
  UnknownChoice: "this choice is not defined in this version",
  UnknownChoiceName: "is none of the field's choices in docs/records.md",
  TextTooLong: "text exceeds 64 bytes",
  EmptyText: "text is empty: leave the field out",
  ControlCharacter: "text has a control character",
  NotUtf8: "is not UTF-8",
  TooMany: "more than a record holds",
  RawTooLong: "exceeds the 3,584 bytes that a raw record holds: log their digest instead",
  EndsBeforeStart: "lies before the time that it cannot precede",
  Unchanged: "is the same as what it replaces",
  ReviewMissing: 'verifiers are named, but the review is "none": say what came of it',
  TwoModels: "give modelDigest or modelVersion, not both",
  ModelMissing: "modelDigest or modelVersion is missing; this kind of record needs one",
  // JSON.
  LineTooLong: "exceeds a line's 65,536 bytes",
  Syntax: "not JSON",
  UnknownField: "there is no such field here",
  DuplicateField: "is given twice",
  WrongType: "is of another type than the field",
  Null: "null says nothing: leave the field out",
  NotHex: "must be lower-case hexadecimal digits of the field's length",
  NotAnAddress: "must be an address in base58, 32 bytes",
  // Commitments.
  SaltMissing: 'has a value but neither "salt" nor "key"',
  TwoSalts: 'has both "salt" and "key": give one',
  ValueMissing: 'needs one of "text", "hex", "sha256"',
  TwoValues: 'has more than one of "text", "hex", "sha256": give one',
  ValueTooLong: 'exceeds a value\'s 4,096 bytes: commit to its "sha256" instead',
  WeakSalt: "the salt is all zeros: anybody could guess the value",
  UnknownKey: "no key of that name is at hand: add it, or its person's data was erased",
  NotPersonal: "is not a personal field of this record, or holds nothing at that index",
  DoesNotOpen: "salt and value do not open the record's commitment",
  // Receipts.
  DisclosedTwice: "its field is disclosed twice",
  OtherLog: "the receipt's log is not the one that the record was written for",
  OtherModel: "the receipt's modelVersion is not the one in the record",
  Proof: "the proof is not one of this format and about this index",
  Entry: "the entry's header contradicts the receipt",
} as const;

/** What is wrong. */
export type Fault = keyof typeof FAULTS;

/** A refusal: what is wrong, and with which field. */
export class RecordError extends Error {
  override readonly name = "RecordError";
  constructor(
    readonly fault: Fault,
    /** The field at fault; none where it is the whole. */
    readonly field?: string,
    detail?: string,
  ) {
    super(`${field ?? "record"}: ${FAULTS[fault]}${detail === undefined ? "" : ` (${detail})`}`);
  }
}

/** Runs `step`; a refusal without a field gets this one. */
export function inField<T>(field: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof RecordError && error.field === undefined) throw new RecordError(error.fault, field);
    throw error;
  }
}
