use anchor_lang::prelude::*;

use crate::constants::*;
use crate::dao::Config;
use crate::error::AlthingError;
use crate::math::mul_div_ceil;

/// On which terms a log can be questioned. A question freezes them when it is opened.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Debug, PartialEq, Eq)]
pub struct AppealTerms {
    /// Deposit of a question while no other is open, base units of the organisation's mint.
    pub question_bond: u64,
    /// With so many questions open the deposit has doubled, with twice as many trebled, and so on, up to ten times.
    pub crowd: u32,
    /// How long the operator may take to answer, seconds.
    pub answer_period: i64,
    /// How long after the answer an appeal is possible, seconds.
    pub appeal_period: i64,
    /// How long the vote on an appeal is open, seconds.
    pub voting_period: i64,
    /// Penalty for no answer, basis points of the bond.
    pub unanswered_bps: u16,
    /// Penalty for an appeal that is upheld, basis points of the bond.
    pub upheld_bps: u16,
    /// The questioner's share of a penalty, basis points; the rest goes to the treasury.
    pub questioner_bps: u16,
    /// Index of the chamber that judges appeals.
    pub chamber: u8,
}

/// The terms for the log behind a bond. Seeds: `"rules"`, dao, bond.
#[account]
#[derive(InitSpace, Debug)]
pub struct AppealRules {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// The organisation.
    pub dao: Pubkey,
    /// The bond.
    pub bond: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// From when on `latest` is in force, unix seconds.
    pub effective_at: i64,
    /// The terms set last.
    pub latest: AppealTerms,
    /// The terms in force until then; none where there were none.
    pub before: Option<AppealTerms>,
}

impl AppealTerms {
    /// Checks every bound against the organisation's rules as they are.
    ///
    /// # Errors
    /// The error that names the field.
    pub fn validate(&self, config: &Config) -> Result<()> {
        ensure!(self.question_bond > 0, AlthingError::QuestionBondIsZero);
        ensure!(
            (1..=MAX_CROWD).contains(&self.crowd),
            AlthingError::CrowdOutOfBounds
        );
        ensure!(
            (MIN_ANSWER_PERIOD..=MAX_ANSWER_PERIOD).contains(&self.answer_period),
            AlthingError::AnswerPeriodOutOfBounds
        );
        ensure!(
            (MIN_APPEAL_PERIOD..=MAX_APPEAL_PERIOD).contains(&self.appeal_period),
            AlthingError::AppealPeriodOutOfBounds
        );
        // Seats are kept, and their weights remembered, for as long as a proposal's vote takes.
        ensure!(
            (MIN_VOTING_PERIOD..=config.voting_period).contains(&self.voting_period),
            AlthingError::AppealVotingPeriodOutOfBounds
        );
        ensure!(
            (1..=BPS).contains(&self.unanswered_bps) && (1..=BPS).contains(&self.upheld_bps),
            AlthingError::PenaltyOutOfBounds
        );
        ensure!(
            self.questioner_bps <= MAX_REPORTER_BPS,
            AlthingError::ShareOutOfBounds
        );
        Ok(())
    }

    /// The deposit of a question while `open` others are, base units: `question_bond * (1 + open / crowd)`,
    /// rounded up, at most [`MAX_DEPOSIT_FACTOR`] times `question_bond`. `None` where it does not fit.
    #[must_use]
    pub fn deposit(&self, open: u32) -> Option<u64> {
        let crowd = u64::from(self.crowd);
        let most = crowd.checked_mul(MAX_DEPOSIT_FACTOR.checked_sub(1)?)?;
        let more = mul_div_ceil(self.question_bond, u64::from(open).min(most), crowd)?;
        self.question_bond.checked_add(more)
    }
}

impl AppealRules {
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len().saturating_add(Self::INIT_SPACE);

    /// Sets terms that come into force at `effective_at`. Terms that were not in force yet are forgotten.
    pub fn set(&mut self, terms: AppealTerms, now: i64, effective_at: i64) {
        if now >= self.effective_at {
            self.before = Some(self.latest.clone());
        }
        self.latest = terms;
        self.effective_at = effective_at;
    }

