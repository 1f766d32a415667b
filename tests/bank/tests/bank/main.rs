//! Whole stories in a real bank.

mod activation;
mod deadlines;
mod journey;
mod parallel;
mod rent;
