//! Attacks on the whole program. `findings` holds those that worked when they were written: each asserts
//! the safe behaviour. The others hold what must stay impossible.

#![allow(clippy::cloned_ref_to_slice_refs)] // A list of one action reads better as a list.

mod accounts_reused;
mod execution;
mod findings;
mod votes;

use althing::Proposal;
use althing_program_tests::prelude::*;

/// An action that always works: one base unit from the treasury to member 0.
fn gift(w: &World, c: &Community) -> Instruction {
    w.transfer(&c.mint, &c.treasury, &c.members[0].tokens, &c.authority, 1)
}

fn proposal(w: &World, motion: &Motion) -> Proposal {
    w.zero_copy(&motion.proposal)
}

fn yes(c: &Community, motion: &Motion, member: &Member) -> Instruction {
    let vote = instruction::CastVote {
        choice: Proposal::YES,
        action_hash: motion.hash(),
    };
    c.cast_vote(motion.proposal, member).call(vote)
}
