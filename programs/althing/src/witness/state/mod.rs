pub mod equivocation;
pub mod log_checkpoint;
pub mod witness_set;
pub mod witnessed_log;

pub use equivocation::Equivocation;
pub use log_checkpoint::{Cosignature, LogCheckpoint};
pub use witness_set::{Witness, WitnessSet};
pub use witnessed_log::WitnessedLog;
