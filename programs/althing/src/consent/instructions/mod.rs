#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod accept_dataset_transfer;
pub mod accept_grant;
pub mod claim_grant;
pub mod close_dataset;
pub mod close_grant;
pub mod end_grant;
pub mod fund_grant;
pub mod offer_dataset_transfer;
pub mod offer_grant;
pub mod refund_grant;
pub mod register_dataset;
pub mod revoke_grant;
pub mod update_dataset;
pub mod use_grant;

pub use accept_dataset_transfer::*;
pub use accept_grant::*;
pub use claim_grant::*;
pub use close_dataset::*;
pub use close_grant::*;
pub use end_grant::*;
pub use fund_grant::*;
pub use offer_dataset_transfer::*;
pub use offer_grant::*;
pub use refund_grant::*;
pub use register_dataset::*;
pub use revoke_grant::*;
pub use update_dataset::*;
pub use use_grant::*;
