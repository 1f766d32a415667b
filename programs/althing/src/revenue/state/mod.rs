pub mod revenue_pool;

pub use revenue_pool::{RevenuePool, RevenueTable};
