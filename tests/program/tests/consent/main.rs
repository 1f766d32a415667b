//! The room `consent`: datasets, and what their owners permit.

mod accept_dataset_transfer;
mod accept_grant;
mod claim_grant;
mod close_dataset;
mod close_grant;
mod end_grant;
mod fund_grant;
mod offer_dataset_transfer;
mod offer_grant;
mod random_walk;
mod refund_grant;
mod register_dataset;
mod revoke_grant;
mod update_dataset;
mod use_grant;

use althing::audit::entry::EntryKind;
use althing::consent::{Dataset, Grant, GrantTerms};
use althing_program_tests::prelude::*;

const TRAIN: u8 = Grant::TRAIN;

fn dataset(w: &World, d: &Data) -> Dataset {
    w.zero_copy(&d.dataset)
}

fn grant(w: &World, licence: &Licence) -> Grant {
    w.zero_copy(&licence.grant)
}

/// Prepaid, accrued, claimed, refunded.
fn books(w: &World, licence: &Licence) -> (u64, u64, u64, u64) {
    let grant = grant(w, licence);
    let meter = grant.meter;
    (meter.prepaid, meter.owed, grant.claimed, grant.refunded)
}

/// The grants of another dataset of the same organisation, in another mint: where wrong accounts come from.
fn beside(w: &mut World, c: &Community, terms: GrantTerms, prepay: u64) -> (Data, Licence) {
    let other = w.data(c, "another corpus");
    let licence = w.granted(c, &other, TRAIN, terms, prepay);
    (other, licence)
}
