mod proofs;

use althing::appeals::events::QuestionOpened;
use althing::appeals::{AppealTerms, OpenQuestionArgs};
use althing_program_tests::prelude::*;
use anchor_spl::token_interface::TokenAccount;

use super::*;

fn with(k: &Court, asker: &Asker, args: OpenQuestionArgs) -> Instruction {
    k.open_question(asker, args.index)
        .call(instruction::OpenQuestion { args })
}

#[test]
fn test_open_question_ok() {
    let (mut w, k) = court();
    let (asker, before) = (&k.asker, w.lamports(&k.c.renter.pubkey()));
    let sent = w.ask(&k, asker, AT).unwrap();

    let question = w.question(&k, asker, AT);
    assert_eq!((question.version, question.state), (1, Question::OPEN));
    assert_eq!(
        (question.dao, question.bond, question.audit_log),
        (k.c.dao, k.o.bond, k.o.audit_log)
    );
    assert_eq!(
        (question.operator, question.questioner, question.payer),
        (k.o.address(), asker.address(), k.c.renter.pubkey())
    );
    let vault = pda::vault(&k.question(asker, AT));
    assert_eq!((question.mint, question.vault), (k.c.mint, vault));
    assert_eq!((question.index, question.log_size), (AT, DECISIONS as u64));
    assert_eq!(
        (question.leaf, question.question_hash),
        (k.leaves[2], salted("why?"))
    );
    assert_eq!(
        (question.answer_hash, question.grounds_hash),
        ([0; 32], [0; 32])
    );
    assert_eq!(
        (
            question.deposit,
            question.unanswered_penalty,
            question.upheld_penalty,
            question.questioner_bps
        ),
        (10, 100, 200, 2_500)
    );
    assert_eq!((question.quorum_bps, question.approval_bps), (3_000, 5_000));
    assert_eq!(
        (question.opened_at, question.answer_by),
        (w.now(), w.now() + 100)
    );
    assert_eq!((question.appeal_period, question.voting_period), (60, 50));
    assert_eq!(
        (
            question.appeal_by,
            question.voting_ends_at,
            question.eligible
        ),
        (0, 0, 0)
    );
    assert_eq!(
        (question.chamber, question.chamber_index),
        (Pubkey::default(), 1)
    );
    assert_eq!(bond(&w, &k), (BOND, 200, 1));

    let held: TokenAccount = w.borsh(&vault);
    assert_eq!(
        (held.mint, held.owner, held.amount),
        (k.c.mint, k.question(asker, AT), 10)
    );
    assert_eq!(w.balance(&asker.tokens), SAVINGS - 10);
    assert_eq!(
        before - w.lamports(&k.c.renter.pubkey()),
        w.rent(Question::SPACE) + w.rent(165)
    );
    let events = sent.events::<QuestionOpened>();
    assert_eq!(
        (events[0].question, events[0].bond, events[0].questioner),
        (k.question(asker, AT), k.o.bond, asker.address())
    );
    assert_eq!(
        (events[0].index, events[0].deposit, events[0].answer_by),
        (AT, 10, w.now() + 100)
    );
    assert_eq!(events[0].question_hash, salted("why?"));
}

#[test]
fn the_larger_penalty_is_at_stake() {
    let (mut w, k) = court();
    let terms = AppealTerms {
        unanswered_bps: 10_000,
        upheld_bps: 1,
        ..terms()
    };
    let set = k.set_appeal_rules();
    w.pass(&k.c, &[set.call(instruction::SetAppealRules { terms })]);
    w.wait(200);
    w.ask(&k, &k.asker, AT).unwrap();
    let question = w.question(&k, &k.asker, AT);
    assert_eq!(
        (question.unanswered_penalty, question.upheld_penalty),
        (1_000, 1)
    );
    assert_eq!(bond(&w, &k), (BOND, 1_000, 1));
}

#[test]
fn what_is_on_its_way_out_is_at_stake_too() {
    let (mut w, k) = court();
    w.unbond(&k.c, &k.o, 999).unwrap();
    w.ask(&k, &k.asker, AT).unwrap();
    assert_eq!(w.question(&k, &k.asker, AT).upheld_penalty, 200);
}

#[test]
fn every_decision_can_be_questioned_with_its_proof() {
    let (mut w, k) = court();
    for index in 0..DECISIONS as u64 {
        w.ask(&k, &k.asker, index).unwrap();
    }
    assert_eq!(bond(&w, &k), (BOND, 1_200, 6));
}

#[test]
fn a_question_says_something() {
    let (mut w, k) = court();
    let args = OpenQuestionArgs {
        question_hash: [0; 32],
        ..k.question_args(AT)
    };
    assert_refused(
        w.send(&[with(&k, &k.asker, args)], &[&k.asker.key, &k.c.renter]),
        AlthingError::HashIsZero,
    );
}

