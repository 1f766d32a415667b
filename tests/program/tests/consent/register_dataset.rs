use althing::consent::entries::DatasetRegistered;
use althing::consent::{ClosedDataset, RegisterDatasetArgs};

use super::*;

fn register(accounts: &accounts::RegisterDataset, args: RegisterDatasetArgs) -> Instruction {
    accounts.call(instruction::RegisterDataset { args })
}

/// A dataset that is not registered yet.
fn planned() -> (World, Community, Data) {
    let (mut w, c) = community();
    let d = w.plan_data(&c, "corpus");
    (w, c, d)
}

#[test]
fn test_register_dataset_ok() {
    let (mut w, c, d) = planned();
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let args = dataset_args(d.digest);
    let ix = register(&c.register_dataset(&d), args);
    let sent = w.go(&[ix], &[&d.owner, &c.renter]);

    let made = dataset(&w, &d);
    assert_eq!(
        (made.version, made.open_grants, made.grant_count),
        (1, 0, 0)
    );
    assert_eq!((made.dao, made.log), (c.dao, c.log));
    assert_eq!(
        (made.owner, made.new_owner),
        (d.owner.pubkey(), Pubkey::default())
    );
    assert_eq!((made.payer, made.mint), (c.renter.pubkey(), d.mint));
    assert_eq!((made.digest, made.metadata_hash), (d.digest, [7; 32]));
    assert_eq!(made.created_at, w.now());
    assert_eq!(&made.uri[..25], b"https://example.org/data\0");
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(Dataset::SPACE)
    );
    let payload = DatasetRegistered {
        dataset: d.dataset,
        owner: d.owner.pubkey(),
        digest: d.digest,
        metadata_hash: [7; 32],
        mint: d.mint,
    };
    let kind = (EntryKind::DatasetRegistered, d.owner.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
}

#[test]
fn a_dataset_may_name_no_mint_and_no_uri() {
    let (mut w, c, d) = planned();
    let args = RegisterDatasetArgs {
        digest: d.digest,
        uri: String::new(),
        metadata_hash: [0; 32],
    };
    let accounts = accounts::RegisterDataset {
        mint: None,
        ..c.register_dataset(&d)
    };
    w.go(&[register(&accounts, args)], &[&d.owner, &c.renter]);
    let made = dataset(&w, &d);
    assert_eq!((made.mint, made.uri), (Pubkey::default(), [0; 200]));
}

#[test]
fn the_authority_may_own_one() {
    let (mut w, c, d) = planned();
    let accounts = accounts::RegisterDataset {
        owner: c.authority,
        payer: c.authority,
        ..c.register_dataset(&d)
    };
    w.pass(&c, &[register(&accounts, dataset_args(d.digest))]);
    assert_eq!(dataset(&w, &d).owner, c.authority);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, d) = planned();
    let ix = register(&c.register_dataset(&d), dataset_args(d.digest));
    w.sweep(ix, &[&d.owner, &c.renter]).run();
}

#[test]
fn test_register_dataset_refuses_arguments_out_of_bounds() {
    let (w, c, d) = planned();
    let mut zeros = c.register_dataset(&d);
    zeros.dataset = pda::dataset(&c.dao, &[0; 32]);
    let refused = |accounts: &accounts::RegisterDataset, args, error| {
        let sent = w
            .clone()
            .send(&[register(accounts, args)], &[&d.owner, &c.renter]);
        assert_refused(sent, error);
    };
    refused(
        &zeros,
        dataset_args([0; 32]),
        AlthingError::DatasetDigestIsZero,
    );
    let accounts = c.register_dataset(&d);
    let args = || dataset_args(d.digest);
    let uri = |uri: String| RegisterDatasetArgs { uri, ..args() };
    refused(
        &accounts,
        uri("u".repeat(201)),
        AlthingError::MetadataUriOutOfBounds,
    );
    refused(
        &accounts,
        uri("a\nb".into()),
        AlthingError::MetadataUriOutOfBounds,
    );
    refused(
        &accounts,
        uri(String::new()),
        AlthingError::MetadataHashMismatch,
    );
    let unhashed = RegisterDatasetArgs {
        metadata_hash: [0; 32],
        ..args()
    };
    refused(&accounts, unhashed, AlthingError::MetadataHashMismatch);
    let longest = register(&accounts, uri("u".repeat(200)));
    w.clone().go(&[longest], &[&d.owner, &c.renter]);
}

#[test]
fn an_organisation_knows_a_digest_once_and_another_knows_it_too() {
    let (mut w, c, other) = two_communities();
    let d = w.data(&c, "corpus");
    let thief = w.wallet("thief");
    let again = accounts::RegisterDataset {
        owner: thief.pubkey(),
        ..c.register_dataset(&d)
    };
    let ix = register(&again, dataset_args(d.digest));
    let sent = w.send(&[ix], &[&thief, &c.renter]);
    assert_refused(sent, AlthingError::DatasetIsRegistered);
    let ix = register(&c.register_dataset(&d), dataset_args(d.digest));
    let sent = w.send(&[ix], &[&d.owner, &c.renter]);
    assert_refused(sent, AlthingError::DatasetIsRegistered);
    let elsewhere = accounts::RegisterDataset {
        dataset: pda::dataset(&other.dao, &d.digest),
        ..other.register_dataset(&d)
    };
    let ix = register(&elsewhere, dataset_args(d.digest));
    w.go(&[ix], &[&d.owner, &other.renter]);
}

