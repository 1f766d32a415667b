//! `althing model`: the models that an organisation governs.

mod close;
mod extend_history;
mod history;
mod list;
pub mod metadata;
mod register;
mod show;
mod update;

use althing::Model;
use anchor_lang::prelude::Pubkey;

use crate::output::{Cell, Record};

group! {
    /// Models that an organisation governs
    Group {
        Close(close::Close),
        ExtendHistory(extend_history::ExtendHistory),
        History(history::History),
        List(list::List),
        Register(register::Register),
        Show(show::Show),
        Update(update::Update),
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
