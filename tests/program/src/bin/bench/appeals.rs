//! The room `appeals`, instruction by instruction: one question to its upheld appeal, and the shorter ways.

use althing::appeals::Question;
use althing::constants::{SEED_BALLOT, SEED_QUESTION, SEED_RULES, SEED_VAULT};
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, by_vote, lucky, place, seeds, Seeds};

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let name = lucky_operator(&c);
    let o = w.bonded_operator(&c, &name);
    let k = w.court(c, o, "");
    assert_lucky(&w, &[k.rules]);
    let set = k.set_appeal_rules();
    let set = set.call(instruction::SetAppealRules { terms: terms() });
    by_vote(report, &mut w, &k.c, "set_appeal_rules (again)", set);
    let fresh = w.bonded_operator(&k.c, "fresh operator");
    let fresh = Court {
        rules: pda::appeal_rules(&k.c.dao, &fresh.bond),
        o: fresh,
        ..k.clone()
    };
    let set = fresh.set_appeal_rules();
    let set = set.call(instruction::SetAppealRules { terms: terms() });
    by_vote(report, &mut w, &k.c, "set_appeal_rules (first)", set);

    let asker = {
        let name = lucky("asker", |name| addresses_of_asker(&k, name));
        w.asker(&k.c, &name)
    };
    let mut bench = Bench { w, k, asker };
    bench.appeal(report);
    bench.settle_without_vote(report);
    bench.close(report);
}

/// The name of an operator whose bond's terms are found at the first try.
fn lucky_operator(c: &Community) -> String {
    lucky("operator", |name| {
        let log = pda::log(&key(&format!("subject of {name}")).pubkey());
        let bond = pda::bond(&log);
        vec![seeds(&[SEED_RULES, c.dao.as_ref(), bond.as_ref()])]
    })
}

fn addresses_of_asker(k: &Court, name: &str) -> Vec<Seeds> {
    let asker = key(name).pubkey();
    let question = pda::question(&k.o.audit_log, 0, &asker);
    let judge = k.judges[0].pubkey();
    let seat = pda::seat(&k.c.evaluators, &judge);
    vec![
        seeds(&[
            SEED_QUESTION,
            k.o.audit_log.as_ref(),
            &0_u64.to_le_bytes(),
            asker.as_ref(),
        ]),
        seeds(&[SEED_VAULT, question.as_ref()]),
        seeds(&[SEED_BALLOT, question.as_ref(), seat.as_ref()]),
    ]
}

struct Bench {
    w: World,
    k: Court,
    asker: Asker,
}

impl Bench {
    /// A question, its answer, and an appeal that is upheld.
    fn appeal(&mut self, report: &mut Report) {
        let Self { w, k, asker } = self;
        let asked = w.ask(k, asker, 0).expect("asked");
        report.units("open_question (6 leaves)", asked.cu);
        assert_lucky(w, &[k.question(asker, 0)]);
        let args = w.log_answer(k, asker, 0, salted("because"));
        let answer = k
            .answer_question(asker, 0)
            .call(instruction::AnswerQuestion { args });
        report.units(
            "answer_question (7 leaves)",
            w.go(&[answer], &[&k.o.key]).cu,
        );
        report.units("open_appeal", w.appeal(k, asker, 0).expect("appealed").cu);
        let mut vote = |judge, choice| w.judge(k, asker, 0, judge, choice).expect("a vote").cu;
        let (first, changed) = (vote(0, Question::NO), vote(0, Question::YES));
        report.units("cast_appeal_vote (first)", first);
        report.units("cast_appeal_vote (changed)", changed);
        w.wait(terms().voting_period);
        let finalized = w.go(&[k.finalize(asker, 0)], &[]);
        report.units("finalize_appeal (upheld)", finalized.cu);
        assert_eq!(w.question(k, asker, 0).state, Question::UPHELD);
    }

    /// A question without an answer, and one whose answer is accepted.
    fn settle_without_vote(&mut self, report: &mut Report) {
        let Self { w, k, asker } = self;
        w.ask(k, asker, 1).expect("asked");
        w.answer(k, asker, 1).expect("answered");
        let accepted = w.accept(k, asker, 1).expect("accepted");
        report.units("accept_answer", accepted.cu);
        w.ask(k, asker, 2).expect("asked");
        w.wait(terms().answer_period);
        let reported = w.go(&[k.report(asker, 2)], &[]);
        report.units("report_unanswered", reported.cu);
    }

    fn close(&mut self, report: &mut Report) {
        let Self { w, k, asker } = self;
        let ballot = k.close_ballot(asker, 0, k.judges[0].pubkey());
        let ballot = ballot.call(instruction::CloseBallot {});
        report.units("close_ballot", w.go(&[ballot], &[]).cu);
        let question = k.close_question(asker, 0);
        let question = question.call(instruction::CloseQuestion {});
        report.units("close_question", w.go(&[question], &[]).cu);
        let left = w.bond(&k.o).amount;
        w.unbond(&k.c, &k.o, left).expect("requested");
        w.wait(config().withdrawal_cooldown);
        w.withdraw_bond(&k.c, &k.o).expect("withdrawn");
        let rules = k.close_appeal_rules();
        let rules = rules.call(instruction::CloseAppealRules {});
        let bond = k.c.close_bond(&k.o).call(instruction::CloseBond {});
        w.go(&[bond], &[]);
        report.units("close_appeal_rules", w.go(&[rules], &[]).cu);
    }
}
