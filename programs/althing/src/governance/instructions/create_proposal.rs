use anchor_lang::prelude::*;

use crate::constants::*;
use crate::create::create;
use crate::dao::{Chamber, Dao, Seat};
use crate::error::AlthingError;
use crate::governance::{events::ProposalCreated, Proposal};
use crate::text::{fixed, require_name};

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct CreateProposalArgs {
    /// 1 to 64 bytes.
    pub title: String,
    /// Where the description is, at most 128 bytes.
    pub uri: String,
    /// SHA-256 of the description.
    pub description_hash: [u8; 32],
}

#[derive(Accounts)]
pub struct CreateProposal<'info> {
    #[account(mut, dup)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        has_one = dao @ AlthingError::WrongDao,
        constraint = chamber.load()?.index == TOKEN_CHAMBER @ AlthingError::WrongChamber
    )]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(
        has_one = chamber @ AlthingError::WrongSeat,
        constraint = seat.load()?.holder == proposer.key() @ AlthingError::WrongHolder
    )]
    pub seat: AccountLoader<'info, Seat>,
    /// CHECK: created here, at the address of the next number.
    #[account(
        mut,
        seeds = [SEED_PROPOSAL, dao.key().as_ref(), &dao.proposal_count.to_le_bytes()],
        bump
    )]
    pub proposal: UncheckedAccount<'info>,
    pub proposer: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Creates a draft. Its number is the organisation's count of proposals.
///
/// # Specification
/// - Only the holder of a seat in chamber 0 whose weight in this epoch reaches the threshold may.
/// - Title and URI are within their bounds.
pub fn create_proposal<'info>(
    ctx: Context<'info, CreateProposal<'info>>,
    args: CreateProposalArgs,
) -> Result<()> {
    require_name(&args.title, MAX_TITLE, AlthingError::TitleOutOfBounds)?;
    let accounts: &mut CreateProposal = ctx.accounts;
    let epoch = accounts.dao.epoch_at(Clock::get()?.unix_timestamp)?;
    require_threshold(&accounts.dao, &accounts.seat, epoch)?;

    let number = accounts.dao.proposal_count;
    accounts.dao.proposal_count = number.checked_add(1).ok_or(AlthingError::Overflow)?;

    let key = accounts.dao.key();
    let seeds: [&[u8]; 4] = [
        SEED_PROPOSAL,
        key.as_ref(),
        &number.to_le_bytes(),
        &[ctx.bumps.proposal],
    ];
    create(&accounts.proposal, &accounts.payer, Proposal::SPACE, &seeds)?;
    // Field by field: the account is fresh, and a whole value would fill a fifth of the stack frame.
    let record = AccountLoader::<Proposal>::new_unchecked(&accounts.proposal);
    let mut proposal = record.load_init()?;
    proposal.version = ACCOUNT_VERSION;
    proposal.bump = ctx.bumps.proposal;
    proposal.authority_bump = accounts.dao.authority_bump;
    proposal.state = Proposal::DRAFT;
    proposal.dao = accounts.dao.key();
    proposal.authority = accounts.dao.authority;
    proposal.log = accounts.dao.log;
    proposal.chamber = accounts.chamber.key();
    proposal.proposer = accounts.proposer.key();
    proposal.payer = accounts.payer.key();
    proposal.number = number;
    proposal.description_hash = args.description_hash;
    proposal.title = fixed(&args.title, AlthingError::TitleOutOfBounds)?;
    proposal.uri = fixed(&args.uri, AlthingError::ProposalUriOutOfBounds)?;
    emit!(ProposalCreated {
        proposal: accounts.proposal.key(),
        dao: proposal.dao,
        number,
        proposer: proposal.proposer,
    });
    drop(proposal);
    record.exit(&crate::ID)
}

/// The seat's weight at `epoch` reaches the proposal threshold.
///
/// # Errors
/// [`AlthingError::BelowProposalThreshold`].
pub fn require_threshold(dao: &Dao, seat: &AccountLoader<Seat>, epoch: u64) -> Result<()> {
    let weight = seat.load()?.weight_at(epoch)?;
    ensure!(
        weight >= dao.config.proposal_threshold,
        AlthingError::BelowProposalThreshold
    );
    Ok(())
}
