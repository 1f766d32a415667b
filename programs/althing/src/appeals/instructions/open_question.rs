use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::appeals::{events::QuestionOpened, AppealRules, AppealTerms, Question};
use crate::audit::AuditLog;
use crate::bond::LogBond;
use crate::constants::*;
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::math::merkle;
use crate::token;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct OpenQuestionArgs {
    /// The leaf's index in the log.
    pub index: u64,
    /// The leaf.
    pub leaf: [u8; 32],
    /// SHA-256 of the salted question.
    pub question_hash: [u8; 32],
    /// The most that the questioner deposits, base units: others may have asked in between.
    pub max_deposit: u64,
    /// That the leaf is in the log: an RFC 6962 inclusion proof, or the beginning of one, up to the perfect subtree
    /// that holds the leaf.
    pub proof: Vec<[u8; 32]>,
}

#[derive(Accounts)]
#[instruction(args: OpenQuestionArgs)]
pub struct OpenQuestion<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        has_one = dao @ AlthingError::WrongDao,
        has_one = bond @ AlthingError::WrongBond
    )]
    pub rules: Box<Account<'info, AppealRules>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = audit_log @ AlthingError::WrongAuditLog,
        has_one = mint @ AlthingError::WrongMint
    )]
    pub bond: AccountLoader<'info, LogBond>,
    pub audit_log: AccountLoader<'info, AuditLog>,
    #[account(
        init,
        payer = payer,
        space = Question::SPACE,
        seeds = [
            SEED_QUESTION,
            audit_log.key().as_ref(),
            &args.index.to_le_bytes()[..],
            questioner.key().as_ref()
        ],
        bump
    )]
    pub question: AccountLoader<'info, Question>,
    #[account(
        init,
        payer = payer,
        token::mint = mint,
        token::authority = question,
        token::token_program = token_program,
        seeds = [SEED_VAULT, question.key().as_ref()],
        bump
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the deposit comes from: any account that the questioner may spend from.
    #[account(mut, dup, constraint = from.mint == mint.key() @ AlthingError::WrongMint)]
    pub from: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub questioner: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    pub system_program: Program<'info, System>,
}

/// Questions a leaf of a bonded log, with a deposit.
///
/// # Specification
/// - Anybody may but the operator, for themselves: the questioner signs.
/// - Terms are in force, and the bond is not released.
/// - The leaf is in the log, at this index: the proof leads to a perfect subtree of the log as it is now. So it
///   outlasts what is appended meanwhile, until that subtree becomes part of a larger one.
/// - The deposit is what the terms say for the number of questions that are open, at most `max_deposit`, and
///   arrives exactly.
/// - Terms, quorum, approval and penalties are frozen; what the question can cost is at stake in the bond.
/// - A questioner has one question about a leaf at a time: a second is refused by the system program.
pub fn open_question(ctx: Context<OpenQuestion>, args: OpenQuestionArgs) -> Result<()> {
    let deposit = enter_question(&ctx, &args)?;
    let accounts = &mut *ctx.accounts;
    token::receive(
        &accounts.from,
        &mut accounts.vault,
        &accounts.mint,
        &accounts.questioner,
        &accounts.token_program,
        deposit,
    )
}

/// Checks and freezes everything; returns the deposit.
#[inline(never)]
fn enter_question(ctx: &Context<OpenQuestion>, args: &OpenQuestionArgs) -> Result<u64> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let terms = accounts.rules.in_force(now)?;
    let log_size = require_logged(&accounts.audit_log, args.index, &args.leaf, &args.proof)?;
    ensure!(args.question_hash != [0; 32], AlthingError::HashIsZero);

    let mut bond = accounts.bond.load_mut()?;
    bond.require_liable(now)?;
    ensure!(
        accounts.questioner.key() != bond.operator,
        AlthingError::OperatorAsks
    );
    let deposit = terms
        .deposit(bond.open_questions)
        .ok_or(AlthingError::Overflow)?;
    ensure!(deposit <= args.max_deposit, AlthingError::DepositOverLimit);

    // Field by field: the account is fresh, and what is not set here is zero.
    let mut question = accounts.question.load_init()?;
    question.version = ACCOUNT_VERSION;
    question.bump = ctx.bumps.question;
    question.state = Question::OPEN;
    question.dao = accounts.dao.key();
    question.bond = accounts.bond.key();
    question.audit_log = accounts.audit_log.key();
    question.operator = bond.operator;
    question.questioner = accounts.questioner.key();
    question.payer = accounts.payer.key();
    question.mint = accounts.mint.key();
    question.vault = accounts.vault.key();
    question.leaf = args.leaf;
    question.question_hash = args.question_hash;
    question.index = args.index;
    question.log_size = log_size;
    question.deposit = deposit;
    freeze_terms(&mut question, terms, &accounts.dao, &bond, now)?;

    let at_stake = bond
        .at_stake
        .get()
        .checked_add(u128::from(question.at_stake()))
        .ok_or(AlthingError::Overflow)?;
    bond.at_stake.set(at_stake);
    bond.open_questions = bond
        .open_questions
        .checked_add(1)
        .ok_or(AlthingError::Overflow)?;
    emit!(QuestionOpened {
        question: accounts.question.key(),
        bond: question.bond,
        questioner: question.questioner,
        index: args.index,
        question_hash: args.question_hash,
        deposit,
        answer_by: question.answer_by,
    });
    Ok(deposit)
}

fn freeze_terms(
    question: &mut Question,
    terms: &AppealTerms,
    dao: &Dao,
    bond: &LogBond,
    now: i64,
) -> Result<()> {
    question.chamber_index = terms.chamber;
    question.questioner_bps = terms.questioner_bps;
    question.quorum_bps = dao.config.quorum_bps;
    question.approval_bps = dao.config.approval_bps;
    question.unanswered_penalty = bond.part(terms.unanswered_bps)?;
    question.upheld_penalty = bond.part(terms.upheld_bps)?;
    question.opened_at = now;
    question.answer_by = now
        .checked_add(terms.answer_period)
        .ok_or(AlthingError::Overflow)?;
    question.appeal_period = terms.appeal_period;
    question.voting_period = terms.voting_period;
    Ok(())
}

/// The leaf stands at `index` in the log. Returns the log's size.
///
/// # Errors
/// [`AlthingError::ProofTooLong`], [`AlthingError::NotInLog`].
pub(super) fn require_logged(
    log: &AccountLoader<AuditLog>,
    index: u64,
    leaf: &[u8; 32],
    proof: &[[u8; 32]],
) -> Result<u64> {
    ensure!(proof.len() <= MAX_PROOF, AlthingError::ProofTooLong);
    let log = log.load()?;
    ensure!(
        merkle::leads_to_frontier(leaf, index, log.size, proof, &log.frontier),
        AlthingError::NotInLog
    );
    Ok(log.size)
}