#[test]
fn deposits_grow_with_the_crowd_up_to_what_the_questioner_allows() {
    let (mut w, k) = court();
    for (index, deposit) in [10, 13, 15, 18, 20, 23].into_iter().enumerate() {
        let args = |max_deposit| OpenQuestionArgs {
            max_deposit,
            ..k.question_args(index as u64)
        };
        let signers = [&k.asker.key, &k.c.renter];
        assert_refused(
            w.send(&[with(&k, &k.asker, args(deposit - 1))], &signers),
            AlthingError::DepositOverLimit,
        );
        w.go(&[with(&k, &k.asker, args(deposit))], &signers);
        assert_eq!(w.question(&k, &k.asker, index as u64).deposit, deposit);
    }
}

#[test]
fn nobody_is_priced_out_by_others_who_ask() {
    let (mut w, k) = court();
    let terms = AppealTerms {
        crowd: 1,
        ..terms()
    };
    let set = k.set_appeal_rules();
    w.pass(&k.c, &[set.call(instruction::SetAppealRules { terms })]);
    w.wait(200);
    let second = w.asker(&k.c, "second");
    let mut deposits = vec![];
    for asker in [&k.asker, &second] {
        for index in 0..DECISIONS as u64 {
            w.ask(&k, asker, index).unwrap();
            deposits.push(w.question(&k, asker, index).deposit);
        }
    }
    // Ever dearer up to ten times, and no more.
    let expected = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 100, 100];
    assert_eq!(deposits, expected);
}

#[test]
fn a_questioner_has_one_question_about_a_decision_at_a_time() {
    let (mut w, mut k, asker) = asked();
    assert_refused(w.ask(&k, &asker, AT), SYSTEM_ACCOUNT_EXISTS);
    // Others may ask about the same, and the same about others.
    let second = w.asker(&k.c, "second");
    w.ask(&k, &second, AT).unwrap();
    w.ask(&k, &asker, AT + 1).unwrap();
    // Settled but not closed, it still stands in the way.
    w.answer(&mut k, &asker, AT).unwrap();
    w.accept(&k, &asker, AT).unwrap();
    assert_refused(w.ask(&k, &asker, AT), SYSTEM_ACCOUNT_EXISTS);
    let close = k.close_question(&asker, AT);
    w.go(&[close.call(instruction::CloseQuestion {})], &[]);
    w.ask(&k, &asker, AT).unwrap();
}

#[test]
fn the_operator_does_not_question_itself() {
    let (mut w, k) = court();
    let asker = Asker {
        key: k.o.key.insecure_clone(),
        tokens: k.o.tokens,
    };
    assert_refused(w.ask(&k, &asker, AT), AlthingError::OperatorAsks);
}

#[test]
fn a_questioner_needs_the_deposit() {
    let (mut w, k) = court();
    let poor = Asker {
        tokens: w.tokens("poor", &k.c.mint, &k.asker.address(), 9),
        ..k.asker.clone()
    };
    assert_refused(w.ask(&k, &poor, AT), TOKEN_INSUFFICIENT_FUNDS);
    w.mint_to(&k.c.mint, &poor.tokens, 1);
    w.ask(&k, &poor, AT).unwrap();
}

#[test]
fn terms_must_be_in_force() {
    let (mut w, k) = court();
    let o = w.bonded_operator(&k.c, "newcomer");
    w.grow_log(&o, &k.leaves);
    let rules = pda::appeal_rules(&k.c.dao, &o.bond);
    let young = Court {
        o,
        rules,
        ..k.clone()
    };
    assert_refused(
        w.ask(&young, &k.asker, AT),
        AnchorError::AccountNotInitialized,
    );
    let set = young.set_appeal_rules();
    w.pass(
        &k.c,
        &[set.call(instruction::SetAppealRules { terms: terms() })],
    );
    let from = w.now() + 200;
    w.warp_to(from - 1);
    assert_refused(w.ask(&young, &k.asker, AT), AlthingError::RulesNotInForce);
    w.warp_to(from);
    w.ask(&young, &k.asker, AT).unwrap();
}

#[test]
fn a_bond_that_is_leaving_takes_questions_until_it_is_released() {
    let (mut w, k) = court();
    w.unbond(&k.c, &k.o, BOND).unwrap();
    let at = w.bond(&k.o).available_at;
    w.warp_to(at - 1);
    w.ask(&k, &k.asker, 0).unwrap();
    for late in [0, 1] {
        let mut w = w.clone();
        w.warp_to(at + late);
        assert_refused(w.ask(&k, &k.asker, 1), AlthingError::BondReleased);
    }
    // A part that stays keeps the whole log open to questions.
    let (mut w, k) = court();
    w.unbond(&k.c, &k.o, BOND - 1).unwrap();
    w.warp_to(w.bond(&k.o).available_at);
    w.ask(&k, &k.asker, 1).unwrap();
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, k) = court();
    w.sweep(k.ask(&k.asker, AT), &[&k.asker.key, &k.c.renter])
        .run();
}

