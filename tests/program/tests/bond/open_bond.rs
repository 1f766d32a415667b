use althing::audit::entry::EntryKind;
use althing::bond::entries::BondOpened;
use althing::{LogBond, OpenBondArgs};
use althing_program_tests::prelude::*;
use anchor_spl::token_interface::TokenAccount;

use super::*;

fn open(c: &Community, o: &Operator, args: OpenBondArgs) -> Instruction {
    c.open_bond(o).call(instruction::OpenBond { args })
}

fn planned() -> (World, Community, Operator) {
    let (mut w, c) = community();
    let o = w.operator(&c, "operator");
    (w, c, o)
}

#[test]
fn test_open_bond_ok() {
    let (mut w, c, o) = planned();
    w.grow_log(&o, &[[1; 32], [2; 32]]);
    w.next_slot();
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let sent = w.go(&[open(&c, &o, bond_args())], &[&o.key, &c.renter]);

    let bond = w.bond(&o);
    assert_eq!((bond.version, bond.open_questions), (1, 0));
    assert_eq!(
        (bond.operator, bond.dao, bond.audit_log),
        (o.address(), c.dao, o.audit_log)
    );
    assert_eq!(
        (bond.mint, bond.vault, bond.payer),
        (c.mint, o.vault, c.renter.pubkey())
    );
    assert_eq!(bond.signing_key, bond_args().signing_key);
    let length = usize::from(bond.origin_length);
    assert_eq!(&bond.origin[..length], b"example.org/log");
    assert_eq!(bond.origin[length..], [0; 128][length..]);
    assert_eq!(
        (bond.amount, bond.unbonding, bond.available_at),
        (BOND, 0, 0)
    );
    assert_eq!((bond.at_stake.get(), bond.slashed), (0, 0));
    assert_eq!(
        (
            bond.checkpoint_interval,
            bond.last_checkpoint_slot,
            bond.checkpoint_size
        ),
        (INTERVAL, w.slot(), 2)
    );
    assert_eq!((bond.opened_at, bond.cooldown), (w.now(), 200));
    let vault: TokenAccount = w.borsh(&o.vault);
    assert_eq!(
        (vault.mint, vault.owner, vault.amount),
        (c.mint, o.bond, BOND)
    );
    assert_eq!(w.balance(&o.tokens), SAVINGS - BOND);
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(LogBond::SPACE) + w.rent(165)
    );

    let payload = BondOpened {
        bond: o.bond,
        audit_log: o.audit_log,
        amount: BOND,
        checkpoint_interval: INTERVAL,
        signing_key: bond.signing_key,
        origin: "example.org/log".into(),
    };
    w.assert_recorded(log, &sent, (EntryKind::BondOpened, o.address()), &payload);
}

#[test]
fn every_field_beyond_its_bounds_is_refused_by_name() {
    let (mut w, c, o) = planned();
    type Change = fn(&mut OpenBondArgs);
    let changes: [(Change, AlthingError); 12] = [
        (|a| a.amount = 0, AlthingError::AmountIsZero),
        (
            |a| a.checkpoint_interval = 0,
            AlthingError::CheckpointIntervalOutOfBounds,
        ),
        (
            |a| a.checkpoint_interval = 9,
            AlthingError::CheckpointIntervalOutOfBounds,
        ),
        (
            |a| a.checkpoint_interval = 78_840_001,
            AlthingError::CheckpointIntervalOutOfBounds,
        ),
        (
            |a| a.checkpoint_interval = u64::MAX,
            AlthingError::CheckpointIntervalOutOfBounds,
        ),
        (|a| a.signing_key = [0; 32], AlthingError::SigningKeyIsZero),
        (|a| a.origin.clear(), AlthingError::OriginOutOfBounds),
        (
            |a| a.origin = "o".repeat(129),
            AlthingError::OriginOutOfBounds,
        ),
        (
            |a| a.origin = "é".repeat(64) + "o",
            AlthingError::OriginOutOfBounds,
        ),
        (|a| a.origin = "a b".into(), AlthingError::OriginOutOfBounds),
        (|a| a.origin = "a+b".into(), AlthingError::OriginOutOfBounds),
        (
            |a| a.origin = "a\u{2028}b".into(),
            AlthingError::OriginOutOfBounds,
        ),
    ];
    for (change, error) in changes {
        let mut args = bond_args();
        change(&mut args);
        assert_refused(w.send(&[open(&c, &o, args)], &[&o.key, &c.renter]), error);
    }
    assert!(!w.exists(&o.bond) && !w.exists(&o.vault));
}

