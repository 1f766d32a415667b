//! Pure integer arithmetic: no accounts, no clock, explicit rounding, `None` where a result does not
//! fit. What a user receives is floored, what a user owes is ceiled.

pub mod accumulator;
pub mod epoch;
pub mod fraction;
pub mod merkle;
pub mod meter;
pub mod shares;
pub mod split;
pub mod stream;
pub mod tally;
pub mod wide;

pub use fraction::{bps_ceil, bps_floor, isqrt, mul_div_ceil, mul_div_floor};
pub use wide::U128;
