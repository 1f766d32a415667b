//! Althing: a community owns and governs AI in the open. Which models run, under which rules, on whose
//! machines, and who is paid is decided by vote and recorded in logs that anybody can verify.
//!
//! One room per concern, each using only the rooms before it: [`audit`], [`dao`], [`bond`], [`consent`],
//! [`registry`], [`signing`], [`revenue`], [`rewards`], [`compute`], [`governance`], [`witness`],
//! [`appeals`]. Each room's `mod.rs` says what it is for, its accounts and its invariants.

#![deny(clippy::arithmetic_side_effects)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]
#![allow(clippy::result_large_err)] // Anchor's Error is 160 bytes; every handler returns it.
#![allow(ambiguous_glob_reexports)] // Anchor makes a module per instruction, named like its function.

use anchor_lang::prelude::*;

#[macro_use]
mod macros;

pub mod appeals;
pub mod audit;
pub mod bond;
pub mod compute;
pub mod consent;
pub mod constants;
pub mod create;
pub mod dao;
pub mod error;
pub mod governance;
pub mod math;
pub mod metadata;
pub mod precompile;
pub mod registry;
pub mod revenue;
pub mod rewards;
pub mod signing;
pub mod text;
pub mod token;
pub mod witness;

pub use appeals::*;
pub use audit::*;
pub use bond::*;
pub use compute::*;
pub use consent::*;
pub use dao::*;
pub use governance::*;
pub use registry::*;
pub use revenue::*;
pub use rewards::*;
pub use signing::*;
pub use witness::*;

declare_id!("CRSqUzf8ctQSyaCkiRrCJMkcykU7vVTQJZNrrNi5zLNE");

#[cfg(not(feature = "no-entrypoint"))]
solana_security_txt::security_txt! {
    name: "Althing",
    project_url: "README.md of this program's source",
    contacts: "other:SECURITY.md of this program's source",
    policy: "SECURITY.md of this program's source"
}

#[program]
pub mod althing {
    use super::*;

    // ---- governance ----

