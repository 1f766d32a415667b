#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod admit_log;
pub mod close_checkpoint;
pub mod close_witness_set;
pub mod close_witnessed_log;
pub mod cosign_checkpoint;
pub mod open_checkpoint;
pub mod report_equivocation;
pub mod report_missed_deadline;
pub mod set_witnesses;

pub use admit_log::*;
pub use close_checkpoint::*;
pub use close_witness_set::*;
pub use close_witnessed_log::*;
pub use cosign_checkpoint::*;
pub use open_checkpoint::*;
pub use report_equivocation::*;
pub use report_missed_deadline::*;
pub use set_witnesses::*;
