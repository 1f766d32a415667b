use althing::{Chamber, Seat};
use althing_program_tests::prelude::*;

fn open(c: &Community, chamber: Pubkey, holder: &Pubkey) -> Instruction {
    c.open_seat(chamber, *holder).call(instruction::OpenSeat {})
}

#[test]
fn test_open_seat_ok() {
    let (mut w, c) = community();
    // The holder neither signs nor pays.
    let holder = key("newcomer").pubkey();
    let before = w.lamports(&c.renter.pubkey());
    w.go(&[open(&c, c.chamber, &holder)], &[&c.renter]);

    let seat: Seat = w.zero_copy(&pda::seat(&c.chamber, &holder));
    assert_eq!(
        (seat.version, seat.dao, seat.chamber),
        (1, c.dao, c.chamber)
    );
    assert_eq!((seat.holder, seat.payer), (holder, c.renter.pubkey()));
    assert_eq!(
        (seat.deposited, seat.withdrawing, seat.withdrawable_at),
        (0, 0, 0)
    );
    assert_eq!((seat.weight.latest(), seat.weight.written), (0, 0));
    assert_eq!(w.zero_copy::<Chamber>(&c.chamber).seats, 6);
    assert_eq!(before - w.lamports(&c.renter.pubkey()), w.rent(Seat::SPACE));
}

#[test]
fn a_holder_may_sit_in_several_chambers() {
    let (mut w, c) = community();
    w.go(
        &[open(&c, c.evaluators, &c.members[0].address())],
        &[&c.renter],
    );
    assert_eq!(w.zero_copy::<Chamber>(&c.evaluators).seats, 1);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = community();
    w.sweep(open(&c, c.chamber, &key("newcomer").pubkey()), &[&c.renter])
        .run();
}

#[test]
fn test_open_seat_refuses_a_second_one() {
    let (mut w, c) = community();
    let ix = open(&c, c.chamber, &c.members[0].address());
    assert_refused(w.send(&[ix], &[&c.renter]), SYSTEM_ACCOUNT_EXISTS);
}

#[test]
fn test_open_seat_refuses_the_address_in_another_chamber() {
    let (mut w, c) = community();
    let holder = key("newcomer").pubkey();
    let seat = pda::seat(&c.evaluators, &holder);
    let ix = accounts::OpenSeat {
        seat,
        ..c.open_seat(c.chamber, holder)
    }
    .call(instruction::OpenSeat {});
    assert_refused(w.send(&[ix], &[&c.renter]), AnchorError::ConstraintSeeds);
}

#[test]
fn test_open_seat_refuses_a_payer_without_lamports() {
    let (mut w, c) = community();
    let poor = key("poor");
    let accounts = accounts::OpenSeat {
        payer: poor.pubkey(),
        ..c.open_seat(c.chamber, poor.pubkey())
    };
    assert_refused(
        w.send(&[accounts.call(instruction::OpenSeat {})], &[&poor]),
        SYSTEM_NOT_ENOUGH_LAMPORTS,
    );
}
