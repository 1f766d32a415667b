//! The books of all accounts, checked after every transaction of every test.

mod appeals;
mod audit;
mod bond;
mod compute;
mod consent;
mod dao;
mod governance;
mod registry;
mod revenue;
mod rewards;
mod signing;
mod witness;

use althing::appeals::{AppealBallot, AppealRules, Question};
use althing::audit::{AuditEntry, AuditLog, KeptRoot};
use althing::bond::LogBond;
use althing::compute::{Offence, Provider, StakePosition, Unbonding};
use althing::consent::{ClosedDataset, Dataset, Grant};
use althing::dao::{Chamber, Dao, Seat};
use althing::governance::{Action, Proposal, VoteRecord};
use althing::registry::{Attestation, Model, ModelHistory, ModelVersion, StatusChange};
use althing::revenue::RevenuePool;
use althing::rewards::{RewardPool, RewardPosition};
use althing::signing::{SigningKey, Statement, VersionSignature};
use althing::witness::{Equivocation, LogCheckpoint, WitnessSet, WitnessedLog};
use anchor_lang::prelude::{AccountDeserialize, Pubkey};
use anchor_lang::Discriminator;
use anchor_spl::token_interface::TokenAccount;
use litesvm::LiteSVM;
use solana_account::ReadableAccount;

/// Every account of the program, by kind.
#[derive(Default)]
struct Books {
    daos: Vec<(Pubkey, Dao)>,
    chambers: Vec<(Pubkey, Chamber)>,
    seats: Vec<(Pubkey, Seat)>,
    logs: Vec<(Pubkey, AuditLog)>,
    proposals: Vec<(Pubkey, Proposal)>,
    actions: Vec<(Pubkey, Action)>,
    votes: Vec<(Pubkey, VoteRecord)>,
    models: Vec<(Pubkey, Model)>,
    versions: Vec<(Pubkey, ModelVersion)>,
    histories: Vec<(Pubkey, (ModelHistory, Vec<StatusChange>))>,
    attestations: Vec<(Pubkey, Attestation)>,
    providers: Vec<(Pubkey, Provider)>,
    stakes: Vec<(Pubkey, StakePosition)>,
    unbondings: Vec<(Pubkey, Unbonding)>,
    reward_pools: Vec<(Pubkey, RewardPool)>,
    reward_positions: Vec<(Pubkey, RewardPosition)>,
    revenue_pools: Vec<(Pubkey, RevenuePool)>,
    bonds: Vec<(Pubkey, LogBond)>,
    signing_keys: Vec<(Pubkey, SigningKey)>,
    signatures: Vec<(Pubkey, VersionSignature)>,
    statements: Vec<(Pubkey, Statement)>,
    datasets: Vec<(Pubkey, Dataset)>,
    grants: Vec<(Pubkey, Grant)>,
    questions: Vec<(Pubkey, Question)>,
    ballots: Vec<(Pubkey, AppealBallot)>,
    witness_sets: Vec<(Pubkey, WitnessSet)>,
    witnessed_logs: Vec<(Pubkey, WitnessedLog)>,
    checkpoints: Vec<(Pubkey, LogCheckpoint)>,
    kept_roots: Vec<(Pubkey, KeptRoot)>,
}

/// Reads a zero-copy account, if it is of this kind.
pub fn zero_copy<T: bytemuck::AnyBitPattern + Discriminator>(data: &[u8]) -> Option<T> {
    let fields = data.strip_prefix(T::DISCRIMINATOR)?;
    fields
        .get(..size_of::<T>())
        .map(bytemuck::pod_read_unaligned)
}

/// A history with its changes, if it is one.
fn history(data: &[u8]) -> Option<(ModelHistory, Vec<StatusChange>)> {
    let header = zero_copy(data)?;
    Some((header, ModelHistory::changes(data).expect("changes")))
}

fn keep<T>(kept: &mut Vec<(Pubkey, T)>, address: Pubkey, read: Option<T>) -> bool {
    read.map(|account| kept.push((address, account))).is_some()
}

