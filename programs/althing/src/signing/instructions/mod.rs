#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod add_signing_key;
pub mod close_signing_key;
pub mod close_statement;
pub mod close_version_signature;
pub mod open_statement;
pub mod retire_signing_key;
pub mod revoke_signing_key;
pub mod seal_statement;
pub mod sign_version;
pub mod write_statement;

pub use add_signing_key::*;
pub use close_signing_key::*;
pub use close_statement::*;
pub use close_version_signature::*;
pub use open_statement::*;
pub use retire_signing_key::*;
pub use revoke_signing_key::*;
pub use seal_statement::*;
pub use sign_version::*;
pub use write_statement::*;
