//! The room `dao`: organisations, chambers, seats and deposits.

mod update_config;
