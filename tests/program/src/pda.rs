//! Addresses of the program's accounts.

use althing::constants::*;
use anchor_lang::prelude::Pubkey;
use solana_sha256_hasher::hash;

fn find(seeds: &[&[u8]]) -> Pubkey {
    Pubkey::find_program_address(seeds, &althing::ID).0
}

#[must_use]
pub fn dao(creator: &Pubkey, name: &str) -> Pubkey {
    find(&[SEED_DAO, creator.as_ref(), hash(name.as_bytes()).as_ref()])
}

#[must_use]
pub fn authority(dao: &Pubkey) -> Pubkey {
    find(&[SEED_AUTHORITY, dao.as_ref()])
}

#[must_use]
pub fn chamber(dao: &Pubkey, index: u8) -> Pubkey {
    find(&[SEED_CHAMBER, dao.as_ref(), &[index]])
}

#[must_use]
pub fn seat(chamber: &Pubkey, holder: &Pubkey) -> Pubkey {
    find(&[SEED_SEAT, chamber.as_ref(), holder.as_ref()])
}

/// The vault of a chamber, a provider, a reward pool, a revenue pool, a bond, a grant or a question.
#[must_use]
pub fn vault(keeper: &Pubkey) -> Pubkey {
    find(&[SEED_VAULT, keeper.as_ref()])
}

#[must_use]
pub fn log(subject: &Pubkey) -> Pubkey {
    find(&[SEED_LOG, subject.as_ref()])
}

#[must_use]
pub fn entry(log: &Pubkey, index: u64) -> Pubkey {
    find(&[SEED_ENTRY, log.as_ref(), &index.to_le_bytes()])
}

#[must_use]
pub fn model(dao: &Pubkey, name: &str) -> Pubkey {
    find(&[SEED_MODEL, dao.as_ref(), hash(name.as_bytes()).as_ref()])
}

#[must_use]
pub fn version(model: &Pubkey, number: u64) -> Pubkey {
    find(&[SEED_VERSION, model.as_ref(), &number.to_le_bytes()])
}

#[must_use]
pub fn attestation(version: &Pubkey, evaluator: &Pubkey) -> Pubkey {
    find(&[SEED_ATTESTATION, version.as_ref(), evaluator.as_ref()])
}

#[must_use]
pub fn history(model: &Pubkey) -> Pubkey {
    find(&[SEED_HISTORY, model.as_ref()])
}

#[must_use]
pub fn signing_key(model: &Pubkey, id: &[u8; 32]) -> Pubkey {
    find(&[SEED_KEY, model.as_ref(), id])
}

#[must_use]
pub fn statement(version: &Pubkey, payer: &Pubkey) -> Pubkey {
    find(&[SEED_STATEMENT, version.as_ref(), payer.as_ref()])
}

#[must_use]
pub fn signature(version: &Pubkey, signing_key: &Pubkey) -> Pubkey {
    find(&[SEED_SIGNATURE, version.as_ref(), signing_key.as_ref()])
}

#[must_use]
pub fn witness_set(dao: &Pubkey) -> Pubkey {
    find(&[SEED_WITNESSES, dao.as_ref()])
}

#[must_use]
pub fn witnessed_log(witness_set: &Pubkey, log: &Pubkey) -> Pubkey {
    find(&[SEED_WITNESSED, witness_set.as_ref(), log.as_ref()])
}

#[must_use]
pub fn checkpoint(witnessed_log: &Pubkey, size: u64) -> Pubkey {
    find(&[SEED_CHECKPOINT, witnessed_log.as_ref(), &size.to_le_bytes()])
}

#[must_use]
pub fn equivocation(log: &Pubkey, evidence_hash: &[u8; 32]) -> Pubkey {
    find(&[SEED_EQUIVOCATION, log.as_ref(), evidence_hash])
}

#[must_use]
pub fn kept_root(log: &Pubkey, payer: &Pubkey) -> Pubkey {
    find(&[SEED_ROOT, log.as_ref(), payer.as_ref()])
}

#[must_use]
pub fn proposal(dao: &Pubkey, number: u64) -> Pubkey {
    find(&[SEED_PROPOSAL, dao.as_ref(), &number.to_le_bytes()])
}

#[must_use]
pub fn action(proposal: &Pubkey, index: u8) -> Pubkey {
    find(&[SEED_ACTION, proposal.as_ref(), &[index]])
}

#[must_use]
pub fn vote(proposal: &Pubkey, seat: &Pubkey) -> Pubkey {
    find(&[SEED_VOTE, proposal.as_ref(), seat.as_ref()])
}

#[must_use]
pub fn provider(dao: &Pubkey, operator: &Pubkey) -> Pubkey {
    find(&[SEED_PROVIDER, dao.as_ref(), operator.as_ref()])
}

#[must_use]
pub fn stake(provider: &Pubkey, holder: &Pubkey) -> Pubkey {
    find(&[SEED_STAKE, provider.as_ref(), holder.as_ref()])
}

#[must_use]
pub fn unbonding(position: &Pubkey, number: u64) -> Pubkey {
    find(&[SEED_UNBONDING, position.as_ref(), &number.to_le_bytes()])
}

#[must_use]
pub fn offence(provider: &Pubkey, id: &[u8; 32]) -> Pubkey {
    find(&[SEED_OFFENCE, provider.as_ref(), id])
}

#[must_use]
pub fn reward_pool(dao: &Pubkey, subject: &Pubkey) -> Pubkey {
    find(&[SEED_REWARDS, dao.as_ref(), subject.as_ref()])
}

#[must_use]
pub fn reward_position(pool: &Pubkey, holder: &Pubkey) -> Pubkey {
    find(&[SEED_REWARD, pool.as_ref(), holder.as_ref()])
}

#[must_use]
pub fn bond(audit_log: &Pubkey) -> Pubkey {
    find(&[SEED_BOND, audit_log.as_ref()])
}

#[must_use]
pub fn dataset(dao: &Pubkey, digest: &[u8; 32]) -> Pubkey {
    find(&[SEED_DATASET, dao.as_ref(), digest])
}

#[must_use]
pub fn grant(dataset: &Pubkey, model: &Pubkey, purpose: u8) -> Pubkey {
    find(&[SEED_GRANT, dataset.as_ref(), model.as_ref(), &[purpose]])
}

#[must_use]
pub fn appeal_rules(dao: &Pubkey, bond: &Pubkey) -> Pubkey {
    find(&[SEED_RULES, dao.as_ref(), bond.as_ref()])
}

#[must_use]
pub fn question(audit_log: &Pubkey, index: u64, questioner: &Pubkey) -> Pubkey {
    find(&[
        SEED_QUESTION,
        audit_log.as_ref(),
        &index.to_le_bytes(),
        questioner.as_ref(),
    ])
}

#[must_use]
pub fn ballot(question: &Pubkey, seat: &Pubkey) -> Pubkey {
    find(&[SEED_BALLOT, question.as_ref(), seat.as_ref()])
}

#[must_use]
pub fn revenue_pool(version: &Pubkey, mint: &Pubkey) -> Pubkey {
    find(&[SEED_REVENUE, version.as_ref(), mint.as_ref()])
}
