use althing::audit::entry::EntryKind;
use althing::compute::entries::ProviderRegistered;
use althing::compute::Offer;
use althing_program_tests::prelude::*;
use anchor_spl::token_interface::TokenAccount;

use super::*;

fn register(c: &Community, host: &Host, offer: Offer) -> Instruction {
    c.register_provider(host)
        .call(instruction::RegisterProvider { offer })
}

#[test]
fn test_register_provider_ok() {
    let (mut w, c) = community();
    let host = w.plan_host(&c, "host");
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let sent = w.go(
        &[register(&c, &host, offer())],
        &[&host.operator, &c.renter],
    );

    let provider = provider(&w, &host);
    assert_shows(&provider, &offer());
    assert_eq!((provider.version, provider.status), (1, Provider::ACTIVE));
    assert_eq!(
        (provider.dao, provider.operator, provider.payer),
        (c.dao, host.operator.pubkey(), c.renter.pubkey())
    );
    assert_eq!((provider.mint, provider.vault), (c.mint, host.vault));
    assert_eq!((provider.positions, provider.offences), (0, 0));
    assert_eq!(pools(&w, &host), [(0, 0), (0, 0)]);
    assert_eq!((provider.active.round, provider.unbonding.round), (0, 0));
    assert_eq!(
        (
            provider.slashed_epoch,
            provider.slashed_in_epoch,
            provider.epoch_opening
        ),
        (0, 0, 0)
    );
    let vault: TokenAccount = w.borsh(&host.vault);
    assert_eq!(
        (vault.mint, vault.owner, vault.amount),
        (c.mint, host.provider, 0)
    );
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(Provider::SPACE) + w.rent(165)
    );

    let payload = ProviderRegistered {
        provider: host.provider,
        accelerators: 8,
        price_per_hour: 250,
        endpoint: "https://node.example".into(),
        region: "eu-north".into(),
        accelerator: "H100".into(),
    };
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::ProviderRegistered, host.operator.pubkey()),
        &payload,
    );
}

#[test]
fn every_field_beyond_its_bounds_is_refused_by_name() {
    let (mut w, c) = community();
    let host = w.plan_host(&c, "host");
    for (change, error) in OFFERS_OUT_OF_BOUNDS {
        let mut offer = offer();
        change(&mut offer);
        assert_refused(
            w.send(&[register(&c, &host, offer)], &[&host.operator, &c.renter]),
            *error,
        );
    }
    assert!(!w.exists(&host.provider) && !w.exists(&host.vault));
}

#[test]
fn every_field_at_its_bounds_is_taken() {
    let (w, c) = community();
    for offer in offers_at_the_bounds() {
        let mut w = w.clone();
        let host = w.plan_host(&c, "host");
        w.go(
            &[register(&c, &host, offer.clone())],
            &[&host.operator, &c.renter],
        );
        assert_shows(&provider(&w, &host), &offer);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c) = community();
    let host = w.plan_host(&c, "host");
    w.sweep(register(&c, &host, offer()), &[&host.operator, &c.renter])
        .run();
}

#[test]
fn test_register_provider_refuses_accounts_of_another_organisation() {
    let (mut w, c, other) = two_communities();
    let host = w.plan_host(&c, "host");
    let foreign = w.plan_host(&other, "host of another");
    let a = || c.register_provider(&host);
    let cases = [
        (
            accounts::RegisterProvider {
                mint: other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::RegisterProvider {
                mint: host.reward_mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::RegisterProvider {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in cases {
        let ix = accounts.call(instruction::RegisterProvider { offer: offer() });
        assert_refused(w.send(&[ix], &[&host.operator, &c.renter]), error);
    }
    let at = [
        accounts::RegisterProvider {
            dao: other.dao,
            mint: other.mint,
            log: other.log,
            ..a()
        },
        accounts::RegisterProvider {
            provider: foreign.provider,
            ..a()
        },
        accounts::RegisterProvider {
            vault: foreign.vault,
            ..a()
        },
        accounts::RegisterProvider {
            operator: foreign.operator.pubkey(),
            ..a()
        },
    ];
    for accounts in at {
        let ix = accounts.call(instruction::RegisterProvider { offer: offer() });
        assert_refused(
            w.send(&[ix], &[&host.operator, &foreign.operator, &c.renter]),
            AnchorError::ConstraintSeeds,
        );
    }
}

#[test]
fn an_operator_has_one_provider_per_organisation() {
    let (mut w, c, other) = two_communities();
    let host = w.host(&c, "host");
    let again = register(&c, &host, offer());
    assert_refused(
        w.send(&[again], &[&host.operator, &c.renter]),
        SYSTEM_ACCOUNT_EXISTS,
    );
    w.retire(&c, &host);
    w.next_slot();
    let again = register(&c, &host, offer());
    assert_refused(
        w.send(&[again], &[&host.operator, &c.renter]),
        SYSTEM_ACCOUNT_EXISTS,
    );

    let address = pda::provider(&other.dao, &host.operator.pubkey());
    let elsewhere = Host {
        provider: address,
        vault: pda::vault(&address),
        ..host.clone()
    };
    w.go(
        &[register(&other, &elsewhere, offer())],
        &[&host.operator, &other.renter],
    );
    assert_eq!(provider(&w, &elsewhere).dao, other.dao);
}

#[test]
fn lamports_sent_ahead_keep_nobody_out() {
    let (mut w, c) = community();
    let host = w.plan_host(&c, "host");
    w.svm.airdrop(&host.provider, 1_000_000).unwrap();
    w.svm.airdrop(&host.vault, 1_000_000_000).unwrap();
    w.go(
        &[register(&c, &host, offer())],
        &[&host.operator, &c.renter],
    );
    assert_eq!(provider(&w, &host).operator, host.operator.pubkey());
}

#[test]
fn test_register_provider_refuses_a_payer_without_lamports() {
    let (mut w, c) = community();
    let host = w.plan_host(&c, "host");
    let poor = key("poor");
    let accounts = accounts::RegisterProvider {
        payer: poor.pubkey(),
        ..c.register_provider(&host)
    };
    let ix = accounts.call(instruction::RegisterProvider { offer: offer() });
    assert_refused(
        w.send(&[ix], &[&host.operator, &poor]),
        SYSTEM_NOT_ENOUGH_LAMPORTS,
    );
}

#[test]
fn stake_may_be_of_token_2022() {
    let mut w = World::new();
    let c = Community::with_members(&mut w, "Newer", TOKEN_2022);
    let host = w.host(&c, "host");
    let anna = w.staker(&c, &host, "anna", 600);
    assert_eq!(w.balance(&host.vault), 600);
    w.unstake(&c, &host, &anna, 600).unwrap();
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(
        (w.balance(&host.vault), w.balance(&anna.tokens)),
        (0, SAVINGS)
    );
}
