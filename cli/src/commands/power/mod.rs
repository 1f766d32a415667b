//! `althing power`: deposits and the weight they give.

mod deposit;
mod request_withdrawal;
mod show;
mod withdraw;

use anchor_lang::prelude::Pubkey;

use crate::chain::Org;
use crate::context::Context;
use crate::error::Result;

group! {
    /// Your deposit and the weight that it gives
    Group {
        Deposit(deposit::Deposit),
        RequestWithdrawal(request_withdrawal::RequestWithdrawal),
        Show(show::Show),
        Withdraw(withdraw::Withdraw),
    }
}

/// Somebody's seat among the token holders.
fn seat(context: &Context, org: &Org, holder: &Pubkey) -> Result<(Pubkey, althing::Seat)> {
    context.seat_of(&org.chamber_address, holder)
}
