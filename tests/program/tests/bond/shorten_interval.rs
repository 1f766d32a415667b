use althing::audit::entry::EntryKind;
use althing::bond::entries::IntervalShortened;
use althing_program_tests::prelude::*;

use super::*;

fn shorten(c: &Community, o: &Operator, checkpoint_interval: u64) -> Instruction {
    c.shorten_interval(o).call(instruction::ShortenInterval {
        checkpoint_interval,
    })
}

#[test]
fn test_shorten_interval_ok() {
    let (mut w, c, o) = bonded();
    let (log, before) = (w.log(&c), w.bond(&o));
    let sent = w.go(&[shorten(&c, &o, 999)], &[&o.key]);
    let bond = w.bond(&o);
    assert_eq!(bond.checkpoint_interval, 999);
    assert_eq!(bond.last_checkpoint_slot, before.last_checkpoint_slot);
    let payload = IntervalShortened {
        bond: o.bond,
        checkpoint_interval: 999,
    };
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::IntervalShortened, o.address()),
        &payload,
    );
}

#[test]
fn it_only_becomes_shorter_within_its_bounds() {
    let (mut w, c, o) = bonded();
    for slots in [INTERVAL, INTERVAL + 1, 78_840_000] {
        assert_refused(
            w.send(&[shorten(&c, &o, slots)], &[&o.key]),
            AlthingError::IntervalNotShorter,
        );
    }
    for slots in [0, 9, 78_840_001, u64::MAX] {
        assert_refused(
            w.send(&[shorten(&c, &o, slots)], &[&o.key]),
            AlthingError::CheckpointIntervalOutOfBounds,
        );
    }
    w.go(&[shorten(&c, &o, 10)], &[&o.key]);
    assert_eq!(w.bond(&o).checkpoint_interval, 10);
    w.next_slot();
    assert_refused(
        w.send(&[shorten(&c, &o, 10)], &[&o.key]),
        AlthingError::IntervalNotShorter,
    );
}

#[test]
fn nobody_trips_over_the_new_interval_at_once() {
    let (mut w, c, o) = bonded();
    let last = w.bond(&o).last_checkpoint_slot;
    w.set_clock(w.now(), last + 101);
    assert_refused(
        w.send(&[shorten(&c, &o, 100)], &[&o.key]),
        AlthingError::CheckpointOverdue,
    );
    w.set_clock(w.now(), last + 100);
    w.go(&[shorten(&c, &o, 100)], &[&o.key]);
    assert!(!w.bond(&o).is_overdue(last + 100) && w.bond(&o).is_overdue(last + 101));
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, o) = bonded();
    w.sweep(shorten(&c, &o, 100), &[&o.key]).run();
}

#[test]
fn test_shorten_interval_refuses_accounts_of_others() {
    let (mut w, c, o, neighbour, other, _) = neighbours();
    let a = || c.shorten_interval(&o);
    let cases = [
        (
            accounts::ShortenInterval {
                dao: other.dao,
                log: other.log,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::ShortenInterval {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::ShortenInterval {
                bond: neighbour.bond,
                ..a()
            },
            AlthingError::NotBondOperator,
        ),
        (
            accounts::ShortenInterval {
                operator: neighbour.address(),
                ..a()
            },
            AlthingError::NotBondOperator,
        ),
    ];
    for (accounts, error) in cases {
        let ix = accounts.call(instruction::ShortenInterval {
            checkpoint_interval: 100,
        });
        assert_refused(w.send(&[ix], &[&o.key, &neighbour.key]), error);
    }
}
