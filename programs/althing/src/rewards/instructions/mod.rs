#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod claim_reward;
pub mod close_reward_pool;
pub mod create_reward_pool;
pub mod fund_reward_pool;

pub use claim_reward::*;
pub use close_reward_pool::*;
pub use create_reward_pool::*;
pub use fund_reward_pool::*;
