use althing::consent::entries::GrantOffered;
use althing::consent::OfferGrantArgs;
use althing::math::meter::Meter;
use anchor_spl::token_interface::TokenAccount;

use super::*;

fn licence(d: &Data, purpose: u8, terms: GrantTerms) -> Licence {
    Licence {
        grant: pda::grant(&d.dataset, &d.model, purpose),
        purpose,
        terms,
    }
}

fn offer(accounts: &accounts::OfferGrant, purpose: u8, terms: GrantTerms) -> Instruction {
    let args = OfferGrantArgs {
        purpose,
        licensee: key("licensee").pubkey(),
        terms,
    };
    accounts.call(instruction::OfferGrant { args })
}

#[test]
fn test_offer_grant_ok() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        starts_at: w.now() + 10,
        expires_at: w.now() + 20,
        use_cap: 5,
        ..STREAMED
    };
    let licence = licence(&d, Grant::RETRIEVE, terms);
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let args = OfferGrantArgs {
        purpose: Grant::RETRIEVE,
        licensee: d.licensee.pubkey(),
        terms,
    };
    let accounts = c.offer_grant(&d, &licence);
    let sent = w.go(
        &[accounts.call(instruction::OfferGrant { args })],
        &[&d.owner, &c.renter],
    );

    let made = grant(&w, &licence);
    assert_eq!(
        (made.version, made.purpose, made.state),
        (1, Grant::RETRIEVE, Grant::OFFERED)
    );
    assert_eq!((made.dataset, made.model), (d.dataset, d.model));
    assert_eq!((made.licensee, made.log), (d.licensee.pubkey(), c.log));
    let vault = pda::vault(&licence.grant);
    assert_eq!((made.mint, made.vault), (d.mint, vault));
    assert_eq!((made.payer, made.terms()), (c.renter.pubkey(), terms));
    assert_eq!(
        (made.uses, made.funded, made.claimed, made.refunded),
        (0, 0, 0, 0)
    );
    assert_eq!((made.accepted_at, made.ended_at), (0, 0));
    assert_eq!(made.meter, Meter::default());
    let account: TokenAccount = w.borsh(&vault);
    assert_eq!((account.mint, account.owner), (d.mint, licence.grant));
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(Grant::SPACE) + w.rent(165)
    );
    assert_eq!(
        (dataset(&w, &d).open_grants, dataset(&w, &d).grant_count),
        (1, 1)
    );
    let payload = GrantOffered {
        grant: licence.grant,
        dataset: d.dataset,
        model: d.model,
        licensee: d.licensee.pubkey(),
        mint: d.mint,
        purpose: Grant::RETRIEVE,
        terms,
    };
    let kind = (EntryKind::GrantOffered, d.owner.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
}

#[test]
fn a_free_grant_has_neither_mint_nor_vault() {
    let (mut w, c, d) = data();
    let before = w.lamports(&c.renter.pubkey());
    let licence = w.offered(&c, &d, TRAIN, FREE);
    let made = grant(&w, &licence);
    assert_eq!((made.mint, made.vault), Default::default());
    assert!(!w.exists(&pda::vault(&licence.grant)));
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(Grant::SPACE)
    );
}

/// A stranger would accept it, use it up or end it, in the slot before a promotion.
#[test]
fn nothing_is_offered_to_anybody() {
    let (mut w, c, d) = data();
    for terms in [FREE, ONCE, PER_USE, STREAMED] {
        let args = OfferGrantArgs {
            purpose: TRAIN,
            licensee: Pubkey::default(),
            terms,
        };
        let accounts = c.offer_grant(&d, &licence(&d, TRAIN, terms));
        let offer = accounts.call(instruction::OfferGrant { args });
        let sent = w.send(&[offer], &[&d.owner, &c.renter]);
        assert_refused(sent, AlthingError::LicenseeMissing);
    }
}

#[test]
fn a_dataset_has_one_grant_per_model_and_purpose() {
    let (mut w, c, d) = data();
    for purpose in 0..=5 {
        w.offered(&c, &d, purpose, FREE);
    }
    assert_eq!(dataset(&w, &d).open_grants, 6);
    let again = c.offer(&d, &licence(&d, 5, PER_USE));
    let sent = w.send(&[again], &[&d.owner, &c.renter]);
    assert_refused(sent, SYSTEM_ACCOUNT_EXISTS);
    let another = Data {
        model: key("another model").pubkey(),
        ..d.clone()
    };
    w.offered(&c, &another, 5, FREE);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, d) = data();
    let ix = c.offer(&d, &licence(&d, TRAIN, PER_USE));
    w.sweep(ix, &[&d.owner, &c.renter]).run();
    let free = c.offer(&d, &licence(&d, TRAIN, FREE));
    w.sweep(free, &[&d.owner, &c.renter]).run();
}

