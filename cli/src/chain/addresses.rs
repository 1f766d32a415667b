//! Addresses of the program's accounts.

use althing::constants::*;
use anchor_lang::prelude::Pubkey;

use crate::input::bytes::sha256;

/// Derives addresses under a deployment of the program.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    pub program: Pubkey,
}

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) => [$($seed:expr),*]);* $(;)?) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self, $($arg: $type),*) -> Pubkey {
                Pubkey::find_program_address(&[$($seed),*], &self.program).0
            }
        )*
    };
}

impl Addresses {
    addresses! {
        dao(creator: &Pubkey, name: &str) => [SEED_DAO, creator.as_ref(), &sha256(name.as_bytes())];
        authority(dao: &Pubkey) => [SEED_AUTHORITY, dao.as_ref()];
        chamber(dao: &Pubkey, index: u8) => [SEED_CHAMBER, dao.as_ref(), &[index]];
        seat(chamber: &Pubkey, holder: &Pubkey) => [SEED_SEAT, chamber.as_ref(), holder.as_ref()];
        /// The vault of a chamber, a provider or a reward pool.
        vault(keeper: &Pubkey) => [SEED_VAULT, keeper.as_ref()];
        log(subject: &Pubkey) => [SEED_LOG, subject.as_ref()];
        entry(log: &Pubkey, index: u64) => [SEED_ENTRY, log.as_ref(), &index.to_le_bytes()];
        model(dao: &Pubkey, name: &str) => [SEED_MODEL, dao.as_ref(), &sha256(name.as_bytes())];
        version(model: &Pubkey, number: u64) => [SEED_VERSION, model.as_ref(), &number.to_le_bytes()];
        digest_index(dao: &Pubkey, weights: &[u8; 32]) => [SEED_DIGEST, dao.as_ref(), weights];
        artifact(dao: &Pubkey, kind: u8, digest: &[u8; 32]) => [SEED_ARTIFACT, dao.as_ref(), &[kind], digest];
        history(model: &Pubkey) => [SEED_HISTORY, model.as_ref()];
        signing_key(model: &Pubkey, id: &[u8; 32]) => [SEED_KEY, model.as_ref(), id];
        version_signature(version: &Pubkey, key: &Pubkey) => [SEED_SIGNATURE, version.as_ref(), key.as_ref()];
        statement(version: &Pubkey, payer: &Pubkey) => [SEED_STATEMENT, version.as_ref(), payer.as_ref()];
        dataset(dao: &Pubkey, digest: &[u8; 32]) => [SEED_DATASET, dao.as_ref(), digest];
        grant(dataset: &Pubkey, model: &Pubkey, purpose: u8) => [SEED_GRANT, dataset.as_ref(), model.as_ref(), &[purpose]];
        attestation(version: &Pubkey, evaluator: &Pubkey) => [SEED_ATTESTATION, version.as_ref(), evaluator.as_ref()];
        proposal(dao: &Pubkey, number: u64) => [SEED_PROPOSAL, dao.as_ref(), &number.to_le_bytes()];
        action(proposal: &Pubkey, index: u8) => [SEED_ACTION, proposal.as_ref(), &[index]];
        vote(proposal: &Pubkey, seat: &Pubkey) => [SEED_VOTE, proposal.as_ref(), seat.as_ref()];
        provider(dao: &Pubkey, operator: &Pubkey) => [SEED_PROVIDER, dao.as_ref(), operator.as_ref()];
        stake(provider: &Pubkey, holder: &Pubkey) => [SEED_STAKE, provider.as_ref(), holder.as_ref()];
        unbonding(position: &Pubkey, number: u64) => [SEED_UNBONDING, position.as_ref(), &number.to_le_bytes()];
        offence(provider: &Pubkey, id: &[u8; 32]) => [SEED_OFFENCE, provider.as_ref(), id];
        rewards(dao: &Pubkey, subject: &Pubkey) => [SEED_REWARDS, dao.as_ref(), subject.as_ref()];
        appeal_rules(dao: &Pubkey, bond: &Pubkey) => [SEED_RULES, dao.as_ref(), bond.as_ref()];
        question(log: &Pubkey, index: u64, questioner: &Pubkey) => [SEED_QUESTION, log.as_ref(), &index.to_le_bytes(), questioner.as_ref()];
        ballot(question: &Pubkey, seat: &Pubkey) => [SEED_BALLOT, question.as_ref(), seat.as_ref()];
        witnesses(dao: &Pubkey) => [SEED_WITNESSES, dao.as_ref()];
        witnessed(set: &Pubkey, log: &Pubkey) => [SEED_WITNESSED, set.as_ref(), log.as_ref()];
        checkpoint(witnessed: &Pubkey, size: u64) => [SEED_CHECKPOINT, witnessed.as_ref(), &size.to_le_bytes()];
        equivocation(log: &Pubkey, size: u64) => [SEED_EQUIVOCATION, log.as_ref(), &size.to_le_bytes()];
        bond(log: &Pubkey) => [SEED_BOND, log.as_ref()];
        reward(pool: &Pubkey, holder: &Pubkey) => [SEED_REWARD, pool.as_ref(), holder.as_ref()];
    }
}
