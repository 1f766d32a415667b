#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod append_batch;
pub mod append_entry;
pub mod create_log;
pub mod keep_root;
pub mod recall_root;
pub mod release_root;
pub mod verify_consistency;
pub mod verify_inclusion;

pub use append_batch::*;
pub use append_entry::*;
pub use create_log::*;
pub use keep_root::*;
pub use recall_root::*;
pub use release_root::*;
pub use verify_consistency::*;
pub use verify_inclusion::*;
