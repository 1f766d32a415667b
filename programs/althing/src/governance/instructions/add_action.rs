use anchor_lang::prelude::*;

use crate::constants::*;
use crate::create::create;
use crate::error::AlthingError;
use crate::governance::state::action::MIN_PAYLOAD;
use crate::governance::{Action, Proposal};

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct AddActionArgs {
    /// The proposal's count of actions so far.
    pub index: u8,
    /// Bytes that the whole payload will have, 33 to 10,000.
    pub length: u16,
    /// Its first bytes.
    pub chunk: Vec<u8>,
}

#[derive(Accounts)]
#[instruction(args: AddActionArgs)]
pub struct AddAction<'info> {
    #[account(mut, has_one = proposer @ AlthingError::NotProposer)]
    pub proposal: AccountLoader<'info, Proposal>,
    /// CHECK: created here, at the address of this index.
    #[account(mut, seeds = [SEED_ACTION, proposal.key().as_ref(), &[args.index]], bump)]
    pub action: UncheckedAccount<'info>,
    pub proposer: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Adds an instruction of any program to a draft. One that is longer than a transaction is continued
/// with `append_action`.
///
/// # Specification
/// - Only the proposer may, while the proposal is a draft.
/// - Actions are added in order, at most 16.
/// - The payload has 33 to 10,000 bytes; it is decoded and checked when the proposal is submitted.
pub fn add_action(ctx: Context<AddAction>, args: AddActionArgs) -> Result<()> {
    let length = usize::from(args.length);
    ensure!(
        (MIN_PAYLOAD..=MAX_ACTION_PAYLOAD).contains(&length),
        AlthingError::ActionLengthOutOfBounds
    );
    ensure!(args.chunk.len() <= length, AlthingError::ChunkDoesNotFit);

    let mut proposal = ctx.accounts.proposal.load_mut()?;
    proposal.require_state(Proposal::DRAFT)?;
    ensure_eq!(
        args.index,
        proposal.action_count,
        AlthingError::WrongActionIndex
    );
    ensure!(
        args.index < MAX_ACTIONS,
        AlthingError::ActionCountOutOfBounds
    );
    proposal.action_count = args.index.checked_add(1).ok_or(AlthingError::Overflow)?;
    proposal.open_actions = proposal.action_count;

    let key = ctx.accounts.proposal.key();
    let seeds: [&[u8]; 4] = [
        SEED_ACTION,
        key.as_ref(),
        &[args.index],
        &[ctx.bumps.action],
    ];
    create(
        &ctx.accounts.action,
        &ctx.accounts.payer,
        Action::space(args.length),
        &seeds,
    )?;
    let action = Action {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.action,
        index: args.index,
        proposal: key,
        payer: ctx.accounts.payer.key(),
        length: args.length,
        payload: args.chunk,
    };
    action.try_serialize(&mut &mut ctx.accounts.action.try_borrow_mut_data()?[..])
}
