use althing::compute::{Provider, StakePosition, Unbonding};
use althing_program_tests::prelude::*;

/// A position closed and opened anew counts its tranches from 0 again; the old tranche's time does not count.
#[test]
fn a_tranche_of_a_reopened_position_waits_anew() {
    let (mut w, c, host, anna, _) = staked();
    let renter = c.renter.insecure_clone();
    w.unstake(&c, &host, &anna, 600).unwrap();
    let close = c
        .close_stake_position(&host, &anna)
        .call(instruction::CloseStakePosition {});
    assert_refused(
        w.send(&[close.clone()], &[]),
        AlthingError::StakePositionNotEmpty,
    );
    w.wait(200);
    let pay = c
        .withdraw_stake(&host, &anna, 0)
        .call(instruction::WithdrawStake {});
    let open = c
        .open_stake_position(&host, anna.address())
        .call(instruction::OpenStakePosition {});
    let stake = c.stake(&host, &anna, false, 600);
    let leave = c.unstake(&host, &anna, false, 0, 600);
    w.go(
        &[pay.clone(), close, open, stake, leave],
        &[&anna.key, &renter],
    );
    let tranche: Unbonding = w.zero_copy(&pda::unbonding(&anna.position, 0));
    assert_eq!((tranche.number, tranche.ready_at), (0, w.now() + 200));
    assert_refused(w.send(&[pay], &[]), AlthingError::UnbondingNotOver);
    assert_eq!(
        w.zero_copy::<StakePosition>(&anna.position).open_unbondings,
        1
    );
}

/// A provider registered anew begins empty, and nothing of its former life can be presented to it.
#[test]
fn a_provider_registered_anew_owes_nothing_of_its_former_life() {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &anna, 600).unwrap();
    w.unstake(&c, &host, &bert, 400).unwrap();
    w.retire(&c, &host);
    let close = c.close_provider(&host).call(instruction::CloseProvider {});
    let ends = [&anna, &bert].map(|s| {
        c.close_stake_position(&host, s)
            .call(instruction::CloseStakePosition {})
    });
    assert_refused(
        w.send(&[close.clone()], &[]),
        AlthingError::ProviderNotEmpty,
    );
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    w.withdraw(&c, &host, &bert, 0).unwrap();
    let register = c
        .register_provider(&host)
        .call(instruction::RegisterProvider { offer: offer() });
    let all = [ends[0].clone(), ends[1].clone(), close, register];
    w.go(&all, &[&host.operator, &c.renter]);
    let fresh: Provider = w.zero_copy(&host.provider);
    assert_eq!(
        (fresh.active.assets, fresh.unbonding.assets, fresh.positions),
        (0, 0, 0)
    );
    for staker in [&anna, &bert] {
        for refused in [
            w.withdraw(&c, &host, staker, 0),
            w.send(&[c.stake(&host, staker, false, 1)], &[&staker.key]),
        ] {
            assert_refused(refused, AnchorError::AccountOwnedByWrongProgram);
        }
    }
}

/// The vault as receiver of its own payment: the books still balance.
#[test]
fn a_withdrawal_into_the_vault_itself_loses_only_the_withdrawers_own() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let ask = c
        .request_withdrawal(m)
        .call(instruction::RequestWithdrawal { amount: 400 });
    w.go(&[ask], &[&m.key]);
    w.wait(200);
    let to_itself = accounts::WithdrawTokens {
        to: c.vault,
        ..c.withdraw_tokens(m)
    };
    assert_refused(
        w.send(&[to_itself.call(instruction::WithdrawTokens {})], &[&m.key]),
        AnchorError::ConstraintDuplicateMutableAccount,
    );
    let again = c.withdraw_tokens(m).call(instruction::WithdrawTokens {});
    w.go(&[again], &[&m.key]);
    assert_eq!(w.balance(&c.vault), 600);
}

/// One version in two places of a promotion.
#[test]
fn a_version_is_not_its_own_predecessor() {
    let (mut w, c, catalogue) = catalogue();
    let version = catalogue.draft;
    w.approve(&c, &catalogue, &version);
    let accounts = accounts::PromoteVersion {
        previous: Some(version),
        ..w.promotion(&c, &version)
    };
    let twice = accounts.call(promotion(CARD));
    assert_refused(
        w.as_authority(&c, twice.clone()),
        AlthingError::WrongPrevious,
    );
    w.promote(&c, &version);
    assert_refused(
        w.as_authority(&c, twice),
        AlthingError::VersionNotPromotable,
    );
}
