//! The room `governance`: proposals, actions, votes and execution.

#![allow(clippy::cloned_ref_to_slice_refs)] // A list of one action reads better as a list.

mod add_action;
mod append_action;
mod cancel_proposal;
mod cast_vote;
mod close_action;
mod close_proposal;
mod close_vote;
mod create_proposal;
mod execute_proposal;
mod finalize_proposal;
mod submit_proposal;
mod withdraw_vote;

use althing::Proposal;
use althing_program_tests::prelude::*;

/// An action that always works: one base unit from the treasury to member 0.
pub fn gift(w: &World, c: &Community) -> Instruction {
    w.transfer(&c.mint, &c.treasury, &c.members[0].tokens, &c.authority, 1)
}

pub fn proposal(w: &World, motion: &Motion) -> Proposal {
    w.zero_copy(&motion.proposal)
}

pub fn state(w: &World, motion: &Motion) -> u8 {
    proposal(w, motion).state
}
