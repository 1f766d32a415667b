//! The room `bond`, instruction by instruction.

use althing::constants::{SEED_BOND, SEED_LOG, SEED_VAULT};
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, by_vote, lucky, place, seeds, Seeds};

/// The name of an operator whose log and bond are found at the first try.
pub fn name() -> String {
    lucky("operator", addresses)
}

/// The log of the operator of this name.
pub fn log_of(name: &str) -> Pubkey {
    pda::log(&key(&format!("subject of {name}")).pubkey())
}

/// What an operator's log and bond are found by.
pub fn addresses(name: &str) -> Vec<Seeds> {
    let subject = key(&format!("subject of {name}")).pubkey();
    let log = log_of(name);
    let bond = pda::bond(&log);
    vec![
        seeds(&[SEED_LOG, subject.as_ref()]),
        seeds(&[SEED_BOND, log.as_ref()]),
        seeds(&[SEED_VAULT, bond.as_ref()]),
    ]
}

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let o = w.operator(&c, &name());
    let args = bond_args();
    let open = c.open_bond(&o).call(instruction::OpenBond { args });
    report.units("open_bond", w.go(&[open], &[&o.key, &c.renter]).cu);
    assert_lucky(&w, &[o.bond]);
    let add = c.add_bond(&o).call(instruction::AddBond { amount: 70 });
    report.units("add_bond", w.go(&[add], &[&o.key]).cu);
    let shorten = c.shorten_interval(&o).call(instruction::ShortenInterval {
        checkpoint_interval: INTERVAL / 2,
    });
    report.units("shorten_interval", w.go(&[shorten], &[&o.key]).cu);

    w.next_slot();
    w.grow_log(&o, &[[1; 32]]);
    let note = c
        .note_checkpoint(&o, c.members[0].address())
        .call(instruction::NoteCheckpoint {});
    report.units("note_checkpoint", w.go(&[note], &[&c.members[0].key]).cu);
    by_vote(report, &mut w, &c, "slash_bond", c.slash_bond_by(&o, 1_000));

    let all = w.bond(&o).amount;
    report.units(
        "request_unbond",
        w.unbond(&c, &o, all).expect("requested").cu,
    );
    w.wait(config().withdrawal_cooldown);
    report.units(
        "withdraw_bond",
        w.withdraw_bond(&c, &o).expect("withdrawn").cu,
    );
    let close = c.close_bond(&o).call(instruction::CloseBond {});
    report.units("close_bond", w.go(&[close], &[]).cu);
}