    /// The terms in force.
    ///
    /// # Errors
    /// [`AlthingError::RulesNotInForce`] where the first are not yet.
    pub fn in_force(&self, now: i64) -> Result<&AppealTerms> {
        if now >= self.effective_at {
            return Ok(&self.latest);
        }
        self.before
            .as_ref()
            .ok_or_else(|| AlthingError::RulesNotInForce.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn config() -> Config {
        Config {
            epoch_length: 100,
            voting_period: 50,
            hold_up: 20,
            execution_window: 100,
            withdrawal_cooldown: 200,
            proposal_threshold: 50,
            quorum_bps: 3_000,
            approval_bps: 5_000,
            slash_cap_bps: 3_000,
            attestations_needed: 2,
        }
    }

    fn terms() -> AppealTerms {
        AppealTerms {
            question_bond: 10,
            crowd: 4,
            answer_period: 100,
            appeal_period: 100,
            voting_period: 50,
            unanswered_bps: 1_000,
            upheld_bps: 2_000,
            questioner_bps: 2_500,
            chamber: 1,
        }
    }

    fn rules(effective_at: i64) -> AppealRules {
        AppealRules {
            version: 1,
            bump: 2,
            dao: Pubkey::default(),
            bond: Pubkey::default(),
            payer: Pubkey::default(),
            effective_at,
            latest: terms(),
            before: None,
        }
    }

    type Change = fn(&mut AppealTerms);

    #[test]
    fn each_bound_is_refused_by_name() {
        use AlthingError::*;
        let changes: [(Change, AlthingError); 17] = [
            (|t| t.question_bond = 0, QuestionBondIsZero),
            (|t| t.crowd = 0, CrowdOutOfBounds),
            (|t| t.crowd = 1_000_001, CrowdOutOfBounds),
            (|t| t.answer_period = 9, AnswerPeriodOutOfBounds),
            (|t| t.answer_period = -1, AnswerPeriodOutOfBounds),
            (|t| t.answer_period = 7_776_001, AnswerPeriodOutOfBounds),
            (|t| t.appeal_period = 9, AppealPeriodOutOfBounds),
            (|t| t.appeal_period = i64::MIN, AppealPeriodOutOfBounds),
            (|t| t.appeal_period = 7_776_001, AppealPeriodOutOfBounds),
            (|t| t.voting_period = 2, AppealVotingPeriodOutOfBounds),
            (|t| t.voting_period = 51, AppealVotingPeriodOutOfBounds),
            (|t| t.unanswered_bps = 0, PenaltyOutOfBounds),
            (|t| t.unanswered_bps = 10_001, PenaltyOutOfBounds),
            (|t| t.upheld_bps = 0, PenaltyOutOfBounds),
            (|t| t.upheld_bps = 10_001, PenaltyOutOfBounds),
            (|t| t.questioner_bps = 5_001, ShareOutOfBounds),
            (|t| t.questioner_bps = u16::MAX, ShareOutOfBounds),
        ];
        for (change, expected) in changes {
            let mut terms = terms();
            change(&mut terms);
            match terms.validate(&config()) {
                Err(Error::AnchorError(error)) => {
                    assert_eq!(error.error_code_number, u32::from(expected), "{terms:?}");
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn bounds_are_inclusive() {
        let changes: [Change; 14] = [
            |t| t.question_bond = 1,
            |t| t.question_bond = u64::MAX,
            |t| t.crowd = 1,
            |t| t.crowd = 1_000_000,
            |t| t.answer_period = 10,
            |t| t.answer_period = 7_776_000,
            |t| t.appeal_period = 10,
            |t| t.appeal_period = 7_776_000,
            |t| t.voting_period = 3,
            |t| t.voting_period = 50,
            |t| t.unanswered_bps = 1,
            |t| (t.unanswered_bps, t.upheld_bps) = (10_000, 10_000),
            |t| t.upheld_bps = 1,
            |t| t.questioner_bps = 5_000,
        ];
        for change in changes {
            let mut terms = terms();
            change(&mut terms);
            assert!(terms.validate(&config()).is_ok(), "{terms:?}");
        }
    }

    #[test]
    fn a_deposit_doubles_with_the_crowd() {
        let deposits = [0, 1, 2, 4, 5, 8].map(|open| terms().deposit(open));
        assert_eq!(deposits, [10, 13, 15, 20, 23, 30].map(Some));
        // And stays where it is ten times as much: nobody is priced out by others who ask.
        let deposits = [35, 36, 37, u32::MAX].map(|open| terms().deposit(open));
        assert_eq!(deposits, [98, 100, 100, 100].map(Some));
        let huge = AppealTerms {
            question_bond: u64::MAX,
            ..terms()
        };
        assert_eq!((huge.deposit(0), huge.deposit(1)), (Some(u64::MAX), None));
    }

    #[test]
    fn terms_come_into_force_at_their_second_and_those_before_stay_until_then() {
        let mut rules = rules(100);
        assert!(rules.in_force(99).is_err());
        assert_eq!(rules.in_force(100).unwrap(), &terms());
        let stricter = AppealTerms {
            upheld_bps: 9_000,
            ..terms()
        };
        rules.set(stricter.clone(), 150, 350);
        assert_eq!(rules.in_force(349).unwrap(), &terms());
        assert_eq!(rules.in_force(350).unwrap(), &stricter);
        // What was not in force yet is forgotten, and not what was.
        let milder = AppealTerms {
            upheld_bps: 1,
            ..terms()
        };
        rules.set(milder.clone(), 349, 549);
        assert_eq!(rules.in_force(548).unwrap(), &terms());
        assert_eq!(rules.in_force(549).unwrap(), &milder);
        rules.set(stricter.clone(), 549, 749);
        assert_eq!(rules.in_force(748).unwrap(), &milder);
    }

    #[test]
    fn first_terms_that_are_replaced_in_time_never_bind() {
        let mut rules = rules(100);
        rules.set(terms(), 99, 299);
        assert!(rules.before.is_none() && rules.in_force(298).is_err());
    }

    #[test]
    fn the_account_has_the_documented_size() {
        assert_eq!((AppealTerms::INIT_SPACE, AppealRules::SPACE), (43, 201));
    }

    proptest! {
        #[test]
        fn more_questions_never_make_a_deposit_smaller(bond in 1u64..1 << 40, crowd in 1u32..=1_000_000, open in 0u32..1 << 20) {
            let terms = AppealTerms { question_bond: bond, crowd, ..terms() };
            let (now, next) = (terms.deposit(open).unwrap(), terms.deposit(open + 1).unwrap());
            prop_assert!(bond <= now && now <= next);
            let counted = u128::from(open).min(9 * u128::from(crowd));
            let exact = u128::from(bond) * (u128::from(crowd) + counted);
            let paid = u128::from(now) * u128::from(crowd);
            prop_assert!(paid >= exact && paid < exact + u128::from(crowd));
        }
    }
}
