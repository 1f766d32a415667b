//! Logs whose entries are not on the chain: their tiles in a folder or where they are served, their checkpoints, and what
//! the chain's history says of them.

pub mod checkpoint;
pub mod history;
pub mod inclusion;
pub mod publish;
pub mod receipt;
pub mod secrets;
pub mod tiles;

pub use checkpoint::Head;
pub use history::{Growth, What};
pub use tiles::Tiles;
