use althing::audit::entry::EntryKind;
use althing::bond::entries::BondSlashed;
use althing::{Config, SlashBondArgs};
use althing_program_tests::prelude::*;

use super::*;

fn slashed(w: &World, c: &Community) -> u64 {
    w.balance(&c.treasury) - SAVINGS
}

#[test]
fn test_slash_bond_ok() {
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, 100).unwrap();
    let motion = w.executable(&c, &[c.slash_bond_by(&o, 1_000)]);
    let (log, epoch) = (w.log(&c), w.epoch(&c));
    let sent = w.execute(&c, &motion, 0).unwrap();
    let bond = w.bond(&o);
    assert_eq!(stake(&w, &o), (810, 90));
    assert_eq!(
        (
            bond.slashed,
            bond.slashed_epoch,
            bond.slashed_in_epoch,
            bond.epoch_opening
        ),
        (100, epoch, 100, 1_000)
    );
    assert_eq!((w.balance(&o.vault), slashed(&w, &c)), (900, 100));
    let payload = BondSlashed {
        bond: o.bond,
        audit_log: o.audit_log,
        reason: 0,
        evidence: [7; 32],
        from_amount: 90,
        from_unbonding: 10,
        reporter: Pubkey::default(),
        reporter_share: 0,
    };
    w.assert_recorded(log, &sent, (EntryKind::BondSlashed, c.authority), &payload);
}

#[test]
fn nobody_but_the_authority_may_and_only_by_a_vote() {
    let (mut w, c, o) = bonded();
    let direct = unsigned(c.slash_bond_by(&o, 100), c.authority);
    assert_refused(w.send(&[direct], &[]), AnchorError::AccountNotSigner);
    for key in [&o.key, &c.creator, &c.members[0].key] {
        let accounts = accounts::SlashBond {
            authority: key.pubkey(),
            ..c.slash_bond(&o)
        };
        let args = SlashBondArgs {
            evidence: [7; 32],
            bps: 100,
        };
        assert_refused(
            w.send(&[accounts.call(instruction::SlashBond { args })], &[key]),
            AlthingError::NotAuthority,
        );
    }
    assert_eq!(slashed(&w, &c), 0);
}

#[test]
fn bps_are_1_to_the_cap() {
    let (w, c, o) = bonded();
    for bps in [0, 3_001, 10_000, u16::MAX] {
        let result = w.clone().as_authority(&c, c.slash_bond_by(&o, bps));
        assert_refused(result, AlthingError::SlashOutOfBounds);
    }
    for (bps, amount) in [(1, 1), (11, 2), (3_000, 300)] {
        let mut w = w.clone();
        w.pass(&c, &[c.slash_bond_by(&o, bps)]);
        assert_eq!(
            (slashed(&w, &c), stake(&w, &o)),
            (amount, (BOND - amount, 0))
        );
    }
}

#[test]
fn votes_of_one_epoch_share_the_cap() {
    let (mut w, c, o) = bonded();
    w.next_epoch(&c);
    let slash = |bps| c.slash_bond_by(&o, bps);
    // A proposal and its actions all within one epoch.
    let motion = w.executable(&c, &[slash(2_000), slash(1_250), slash(1)]);
    w.execute(&c, &motion, 0).unwrap();
    w.execute(&c, &motion, 1).unwrap();
    assert_refused(w.execute(&c, &motion, 2), AlthingError::SlashOverCap);
    assert_eq!(stake(&w, &o), (700, 0));
    w.next_epoch(&c);
    w.execute(&c, &motion, 2).unwrap();
    assert_eq!(stake(&w, &o), (699, 0));
}

#[test]
fn an_empty_bond_is_not_slashed() {
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, BOND).unwrap();
    w.wait(200);
    w.withdraw_bond(&c, &o).unwrap();
    assert_refused(
        w.as_authority(&c, c.slash_bond_by(&o, 1)),
        AlthingError::BondIsEmpty,
    );
}

#[test]
fn everything_can_be_slashed_where_the_cap_allows_it() {
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, 300).unwrap();
    let config = Config {
        slash_cap_bps: 10_000,
        ..config()
    };
    w.pass(
        &c,
        &[
            c.update_config().call(instruction::UpdateConfig { config }),
            c.slash_bond_by(&o, 10_000),
        ],
    );
    assert_eq!((stake(&w, &o), w.balance(&o.vault)), ((0, 0), 0));
    w.wait(200);
    assert_refused(w.withdraw_bond(&c, &o), AlthingError::NothingUnbonding);
}

#[test]
fn leaving_does_not_escape_a_slash_that_is_proposed_at_once() {
    let (mut w, c, o) = bonded();
    let motion = w.voting(&c, &[c.slash_bond_by(&o, 3_000)]);
    w.unbond(&c, &o, BOND).unwrap();
    for member in &c.members[..2] {
        w.vote(&c, &motion, member, 0).unwrap();
    }
    w.finalize(&c, &motion).unwrap();
    w.wait(config().hold_up);
    assert_refused(w.withdraw_bond(&c, &o), AlthingError::BondCooldownNotOver);
    w.execute(&c, &motion, 0).unwrap();
    assert_eq!((stake(&w, &o), slashed(&w, &c)), ((0, 700), 300));
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, o) = bonded();
    let slash = c.slash_bond_by(&o, 100);
    // Another authority is another's; the log is written by the vote itself too.
    w.sweep_authority(&c, slash)
        .skipping(c.authority)
        .skipping(c.log)
        .run();
}

#[test]
fn test_slash_bond_refuses_accounts_of_others() {
    let (mut w, c, o, neighbour, other, stranger) = neighbours();
    let theirs = w.tokens("another treasury", &other.mint, &c.authority, 0);
    let a = || c.slash_bond(&o);
    let cases = [
        (
            accounts::SlashBond {
                bond: stranger.bond,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::SlashBond {
                vault: neighbour.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::SlashBond {
                mint: other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::SlashBond {
                mint: other.mint,
                treasury: theirs,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::SlashBond {
                treasury: other.treasury,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::SlashBond {
                treasury: o.tokens,
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::SlashBond {
                treasury: o.vault,
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::SlashBond {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::SlashBond {
                dao: other.dao,
                log: other.log,
                ..a()
            },
            AlthingError::NotAuthority,
        ),
    ];
    for (accounts, error) in cases {
        let args = SlashBondArgs {
            evidence: [7; 32],
            bps: 100,
        };
        let slash = accounts.call(instruction::SlashBond { args });
        assert_refused(w.clone().as_authority(&c, slash), error);
    }
}