    /// The holder of a seat votes (0 yes, 1 no, 2 abstain) or changes the vote. Refuses a stale action
    /// hash, a seat without weight, and votes after the end.
    pub fn cast_vote<'info>(
        ctx: Context<'info, CastVote<'info>>,
        choice: u8,
        action_hash: [u8; 32],
    ) -> Result<()> {
        governance::cast_vote(ctx, choice, action_hash)
    }

    /// The voter takes a vote back while voting is open.
    pub fn withdraw_vote(ctx: Context<WithdrawVote>) -> Result<()> {
        governance::withdraw_vote(ctx)
    }

    /// A member with enough weight creates a draft.
    pub fn create_proposal<'info>(
        ctx: Context<'info, CreateProposal<'info>>,
        args: CreateProposalArgs,
    ) -> Result<()> {
        governance::create_proposal(ctx, args)
    }

    /// The proposer adds an instruction of any program to a draft.
    pub fn add_action(ctx: Context<AddAction>, args: AddActionArgs) -> Result<()> {
        governance::add_action(ctx, args)
    }

    /// The proposer continues an action that is longer than one transaction.
    pub fn append_action(ctx: Context<AppendAction>, offset: u16, chunk: Vec<u8>) -> Result<()> {
        governance::append_action(ctx, offset, chunk)
    }

    /// The proposer puts a draft to the vote, which freezes its rules, denominator and actions.
    pub fn submit_proposal<'info>(ctx: Context<'info, SubmitProposal<'info>>) -> Result<()> {
        governance::submit_proposal(ctx)
    }

    /// The proposer, or the authority, ends a proposal before it is carried out.
    pub fn cancel_proposal(ctx: Context<CancelProposal>) -> Result<()> {
        governance::cancel_proposal(ctx)
    }

    /// Anybody counts a vote that is over.
    pub fn finalize_proposal(ctx: Context<FinalizeProposal>) -> Result<()> {
        governance::finalize_proposal(ctx)
    }

    /// Anybody carries out the next action of a proposal that succeeded, after the hold-up and within
    /// the window.
    pub fn execute_proposal<'info>(ctx: Context<'info, ExecuteProposal<'info>>) -> Result<()> {
        governance::execute_proposal(ctx)
    }

    /// Anybody closes the record of a counted vote, to its payer.
    pub fn close_vote(ctx: Context<CloseVote>) -> Result<()> {
        governance::close_vote(ctx)
    }

    /// Anybody closes an action of a finished proposal, to its payer.
    pub fn close_action(ctx: Context<CloseAction>) -> Result<()> {
        governance::close_action(ctx)
    }

    /// Anybody closes a finished proposal without votes and actions, to its payer.
    pub fn close_proposal(ctx: Context<CloseProposal>) -> Result<()> {
        governance::close_proposal(ctx)
    }

    // ---- audit ----

    /// A log's writer appends one entry.
    pub fn append_entry(ctx: Context<AppendEntry>, kind: u16, payload: Vec<u8>) -> Result<u64> {
        audit::append_entry(ctx, kind, payload)
    }

    /// A log's writer appends one entry and keeps it whole in an account.
    pub fn append_pinned_entry(
        ctx: Context<AppendPinnedEntry>,
        kind: u16,
        payload: Vec<u8>,
    ) -> Result<u64> {
        audit::append_pinned_entry(ctx, kind, payload)
    }

    /// A log's writer appends any number of entries as perfect subtrees.
    pub fn append_batch(ctx: Context<AppendBatch>, args: AppendBatchArgs) -> Result<u64> {
        audit::append_batch(ctx, args)
    }

    /// Anybody keeps a log's size and root as they are now, for proofs.
    pub fn keep_root(ctx: Context<KeepRoot>) -> Result<()> {
        audit::keep_root(ctx)
    }

    /// Who keeps a root goes back to an earlier one, by a proof.
    pub fn recall_root(ctx: Context<RecallRoot>, args: RecallRootArgs) -> Result<()> {
        audit::recall_root(ctx, args)
    }

    /// Who keeps a root closes it.
    pub fn release_root(ctx: Context<ReleaseRoot>) -> Result<()> {
        audit::release_root(ctx)
    }

    /// Anybody, or a program, asks whether a leaf is in a log. The answer is the return data.
    pub fn verify_inclusion(
        ctx: Context<VerifyInclusion>,
        leaf: [u8; 32],
        index: u64,
        proof: Vec<[u8; 32]>,
    ) -> Result<bool> {
        audit::verify_inclusion(ctx, leaf, index, proof)
    }

    /// Anybody, or a program, asks whether an older tree is a prefix of a log. The answer is the return
    /// data.
    pub fn verify_consistency(
        ctx: Context<VerifyConsistency>,
        old_size: u64,
        old_root: [u8; 32],
        proof: Vec<[u8; 32]>,
    ) -> Result<bool> {
        audit::verify_consistency(ctx, old_size, old_root, proof)
    }

    /// Anybody creates a log for a subject that signs.
    pub fn create_log(ctx: Context<CreateLog>, writer: Pubkey) -> Result<()> {
        audit::create_log(ctx, writer)
    }

    // ---- rewards ----

    /// Anybody has a position paid what it has earned, to its holder.
    pub fn claim_reward(ctx: Context<ClaimReward>) -> Result<()> {
        rewards::claim_reward(ctx)
    }

    /// The authority creates a pool of rewards for a provider's stake.
    pub fn create_reward_pool(ctx: Context<CreateRewardPool>, window: i64) -> Result<()> {
        rewards::create_reward_pool(ctx, window)
    }

    /// Anybody adds funds to a pool; they flow over its window.
    pub fn fund_reward_pool(ctx: Context<FundRewardPool>, amount: u64) -> Result<()> {
        rewards::fund_reward_pool(ctx, amount)
    }

    /// Anybody closes a pool that has flowed out, the authority any pool without positions, to its payer.
    pub fn close_reward_pool(ctx: Context<CloseRewardPool>) -> Result<()> {
        rewards::close_reward_pool(ctx)
    }

    // ---- dao ----

    /// Anybody founds an organisation.
    pub fn create_dao(ctx: Context<CreateDao>, args: CreateDaoArgs) -> Result<()> {
        dao::create_dao(ctx, args)
    }

    /// The authority replaces the rules.
    pub fn update_config(ctx: Context<UpdateConfig>, config: Config) -> Result<()> {
        dao::update_config(ctx, config)
    }

    /// The authority adds a chamber whose weights are granted.
    pub fn create_chamber(ctx: Context<CreateChamber>, kind: u8, weighting: u8) -> Result<()> {
        dao::create_chamber(ctx, kind, weighting)
    }

    /// Anybody opens an empty seat for a holder.
    pub fn open_seat(ctx: Context<OpenSeat>) -> Result<()> {
        dao::open_seat(ctx)
    }

    /// The owner of tokens deposits them into a seat.
    pub fn deposit_tokens(ctx: Context<DepositTokens>, amount: u64) -> Result<()> {
        dao::deposit_tokens(ctx, amount)
    }

    /// A holder starts the way out for a deposit.
    pub fn request_withdrawal(ctx: Context<RequestWithdrawal>, amount: u64) -> Result<()> {
        dao::request_withdrawal(ctx, amount)
    }

    /// A holder takes out what was requested, after the cooldown.
    pub fn withdraw_tokens(ctx: Context<WithdrawTokens>) -> Result<()> {
        dao::withdraw_tokens(ctx)
    }

    /// The authority sets the points of a seat whose weight is granted.
    pub fn grant_seat(ctx: Context<GrantSeat>, points: u64) -> Result<()> {
        dao::grant_seat(ctx, points)
    }

    /// Anybody closes an empty seat, to its payer.
    pub fn close_seat(ctx: Context<CloseSeat>) -> Result<()> {
        dao::close_seat(ctx)
    }

    // ---- registry ----

    /// The authority puts a version into production, with the attestations that the rules need. Refuses
    /// one with a revoked ancestor that was not accepted for it.
    pub fn promote_version<'info>(ctx: Context<'info, PromoteVersion<'info>>) -> Result<()> {
        registry::promote_version(ctx)
    }

    /// An evaluator says, or says anew, whether a version passed.
    pub fn attest_version(ctx: Context<AttestVersion>, args: AttestVersionArgs) -> Result<()> {
        registry::attest_version(ctx, args)
    }

    /// An evaluator takes back what was said about a version.
    pub fn withdraw_attestation(ctx: Context<WithdrawAttestation>) -> Result<()> {
        registry::withdraw_attestation(ctx)
    }

    /// A member with enough weight registers a model, and maintains it.
    pub fn register_model<'info>(
        ctx: Context<'info, RegisterModel<'info>>,
        args: RegisterModelArgs,
    ) -> Result<()> {
        registry::register_model(ctx, args)
    }

    /// The maintainer replaces a model's description.
    pub fn update_model(ctx: Context<UpdateModel>, args: UpdateModelArgs) -> Result<()> {
        registry::update_model(ctx, args)
    }

    /// The maintainer registers the model's next version, as a draft.
    pub fn register_version(
        ctx: Context<RegisterVersion>,
        args: RegisterVersionArgs,
    ) -> Result<()> {
        registry::register_version(ctx, args)
    }

    /// The maintainer says that a draft was made from another version.
    pub fn link_parent(ctx: Context<LinkParent>) -> Result<()> {
        registry::link_parent(ctx)
    }

    /// The maintainer takes back that a draft was made from another version.
    pub fn unlink_parent(ctx: Context<UnlinkParent>) -> Result<()> {
        registry::unlink_parent(ctx)
    }

    /// The maintainer closes a draft's links, so that a vote can promote it.
    pub fn stage_version(ctx: Context<StageVersion>) -> Result<()> {
        registry::stage_version(ctx)
    }

    /// The maintainer makes a staged version, about which nobody has spoken, a draft again.
    pub fn unstage_version(ctx: Context<UnstageVersion>) -> Result<()> {
        registry::unstage_version(ctx)
    }

    /// Anybody makes room for more changes in a model's history.
    pub fn extend_history(ctx: Context<ExtendHistory>, places: u16) -> Result<()> {
        registry::extend_history(ctx, places)
    }

    /// Anybody finds a version's revoked ancestors anew, after a revocation.
    pub fn check_lineage<'info>(ctx: Context<'info, CheckLineage<'info>>) -> Result<()> {
        registry::check_lineage(ctx)
    }

    /// The authority accepts, for one version, that it was made from a revoked one.
    pub fn override_taint(ctx: Context<OverrideTaint>, ancestor: Pubkey) -> Result<()> {
        registry::override_taint(ctx, ancestor)
    }

    /// The authority takes the version in production out of it.
    pub fn deprecate_version(ctx: Context<DeprecateVersion>) -> Result<()> {
        registry::deprecate_version(ctx)
    }

    /// The authority withdraws a version for ever.
    pub fn revoke_version(ctx: Context<RevokeVersion>) -> Result<()> {
        registry::revoke_version(ctx)
    }

    /// Anybody closes an attestation of a version that was promoted or revoked, to its payer.
    pub fn close_attestation(ctx: Context<CloseAttestation>) -> Result<()> {
        registry::close_attestation(ctx)
    }

    /// Anybody closes a revoked version, its maintainer also a draft, to its payer.
    pub fn close_version<'info>(ctx: Context<'info, CloseVersion<'info>>) -> Result<()> {
        registry::close_version(ctx)
    }

    /// The maintainer closes a model without versions, and its history, to its payer.
    pub fn close_model(ctx: Context<CloseModel>) -> Result<()> {
        registry::close_model(ctx)
    }

    /// The maintainer says of a draft that it was made from a dataset.
    pub fn link_dataset(ctx: Context<LinkDataset>, purpose: u8) -> Result<()> {
        registry::link_dataset(ctx, purpose)
    }

    /// The maintainer takes back that a draft was made from a dataset.
    pub fn unlink_dataset(ctx: Context<UnlinkDataset>, dataset: Pubkey, purpose: u8) -> Result<()> {
        registry::unlink_dataset(ctx, dataset, purpose)
    }

    /// Anybody writes down that a version in production lost consent to a dataset, or has it again.
    pub fn check_consent(ctx: Context<CheckConsent>, place: u8) -> Result<()> {
        registry::check_consent(ctx, place)
    }

    // ---- signing ----

    /// Anybody records a signature over a version that the runtime checks in the same transaction.
    pub fn sign_version<'info>(
        ctx: Context<'info, SignVersion<'info>>,
        relative_index: i16,
    ) -> Result<()> {
        signing::sign_version(ctx, relative_index)
    }

    /// The maintainer adds a key that signs the model's versions, with a proof of whoever holds it.
    pub fn add_signing_key(ctx: Context<AddSigningKey>, args: AddSigningKeyArgs) -> Result<()> {
        signing::add_signing_key(ctx, args)
    }

    /// The maintainer lets a key end, now or later; what it signed before stays good.
    pub fn retire_signing_key(ctx: Context<RetireSigningKey>, last_slot: u64) -> Result<()> {
        signing::retire_signing_key(ctx, last_slot)
    }

    /// The maintainer or the authority declares a key stolen, from a slot of the past on.
    pub fn revoke_signing_key(ctx: Context<RevokeSigningKey>, from_slot: u64) -> Result<()> {
        signing::revoke_signing_key(ctx, from_slot)
    }

    /// The maintainer, and once the model is closed anybody, closes a key without signatures, to its payer.
    pub fn close_signing_key<'info>(ctx: Context<'info, CloseSigningKey<'info>>) -> Result<()> {
        signing::close_signing_key(ctx)
    }

    /// Anybody closes a signature over a closed version, to its payer.
    pub fn close_version_signature(ctx: Context<CloseVersionSignature>) -> Result<()> {
        signing::close_version_signature(ctx)
    }

    /// Anybody opens an empty statement about a version, for its hash to be signed.
    pub fn open_statement(ctx: Context<OpenStatement>) -> Result<()> {
        signing::open_statement(ctx)
    }

    /// Whoever opened a statement continues it.
    pub fn write_statement(
        ctx: Context<WriteStatement>,
        offset: u32,
        chunk: Vec<u8>,
    ) -> Result<()> {
        signing::write_statement(ctx, offset, chunk)
    }

    /// Anybody seals a statement that is the one its version names.
    pub fn seal_statement(ctx: Context<SealStatement>) -> Result<()> {
        signing::seal_statement(ctx)
    }

    /// Whoever opened a statement closes it.
    pub fn close_statement(ctx: Context<CloseStatement>) -> Result<()> {
        signing::close_statement(ctx)
    }

    // ---- consent ----

    /// The owner registers a dataset by its digest, once, or again after having closed it.
    pub fn register_dataset<'info>(
        ctx: Context<'info, RegisterDataset<'info>>,
        args: RegisterDatasetArgs,
    ) -> Result<()> {
        consent::register_dataset(ctx, args)
    }

    /// The owner replaces a dataset's description and the mint of later prices.
    pub fn update_dataset(ctx: Context<UpdateDataset>, args: UpdateDatasetArgs) -> Result<()> {
        consent::update_dataset(ctx, args)
    }

    /// The owner offers a dataset to another, or takes the offer back.
    pub fn offer_dataset_transfer(
        ctx: Context<OfferDatasetTransfer>,
        new_owner: Pubkey,
    ) -> Result<()> {
        consent::offer_dataset_transfer(ctx, new_owner)
    }

    /// Whom a dataset was offered to becomes its owner.
    pub fn accept_dataset_transfer(ctx: Context<AcceptDatasetTransfer>) -> Result<()> {
        consent::accept_dataset_transfer(ctx)
    }

    /// The owner closes a dataset without grants, to its payer; its place stays taken.
    pub fn close_dataset<'info>(ctx: Context<'info, CloseDataset<'info>>) -> Result<()> {
        consent::close_dataset(ctx)
    }

    /// A dataset's owner offers its use, for one model and one purpose.
    pub fn offer_grant(ctx: Context<OfferGrant>, args: OfferGrantArgs) -> Result<()> {
        consent::offer_grant(ctx, args)
    }

    /// A licensee accepts an offer on the terms given, and pays.
    pub fn accept_grant(ctx: Context<AcceptGrant>, args: AcceptGrantArgs) -> Result<()> {
        consent::accept_grant(ctx, args)
    }

    /// Anybody adds to what a grant has prepaid.
    pub fn fund_grant(ctx: Context<FundGrant>, amount: u64) -> Result<()> {
        consent::fund_grant(ctx, amount)
    }

    /// The licensee records uses, and pays those that cost.
    pub fn use_grant(ctx: Context<UseGrant>, uses: u64) -> Result<()> {
        consent::use_grant(ctx, uses)
    }

    /// Anybody has the dataset's owner paid what has accrued.
    pub fn claim_grant(ctx: Context<ClaimGrant>) -> Result<()> {
        consent::claim_grant(ctx)
    }

    /// The dataset's owner takes consent back at once; what is unused goes back to the licensee.
    pub fn revoke_grant(ctx: Context<RevokeGrant>) -> Result<()> {
        consent::revoke_grant(ctx)
    }

    /// The licensee gives a grant up, anybody one that has expired; what is unused goes back to the licensee.
    pub fn end_grant(ctx: Context<EndGrant>) -> Result<()> {
        consent::end_grant(ctx)
    }

    /// Anybody has the licensee refunded what a grant that is over has left.
    pub fn refund_grant(ctx: Context<RefundGrant>) -> Result<()> {
        consent::refund_grant(ctx)
    }

    /// Anybody closes a grant that is over and paid out, the dataset's owner also an offer, to its payer.
    pub fn close_grant(ctx: Context<CloseGrant>) -> Result<()> {
        consent::close_grant(ctx)
    }

    // ---- witness ----

    /// Anybody records a witness's signature over a checkpoint that the runtime checks in the same transaction.
    pub fn cosign_checkpoint(
        ctx: Context<CosignCheckpoint>,
        args: CosignCheckpointArgs,
    ) -> Result<()> {
        witness::cosign_checkpoint(ctx, args)
    }

    /// The authority names the organisation's witnesses.
    pub fn set_witnesses(ctx: Context<SetWitnesses>, args: SetWitnessesArgs) -> Result<()> {
        witness::set_witnesses(ctx, args)
    }

    /// The authority, or for a bonded log anybody, has a log witnessed.
    pub fn admit_log(ctx: Context<AdmitLog>, origin: String) -> Result<()> {
        witness::admit_log(ctx, origin)
    }

    /// Anybody keeps a witnessed log's size and root for witnesses to sign.
    pub fn open_checkpoint(ctx: Context<OpenCheckpoint>, size: u64) -> Result<()> {
        witness::open_checkpoint(ctx, size)
    }

    /// Anybody proves that a bonded operator has signed a root that is not the log's, or two; half of the bond is taken,
    /// once for the most that was ever bonded.
    pub fn report_equivocation(
        ctx: Context<ReportEquivocation>,
        args: ReportEquivocationArgs,
    ) -> Result<()> {
        witness::report_equivocation(ctx, args)
    }

    /// Anybody reports that a bonded operator has missed a promised checkpoint; a hundredth of the bond is taken.
    pub fn report_missed_deadline(ctx: Context<ReportMissedDeadline>) -> Result<()> {
        witness::report_missed_deadline(ctx)
    }

    /// Anybody closes a checkpoint that is superseded, the authority any, to its payer.
    pub fn close_checkpoint(ctx: Context<CloseCheckpoint>) -> Result<()> {
        witness::close_checkpoint(ctx)
    }

    /// The authority ends the witnessing of a log; the account is closed with its last checkpoint gone, to its payer.
    pub fn close_witnessed_log(ctx: Context<CloseWitnessedLog>) -> Result<()> {
        witness::close_witnessed_log(ctx)
    }

    /// The authority dismisses all witnesses.
    pub fn close_witness_set(ctx: Context<CloseWitnessSet>) -> Result<()> {
        witness::close_witness_set(ctx)
    }

    // ---- compute ----

    /// An operator registers machines.
    pub fn register_provider(ctx: Context<RegisterProvider>, offer: Offer) -> Result<()> {
        compute::register_provider(ctx, offer)
    }

    /// The operator replaces what the provider says of itself.
    pub fn update_provider(ctx: Context<UpdateProvider>, offer: Offer) -> Result<()> {
        compute::update_provider(ctx, offer)
    }

    /// The operator takes the provider out of service for good.
    pub fn retire_provider(ctx: Context<RetireProvider>) -> Result<()> {
        compute::retire_provider(ctx)
    }

    /// Anybody opens an empty stake position for a holder.
    pub fn open_stake_position(ctx: Context<OpenStakePosition>) -> Result<()> {
        compute::open_stake_position(ctx)
    }

    /// The holder stakes tokens with an active provider.
    pub fn stake_tokens(ctx: Context<StakeTokens>, amount: u64) -> Result<()> {
        compute::stake_tokens(ctx, amount)
    }

    /// The holder starts the way out for shares.
    pub fn request_unstake(ctx: Context<RequestUnstake>, shares: u64) -> Result<()> {
        compute::request_unstake(ctx, shares)
    }

    /// Anybody has a tranche paid to its holder once it is ready, and closed to its payer.
    pub fn withdraw_stake(ctx: Context<WithdrawStake>) -> Result<()> {
        compute::withdraw_stake(ctx)
    }

    /// The authority takes a part of a provider's stake, within the cap, once per offence.
    pub fn slash_provider(ctx: Context<SlashProvider>, args: SlashProviderArgs) -> Result<()> {
        compute::slash_provider(ctx, args)
    }

    /// The holder makes a position's shares weight in the provider's reward pool.
    pub fn join_rewards(ctx: Context<JoinRewards>) -> Result<()> {
        compute::join_rewards(ctx)
    }

    /// The holder takes a position out of its reward pool; anybody where it has no shares any more or
    /// the provider has retired. Refuses while rewards are owed.
    pub fn leave_rewards(ctx: Context<LeaveRewards>) -> Result<()> {
        compute::leave_rewards(ctx)
    }

    /// Anybody closes an empty stake position, to its payer.
    pub fn close_stake_position(ctx: Context<CloseStakePosition>) -> Result<()> {
        compute::close_stake_position(ctx)
    }

    /// Anybody closes an offence of a closed provider, to its payer.
    pub fn close_offence(ctx: Context<CloseOffence>) -> Result<()> {
        compute::close_offence(ctx)
    }

    /// Anybody closes a retired provider without stake and positions, to its payer.
    pub fn close_provider(ctx: Context<CloseProvider>) -> Result<()> {
        compute::close_provider(ctx)
    }
    // ---- bond ----

    /// Anybody tells a bond that its log has grown; the operator, that there is nothing new.
    pub fn note_checkpoint(ctx: Context<NoteCheckpoint>) -> Result<()> {
        bond::note_checkpoint(ctx)
    }

    /// The writer of a log opens its bond towards an organisation.
    pub fn open_bond(ctx: Context<OpenBond>, args: OpenBondArgs) -> Result<()> {
        bond::open_bond(ctx, args)
    }

    /// The operator adds to a bond.
    pub fn add_bond(ctx: Context<AddBond>, amount: u64) -> Result<()> {
        bond::add_bond(ctx, amount)
    }

    /// The operator promises checkpoints more often.
    pub fn shorten_interval(ctx: Context<ShortenInterval>, checkpoint_interval: u64) -> Result<()> {
        bond::shorten_interval(ctx, checkpoint_interval)
    }

    /// The operator starts the way out for a part of a bond, or all of it.
    pub fn request_unbond(ctx: Context<RequestUnbond>, amount: u64) -> Result<()> {
        bond::request_unbond(ctx, amount)
    }

    /// The operator takes out what was requested, after the cooldown, but for what open questions may cost; or anybody
    /// pays it out to the operator.
    pub fn withdraw_bond(ctx: Context<WithdrawBond>) -> Result<()> {
        bond::withdraw_bond(ctx)
    }

    /// The authority takes a part of a bond, within the cap.
    pub fn slash_bond(ctx: Context<SlashBond>, args: SlashBondArgs) -> Result<()> {
        bond::slash_bond(ctx, args)
    }

    /// Anybody closes an empty bond, to its payer.
    pub fn close_bond(ctx: Context<CloseBond>) -> Result<()> {
        bond::close_bond(ctx)
    }
    // ---- appeals ----

    /// A judge votes on an appeal (0 uphold, 1 reject, 2 abstain), or changes the vote.
    pub fn cast_appeal_vote<'info>(
        ctx: Context<'info, CastAppealVote<'info>>,
        choice: u8,
        grounds_hash: [u8; 32],
    ) -> Result<()> {
        appeals::cast_appeal_vote(ctx, choice, grounds_hash)
    }

    /// The authority sets on which terms the log behind a bond can be questioned, after the cooldown.
    pub fn set_appeal_rules(ctx: Context<SetAppealRules>, terms: AppealTerms) -> Result<()> {
        appeals::set_appeal_rules(ctx, terms)
    }

    /// Anybody questions a leaf of a bonded log, with a deposit.
    pub fn open_question(ctx: Context<OpenQuestion>, args: OpenQuestionArgs) -> Result<()> {
        appeals::open_question(ctx, args)
    }

    /// The operator answers a question in the log, before its deadline.
    pub fn answer_question(ctx: Context<AnswerQuestion>, args: AnswerQuestionArgs) -> Result<()> {
        appeals::answer_question(ctx, args)
    }

    /// Anybody settles a question that was not answered in time: the bond is slashed.
    pub fn report_unanswered(ctx: Context<SettleQuestion>) -> Result<()> {
        appeals::report_unanswered(ctx)
    }

    /// The questioner is content, or anybody says that nobody appealed in time: the deposit returns.
    pub fn accept_answer(ctx: Context<AcceptAnswer>) -> Result<()> {
        appeals::accept_answer(ctx)
    }

    /// The questioner puts an answer to the vote of a chamber.
    pub fn open_appeal<'info>(
        ctx: Context<'info, OpenAppeal<'info>>,
        grounds_hash: [u8; 32],
    ) -> Result<()> {
        appeals::open_appeal(ctx, grounds_hash)
    }

    /// Anybody counts the vote on an appeal: the bond is slashed, or the deposit lost, or neither.
    pub fn finalize_appeal(ctx: Context<SettleQuestion>) -> Result<()> {
        appeals::finalize_appeal(ctx)
    }

    /// Anybody closes a counted ballot, to its payer.
    pub fn close_ballot(ctx: Context<CloseBallot>) -> Result<()> {
        appeals::close_ballot(ctx)
    }

    /// Anybody closes a settled question without ballots, to its payer.
    pub fn close_question(ctx: Context<CloseQuestion>) -> Result<()> {
        appeals::close_question(ctx)
    }

    /// Anybody closes the terms of a bond that is no more, to their payer.
    pub fn close_appeal_rules<'info>(ctx: Context<'info, CloseAppealRules<'info>>) -> Result<()> {
        appeals::close_appeal_rules(ctx)
    }

    // ---- revenue ----

    /// Anybody deposits what a version earned; it is split at once.
    pub fn deposit_revenue(ctx: Context<DepositRevenue>, amount: u64) -> Result<()> {
        revenue::deposit_revenue(ctx, amount)
    }

    /// Anybody has a share paid to whom it belongs: 0 treasury, 1 maintainer, 2 to 9 owners of datasets.
    pub fn claim_revenue(ctx: Context<ClaimRevenue>, place: u8) -> Result<()> {
        revenue::claim_revenue(ctx, place)
    }

    /// Anybody passes a parent's share on into its pool: 0 to 3.
    pub fn distribute_revenue(ctx: Context<DistributeRevenue>, place: u8) -> Result<()> {
        revenue::distribute_revenue(ctx, place)
    }

    /// Anybody creates the pool of what a version earns in a mint.
    pub fn create_revenue_pool(ctx: Context<CreateRevenuePool>) -> Result<()> {
        revenue::create_revenue_pool(ctx)
    }

    /// The authority sets how a version's revenue is shared.
    pub fn set_revenue_shares<'info>(
        ctx: Context<'info, SetRevenueShares<'info>>,
        table: RevenueTable,
    ) -> Result<()> {
        revenue::set_revenue_shares(ctx, table)
    }

    /// The authority closes a pool that is paid out, its payer one whose shares were never set, anybody that of a
    /// closed version.
    pub fn close_revenue_pool<'info>(ctx: Context<'info, CloseRevenuePool<'info>>) -> Result<()> {
        revenue::close_revenue_pool(ctx)
    }
}
