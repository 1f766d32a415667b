pub mod chamber;
pub mod checkpoints;
pub mod config;
#[allow(clippy::module_inception)]
pub mod dao;
pub mod seat;

pub use chamber::Chamber;
pub use checkpoints::{Checkpoint, Checkpoints};
pub use config::Config;
pub use dao::Dao;
pub use seat::Seat;
