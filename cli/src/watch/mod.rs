//! Follows logs and says when something is not as it must be.
//!
//! # No gaps
//! A notification over the WebSocket is only a reason to look. What happened is always read in one way: every transaction
//! that named the log since the last one that was looked at, oldest first ([`follow`]). So whatever is missed, by a broken
//! connection, a node that was gone, or this program itself not running (with a state file), is read the next time, once
//! and in order. Nothing is assumed of the WebSocket but that it is faster than the next look.
//!
//! # What is an alert
//! [`Kind`] lists it. Rules about single appends are in [`rules`], those about published checkpoints in [`heads`].

pub mod alert;
mod around;
pub mod follow;
pub mod heads;
pub mod rules;
pub mod state;
pub mod wake;

pub use alert::{Alert, Kind, Reporter};
pub use follow::{Followed, Watch};
pub use state::State;
