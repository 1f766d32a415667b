use althing::compute::Offence;
use althing_program_tests::prelude::*;

use super::*;

const ID: [u8; 32] = [9; 32];

fn close(c: &Community, host: &Host) -> Instruction {
    c.close_offence(host, &ID)
        .call(instruction::CloseOffence {})
}

/// A provider that was slashed, and from which everybody has gone.
fn deserted() -> (World, Community, Host, Staker) {
    let (mut w, c) = community();
    let host = w.host(&c, "host");
    let anna = w.staker(&c, &host, "anna", 600);
    w.pass(&c, &[c.slash(&host, ID, 1_000)]);
    w.unstake(&c, &host, &anna, 600).unwrap();
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    w.go(
        &[c.close_stake_position(&host, &anna)
            .call(instruction::CloseStakePosition {})],
        &[],
    );
    w.retire(&c, &host);
    (w, c, host, anna)
}

fn closed() -> (World, Community, Host, Staker) {
    let (mut w, c, host, anna) = deserted();
    w.go(
        &[c.close_provider(&host).call(instruction::CloseProvider {})],
        &[],
    );
    (w, c, host, anna)
}

#[test]
fn test_close_offence_ok() {
    let (mut w, c, host, _) = closed();
    let before = w.lamports(&c.authority);
    w.go(&[close(&c, &host)], &[]);
    assert!(!w.exists(&pda::offence(&host.provider, &ID)));
    assert_eq!(w.lamports(&c.authority) - before, w.rent(Offence::SPACE));
    assert_refused(
        w.send(&[close(&c, &host)], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn while_the_provider_exists_its_offences_are_kept() {
    let (mut w, c, host, _) = deserted();
    assert_refused(
        w.send(&[close(&c, &host)], &[]),
        AlthingError::ProviderStillOpen,
    );
    let close_provider = c.close_provider(&host).call(instruction::CloseProvider {});
    // Even in the transaction that closes it the order counts.
    let wrong_order = [close(&c, &host), close_provider.clone()];
    assert_refused(w.send(&wrong_order, &[]), AlthingError::ProviderStillOpen);
    w.go(&[close_provider, close(&c, &host)], &[]);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, _) = closed();
    w.sweep(close(&c, &host), &[])
        .expecting(host.provider, AlthingError::WrongProvider)
        .run();
}

#[test]
fn test_close_offence_refuses_accounts_of_others() {
    let (mut w, c, host, anna) = closed();
    let neighbour = w.host(&c, "neighbour");
    let a = || c.close_offence(&host, &ID);
    let ix = |accounts: accounts::CloseOffence| accounts.call(instruction::CloseOffence {});
    let elsewhere = ix(accounts::CloseOffence {
        provider: anna.address(),
        ..a()
    });
    assert_refused(w.send(&[elsewhere], &[]), AlthingError::WrongProvider);
    let elsewhere = ix(accounts::CloseOffence {
        provider: neighbour.provider,
        ..a()
    });
    assert_refused(w.send(&[elsewhere], &[]), AlthingError::WrongProvider);
    let thief = ix(accounts::CloseOffence {
        payer: anna.address(),
        ..a()
    });
    assert_refused(w.send(&[thief], &[]), AlthingError::WrongPayer);
}

#[test]
fn a_provider_that_registers_anew_cannot_be_slashed_for_an_offence_that_is_kept() {
    let (mut w, c, host, _) = closed();
    let register = c
        .register_provider(&host)
        .call(instruction::RegisterProvider { offer: offer() });
    w.go(&[register], &[&host.operator, &c.renter]);
    assert_eq!(
        (
            provider(&w, &host).offences,
            provider(&w, &host).active.shares
        ),
        (0, 0)
    );
    w.staker(&c, &host, "bert", 100);
    assert_refused(
        w.send(&[close(&c, &host)], &[]),
        AlthingError::ProviderStillOpen,
    );
    assert_refused(
        w.as_authority(&c, c.slash(&host, ID, 100)),
        SYSTEM_ACCOUNT_EXISTS,
    );
}
