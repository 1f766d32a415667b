//! `althing model`: the models that an organisation governs.

mod accept;
mod close;
mod digest;
mod extend_history;
pub mod hashing;
mod history;
mod list;
pub mod metadata;
mod offer;
mod register;
mod show;
mod sign;
mod update;
mod verify;
mod withdraw_offer;

use althing::Model;
use anchor_lang::prelude::Pubkey;

use crate::output::{Cell, Record};

group! {
    /// Models that an organisation governs
    Group {
        Accept(accept::Accept),
        Close(close::Close),
        Digest(digest::Digest),
        ExtendHistory(extend_history::ExtendHistory),
        History(history::History),
        List(list::List),
        Offer(offer::Offer),
        Register(register::Register),
        Show(show::Show),
        Sign(sign::Sign),
        Update(update::Update),
        Verify(verify::Verify),
        WithdrawOffer(withdraw_offer::WithdrawOffer),
    }
}

/// What a list says of a model.
fn summary(address: &Pubkey, model: &Model) -> Record {
    record! {
        "model" => address,
        "name" => &model.name,
        "versions" => model.version_count,
        "production" => (model.production > 0).then_some(Cell::Count(model.production)),
        "maintainer" => model.maintainer,
    }
}
