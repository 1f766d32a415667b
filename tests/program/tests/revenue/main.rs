//! The room `revenue`: what versions earn, and whom it reaches.

mod claim_revenue;
mod close_revenue_pool;
mod create_revenue_pool;
mod deposit_revenue;
mod distribute_revenue;
mod random_walk;
mod set_revenue_shares;

use althing::audit::entry::EntryKind;
use althing::{Grant, ModelVersion, RevenuePool};
use althing_program_tests::prelude::*;

const TREASURY: u8 = 0;
const MAINTAINER: u8 = 1;
const DATASET: u8 = 2;

fn read(w: &World, pool: &Pool) -> RevenuePool {
    w.zero_copy(&pool.pool)
}

/// What is due to treasury, maintainer, first dataset and first parent.
fn due(w: &World, pool: &Pool) -> [u64; 4] {
    let due = w.due(pool);
    [due[0], due[1], due[2], due[10]]
}

/// Another version in production of the same model, without parents, and its empty pool in this mint.
fn neighbour(w: &mut World, c: &Community, k: &Catalogue, mint: Pubkey) -> Pool {
    let version = w.release(c, k, None);
    let pool = Pool::of(w, version, mint);
    w.create_pool(c, &pool);
    pool
}

/// Revokes a version by a vote, and closes it.
fn end(w: &mut World, c: &Community, k: &Catalogue, version: &Pubkey) {
    if w.zero_copy::<ModelVersion>(version).status != 4 {
        w.revoke(c, version);
    }
    for evaluator in &k.evaluators[..2] {
        let close = c.close_attestation(*version, evaluator.pubkey());
        w.go(&[close.call(instruction::CloseAttestation {})], &[]);
    }
    let close = w.closes(c, version);
    w.go(&[close], &[&c.members[0].key]);
}
