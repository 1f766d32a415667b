#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod close_seat;
pub mod create_chamber;
pub mod create_dao;
pub mod deposit_tokens;
pub mod grant_seat;
pub mod open_seat;
pub mod request_withdrawal;
pub mod update_config;
pub mod withdraw_tokens;

pub use close_seat::*;
pub use create_chamber::*;
pub use create_dao::*;
pub use deposit_tokens::*;
pub use grant_seat::*;
pub use open_seat::*;
pub use request_withdrawal::*;
pub use update_config::*;
pub use withdraw_tokens::*;
