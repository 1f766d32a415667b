//! What can be wrong with a record, a line of JSON or a receipt.

use thiserror::Error;

/// What is wrong with one value, wherever it stands. The variants' names are stable: test vectors and the TypeScript
/// client use them as codes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    // The frame of a record.
    #[error("{have} bytes are fewer than a record's header of 136: the record was cut off")]
    TooShort { have: usize },
    #[error("{have} bytes are more than a record's 4096: put large content elsewhere and log its digest")]
    TooLong { have: usize },
    #[error("the bytes do not begin with ALTHREC: this is no record")]
    NotARecord,
    #[error("header layout {version} is not known here, only 1: use a newer release")]
    UnknownLayout { version: u8 },
    #[error("kind {kind} is not known here: use a newer release")]
    UnknownKind { kind: u16 },
    #[error("kind {kind:?} is none of those in docs/records.md")]
    UnknownKindName { kind: String },
    #[error("version {version} of this kind is not known here, only 1: use a newer release")]
    UnknownVersion { version: u64 },
    #[error("flags {flags:#04x} have bits that version 1 does not define")]
    UnknownFlags { flags: u8 },
    #[error("the flags say that no model is named, but its bytes are not zeros")]
    StrayModel,
    #[error("the header states a body of {stated} bytes, there are {actual}: cut off, or something was added")]
    WrongLength { stated: usize, actual: usize },
    #[error("the body ends inside this field")]
    Truncated,
    #[error("{extra} bytes follow the last field")]
    Trailing { extra: usize },

    // Values.
    #[error("is missing; this kind of record needs it")]
    Missing,
    #[error("all zeros mean that there is none: leave the field out")]
    Zeros,
    #[error(
        "{micros} is not between 2000 and 2255 in unix microseconds (seconds times 1,000,000)"
    )]
    TimeOutOfRange { micros: u64 },
    #[error("{value} exceeds {max}")]
    NumberOutOfRange { value: u64, max: u64 },
    #[error("choice {value} is not defined in this version")]
    UnknownChoice { value: u8 },
    #[error("{value:?} is none of: {known}")]
    UnknownChoiceName { value: String, known: &'static str },
    #[error("{have} bytes of text exceed {max}")]
    TextTooLong { have: usize, max: usize },
    #[error("text is empty: leave the field out")]
    EmptyText,
    #[error("text has a control character")]
    ControlCharacter,
    #[error("is not UTF-8")]
    NotUtf8,
    #[error("{have} exceed the {max} that a record holds")]
    TooMany { have: usize, max: usize },
    #[error("{have} bytes exceed the {max} that a raw record holds: log their digest instead")]
    RawTooLong { have: usize, max: usize },
    #[error("lies before the time that it cannot precede")]
    EndsBeforeStart,
    #[error("is the same as what it replaces")]
    Unchanged,
    #[error("verifiers are named, but the review is \"none\": say what came of it")]
    ReviewMissing,
    #[error("give modelDigest or modelVersion, not both")]
    TwoModels,
    #[error("modelDigest or modelVersion is missing; this kind of record needs one")]
    ModelMissing,

    // JSON.
    #[error("{have} bytes exceed a line's {max}")]
    LineTooLong { have: usize, max: usize },
    #[error("column {column}: not JSON: {what}")]
    Syntax { column: usize, what: &'static str },
    #[error("there is no such field in this kind of record")]
    UnknownField,
    #[error("is given twice")]
    DuplicateField,
    #[error("must be {expected}")]
    WrongType { expected: &'static str },
    #[error("null says nothing: leave the field out")]
    Null,
    #[error("must be {expected} lower-case hexadecimal digits")]
    NotHex { expected: &'static str },
    #[error("must be an address in base58, 32 bytes")]
    NotAnAddress,
    #[error("differs from that which the records are written for")]
    OtherThanExpected,

    // Commitments.
    #[error("has a value but neither \"salt\" nor \"key\"")]
    SaltMissing,
    #[error("has both \"salt\" and \"key\": give one")]
    TwoSalts,
    #[error("needs one of \"text\", \"hex\", \"sha256\"")]
    ValueMissing,
    #[error("has more than one of \"text\", \"hex\", \"sha256\": give one")]
    TwoValues,
    #[error("{have} bytes exceed a value's {max}: commit to its \"sha256\" instead")]
    ValueTooLong { have: usize, max: usize },
    #[error("the salt is all zeros: anybody could guess the value")]
    WeakSalt,
    #[error("no key of the name {id:?} is at hand: add it, or its person's data was erased")]
    UnknownKey { id: String },
    #[error("is not a personal field of this record, or holds nothing at that index")]
    NotPersonal,
    #[error("salt and value do not open the record's commitment")]
    DoesNotOpen,
}

impl Fault {
    /// The variant's name, such as `UnknownKind`.
    pub fn code(&self) -> String {
        variant(&format!("{self:?}"))
    }

    /// This fault in the field of that name.
    pub fn at(self, field: impl Into<String>) -> RecordError {
        RecordError {
            field: Some(field.into()),
            fault: self,
        }
    }
}

/// Why bytes are no record, or fields make none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordError {
    /// The field at fault; none where it is the whole.
    pub field: Option<String>,
    /// What is wrong with it.
    pub fault: Fault,
}

impl From<Fault> for RecordError {
    fn from(fault: Fault) -> Self {
        Self { field: None, fault }
    }
}

impl std::fmt::Display for RecordError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.field {
            Some(field) => write!(out, "{field}: {}", self.fault),
            None => write!(out, "record: {}", self.fault),
        }
    }
}

impl std::error::Error for RecordError {}

/// Why a line of JSON makes no record.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}, {error}")]
pub struct LineError {
    /// The line, from 1.
    pub line: u64,
    /// The field and what is wrong.
    pub error: RecordError,
}

/// Why a receipt cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// More than `MAX_RECEIPT` bytes.
    #[error("receipt: {have} bytes exceed {max}")]
    TooLong { have: usize, max: usize },
    /// A field of the receipt itself.
    #[error("receipt: {0}")]
    Field(RecordError),
    /// The record in it.
    #[error("receipt, the record's {0}")]
    Record(RecordError),
    /// One of the disclosures, counted from 0.
    #[error("receipt, disclosure {index}: {error}")]
    Disclosure { index: usize, error: RecordError },
    /// Two disclosures of one field.
    #[error("receipt, disclosure {index}: its field is disclosed twice")]
    DisclosedTwice { index: usize },
    /// The receipt's log is not the record's.
    #[error("receipt: its log is not the one that the record was written for")]
    OtherLog,
    /// The receipt's version account is not the record's.
    #[error("receipt: its modelVersion is not the one in the record")]
    OtherModel,
    /// The proof does not begin as the format asks, or is about another leaf.
    #[error("receipt, proof: {0}")]
    Proof(&'static str),
    /// The entry's header contradicts the receipt.
    #[error("receipt, entry: {0}")]
    Entry(&'static str),
}

impl ReceiptError {
    /// The variant's name, or that of the fault inside it.
    pub fn code(&self) -> String {
        match self {
            Self::Field(error) | Self::Record(error) | Self::Disclosure { error, .. } => {
                error.fault.code()
            }
            other => variant(&format!("{other:?}")),
        }
    }
}

/// The name at the start of a variant's `Debug` form.
fn variant(shown: &str) -> String {
    shown
        .split([' ', '{', '('])
        .next()
        .unwrap_or_default()
        .to_owned()
}
