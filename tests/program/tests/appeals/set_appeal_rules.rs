use althing::appeals::entries::AppealRulesSet;
use althing::appeals::{AppealRules, AppealTerms};
use althing::audit::entry::EntryKind;
use althing_program_tests::prelude::*;

use super::*;

fn set(k: &Court, terms: AppealTerms) -> Instruction {
    k.set_appeal_rules()
        .call(instruction::SetAppealRules { terms })
}

fn rules(w: &World, k: &Court) -> AppealRules {
    w.borsh(&k.rules)
}

/// A bonded log without terms.
fn bare() -> (World, Court) {
    let (mut w, k) = court();
    let o = w.bonded_operator(&k.c, "newcomer");
    let rules = pda::appeal_rules(&k.c.dao, &o.bond);
    (w, Court { o, rules, ..k })
}

fn stricter() -> AppealTerms {
    AppealTerms {
        question_bond: 50,
        upheld_bps: 9_000,
        ..terms()
    }
}

#[test]
fn test_set_appeal_rules_ok() {
    let (mut w, k) = bare();
    let motion = w.executable(&k.c, &[set(&k, terms())]);
    let (log, before) = (w.log(&k.c), w.lamports(&k.c.authority));
    let sent = w.execute(&k.c, &motion, 0).unwrap();
    let rules = rules(&w, &k);
    assert_eq!(
        (rules.version, rules.dao, rules.bond),
        (1, k.c.dao, k.o.bond)
    );
    assert_eq!((&rules.latest, &rules.before), (&terms(), &None));
    assert_eq!(
        (rules.payer, rules.effective_at),
        (k.c.authority, w.now() + 200)
    );
    assert_eq!(
        before - w.lamports(&k.c.authority),
        w.rent(AppealRules::SPACE)
    );
    let payload = AppealRulesSet {
        bond: k.o.bond,
        effective_at: w.now() + 200,
        terms: terms(),
    };
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::AppealRulesSet, k.c.authority),
        &payload,
    );
}

#[test]
fn new_terms_wait_for_the_cooldown_and_the_old_ones_stay_until_then() {
    let (mut w, k) = court();
    w.pass(&k.c, &[set(&k, stricter())]);
    let rules = rules(&w, &k);
    assert_eq!((&rules.latest, rules.before), (&stricter(), Some(terms())));
    w.warp_to(rules.effective_at - 1);
    w.ask(&k, &k.asker, 0).unwrap();
    assert_eq!(w.question(&k, &k.asker, 0).deposit, 10);
    w.warp_to(rules.effective_at);
    w.ask(&k, &k.asker, 1).unwrap();
    let question = w.question(&k, &k.asker, 1);
    assert_eq!((question.deposit, question.upheld_penalty), (63, 900));
    // The one that was asked before keeps its own.
    assert_eq!(w.question(&k, &k.asker, 0).upheld_penalty, 200);
}

#[test]
fn an_operator_can_be_gone_before_terms_bind_it() {
    let (mut w, k) = court();
    let motion = w.voting(&k.c, &[set(&k, stricter())]);
    w.unbond(&k.c, &k.o, BOND).unwrap();
    for member in &k.c.members[..2] {
        w.vote(&k.c, &motion, member, 0).unwrap();
    }
    w.finalize(&k.c, &motion).unwrap();
    w.wait(config().hold_up);
    w.execute(&k.c, &motion, 0).unwrap();
    w.warp_to(w.bond(&k.o).available_at);
    assert!(w.now() < rules(&w, &k).effective_at);
    w.withdraw_bond(&k.c, &k.o).unwrap();
}

/// An action that changes the organisation's cooldown.
fn cooldown(k: &Court, seconds: i64) -> Instruction {
    let config = althing::Config {
        withdrawal_cooldown: seconds,
        ..config()
    };
    let update = k.c.update_config();
    update.call(instruction::UpdateConfig { config })
}

#[test]
fn whatever_votes_decide_about_cooldowns_an_operator_can_be_gone() {
    // One proposal: a short cooldown, harsh terms, and a year of cooldown for whoever asks back then.
    let (mut w, k) = court();
    let actions = [
        cooldown(&k, 170),
        set(&k, stricter()),
        cooldown(&k, 31_536_000),
    ];
    w.pass(&k.c, &actions);
    w.unbond(&k.c, &k.o, BOND).unwrap();
    let rules = rules(&w, &k);
    assert!(w.bond(&k.o).available_at <= rules.effective_at);
    w.warp_to(w.bond(&k.o).available_at);
    w.withdraw_bond(&k.c, &k.o).unwrap();
}

