//! Anybody may claim for a holder, into any account of the holder's.

use althing_program_tests::prelude::*;

use super::{flowing, paid, refused};

#[test]
fn anybody_may_but_the_tokens_go_to_the_holder() {
    let (mut w, c, host, anna, bert) = flowing();
    w.wait(10);
    let a = || c.claim_reward(&host, &anna);
    refused(
        &mut w,
        accounts::ClaimReward {
            to: bert.purse,
            ..a()
        },
        AlthingError::WrongTokenOwner,
    );
    refused(
        &mut w,
        accounts::ClaimReward {
            to: host.purse,
            ..a()
        },
        AlthingError::WrongTokenOwner,
    );
    refused(
        &mut w,
        accounts::ClaimReward {
            to: host.reward_vault,
            ..a()
        },
        AlthingError::WrongTokenOwner,
    );
    refused(
        &mut w,
        accounts::ClaimReward {
            to: anna.tokens,
            ..a()
        },
        AlthingError::WrongMint,
    );
    let second = w.tokens("second", &host.reward_mint, &anna.address(), 0);
    w.go(
        &[accounts::ClaimReward { to: second, ..a() }.call(instruction::ClaimReward {})],
        &[],
    );
    assert_eq!((w.balance(&second), paid(&w, &anna)), (6_000, 0));
}

#[test]
fn an_account_that_cannot_take_tokens_loses_nothing() {
    let (mut w, c, host, anna, _) = flowing();
    w.wait(10);
    w.freeze(&host.reward_mint, &anna.purse);
    assert_refused(w.claim(&c, &host, &anna), TOKEN_ACCOUNT_FROZEN);
    let second = w.tokens("second", &host.reward_mint, &anna.address(), 0);
    let accounts = accounts::ClaimReward {
        to: second,
        ..c.claim_reward(&host, &anna)
    };
    w.go(&[accounts.call(instruction::ClaimReward {})], &[]);
    assert_eq!(w.balance(&second), 6_000);
}