#[test]
fn the_place_of_a_closed_dataset_is_its_last_owners() {
    let (mut w, c, d) = data();
    // The owner hands it on; who has it last closes it.
    let heir = Data {
        owner: w.wallet("heir"),
        ..d.clone()
    };
    let offer = c
        .offer_dataset_transfer(&d)
        .call(instruction::OfferDatasetTransfer {
            new_owner: heir.owner.pubkey(),
        });
    let accept = c
        .accept_dataset_transfer(&d, heir.owner.pubkey())
        .call(instruction::AcceptDatasetTransfer {});
    w.go(&[offer, accept], &[&d.owner, &heir.owner]);
    w.close_dataset(&c, &heir);
    let again = |data: &Data| register(&c.register_dataset(data), dataset_args(d.digest));
    let sent = w.send(&[again(&d)], &[&d.owner, &c.renter]);
    assert_refused(sent, AlthingError::NotFormerOwner);

    w.wait(7);
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let other = w.wallet("another payer");
    let mint = w.mint("other money", TOKEN);
    let accounts = accounts::RegisterDataset {
        payer: other.pubkey(),
        mint: Some(mint),
        ..c.register_dataset(&heir)
    };
    let funds = w.lamports(&other.pubkey());
    let ix = register(&accounts, dataset_args(d.digest));
    let sent = w.go(&[ix], &[&heir.owner, &other]);
    let made = dataset(&w, &heir);
    assert_eq!(
        (made.owner, made.payer),
        (heir.owner.pubkey(), other.pubkey())
    );
    assert_eq!((made.dao, made.log, made.digest), (c.dao, c.log, d.digest));
    assert_eq!((made.new_owner, made.mint), (Pubkey::default(), mint));
    assert_eq!((made.open_grants, made.grant_count), (0, 0));
    assert_eq!(made.created_at, w.now());
    // The rent of the place is there already.
    let kept = w.rent(ClosedDataset::SPACE);
    assert_eq!(
        funds - w.lamports(&other.pubkey()),
        w.rent(Dataset::SPACE) - kept
    );
    assert_eq!(w.lamports(&c.renter.pubkey()), before);
    let payload = DatasetRegistered {
        dataset: d.dataset,
        owner: heir.owner.pubkey(),
        digest: d.digest,
        metadata_hash: [7; 32],
        mint,
    };
    let kind = (EntryKind::DatasetRegistered, heir.owner.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    w.offered(&c, &Data { mint, ..heir }, TRAIN, PER_USE);
}

#[test]
fn the_place_of_a_closed_dataset_wants_the_right_accounts() {
    let (mut w, c, d) = data();
    w.close_dataset(&c, &d);
    let ix = register(&c.register_dataset(&d), dataset_args(d.digest));
    w.sweep(ix, &[&d.owner, &c.renter])
        .expecting(d.dataset, AnchorError::ConstraintSeeds)
        .run();
}

#[test]
fn lamports_at_the_address_do_not_hinder() {
    let (mut w, c, d) = planned();
    w.svm.airdrop(&d.dataset, 1_000_000).unwrap();
    let before = w.lamports(&c.renter.pubkey());
    let ix = register(&c.register_dataset(&d), dataset_args(d.digest));
    w.go(&[ix], &[&d.owner, &c.renter]);
    let paid = before - w.lamports(&c.renter.pubkey());
    assert_eq!(paid, w.rent(Dataset::SPACE) - 1_000_000);
}

#[test]
fn test_register_dataset_refuses_another_organisations_log() {
    let (mut w, c, other) = two_communities();
    let d = w.plan_data(&c, "corpus");
    let accounts = accounts::RegisterDataset {
        log: other.log,
        ..c.register_dataset(&d)
    };
    let ix = register(&accounts, dataset_args(d.digest));
    assert_refused(
        w.send(&[ix], &[&d.owner, &c.renter]),
        AlthingError::WrongLog,
    );
}

#[test]
fn a_mint_that_would_break_the_books_is_refused() {
    let (w, c, d) = planned();
    for extension in Extension::HARMFUL {
        let mut w = w.clone();
        let mint = w.mint_with("harmful", TOKEN_2022, &[extension]);
        let accounts = accounts::RegisterDataset {
            mint: Some(mint),
            ..c.register_dataset(&d)
        };
        let ix = register(&accounts, dataset_args(d.digest));
        let sent = w.send(&[ix], &[&d.owner, &c.renter]);
        assert_refused(sent, AlthingError::MintExtensionRefused);
    }
}
