#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod claim_revenue;
pub mod close_revenue_pool;
pub mod create_revenue_pool;
pub mod deposit_revenue;
pub mod distribute_revenue;
pub mod set_revenue_shares;

pub use claim_revenue::*;
pub use close_revenue_pool::*;
pub use create_revenue_pool::*;
pub use deposit_revenue::*;
pub use distribute_revenue::*;
pub use set_revenue_shares::*;
