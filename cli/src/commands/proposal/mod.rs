//! `althing proposal`: what is put to the vote, and carrying it out.

mod add_action;
mod cancel;
mod close;
mod create;
mod execute;
mod finalize;
mod list;
mod show;
mod simulate;
pub mod stage;
mod submit;
mod watch;

use althing::math::tally;
use althing::Proposal;
use anchor_lang::prelude::Pubkey;

use crate::chain::Org;
use crate::output::{cell::padded, Cell, Record};

pub use stage::Stage;

group! {
    /// Put actions of the organisation to the vote, and carry out what was decided
    ///
    /// An action is any instruction that the organisation's authority signs. Every command that sends can make one:
    /// --propose TITLE puts what it does to the vote, --add-to PROPOSAL adds it to a draft.
    Group {
        AddAction(add_action::AddAction),
        Cancel(cancel::Cancel),
        Close(close::Close),
        Create(create::Create),
        Execute(execute::Execute),
        Finalize(finalize::Finalize),
        List(list::List),
        Show(show::Show),
        Simulate(simulate::Simulate),
        Submit(submit::Submit),
        Watch(watch::Watch),
    }
}

/// What a list says of a proposal.
fn summary(org: &Org, address: &Pubkey, proposal: &Proposal) -> Record {
    record! {
        "number" => proposal.number,
        "proposal" => address,
        "title" => padded(&proposal.title),
        "stage" => Stage::of(proposal, org.clock.now).name(),
        "actions" => proposal.action_count,
        "yes" => org.weight(proposal.yes),
        "no" => org.weight(proposal.no),
        "votingEndsAt" => Cell::Time(proposal.voting_ends_at),
    }
}

/// How a vote stands against its bounds.
#[must_use]
pub fn standing(org: &Org, proposal: &Proposal) -> Record {
    let tally = proposal.tally();
    let cast = [tally.yes, tally.no, tally.abstain];
    let cast = cast.iter().map(|weight| u128::from(*weight)).sum::<u128>();
    let (eligible, quorum) = (proposal.eligible, proposal.quorum_bps);
    let needed = althing::math::bps_ceil(eligible, quorum).unwrap_or(u64::MAX);
    record! {
        "yes" => org.weight(tally.yes),
        "no" => org.weight(tally.no),
        "abstain" => org.weight(tally.abstain),
        "turnout" => org.weight(u64::try_from(cast).unwrap_or(u64::MAX)),
        "quorum" => org.weight(needed),
        "eligible" => org.weight(eligible),
        "approvalNeeded" => Cell::Bps(proposal.approval_bps),
        "quorumReached" => tally::reaches_quorum(tally, eligible, quorum),
        "wouldPass" => tally::passes(tally, eligible, quorum, proposal.approval_bps),
    }
}