#[test]
fn test_open_question_refuses_accounts_of_others() {
    let (mut w, k, _, near, far) = elsewhere_asked();
    let asker = w.asker(&k.c, "somebody");
    let theirs = w.tokens("theirs", &far.c.mint, &asker.address(), SAVINGS);
    let a = || k.open_question(&asker, AT);
    let cases = [
        (
            accounts::OpenQuestion {
                dao: far.c.dao,
                ..a()
            },
            AlthingError::WrongDao.code().0,
        ),
        (
            accounts::OpenQuestion {
                rules: near.rules,
                ..a()
            },
            AlthingError::WrongBond.code().0,
        ),
        (
            accounts::OpenQuestion {
                rules: far.rules,
                ..a()
            },
            AlthingError::WrongDao.code().0,
        ),
        (
            accounts::OpenQuestion {
                bond: near.o.bond,
                ..a()
            },
            AlthingError::WrongBond.code().0,
        ),
        (
            accounts::OpenQuestion {
                bond: near.o.bond,
                rules: near.rules,
                ..a()
            },
            AlthingError::WrongAuditLog.code().0,
        ),
        (
            accounts::OpenQuestion {
                mint: far.c.mint,
                ..a()
            },
            AlthingError::WrongMint.code().0,
        ),
        (
            accounts::OpenQuestion {
                mint: far.c.mint,
                from: theirs,
                ..a()
            },
            AlthingError::WrongMint.code().0,
        ),
        (
            accounts::OpenQuestion {
                from: far.asker.tokens,
                ..a()
            },
            AlthingError::WrongMint.code().0,
        ),
        (
            accounts::OpenQuestion {
                from: k.asker.tokens,
                ..a()
            },
            TOKEN_OWNER_MISMATCH,
        ),
        (
            accounts::OpenQuestion {
                question: k.question(&k.asker, AT),
                ..a()
            },
            AnchorError::ConstraintSeeds.code().0,
        ),
        (
            accounts::OpenQuestion {
                vault: k.o.vault,
                ..a()
            },
            AnchorError::ConstraintSeeds.code().0,
        ),
    ];
    for (accounts, code) in cases {
        let args = k.question_args(AT);
        let ix = accounts.call(instruction::OpenQuestion { args });
        assert_refused(w.send(&[ix], &[&asker.key, &k.c.renter]), code);
    }
}

#[test]
fn terms_of_one_organisation_do_not_bind_a_bond_towards_another() {
    let (mut w, k) = court();
    w.unbond(&k.c, &k.o, BOND).unwrap();
    w.wait(200);
    w.withdraw_bond(&k.c, &k.o).unwrap();
    w.go(&[k.c.close_bond(&k.o).call(instruction::CloseBond {})], &[]);
    // Of the same mint, so that nothing else differs.
    let mut other = Community::plan_with_mint(&mut w, "Other", k.c.mint);
    let create = other.create_dao_with(config(), 0);
    w.go(&[create], &[&other.creator, &other.renter]);
    w.endow(&mut other);
    let args = bond_args();
    let open = other.open_bond(&k.o).call(instruction::OpenBond { args });
    w.go(&[open], &[&k.o.key, &other.renter]);
    assert_refused(w.ask(&k, &k.asker, AT), AlthingError::WrongDao);
}

#[test]
fn an_organisation_may_ask_by_a_vote() {
    let (w, k) = court();
    let asker = Asker {
        key: k.asker.key.insecure_clone(),
        tokens: k.c.treasury,
    };
    let question = pda::question(&k.o.audit_log, AT, &k.c.authority);
    let ask = |proof: Vec<merkle::Hash>| {
        let accounts = accounts::OpenQuestion {
            question,
            vault: pda::vault(&question),
            questioner: k.c.authority,
            payer: k.c.authority,
            ..k.open_question(&asker, AT)
        };
        let args = OpenQuestionArgs {
            proof,
            ..k.question_args(AT)
        };
        accounts.call(instruction::OpenQuestion { args })
    };
    // A transaction has no room for 42 hashes, but an action has.
    let mut long = w.clone();
    assert_refused(
        long.as_authority(&k.c, ask(vec![[0; 32]; 42])),
        AlthingError::ProofTooLong,
    );
    let mut longest = w.clone();
    assert_refused(
        longest.as_authority(&k.c, ask(vec![[0; 32]; 41])),
        AlthingError::NotInLog,
    );
    let mut w = w;
    w.as_authority(&k.c, ask(k.proof(AT))).unwrap();
    let asked: Question = w.zero_copy(&question);
    assert_eq!((asked.questioner, asked.deposit), (k.c.authority, 10));
}

#[test]
fn lamports_sent_ahead_keep_nobody_out() {
    let (mut w, k) = court();
    let question = k.question(&k.asker, AT);
    w.svm.airdrop(&question, 1_000_000).unwrap();
    w.svm
        .airdrop(&pda::vault(&question), 1_000_000_000)
        .unwrap();
    w.ask(&k, &k.asker, AT).unwrap();
}
