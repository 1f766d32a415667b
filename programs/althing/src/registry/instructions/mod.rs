#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod attest_version;
pub mod close_attestation;
pub mod close_model;
pub mod close_version;
pub mod deprecate_version;
pub mod extend_history;
pub mod link_parent;
pub mod promote_version;
pub mod register_model;
pub mod register_version;
pub mod revoke_version;
pub mod stage_version;
pub mod unlink_parent;
pub mod unstage_version;
pub mod update_model;
pub mod withdraw_attestation;

pub use attest_version::*;
pub use close_attestation::*;
pub use close_model::*;
pub use close_version::*;
pub use deprecate_version::*;
pub use extend_history::*;
pub use link_parent::*;
pub use promote_version::*;
pub use register_model::*;
pub use register_version::*;
pub use revoke_version::*;
pub use stage_version::*;
pub use unlink_parent::*;
pub use unstage_version::*;
pub use update_model::*;
pub use withdraw_attestation::*;
