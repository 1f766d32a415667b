//! The program's side: addresses, accounts, instructions, tokens.

pub mod action;
pub mod addresses;
pub mod call;
pub mod consents;
pub mod find;
pub mod history;
pub mod lifecycle;
pub mod lookup;
pub mod stored;
pub mod token;
pub mod weights;

pub use addresses::Addresses;
pub use call::Call;
pub use consents::DataUse;
pub use lookup::Org;
pub use stored::Stored;
