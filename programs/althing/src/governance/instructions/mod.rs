#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod add_action;
pub mod append_action;
pub mod cancel_proposal;
pub mod cast_vote;
pub mod close_action;
pub mod close_proposal;
pub mod close_vote;
pub mod create_proposal;
pub mod execute_proposal;
pub mod finalize_proposal;
pub mod submit_proposal;
pub mod withdraw_vote;

pub use add_action::*;
pub use append_action::*;
pub use cancel_proposal::*;
pub use cast_vote::*;
pub use close_action::*;
pub use close_proposal::*;
pub use close_vote::*;
pub use create_proposal::*;
pub use execute_proposal::*;
pub use finalize_proposal::*;
pub use submit_proposal::*;
pub use withdraw_vote::*;
