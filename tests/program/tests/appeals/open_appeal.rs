use althing::appeals::entries::AppealOpened;
use althing::audit::entry::EntryKind;
use althing::Config;
use althing_program_tests::prelude::*;

use super::*;

#[test]
fn test_open_appeal_ok() {
    let (mut w, k, asker) = answered();
    let (log, epoch) = (w.log(&k.c), w.epoch(&k.c));
    let sent = w.appeal(&k, &asker, AT).unwrap();
    let question = w.question(&k, &asker, AT);
    assert_eq!(question.state, Question::APPEALED);
    assert_eq!(
        (question.chamber, question.epoch, question.eligible),
        (k.c.evaluators, epoch, 90)
    );
    assert_eq!(
        (question.grounds_hash, question.voting_ends_at),
        (salted("no!"), w.now() + 50)
    );
    assert_eq!(bond(&w, &k), (BOND, 200, 1));
    let payload = AppealOpened {
        question: k.question(&asker, AT),
        grounds_hash: salted("no!"),
        chamber: 1,
        epoch,
        eligible: 90,
        voting_ends_at: w.now() + 50,
        quorum_bps: 3_000,
        approval_bps: 5_000,
    };
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::AppealOpened, asker.address()),
        &payload,
    );
}

#[test]
fn parties_without_a_seat_weigh_nothing() {
    let (mut w, mut k) = court();
    let second = w.asker(&k.c, "second");
    w.appealed(&mut k, &second, AT);
    assert_eq!(w.question(&k, &second, AT).eligible, 93);
}

#[test]
fn the_deadline_is_kept_to_the_second() {
    let (w, k, asker) = answered();
    let by = w.question(&k, &asker, AT).appeal_by;
    for (at, in_time) in [(by - 1, true), (by, false), (by + 1, false)] {
        let mut w = w.clone();
        w.warp_to(at);
        let result = w.appeal(&k, &asker, AT);
        if in_time {
            result.unwrap();
        } else {
            assert_refused(result, AlthingError::AppealTooLate);
        }
    }
}

#[test]
fn only_an_answer_can_be_appealed_once() {
    let (mut w, k, asker) = asked();
    assert_refused(w.appeal(&k, &asker, AT), AlthingError::WrongQuestionState);
    let (mut w, k, asker) = appealed();
    w.next_slot();
    assert_refused(w.appeal(&k, &asker, AT), AlthingError::WrongQuestionState);
    let (mut w, k, asker) = answered();
    w.accept(&k, &asker, AT).unwrap();
    assert_refused(w.appeal(&k, &asker, AT), AlthingError::WrongQuestionState);
}

#[test]
fn an_appeal_says_why() {
    let (mut w, k, asker) = answered();
    let ix = k.open_appeal(&asker, AT).call(instruction::OpenAppeal {
        grounds_hash: [0; 32],
    });
    assert_refused(w.send(&[ix], &[&asker.key]), AlthingError::HashIsZero);
}

#[test]
fn rules_are_those_of_the_question_and_weights_those_of_the_appeal() {
    let (mut w, mut k) = court();
    let asker = k.asker.clone();
    let config = Config {
        quorum_bps: 10_000,
        approval_bps: 10_000,
        voting_period: 40,
        ..config()
    };
    let grant = k.c.grant_seat(k.c.evaluators, k.judges[0].pubkey());
    let changes = [
        k.c.update_config()
            .call(instruction::UpdateConfig { config }),
        grant.call(instruction::GrantSeat { points: 1_000 }),
    ];
    let motion = w.executable(&k.c, &changes);
    w.ask(&k, &asker, AT).unwrap();
    w.answer(&mut k, &asker, AT).unwrap();
    for index in 0..2 {
        w.execute(&k.c, &motion, index).unwrap();
    }
    w.appeal(&k, &asker, AT).unwrap();
    let question = w.question(&k, &asker, AT);
    assert_eq!(
        (
            question.quorum_bps,
            question.approval_bps,
            question.eligible
        ),
        (3_000, 5_000, 90)
    );
    assert_eq!(question.voting_ends_at, w.now() + 50);
}

#[test]
fn somebody_else_has_weight() {
    let (mut w, k, _) = answered();
    let dismiss: Vec<_> = k
        .judges
        .iter()
        .map(|judge| {
            k.c.grant_seat(k.c.evaluators, judge.pubkey())
                .call(instruction::GrantSeat { points: 0 })
        })
        .collect();
    w.pass(&k.c, &dismiss);
    w.next_epoch(&k.c);
    let mut k = k;
    let asker = k.asker.clone();
    w.ask(&k, &asker, 1).unwrap();
    w.answer(&mut k, &asker, 1).unwrap();
    assert_refused(w.appeal(&k, &asker, 1), AlthingError::NobodyEligible);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, k, asker) = answered();
    let operator_seat = k.open_appeal(&asker, AT).operator_seat;
    let questioner_seat = k.open_appeal(&asker, AT).questioner_seat;
    // Seats are found by their addresses, so whatever else is there is at another address.
    w.sweep(k.appeal(&asker, AT), &[&asker.key])
        .expecting(operator_seat, AnchorError::ConstraintSeeds)
        .expecting(questioner_seat, AnchorError::ConstraintSeeds)
        .run();
}

#[test]
fn test_open_appeal_refuses_others() {
    let (mut w, mut k, asker, _, far) = elsewhere_asked();
    w.answer(&mut k, &asker, AT).unwrap();
    let second = w.asker(&k.c, "second");
    let a = || k.open_appeal(&asker, AT);
    let chamber = |chamber: Pubkey| accounts::OpenAppeal {
        chamber,
        operator_seat: pda::seat(&chamber, &k.o.address()),
        questioner_seat: pda::seat(&chamber, &asker.address()),
        ..a()
    };
    let seats = [
        accounts::OpenAppeal {
            operator_seat: pda::seat(&k.c.evaluators, &k.judges[0].pubkey()),
            ..a()
        },
        accounts::OpenAppeal {
            questioner_seat: pda::seat(&k.c.evaluators, &second.address()),
            ..a()
        },
    ];
    let cases = [
        (
            accounts::OpenAppeal {
                dao: far.c.dao,
                log: far.c.log,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::OpenAppeal {
                log: far.c.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (chamber(far.c.evaluators), AlthingError::WrongDao),
        (
            accounts::OpenAppeal {
                dao: far.c.dao,
                log: far.c.log,
                ..chamber(far.c.evaluators)
            },
            AlthingError::WrongDao,
        ),
        (chamber(k.c.chamber), AlthingError::WrongChamber),
        (
            accounts::OpenAppeal {
                questioner: second.address(),
                ..a()
            },
            AlthingError::NotQuestioner,
        ),
    ];
    let send = |w: &mut World, accounts: accounts::OpenAppeal| {
        let ix = accounts.call(instruction::OpenAppeal {
            grounds_hash: salted("no!"),
        });
        w.send(&[ix], &[&asker.key, &second.key])
    };
    for (accounts, error) in cases {
        assert_refused(send(&mut w, accounts), error);
    }
    for accounts in seats {
        assert_refused(send(&mut w, accounts), AnchorError::ConstraintSeeds);
    }
}
