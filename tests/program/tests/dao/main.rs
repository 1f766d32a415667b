//! The room `dao`: organisations, chambers, seats and deposits.

mod close_seat;
mod create_chamber;
mod create_dao;
mod deposit_tokens;
mod grant_seat;
mod open_seat;
mod request_withdrawal;
mod update_config;
mod withdraw_tokens;
