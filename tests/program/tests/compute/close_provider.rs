use althing::compute::events::ProviderClosed;
use althing_program_tests::prelude::*;
use std::slice::from_ref;

use super::*;

fn close(c: &Community, host: &Host) -> Instruction {
    c.close_provider(host).call(instruction::CloseProvider {})
}

/// A retired provider without stake.
fn finished() -> (World, Community, Host) {
    let (mut w, c) = community();
    let host = w.host(&c, "host");
    w.retire(&c, &host);
    (w, c, host)
}

#[test]
fn test_close_provider_ok() {
    let (mut w, c, host) = finished();
    let before = w.lamports(&c.renter.pubkey());
    let sent = w.go(&[close(&c, &host)], &[]);
    assert!(!w.exists(&host.provider) && !w.exists(&host.vault));
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(Provider::SPACE) + w.rent(165)
    );
    let events = sent.events::<ProviderClosed>();
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].provider, events[0].returned), (host.provider, 0));
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host) = finished();
    w.sweep(close(&c, &host), &[]).run();
    let treasury = accounts::CloseProvider {
        treasury: Some(c.treasury),
        ..c.close_provider(&host)
    };
    w.sweep(treasury.call(instruction::CloseProvider {}), &[])
        .run();
}

#[test]
fn a_provider_is_closed_once() {
    let (mut w, c, host) = finished();
    assert_refused(
        w.send(&[close(&c, &host), close(&c, &host)], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.go(&[close(&c, &host)], &[]);
    assert_refused(
        w.send(&[close(&c, &host)], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn everything_else_ends_first() {
    let (mut w, c) = community();
    let host = w.host(&c, "host");
    let ix = close(&c, &host);
    assert_refused(w.send(from_ref(&ix), &[]), AlthingError::ProviderNotEmpty);
    let anna = w.staker(&c, &host, "anna", 600);
    w.retire(&c, &host);
    assert_refused(w.send(from_ref(&ix), &[]), AlthingError::ProviderNotEmpty);
    w.unstake(&c, &host, &anna, 600).unwrap();
    assert_refused(w.send(from_ref(&ix), &[]), AlthingError::ProviderNotEmpty);
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_refused(w.send(from_ref(&ix), &[]), AlthingError::ProviderNotEmpty);
    w.go(
        &[
            c.close_stake_position(&host, &anna)
                .call(instruction::CloseStakePosition {}),
            ix,
        ],
        &[],
    );
    assert!(!w.exists(&host.provider));
}

#[test]
fn an_empty_provider_that_has_not_retired_stays() {
    let (mut w, c) = community();
    let host = w.host(&c, "host");
    assert_refused(
        w.send(&[close(&c, &host)], &[]),
        AlthingError::ProviderNotEmpty,
    );
}

#[test]
fn tokens_sent_unasked_go_to_the_treasury_and_keep_nothing_open() {
    let (mut w, c, host) = finished();
    let m = &c.members[0];
    let gift = w.transfer(&c.mint, &m.tokens, &host.vault, &m.address(), 77);
    w.go(&[gift], &[&m.key]);
    let to = |treasury| {
        accounts::CloseProvider {
            treasury,
            ..c.close_provider(&host)
        }
        .call(instruction::CloseProvider {})
    };
    assert_refused(w.send(&[to(None)], &[]), AlthingError::TreasuryMissing);
    assert_refused(
        w.send(&[to(Some(m.tokens))], &[]),
        AlthingError::WrongTokenOwner,
    );
    assert_refused(
        w.send(&[to(Some(host.vault))], &[]),
        AlthingError::WrongTokenOwner,
    );
    assert_refused(
        w.send(&[to(Some(host.reward_treasury))], &[]),
        AlthingError::WrongMint,
    );
    let sent = w.go(&[to(Some(c.treasury))], &[]);
    assert_eq!(
        (w.balance(&c.treasury), w.exists(&host.vault)),
        (SAVINGS + 77, false)
    );
    assert_eq!(sent.events::<ProviderClosed>()[0].returned, 77);
}

#[test]
fn test_close_provider_refuses_accounts_of_others() {
    let (mut w, c, other) = two_communities();
    let (host, neighbour) = (w.host(&c, "host"), w.host(&c, "neighbour"));
    w.retire(&c, &host);
    w.retire(&c, &neighbour);
    let a = || c.close_provider(&host);
    let cases = [
        (
            accounts::CloseProvider {
                dao: other.dao,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::CloseProvider {
                mint: other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseProvider {
                vault: neighbour.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::CloseProvider {
                vault: c.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::CloseProvider {
                payer: host.operator.pubkey(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
        (
            accounts::CloseProvider {
                treasury: Some(other.treasury),
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(
            w.send(&[accounts.call(instruction::CloseProvider {})], &[]),
            error,
        );
    }
}

#[test]
fn an_operator_can_begin_anew() {
    let (mut w, c, host) = finished();
    w.go(&[close(&c, &host)], &[]);
    w.next_slot();
    let register = c
        .register_provider(&host)
        .call(instruction::RegisterProvider { offer: offer() });
    w.go(&[register], &[&host.operator, &c.renter]);
    assert_eq!(provider(&w, &host).status, Provider::ACTIVE);
    w.staker(&c, &host, "anna", 5);
    assert_eq!(pools(&w, &host)[0], (5, 5));
}
