//! Takes stake from a bond: the one way in which any room does.

use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use super::{entries, LogBond};
use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::{MAX_REPORTER_BPS, SEED_BOND};
use crate::error::AlthingError;
use crate::math::bps_floor;
use crate::math::shares::Slash;
use crate::token;

/// Why a bond is slashed. A number that was published keeps its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Reason {
    /// The organisation voted for it.
    Vote = 0,
    /// Two checkpoints of the log that cannot both be true, both signed with its key.
    Equivocation = 1,
    /// No checkpoint within the interval that was promised.
    MissedDeadline = 2,
    /// A question without an answer.
    Unanswered = 3,
    /// An appeal that a chamber upheld.
    AppealUpheld = 4,
}

/// What a slash is for.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    pub reason: Reason,
    /// What it is about: a hash of the evidence, or the address of what was asked.
    pub evidence: [u8; 32],
    /// Who brought it about; the actor of the entry.
    pub actor: Pubkey,
}

/// The accounts of a slash. Whoever makes one has checked that `vault` and `mint` are the bond's, that
/// `treasury` is a token account of the authority of the bond's organisation, and `log` its log.
pub struct Slashing<'a, 'info> {
    pub bond: &'a AccountLoader<'info, LogBond>,
    pub vault: &'a InterfaceAccount<'info, TokenAccount>,
    pub treasury: &'a InterfaceAccount<'info, TokenAccount>,
    /// Where the reporter's share goes; none where nobody is to be paid.
    pub reporter: Option<&'a InterfaceAccount<'info, TokenAccount>>,
    pub mint: &'a InterfaceAccount<'info, Mint>,
    pub token_program: &'a Interface<'info, TokenInterface>,
    pub log: &'a AccountLoader<'info, AuditLog>,
}

/// Takes `amount` base units, or what is left where that is less, from what counts and from what is on its
/// way out alike. `reporter_bps` of it, rounded down, go to the reporter, the rest to the treasury. Returns
/// what it took.
///
/// # Errors
/// [`AlthingError::BondIsEmpty`] where nothing is left, [`AlthingError::ShareOutOfBounds`] over 5,000
/// basis points; those of the token program and of [`audit::record`].
pub(crate) fn slash(on: &Slashing, amount: u64, reporter_bps: u16, cause: &Cause) -> Result<Slash> {
    let (taken, payload) = enter(on, amount, reporter_bps, cause)?;
    let total = taken.total().ok_or(AlthingError::Overflow)?;
    let rest = total
        .checked_sub(payload.reporter_share)
        .ok_or(AlthingError::Overflow)?;
    if let Some(reporter) = on.reporter {
        pay(on, reporter, payload.reporter_share)?;
    }
    pay(on, on.treasury, rest)?;
    audit::record(on.log, EntryKind::BondSlashed, &cause.actor, &payload)?;
    Ok(taken)
}

/// Takes the stake off the books before the tokens move.
fn enter(
    on: &Slashing,
    amount: u64,
    reporter_bps: u16,
    cause: &Cause,
) -> Result<(Slash, entries::BondSlashed)> {
    let mut bond = on.bond.load_mut()?;
    let taken = bond.take(amount)?;
    let total = taken.total().ok_or(AlthingError::Overflow)?;
    let reporter_share = match on.reporter {
        Some(_) => share(total, reporter_bps)?,
        None => 0,
    };
    let payload = entries::BondSlashed {
        bond: on.bond.key(),
        audit_log: bond.audit_log,
        reason: cause.reason as u8,
        evidence: cause.evidence,
        from_amount: taken.active,
        from_unbonding: taken.unbonding,
        reporter: on.reporter.map_or_else(Pubkey::default, |to| to.owner),
        reporter_share,
    };
    Ok((taken, payload))
}

/// A reporter's share of a slash, rounded down.
fn share(total: u64, bps: u16) -> Result<u64> {
    ensure!(bps <= MAX_REPORTER_BPS, AlthingError::ShareOutOfBounds);
    bps_floor(total, bps).ok_or_else(|| AlthingError::Overflow.into())
}

#[inline(never)]
fn pay<'info>(
    on: &Slashing<'_, 'info>,
    to: &InterfaceAccount<'info, TokenAccount>,
    amount: u64,
) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let (audit_log, bump) = {
        let bond = on.bond.load()?;
        (bond.audit_log, bond.bump)
    };
    token::pay(
        on.vault,
        to,
        on.mint,
        on.bond.to_account_info(),
        on.token_program,
        amount,
        &[SEED_BOND, audit_log.as_ref(), &[bump]],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reporter_gets_at_most_half_rounded_down() {
        assert_eq!(share(100, 0).unwrap(), 0);
        assert_eq!(share(101, 5_000).unwrap(), 50);
        assert_eq!(share(u64::MAX, 5_000).unwrap(), u64::MAX / 2);
        for bps in [5_001, 10_000, u16::MAX] {
            let error = share(100, bps).unwrap_err();
            assert_eq!(error, AlthingError::ShareOutOfBounds.into());
        }
    }
}
