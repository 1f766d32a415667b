//! The room `bond`: stake behind a log.

mod add_bond;
mod close_bond;
mod note_checkpoint;
mod open_bond;
mod request_unbond;
mod shorten_interval;
mod slash_bond;
mod withdraw_bond;

use althing_program_tests::prelude::*;

/// Stake that counts, and stake on its way out.
fn stake(w: &World, o: &Operator) -> (u64, u64) {
    let bond = w.bond(o);
    (bond.amount, bond.unbonding)
}

/// [`bonded`], a second operator of the same organisation, and another organisation with one.
fn neighbours() -> (World, Community, Operator, Operator, Community, Operator) {
    let (mut w, c, o) = bonded();
    let neighbour = w.bonded_operator(&c, "neighbour");
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let stranger = w.bonded_operator(&other, "stranger");
    (w, c, o, neighbour, other, stranger)
}
