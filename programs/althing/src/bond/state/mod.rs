pub mod log_bond;

pub use log_bond::LogBond;
