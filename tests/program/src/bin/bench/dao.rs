//! The room `dao`, instruction by instruction.

use althing::constants::SEED_SEAT;
use althing::Chamber;
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, by_vote, lucky, name, place, seeds};

pub fn measure(report: &mut Report) {
    let mut w = World::new();
    let c = Community::plan(&mut w, name(), TOKEN);
    let create = c.create_dao_with(config(), Chamber::LINEAR);
    report.units("create_dao", w.go(&[create], &[&c.creator, &c.renter]).cu);
    assert_lucky(&w, &[c.dao, c.chamber, c.evaluators, c.log]);

    let (w, c) = place();
    measure_seat(report, w.clone(), &c);
    measure_authority(report, w, &c);
}

/// A member comes and goes.
fn measure_seat(report: &mut Report, mut w: World, c: &Community) {
    let name = lucky("newcomer", |name| {
        vec![seeds(&[
            SEED_SEAT,
            c.chamber.as_ref(),
            key(name).pubkey().as_ref(),
        ])]
    });
    let key = w.wallet(&name);
    let tokens = w.tokens(&name, &c.mint, &key.pubkey(), SAVINGS);
    let open = c.open_seat(c.chamber, key.pubkey());
    let member = Member {
        seat: open.seat,
        tokens,
        key,
    };
    report.units(
        "open_seat",
        w.go(&[open.call(instruction::OpenSeat {})], &[&c.renter])
            .cu,
    );
    assert_lucky(&w, &[member.seat]);

    let deposit = c
        .deposit_tokens(&member)
        .call(instruction::DepositTokens { amount: 100 });
    report.units("deposit_tokens", w.go(&[deposit], &[&member.key]).cu);
    w.next_epoch(c);
    let request = c
        .request_withdrawal(&member)
        .call(instruction::RequestWithdrawal { amount: 100 });
    report.units("request_withdrawal", w.go(&[request], &[&member.key]).cu);
    w.wait(config().withdrawal_cooldown);
    let withdraw = c
        .withdraw_tokens(&member)
        .call(instruction::WithdrawTokens {});
    report.units("withdraw_tokens", w.go(&[withdraw], &[&member.key]).cu);
    let close = c
        .close_seat(c.chamber, member.address())
        .call(instruction::CloseSeat {});
    report.units("close_seat", w.go(&[close], &[]).cu);
}

/// What only a vote may do.
fn measure_authority(report: &mut Report, mut w: World, c: &Community) {
    let change = c
        .update_config()
        .call(instruction::UpdateConfig { config: config() });
    by_vote(report, &mut w, c, "update_config", change);
    let create = c.create_chamber(2);
    let chamber = create.chamber;
    let data = instruction::CreateChamber {
        kind: Chamber::KIND_CITIZENS,
        weighting: Chamber::LINEAR,
    };
    by_vote(report, &mut w, c, "create_chamber", create.call(data));
    assert_lucky(&w, &[chamber]);

    let evaluator = w.wallet("evaluator").pubkey();
    w.go(
        &[c.open_seat(c.evaluators, evaluator)
            .call(instruction::OpenSeat {})],
        &[&c.renter],
    );
    let grant = c
        .grant_seat(c.evaluators, evaluator)
        .call(instruction::GrantSeat { points: 1 });
    by_vote(report, &mut w, c, "grant_seat", grant);
}
