pub mod action;
pub mod proposal;
pub mod vote_record;

pub use action::{Action, ActionView};
pub use proposal::Proposal;
pub use vote_record::VoteRecord;
