use althing::consent::entries::DatasetUpdated;
use althing::consent::UpdateDatasetArgs;

use super::*;

fn update(accounts: &accounts::UpdateDataset, uri: &str, metadata_hash: [u8; 32]) -> Instruction {
    let args = UpdateDatasetArgs {
        uri: uri.into(),
        metadata_hash,
    };
    accounts.call(instruction::UpdateDataset { args })
}

#[test]
fn test_update_dataset_ok() {
    let (mut w, c, d) = data();
    let (log, before) = (w.log(&c), dataset(&w, &d));
    let accounts = accounts::UpdateDataset {
        mint: Some(c.mint),
        ..c.update_dataset(&d)
    };
    let sent = w.go(&[update(&accounts, "ar://x", [9; 32])], &[&d.owner]);
    let after = dataset(&w, &d);
    assert_eq!((after.mint, after.metadata_hash), (c.mint, [9; 32]));
    // Nothing of the longer text is left.
    let mut uri = [0; 200];
    uri[..6].copy_from_slice(b"ar://x");
    assert_eq!(after.uri, uri);
    assert_eq!((after.digest, after.owner), (before.digest, before.owner));
    let payload = DatasetUpdated {
        dataset: d.dataset,
        metadata_hash: [9; 32],
        mint: c.mint,
    };
    let kind = (EntryKind::DatasetUpdated, d.owner.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
}

#[test]
fn offers_keep_the_mint_that_they_were_made_in() {
    let (mut w, c, d) = data();
    let licence = w.offered(&c, &d, TRAIN, PER_USE);
    let accounts = accounts::UpdateDataset {
        mint: None,
        ..c.update_dataset(&d)
    };
    w.go(&[update(&accounts, "", [0; 32])], &[&d.owner]);
    assert_eq!(dataset(&w, &d).mint, Pubkey::default());
    let accept = c.accept(&d, &licence, 100);
    w.go(&[accept], &[&d.licensee]);
    assert_eq!(w.balance(&pda::vault(&licence.grant)), 100);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, d) = data();
    let ix = update(&c.update_dataset(&d), "ar://x", [9; 32]);
    w.sweep(ix, &[&d.owner]).run();
}

#[test]
fn test_update_dataset_refuses_anybody_else_and_another_log() {
    let (mut w, c, other) = two_communities();
    let d = w.data(&c, "corpus");
    let accounts = accounts::UpdateDataset {
        owner: d.licensee.pubkey(),
        ..c.update_dataset(&d)
    };
    let sent = w.send(&[update(&accounts, "", [0; 32])], &[&d.licensee]);
    assert_refused(sent, AlthingError::NotDatasetOwner);
    let accounts = accounts::UpdateDataset {
        log: other.log,
        ..c.update_dataset(&d)
    };
    let sent = w.send(&[update(&accounts, "", [0; 32])], &[&d.owner]);
    assert_refused(sent, AlthingError::WrongLog);
}

#[test]
fn test_update_dataset_refuses_what_registration_refuses() {
    let (mut w, c, d) = data();
    let accounts = c.update_dataset(&d);
    let long = update(&accounts, &"u".repeat(201), [9; 32]);
    assert_refused(
        w.send(&[long], &[&d.owner]),
        AlthingError::MetadataUriOutOfBounds,
    );
    let unhashed = update(&accounts, "ar://x", [0; 32]);
    assert_refused(
        w.send(&[unhashed], &[&d.owner]),
        AlthingError::MetadataHashMismatch,
    );
    let mint = w.mint_with("harmful", TOKEN_2022, &[Extension::TransferFee]);
    let harmful = accounts::UpdateDataset {
        mint: Some(mint),
        ..accounts
    };
    assert_refused(
        w.send(&[update(&harmful, "ar://x", [9; 32])], &[&d.owner]),
        AlthingError::MintExtensionRefused,
    );
}
