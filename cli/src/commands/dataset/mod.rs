//! `althing dataset`: data that somebody answers for.

mod accept;
mod close;
mod list;
mod register;
mod show;
mod transfer;
mod update;

use althing::Dataset;
use anchor_lang::prelude::Pubkey;

use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::output::{
    cell::{digest, optional, padded},
    Cell, Record,
};

group! {
    /// Data that models are made from, and who answers for it
    Group {
        Accept(accept::Accept),
        Close(close::Close),
        List(list::List),
        Register(register::Register),
        Show(show::Show),
        Transfer(transfer::Transfer),
        Update(update::Update),
    }
}

/// A dataset by its address, or by its digest in the organisation.
pub fn find(context: &Context, text: &str) -> Result<(Pubkey, Dataset)> {
    let by_digest = input::bytes::hex(text).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let address = match by_digest {
        Some(digest) => context.at().dataset(&context.dao_address()?, &digest),
        None => input::address(text).map_err(|_| {
            crate::Error::usage(
                format!("{text}: not a dataset's address or digest"),
                "See althing dataset list.",
            )
        })?,
    };
    Ok((address, context.fetch(&address)?))
}

/// What a list says of a dataset.
fn summary(address: &Pubkey, dataset: &Dataset) -> Record {
    record! {
        "dataset" => address,
        "digest" => digest(&dataset.digest),
        "owner" => dataset.owner,
        "paidIn" => optional(&dataset.mint),
        "openGrants" => dataset.open_grants,
        "registeredAt" => Cell::Time(dataset.created_at),
        "metadataUri" => padded(&dataset.uri),
    }
}
