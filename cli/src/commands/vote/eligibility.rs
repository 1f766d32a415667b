//! Who may vote on what, and why not: everything that the program asks, before anything is signed.

use althing::{Proposal, Seat, VoteRecord};
use anchor_lang::prelude::Pubkey;

use crate::chain::Org;
use crate::commands::proposal::Stage;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::format_time;

/// A member before a proposal.
pub struct Ballot {
    pub org: Org,
    pub address: Pubkey,
    pub proposal: Proposal,
    pub seat_address: Pubkey,
    /// The weight that counts here: that of the frozen epoch.
    pub weight: u64,
    /// The vote that was cast already.
    pub cast: Option<VoteRecord>,
    /// Every reason why no vote can be cast; none where it can.
    pub because: Vec<String>,
}

impl Ballot {
    /// Looks at a member's seat and the proposal.
    ///
    /// # Errors
    /// Where there is no such proposal, or the cluster does not answer.
    pub fn of(context: &Context, proposal: &str, voter: &Pubkey) -> Result<Self> {
        let (address, proposal) = context.proposal(proposal)?;
        let org = context.org_at(&proposal.dao)?;
        let seat_address = context.at().seat(&proposal.chamber, voter);
        let seat: Option<Seat> = context.fetch_if(&seat_address)?;
        let record = context.at().vote(&address, &seat_address);
        let cast: Option<VoteRecord> = context.fetch_if(&record)?;
        let mut because: Vec<String> = not_open(&org, &proposal).into_iter().collect();
        let weight = match weight(&org, &proposal, seat.as_ref()) {
            // What was counted when it was cast counts for as long as it can be changed.
            _ if cast.is_some() => cast.as_ref().map_or(0, |vote| vote.weight),
            Ok(weight) => weight,
            Err(why) => {
                because.push(why);
                0
            }
        };
        Ok(Self {
            org,
            address,
            proposal,
            seat_address,
            weight,
            cast,
            because,
        })
    }

    /// Refuses with every reason where no vote can be cast.
    ///
    /// # Errors
    /// Those reasons.
    pub fn require(&self) -> Result<()> {
        if self.because.is_empty() {
            return Ok(());
        }
        Err(Error::failed(
            format!(
                "you cannot vote on proposal {}: {}",
                self.proposal.number,
                self.because.join("; ")
            ),
            format!("See althing vote preview {}.", self.proposal.number),
        ))
    }
}

/// Why votes are not taken now.
fn not_open(org: &Org, proposal: &Proposal) -> Option<String> {
    let stage = Stage::of(proposal, org.clock.now);
    match stage {
        Stage::Voting => None,
        Stage::Draft => Some("it is a draft, and its vote has not begun".into()),
        Stage::Counting => Some(format!(
            "its vote ended at {}",
            format_time(proposal.voting_ends_at)
        )),
        _ => Some(format!("its vote is over, and it is {}", stage.name())),
    }
}

/// The weight of a seat at the frozen epoch, or why there is none.
fn weight(org: &Org, proposal: &Proposal, seat: Option<&Seat>) -> std::result::Result<u64, String> {
    if proposal.state == Proposal::DRAFT {
        return Ok(seat.map_or(0, |seat| seat.weight.latest()));
    }
    let Some(seat) = seat else {
        return Err(
            "you have no seat among the token holders; a deposit (althing power deposit) counts for votes that are \
             submitted from the epoch after it on"
                .into(),
        );
    };
    let frozen = format_time(org.epoch_start(proposal.epoch));
    match seat.weight_at(proposal.epoch) {
        Err(_) => Err(format!(
            "your weight changed so often that the one of epoch {} (from {frozen}) is no longer known",
            proposal.epoch
        )),
        Ok(0) if seat.weight.latest() > 0 => Err(format!(
            "your deposit came after epoch {} (from {frozen}), at which this vote weighs everybody; it counts in later \
             votes",
            proposal.epoch
        )),
        Ok(0) => Err(format!(
            "your seat had no weight in epoch {} (from {frozen}), at which this vote weighs everybody",
            proposal.epoch
        )),
        Ok(weight) => Ok(weight),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::token::Mint;
    use crate::rpc::Clock;
    use althing::{Chamber, Config, Dao};
    use bytemuck::Zeroable;

    fn org(now: i64) -> Org {
        let config = Config {
            epoch_length: 100,
            voting_period: 50,
            hold_up: 0,
            execution_window: 10,
            withdrawal_cooldown: 150,
            proposal_threshold: 1,
            quorum_bps: 1,
            approval_bps: 5_000,
            slash_cap_bps: 1,
            attestations_needed: 0,
        };
        Org {
            address: Pubkey::default(),
            dao: Dao {
                version: 1,
                bump: 0,
                authority_bump: 0,
                payer: Pubkey::default(),
                creator: Pubkey::default(),
                mint: Pubkey::default(),
                authority: Pubkey::default(),
                log: Pubkey::default(),
                config,
                created_at: 0,
                proposal_count: 1,
                chamber_count: 2,
                lineage_revision: 0,
                name: "x".into(),
            },
            mint: Mint {
                address: Pubkey::default(),
                program: Pubkey::default(),
                decimals: 0,
            },
            chamber_address: Pubkey::default(),
            chamber: Chamber::zeroed(),
            clock: Clock { slot: 1, now },
        }
    }

    fn voting() -> Proposal {
        let mut proposal = Proposal::zeroed();
        proposal.state = Proposal::VOTING;
        proposal.epoch = 3;
        proposal.voting_ends_at = 360;
        proposal
    }

    fn seat(weights: &[(u64, u64)]) -> Seat {
        let mut seat = Seat::zeroed();
        for (epoch, weight) in weights {
            seat.weight.set_from_next(*epoch, *weight);
        }
        seat
    }

    #[test]
    fn an_open_vote_counts_the_weight_of_its_epoch() {
        let org = org(310);
        assert_eq!(not_open(&org, &voting()), None);
        let moved = seat(&[(1, 7), (3, 0)]);
        assert_eq!(weight(&org, &voting(), Some(&moved)), Ok(7));
    }

    #[test]
    fn each_hindrance_is_named() {
        let org = org(310);
        let says = |seat: Option<&Seat>, part: &str| {
            let why = weight(&org, &voting(), seat).unwrap_err();
            assert!(why.contains(part), "{why}");
        };
        says(None, "no seat");
        says(Some(&seat(&[(3, 7)])), "deposit came after epoch 3");
        says(Some(&seat(&[])), "no weight in epoch 3");
        says(Some(&seat(&[(1, 7), (2, 0)])), "no weight in epoch 3");
        let often: Vec<(u64, u64)> = (3..30).map(|epoch| (epoch, epoch)).collect();
        says(Some(&seat(&often)), "no longer known");
    }

    #[test]
    fn a_vote_is_open_until_the_second_in_which_it_ends() {
        let mut proposal = voting();
        assert_eq!(not_open(&org(359), &proposal), None);
        assert!(not_open(&org(360), &proposal).unwrap().contains("ended at"));
        proposal.state = Proposal::DEFEATED;
        assert!(not_open(&org(359), &proposal).unwrap().contains("defeated"));
        proposal.state = Proposal::DRAFT;
        assert!(not_open(&org(359), &proposal).unwrap().contains("draft"));
    }
}
