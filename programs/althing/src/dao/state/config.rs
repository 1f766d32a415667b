use anchor_lang::prelude::*;

use crate::constants::*;
use crate::error::AlthingError;

/// An organisation's rules. A proposal freezes them when it is submitted, so a change never moves a
/// vote that has begun.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Length of an epoch, seconds. Fixed at foundation.
    pub epoch_length: i64,
    /// How long a vote is open, seconds.
    pub voting_period: i64,
    /// Pause between the end of a vote and its execution, seconds.
    pub hold_up: i64,
    /// How long after the hold-up an approval can be executed, seconds.
    pub execution_window: i64,
    /// Delay of withdrawals and of unstaking, seconds.
    pub withdrawal_cooldown: i64,
    /// Weight needed to propose, in units of weight of chamber 0.
    pub proposal_threshold: u64,
    /// Turnout needed, abstentions included, in basis points of the weight eligible.
    pub quorum_bps: u16,
    /// Yes needed, in basis points of yes and no.
    pub approval_bps: u16,
    /// The most that a provider can lose to slashes within one epoch, in basis points of its stake.
    pub slash_cap_bps: u16,
    /// Passing attestations that a version needs before it can be promoted.
    pub attestations_needed: u8,
}

impl Config {
    /// Checks every bound, and that the periods leave a proposal possible.
    ///
    /// # Errors
    /// The error that names the field.
    pub fn validate(&self) -> Result<()> {
        ensure!(
            (MIN_EPOCH_LENGTH..=MAX_EPOCH_LENGTH).contains(&self.epoch_length),
            AlthingError::EpochLengthOutOfBounds
        );
        ensure!(
            (MIN_VOTING_PERIOD..=MAX_VOTING_PERIOD).contains(&self.voting_period),
            AlthingError::VotingPeriodOutOfBounds
        );
        let epochs_remembered = i64::try_from(CHECKPOINTS).unwrap_or(0).saturating_sub(2);
        ensure!(
            self.voting_period <= self.epoch_length.saturating_mul(epochs_remembered),
            AlthingError::VotingPeriodSpansTooManyEpochs
        );
        ensure!(
            (0..=MAX_HOLD_UP).contains(&self.hold_up),
            AlthingError::HoldUpOutOfBounds
        );
        ensure!(
            (MIN_EXECUTION_WINDOW..=MAX_EXECUTION_WINDOW).contains(&self.execution_window),
            AlthingError::ExecutionWindowOutOfBounds
        );
        // Weight lasts until its epoch ends, and a vote begun in it until it is executed: whoever decides must still
        // have something at stake then.
        let weight_to_execution = self
            .epoch_length
            .saturating_add(self.voting_period)
            .saturating_add(self.hold_up);
        ensure!(
            (weight_to_execution..=MAX_COOLDOWN).contains(&self.withdrawal_cooldown),
            AlthingError::CooldownOutOfBounds
        );
        ensure!(
            self.proposal_threshold > 0,
            AlthingError::ProposalThresholdIsZero
        );
        ensure!(
            (1..=BPS).contains(&self.quorum_bps),
            AlthingError::QuorumOutOfBounds
        );
        ensure!(
            (MIN_APPROVAL_BPS..=BPS).contains(&self.approval_bps),
            AlthingError::ApprovalOutOfBounds
        );
        ensure!(
            (1..=BPS).contains(&self.slash_cap_bps),
            AlthingError::SlashCapOutOfBounds
        );
        ensure!(
            self.attestations_needed <= MAX_ATTESTATIONS_NEEDED,
            AlthingError::AttestationsNeededOutOfBounds
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valid() -> Config {
        Config {
            epoch_length: 86_400,
            voting_period: 259_200,
            hold_up: 86_400,
            execution_window: 604_800,
            withdrawal_cooldown: 604_800,
            proposal_threshold: 1,
            quorum_bps: 1_000,
            approval_bps: 5_000,
            slash_cap_bps: 3_000,
            attestations_needed: 2,
        }
    }

    fn refuses(change: impl Fn(&mut Config), expected: AlthingError) {
        let mut config = valid();
        change(&mut config);
        let code = match config.validate() {
            Err(Error::AnchorError(error)) => error.error_code_number,
            other => panic!("{other:?}"),
        };
        assert_eq!(code, u32::from(expected));
    }

    #[test]
    fn bounds_are_inclusive() {
        assert!(valid().validate().is_ok());
        for change in [
            |c: &mut Config| c.quorum_bps = 10_000,
            |c: &mut Config| c.quorum_bps = 1,
            |c: &mut Config| c.approval_bps = 10_000,
            |c: &mut Config| c.slash_cap_bps = 10_000,
            |c: &mut Config| c.slash_cap_bps = 1,
            |c: &mut Config| c.attestations_needed = 0,
            |c: &mut Config| c.attestations_needed = 64,
            |c: &mut Config| c.withdrawal_cooldown = 432_000,
            |c: &mut Config| c.withdrawal_cooldown = MAX_COOLDOWN,
            |c: &mut Config| c.voting_period = 14 * 86_400 / 7,
            |c: &mut Config| c.hold_up = 0,
            |c: &mut Config| c.execution_window = 10,
            |c: &mut Config| c.execution_window = MAX_EXECUTION_WINDOW,
        ] {
            let mut config = valid();
            change(&mut config);
            assert!(config.validate().is_ok(), "{config:?}");
        }
    }

    #[test]
    fn each_bound_is_refused_by_name() {
        use AlthingError::*;
        refuses(|c| c.epoch_length = 0, EpochLengthOutOfBounds);
        refuses(|c| c.epoch_length = -1, EpochLengthOutOfBounds);
        refuses(
            |c| c.epoch_length = MAX_EPOCH_LENGTH + 1,
            EpochLengthOutOfBounds,
        );
        refuses(|c| c.voting_period = 2, VotingPeriodOutOfBounds);
        refuses(
            |c| c.voting_period = MAX_VOTING_PERIOD + 1,
            VotingPeriodOutOfBounds,
        );
        refuses(
            |c| c.voting_period = 14 * 86_400 + 1,
            VotingPeriodSpansTooManyEpochs,
        );
        refuses(|c| c.hold_up = -1, HoldUpOutOfBounds);
        refuses(|c| c.hold_up = MAX_HOLD_UP + 1, HoldUpOutOfBounds);
        refuses(|c| c.execution_window = 9, ExecutionWindowOutOfBounds);
        refuses(
            |c| c.execution_window = MAX_EXECUTION_WINDOW + 1,
            ExecutionWindowOutOfBounds,
        );
        refuses(|c| c.withdrawal_cooldown = 431_999, CooldownOutOfBounds);
        refuses(
            |c| c.withdrawal_cooldown = MAX_COOLDOWN + 1,
            CooldownOutOfBounds,
        );
        refuses(|c| c.proposal_threshold = 0, ProposalThresholdIsZero);
        refuses(|c| c.quorum_bps = 0, QuorumOutOfBounds);
        refuses(|c| c.quorum_bps = 10_001, QuorumOutOfBounds);
        refuses(|c| c.approval_bps = 4_999, ApprovalOutOfBounds);
        refuses(|c| c.approval_bps = 10_001, ApprovalOutOfBounds);
        refuses(|c| c.slash_cap_bps = 0, SlashCapOutOfBounds);
        refuses(|c| c.slash_cap_bps = 10_001, SlashCapOutOfBounds);
        refuses(
            |c| c.attestations_needed = 65,
            AttestationsNeededOutOfBounds,
        );
    }
}