#[test]
fn test_offer_grant_refuses_terms_out_of_bounds() {
    let (w, c, d) = data();
    let now = w.now();
    let cases = [
        (
            GrantTerms {
                price_kind: 4,
                ..PER_USE
            },
            AlthingError::PriceKindUnknown,
        ),
        (
            GrantTerms {
                price: 0,
                ..PER_USE
            },
            AlthingError::PriceOutOfBounds,
        ),
        (
            GrantTerms {
                period: 1,
                ..PER_USE
            },
            AlthingError::PeriodOutOfBounds,
        ),
        (
            GrantTerms {
                expires_at: now,
                ..PER_USE
            },
            AlthingError::TermOutOfBounds,
        ),
        (
            GrantTerms {
                starts_at: -1,
                ..PER_USE
            },
            AlthingError::TermOutOfBounds,
        ),
    ];
    for (terms, error) in cases {
        let ix = c.offer(&d, &licence(&d, TRAIN, terms));
        let sent = w.clone().send(&[ix], &[&d.owner, &c.renter]);
        assert_refused(sent, error);
    }
    for purpose in [6, u8::MAX] {
        let ix = c.offer(&d, &licence(&d, purpose, FREE));
        let sent = w.clone().send(&[ix], &[&d.owner, &c.renter]);
        assert_refused(sent, AlthingError::PurposeUnknown);
    }
    let last = GrantTerms {
        expires_at: now + 1,
        ..PER_USE
    };
    w.clone().offered(&c, &d, TRAIN, last);
}

#[test]
fn a_price_needs_a_vault_and_a_free_grant_takes_none() {
    let (w, c, d) = data();
    let priced = || c.offer_grant(&d, &licence(&d, TRAIN, PER_USE));
    let bare = || accounts::OfferGrant {
        vault: None,
        mint: None,
        ..priced()
    };
    let only_mint = accounts::OfferGrant {
        mint: Some(d.mint),
        ..bare()
    };
    let cases = [
        (priced(), FREE),
        (bare(), PER_USE),
        (
            accounts::OfferGrant {
                mint: Some(d.mint),
                ..bare()
            },
            PER_USE,
        ),
        (only_mint, FREE),
    ];
    for (accounts, terms) in cases {
        let ix = offer(&accounts, TRAIN, terms);
        let sent = w.clone().send(&[ix], &[&d.owner, &c.renter]);
        assert_refused(sent, AlthingError::GrantAccountsMissing);
    }
}

#[test]
fn test_offer_grant_refuses_accounts_of_others() {
    let (mut w, c, other) = two_communities();
    let d = w.data(&c, "corpus");
    let a = || c.offer_grant(&d, &licence(&d, TRAIN, PER_USE));
    let cases = [
        (
            accounts::OfferGrant {
                owner: d.licensee.pubkey(),
                ..a()
            },
            AlthingError::NotDatasetOwner,
        ),
        (
            accounts::OfferGrant {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::OfferGrant {
                mint: Some(c.mint),
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        let ix = offer(&accounts, TRAIN, PER_USE);
        let sent = w.send(&[ix], &[&d.owner, &d.licensee, &c.renter]);
        assert_refused(sent, error);
    }
}

#[test]
fn a_dataset_without_a_mint_gives_free_grants_only() {
    let (mut w, c) = community();
    let d = w.plan_data(&c, "corpus");
    let accounts = accounts::RegisterDataset {
        mint: None,
        ..c.register_dataset(&d)
    };
    let args = dataset_args(d.digest);
    let register = accounts.call(instruction::RegisterDataset { args });
    w.go(&[register], &[&d.owner, &c.renter]);
    let ix = c.offer(&d, &licence(&d, TRAIN, PER_USE));
    let sent = w.send(&[ix], &[&d.owner, &c.renter]);
    assert_refused(sent, AlthingError::WrongMint);
    w.offered(&c, &d, TRAIN, FREE);
}