fn borsh<T: AccountDeserialize + Discriminator>(mut data: &[u8]) -> Option<T> {
    // Without the prefix the account is of another kind; with it, it must be readable.
    data.starts_with(T::DISCRIMINATOR)
        .then(|| T::try_deserialize(&mut data).expect("an account can be read"))
}

impl Books {
    fn read(svm: &LiteSVM) -> Self {
        let mut books = Self::default();
        let ours = svm
            .accounts_db()
            .inner
            .iter()
            .filter(|(_, account)| *account.owner() == althing::ID);
        for (address, account) in ours {
            let rent = svm.minimum_balance_for_rent_exemption(account.data().len());
            assert!(
                account.lamports() >= rent,
                "{address} is not exempt from rent"
            );
            assert!(
                books.sort(*address, account.data()),
                "{address} is of no known kind"
            );
        }
        books
    }

    fn sort(&mut self, at: Pubkey, data: &[u8]) -> bool {
        keep(&mut self.daos, at, borsh(data))
            || keep(&mut self.chambers, at, zero_copy(data))
            || keep(&mut self.seats, at, zero_copy(data))
            || keep(&mut self.logs, at, zero_copy(data))
            || keep(&mut self.proposals, at, zero_copy(data))
            || keep(&mut self.actions, at, borsh(data))
            || keep(&mut self.votes, at, zero_copy(data))
            || keep(&mut self.models, at, borsh(data))
            || keep(&mut self.versions, at, zero_copy(data))
            || keep(&mut self.histories, at, history(data))
            || keep(&mut self.attestations, at, zero_copy(data))
            || keep(&mut self.providers, at, zero_copy(data))
            || keep(&mut self.stakes, at, zero_copy(data))
            || keep(&mut self.unbondings, at, zero_copy(data))
            || keep(&mut self.reward_pools, at, zero_copy(data))
            || keep(&mut self.reward_positions, at, zero_copy(data))
            || keep(&mut self.revenue_pools, at, zero_copy(data))
            || keep(&mut self.bonds, at, zero_copy(data))
            || keep(&mut self.signing_keys, at, zero_copy(data))
            || keep(&mut self.signatures, at, zero_copy(data))
            || keep(&mut self.statements, at, zero_copy(data))
            || keep(&mut self.datasets, at, zero_copy(data))
            || keep(&mut self.grants, at, zero_copy(data))
            || keep(&mut self.questions, at, zero_copy(data))
            || keep(&mut self.ballots, at, zero_copy(data))
            || borsh::<AppealRules>(data).is_some()
            || keep(&mut self.witness_sets, at, zero_copy(data))
            || keep(&mut self.witnessed_logs, at, zero_copy(data))
            || keep(&mut self.checkpoints, at, zero_copy(data))
            || keep(&mut self.kept_roots, at, zero_copy(data))
            || borsh::<AuditEntry>(data).is_some()
            || zero_copy::<ClosedDataset>(data).is_some()
            || zero_copy::<Offence>(data).is_some()
            || zero_copy::<Equivocation>(data).is_some()
    }
}

/// Base units in a vault; none where it is closed.
fn vault_balance(svm: &LiteSVM, vault: &Pubkey) -> u64 {
    svm.get_account(vault).map_or(0, |account| {
        TokenAccount::try_deserialize(&mut account.data.as_slice())
            .map_or(0, |tokens| tokens.amount)
    })
}

/// Checks every invariant over all accounts of the program.
///
/// # Panics
/// Where one does not hold.
pub fn check(svm: &LiteSVM) {
    let books = Books::read(svm);
    dao::check(svm, &books);
    governance::check(&books);
    registry::check(&books);
    consent::check(svm, &books);
    compute::check(svm, &books);
    revenue::check(svm, &books);
    rewards::check(svm, &books);
    bond::check(svm, &books);
    signing::check(svm, &books);
    appeals::check(svm, &books);
    witness::check(&books);
    audit::check(&books);
}
