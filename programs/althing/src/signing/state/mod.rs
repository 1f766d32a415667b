pub mod signing_key;
pub mod statement;
pub mod version_signature;

pub use signing_key::{SigningKey, Standing, OPEN, PROOF};
pub use statement::Statement;
pub use version_signature::VersionSignature;