#[test]
fn every_field_at_its_bounds_is_taken() {
    let (w, c, o) = planned();
    let smallest = OpenBondArgs {
        amount: 1,
        checkpoint_interval: 10,
        signing_key: [1; 32],
        origin: "o".into(),
    };
    let largest = OpenBondArgs {
        amount: SAVINGS,
        checkpoint_interval: 78_840_000,
        signing_key: [255; 32],
        origin: "é".repeat(64),
    };
    for args in [smallest, largest] {
        let mut w = w.clone();
        w.go(&[open(&c, &o, args.clone())], &[&o.key, &c.renter]);
        let bond = w.bond(&o);
        assert_eq!(
            (bond.amount, bond.checkpoint_interval),
            (args.amount, args.checkpoint_interval)
        );
        assert_eq!(usize::from(bond.origin_length), args.origin.len());
    }
}

#[test]
fn test_open_bond_refuses_more_than_the_operator_has() {
    let (mut w, c, o) = planned();
    for amount in [SAVINGS + 1, u64::MAX] {
        let args = OpenBondArgs {
            amount,
            ..bond_args()
        };
        assert_refused(
            w.send(&[open(&c, &o, args)], &[&o.key, &c.renter]),
            TOKEN_INSUFFICIENT_FUNDS,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, o) = planned();
    let signers = [&o.key, &c.renter];
    w.sweep(open(&c, &o, bond_args()), &signers).run();
}

#[test]
fn only_the_writer_of_a_log_bonds_it() {
    let (mut w, c, o) = planned();
    let stranger = w.operator(&c, "stranger");
    // Another's log; the organisation's own, which nobody writes.
    for audit_log in [stranger.audit_log, c.log] {
        let bond = pda::bond(&audit_log);
        let accounts = accounts::OpenBond {
            audit_log,
            bond,
            vault: pda::vault(&bond),
            ..c.open_bond(&o)
        };
        let args = bond_args();
        assert_refused(
            w.send(
                &[accounts.call(instruction::OpenBond { args })],
                &[&o.key, &c.renter],
            ),
            AlthingError::NotLogWriter,
        );
    }
}

#[test]
fn test_open_bond_refuses_accounts_of_others() {
    let (mut w, c, other) = two_communities();
    let o = w.operator(&c, "operator");
    let foreign = w.operator(&other, "foreign operator");
    let theirs = w.tokens("theirs", &other.mint, &o.address(), SAVINGS);
    let a = || c.open_bond(&o);
    let cases = [
        (
            accounts::OpenBond {
                mint: other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::OpenBond {
                mint: other.mint,
                from: theirs,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::OpenBond {
                from: foreign.tokens,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::OpenBond {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::OpenBond {
                log: o.audit_log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in cases {
        let args = bond_args();
        let ix = accounts.call(instruction::OpenBond { args });
        assert_refused(w.send(&[ix], &[&o.key, &c.renter]), error);
    }
    for accounts in [
        accounts::OpenBond {
            bond: foreign.bond,
            ..a()
        },
        accounts::OpenBond {
            vault: foreign.vault,
            ..a()
        },
    ] {
        let args = bond_args();
        let ix = accounts.call(instruction::OpenBond { args });
        assert_refused(
            w.send(&[ix], &[&o.key, &c.renter]),
            AnchorError::ConstraintSeeds,
        );
    }
    // Tokens of somebody who has not signed.
    let thief = accounts::OpenBond {
        from: c.members[0].tokens,
        ..a()
    };
    let args = bond_args();
    assert_refused(
        w.send(
            &[thief.call(instruction::OpenBond { args })],
            &[&o.key, &c.renter],
        ),
        TOKEN_OWNER_MISMATCH,
    );
}

#[test]
fn a_log_has_one_bond() {
    let (mut w, c, o) = bonded();
    assert_refused(
        w.send(&[open(&c, &o, bond_args())], &[&o.key, &c.renter]),
        SYSTEM_ACCOUNT_EXISTS,
    );
    // Nor towards another organisation.
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let tokens = w.tokens("elsewhere", &other.mint, &o.address(), SAVINGS);
    let there = Operator {
        tokens,
        ..o.clone()
    };
    assert_refused(
        w.send(
            &[open(&other, &there, bond_args())],
            &[&o.key, &other.renter],
        ),
        SYSTEM_ACCOUNT_EXISTS,
    );
}

#[test]
fn lamports_sent_ahead_keep_nobody_out() {
    let (mut w, c, o) = planned();
    w.svm.airdrop(&o.bond, 1_000_000).unwrap();
    w.svm.airdrop(&o.vault, 1_000_000_000).unwrap();
    w.go(&[open(&c, &o, bond_args())], &[&o.key, &c.renter]);
    assert_eq!(stake(&w, &o), (BOND, 0));
}

#[test]
fn stake_may_be_of_token_2022() {
    let mut w = World::new();
    let c = Community::with_members(&mut w, "Newer", TOKEN_2022);
    let o = w.bonded_operator(&c, "operator");
    assert_eq!(w.balance(&o.vault), BOND);
    w.unbond(&c, &o, BOND).unwrap();
    w.wait(200);
    w.withdraw_bond(&c, &o).unwrap();
    assert_eq!((w.balance(&o.vault), w.balance(&o.tokens)), (0, SAVINGS));
}
