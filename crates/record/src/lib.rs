//! What an AI system logs: versioned records with salted commitments, as bytes and as JSON.
//!
//! A [`Record`] is a [`Header`] and a [`Body`]. It has exactly one encoding ([`Record::encode`]), and
//! [`Record::decode`] refuses all other bytes, so two records never share bytes and a record never has two leaves.
//! Its place in a log's tree is [`Record::leaf`], SHA-256 of `0x00` and its bytes. `docs/records.md` gives every byte.
//!
//! Nothing personal stands in a record: such a field holds a [`Commitment`] to a [`Value`] under a [`Salt`]. What
//! opens it, the [`Opening`], is kept by the operator and shown to whom it concerns as a [`Disclosure`]. Once the salt
//! (or the [`SubjectKey`] that it was derived from) is erased, nobody can tell what the value was; the record, its leaf
//! and every proof remain as they are.
//!
//! JSON Lines become records by [`LineConverter`]; [`Record::to_json`] shows one. [`Receipt`] is what an operator hands
//! out for one decision.
//!
//! **Versions.** A kind's layout never changes: another layout takes another version byte, and one header layout takes
//! another byte in the magic. What is not known here is an error by name ([`Fault::UnknownKind`],
//! [`Fault::UnknownVersion`], [`Fault::UnknownLayout`]), never a guess.

mod bytes;
mod choice;
mod commit;
mod disclosure;
mod error;
mod field;
pub mod fuzz;
mod header;
mod json;
mod kinds;
mod receipt;
mod record;
mod salts;
mod value;

pub use choice::{Basis, Category, Cause, Channel, Method, Review, Severity, Stage, Verdict};
pub use commit::{commitment, Form, Place, Salt, SubjectKey, Value, MAX_VALUE};
pub use disclosure::{Content, Disclosure, Kept, Opening, SaltSource};
pub use error::{Fault, LineError, ReceiptError, RecordError};
pub use field::{
    Bps, Bytes, Commitment, Count, Digest, People, Text, Time, MAX_PEOPLE, MAX_RAW, MAX_TEXT,
};
pub use header::{Header, Model, HEADER, MAGIC};
pub use json::{Converted, Defaults, LineConverter, MAX_LINE};
pub use kinds::{
    Appeal, Body, DataCollection, Decision, Evaluation, FineTune, Incident, Kind, PolicyChange,
    Raw, Release, Rollback, TrainingRun,
};
pub use receipt::{Receipt, ENTRY_HEADER, MAX_RECEIPT};
pub use record::{leaf_of, Record, MAX_RECORD};
pub use salts::{Keyring, NoSalts, Salts};
pub use value::{decode_address, encode_address, from_hex, to_hex, Address};

/// 32 bytes of SHA-256.
pub type Hash = [u8; 32];