#[test]
fn terms_wait_for_the_longer_of_both_cooldowns() {
    for (now, waits) in [(170, 200), (200, 200), (201, 201)] {
        let (mut w, k) = court();
        w.pass(&k.c, &[cooldown(&k, now)]);
        w.pass(&k.c, &[set(&k, stricter())]);
        assert_eq!(rules(&w, &k).effective_at, w.now() + waits, "{now}");
    }
}

#[test]
fn every_field_beyond_its_bounds_is_refused_by_name() {
    let (w, k) = court();
    type Change = fn(&mut AppealTerms);
    let changes: [(Change, AlthingError); 8] = [
        (|t| t.question_bond = 0, AlthingError::QuestionBondIsZero),
        (|t| t.crowd = 0, AlthingError::CrowdOutOfBounds),
        (
            |t| t.answer_period = 9,
            AlthingError::AnswerPeriodOutOfBounds,
        ),
        (
            |t| t.appeal_period = 7_776_001,
            AlthingError::AppealPeriodOutOfBounds,
        ),
        (
            |t| t.voting_period = 51,
            AlthingError::AppealVotingPeriodOutOfBounds,
        ),
        (|t| t.unanswered_bps = 0, AlthingError::PenaltyOutOfBounds),
        (|t| t.questioner_bps = 5_001, AlthingError::ShareOutOfBounds),
        (|t| t.chamber = 0, AlthingError::WrongChamber),
    ];
    for (change, error) in changes {
        let mut terms = terms();
        change(&mut terms);
        assert_refused(w.clone().as_authority(&k.c, set(&k, terms)), error);
    }
}

#[test]
fn nobody_but_the_authority_may() {
    let (mut w, k) = court();
    let direct = swapped(set(&k, terms()), k.c.authority, k.c.renter.pubkey());
    assert_refused(
        w.send(&[direct], &[&k.c.renter]),
        AlthingError::NotAuthority,
    );
    for key in [&k.o.key, &k.asker.key, &k.judges[0]] {
        let accounts = accounts::SetAppealRules {
            authority: key.pubkey(),
            payer: key.pubkey(),
            ..k.set_appeal_rules()
        };
        let ix = accounts.call(instruction::SetAppealRules { terms: terms() });
        assert_refused(w.send(&[ix], &[key]), AlthingError::NotAuthority);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    for (w, k) in [court(), bare()] {
        w.sweep_authority(&k.c, set(&k, terms()))
            .skipping(k.c.authority)
            .skipping(k.c.log)
            .expecting(k.rules, AnchorError::ConstraintSeeds)
            .run();
    }
}

#[test]
fn test_set_appeal_rules_refuses_accounts_of_others() {
    let (w, k, _, near, far) = elsewhere_asked();
    let a = || k.set_appeal_rules();
    let cases = [
        (
            accounts::SetAppealRules {
                bond: far.o.bond,
                rules: pda::appeal_rules(&k.c.dao, &far.o.bond),
                ..a()
            },
            AlthingError::WrongDao.code().0,
        ),
        (
            accounts::SetAppealRules {
                chamber: far.c.evaluators,
                ..a()
            },
            AlthingError::WrongDao.code().0,
        ),
        (
            accounts::SetAppealRules {
                chamber: k.c.chamber,
                ..a()
            },
            AlthingError::WrongChamber.code().0,
        ),
        (
            accounts::SetAppealRules {
                log: far.c.log,
                ..a()
            },
            AlthingError::WrongLog.code().0,
        ),
        (
            accounts::SetAppealRules {
                rules: near.rules,
                ..a()
            },
            AnchorError::ConstraintSeeds.code().0,
        ),
        (
            accounts::SetAppealRules {
                dao: far.c.dao,
                log: far.c.log,
                rules: pda::appeal_rules(&far.c.dao, &k.o.bond),
                ..a()
            },
            AlthingError::NotAuthority.code().0,
        ),
    ];
    for (accounts, code) in cases {
        let ix = accounts.call(instruction::SetAppealRules { terms: terms() });
        assert_refused(w.clone().as_authority(&k.c, ix), code);
    }
}
