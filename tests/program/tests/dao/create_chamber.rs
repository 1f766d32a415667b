use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::{Chamber, Dao};
use althing_program_tests::prelude::*;

fn create(c: &Community, index: u8, kind: u8, weighting: u8) -> Instruction {
    c.create_chamber(index)
        .call(instruction::CreateChamber { kind, weighting })
}

#[test]
fn test_create_chamber_ok() {
    let (mut w, c) = community();
    let sent = w
        .as_authority(
            &c,
            create(&c, 2, Chamber::KIND_CITIZENS, Chamber::SQUARE_ROOT),
        )
        .unwrap();
    let chamber: Chamber = w.zero_copy(&pda::chamber(&c.dao, 2));
    assert_eq!((chamber.version, chamber.index), (1, 2));
    assert_eq!(
        (chamber.kind, chamber.weighting),
        (Chamber::KIND_CITIZENS, Chamber::SQUARE_ROOT)
    );
    assert_eq!((chamber.dao, chamber.payer), (c.dao, c.authority));
    assert_eq!(
        (chamber.mint, chamber.vault),
        (Pubkey::default(), Pubkey::default())
    );
    assert_eq!(
        (chamber.deposited, chamber.seats, chamber.total.written),
        (0, 0, 0)
    );
    assert_eq!(w.borsh::<Dao>(&c.dao).chamber_count, 3);
    assert_eq!(
        sent.events::<EntryAppended>()[1].kind,
        EntryKind::ChamberCreated as u16
    );

    w.as_authority(&c, create(&c, 3, Chamber::KIND_EVALUATORS, Chamber::LINEAR))
        .unwrap();
    assert_eq!(
        w.zero_copy::<Chamber>(&pda::chamber(&c.dao, 3)).kind,
        Chamber::KIND_EVALUATORS
    );
}

#[test]
fn somebody_else_may_pay_where_they_sign_themselves_but_not_through_a_vote() {
    let (mut w, c) = community();
    let accounts = accounts::CreateChamber {
        payer: c.renter.pubkey(),
        ..c.create_chamber(2)
    };
    let ix = accounts.call(instruction::CreateChamber {
        kind: 2,
        weighting: 0,
    });
    let motion = w.draft(&c, &[ix]);
    assert_refused(w.submit(&c, &motion), AlthingError::ActionSignerNotAllowed);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = community();
    w.sweep_authority(&c, create(&c, 2, 2, 0)).run();
}

#[test]
fn test_create_chamber_refuses_kinds_and_weightings() {
    let (w, c) = community();
    for kind in [0, 1, 4, 255] {
        assert_refused(
            w.clone().as_authority(&c, create(&c, 2, kind, 0)),
            AlthingError::ChamberKindNotAllowed,
        );
    }
    assert_refused(
        w.clone().as_authority(&c, create(&c, 2, 2, 2)),
        AlthingError::WeightingUnknown,
    );
}

#[test]
fn test_create_chamber_refuses_other_indices() {
    let (w, c) = community();
    for index in [3, 255] {
        assert_refused(
            w.clone().as_authority(&c, create(&c, index, 2, 0)),
            AnchorError::ConstraintSeeds,
        );
    }
    assert_refused(
        w.clone().as_authority(&c, create(&c, 1, 2, 0)),
        AnchorError::ConstraintSeeds,
    );
}

#[test]
fn at_most_255_chambers() {
    let (mut w, c) = community();
    // A vote for each of 253 more would take the test a minute: the count is set by hand.
    let mut account = w.account(&c.dao).unwrap();
    let mut dao: Dao = w.borsh(&c.dao);
    dao.chamber_count = 254;
    let mut bytes = vec![];
    anchor_lang::AccountSerialize::try_serialize(&dao, &mut bytes).unwrap();
    account.data[..bytes.len()].copy_from_slice(&bytes);
    w.svm.set_account(c.dao, account).unwrap();

    w.as_authority(&c, create(&c, 254, 2, 0)).unwrap();
    assert_refused(
        w.as_authority(&c, create(&c, 255, 2, 0)),
        AlthingError::TooManyChambers,
    );
}

#[test]
fn only_the_authority_and_only_into_its_own_log() {
    let (mut w, c, other) = two_communities();
    let member = &c.members[0].key;
    let accounts = accounts::CreateChamber {
        authority: member.pubkey(),
        payer: member.pubkey(),
        ..c.create_chamber(2)
    };
    let ix = accounts.call(instruction::CreateChamber {
        kind: 2,
        weighting: 0,
    });
    assert_refused(w.send(&[ix], &[member]), AlthingError::NotAuthority);

    let accounts = accounts::CreateChamber {
        log: other.log,
        ..c.create_chamber(2)
    };
    let ix = accounts.call(instruction::CreateChamber {
        kind: 2,
        weighting: 0,
    });
    assert_refused(w.as_authority(&c, ix), AlthingError::WrongLog);
}
