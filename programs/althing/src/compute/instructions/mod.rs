#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod close_offence;
pub mod close_provider;
pub mod close_stake_position;
pub mod join_rewards;
pub mod leave_rewards;
pub mod open_stake_position;
pub mod register_provider;
pub mod request_unstake;
pub mod retire_provider;
pub mod slash_provider;
pub mod stake_tokens;
pub mod update_provider;
pub mod withdraw_stake;

pub use close_offence::*;
pub use close_provider::*;
pub use close_stake_position::*;
pub use join_rewards::*;
pub use leave_rewards::*;
pub use open_stake_position::*;
pub use register_provider::*;
pub use request_unstake::*;
pub use retire_provider::*;
pub use slash_provider::*;
pub use stake_tokens::*;
pub use update_provider::*;
pub use withdraw_stake::*;
