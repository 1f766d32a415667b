#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod add_bond;
pub mod close_bond;
pub mod note_checkpoint;
pub mod open_bond;
pub mod request_unbond;
pub mod shorten_interval;
pub mod slash_bond;
pub mod withdraw_bond;

pub use add_bond::*;
pub use close_bond::*;
pub use note_checkpoint::*;
pub use open_bond::*;
pub use request_unbond::*;
pub use shorten_interval::*;
pub use slash_bond::*;
pub use withdraw_bond::*;
