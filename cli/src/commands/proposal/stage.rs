//! Where a proposal stands: its state and its deadlines together.

use althing::Proposal;
use clap::ValueEnum;

use crate::input::format_time;

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    // Doc comments would make a paragraph of each in the help.
    Draft,
    Voting,
    // Voting is over, and nobody has counted yet.
    Counting,
    // It succeeded, and its pause is not over.
    OnHold,
    Executable,
    Executed,
    Defeated,
    // It succeeded, and was not carried out in time.
    Expired,
    Cancelled,
}

impl Stage {
    /// The stage at a time.
    #[must_use]
    pub fn of(proposal: &Proposal, now: i64) -> Self {
        match proposal.state {
            Proposal::DRAFT => Self::Draft,
            Proposal::VOTING if now < proposal.voting_ends_at => Self::Voting,
            Proposal::VOTING => Self::Counting,
            Proposal::SUCCEEDED if now < proposal.executable_at => Self::OnHold,
            Proposal::SUCCEEDED if now < proposal.expires_at => Self::Executable,
            Proposal::SUCCEEDED => Self::Expired,
            Proposal::DEFEATED => Self::Defeated,
            Proposal::EXECUTED => Self::Executed,
            _ => Self::Cancelled,
        }
    }

    /// As options have it.
    #[must_use]
    pub fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().into())
    }

    /// Whether nothing more can happen but closing.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Executed | Self::Defeated | Self::Expired | Self::Cancelled
        )
    }

    /// What can be done now, and when what else can.
    #[must_use]
    pub fn next(self, proposal: &Proposal) -> String {
        let number = proposal.number;
        match self {
            Self::Draft => format!("its proposer submits it: althing proposal submit {number}"),
            Self::Voting => format!(
                "members vote until {}: althing vote cast {number} yes",
                format_time(proposal.voting_ends_at)
            ),
            Self::Counting => format!("anybody counts: althing proposal finalize {number}"),
            Self::OnHold => format!(
                "anybody carries it out from {} on: althing proposal execute {number}",
                format_time(proposal.executable_at)
            ),
            Self::Executable => format!(
                "anybody carries it out until {}: althing proposal execute {number}",
                format_time(proposal.expires_at)
            ),
            _ => format!("anybody closes it: althing proposal close {number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytemuck::Zeroable;

    fn at(state: u8, now: i64) -> Stage {
        let mut proposal = Proposal::zeroed();
        proposal.state = state;
        proposal.voting_ends_at = 10;
        proposal.executable_at = 20;
        proposal.expires_at = 30;
        Stage::of(&proposal, now)
    }

    #[test]
    fn deadlines_are_the_first_second_of_what_follows() {
        assert_eq!(at(Proposal::DRAFT, 99), Stage::Draft);
        assert_eq!(at(Proposal::VOTING, 9), Stage::Voting);
        assert_eq!(at(Proposal::VOTING, 10), Stage::Counting);
        assert_eq!(at(Proposal::SUCCEEDED, 19), Stage::OnHold);
        assert_eq!(at(Proposal::SUCCEEDED, 20), Stage::Executable);
        assert_eq!(at(Proposal::SUCCEEDED, 29), Stage::Executable);
        assert_eq!(at(Proposal::SUCCEEDED, 30), Stage::Expired);
    }

    #[test]
    fn finished_stages_are_those_of_the_program() {
        for state in 0..=Proposal::CANCELLED {
            for now in [9, 10, 20, 30] {
                let mut proposal = Proposal::zeroed();
                proposal.state = state;
                proposal.voting_ends_at = 10;
                proposal.executable_at = 20;
                proposal.expires_at = 30;
                let program = proposal.require_finished(now).is_ok();
                assert_eq!(at(state, now).is_final(), program, "{state} {now}");
            }
        }
    }

    #[test]
    fn names_are_those_of_the_options() {
        assert_eq!(Stage::OnHold.name(), "on-hold");
        assert_eq!(Stage::Voting.name(), "voting");
    }
}
