//! `althing dao`: organisations and their rules.

mod configure;
pub mod create;
mod list;
pub mod rules;
mod show;

use althing::Dao;
use anchor_lang::prelude::Pubkey;

use crate::output::{Cell, Record};

group! {
    /// Found organisations and look at their rules; rules change by vote (--propose TITLE)
    Group {
        Configure(configure::Configure),
        Create(create::Create),
        List(list::List),
        Show(show::Show),
    }
}

/// What a list says of an organisation.
fn summary(address: &Pubkey, dao: &Dao) -> Record {
    record! {
        "dao" => address,
        "name" => &dao.name,
        "mint" => dao.mint,
        "proposals" => dao.proposal_count,
        "foundedAt" => Cell::Time(dao.created_at),
    }
}
