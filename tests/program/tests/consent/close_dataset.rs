use althing::consent::entries::DatasetClosed;
use althing::consent::{ClosedDataset, UpdateDatasetArgs};

use super::*;

fn close(accounts: &accounts::CloseDataset) -> Instruction {
    accounts.call(instruction::CloseDataset {})
}

#[test]
fn test_close_dataset_ok() {
    let (mut w, c, d) = data();
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let sent = w.go(&[close(&c.close_dataset(&d))], &[&d.owner]);
    let closed: ClosedDataset = w.zero_copy(&d.dataset);
    assert_eq!((closed.version, closed.owner), (1, d.owner.pubkey()));
    assert_eq!(closed._padding, [0; 6]);
    let place = w.account(&d.dataset).unwrap();
    assert_eq!(place.data.len(), ClosedDataset::SPACE);
    // All but the rent of the place comes back.
    let kept = w.rent(ClosedDataset::SPACE);
    assert_eq!(place.lamports, kept);
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(Dataset::SPACE) - kept
    );
    let payload = DatasetClosed { dataset: d.dataset };
    let kind = (EntryKind::DatasetClosed, d.owner.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    let again = w.send(&[close(&c.close_dataset(&d))], &[&d.owner]);
    assert_refused(again, AnchorError::AccountDiscriminatorMismatch);
}

#[test]
fn lamports_that_were_sent_there_go_to_the_payer_too() {
    let (mut w, c, d) = data();
    w.svm.airdrop(&d.dataset, 5_000).unwrap();
    let before = w.lamports(&c.renter.pubkey());
    w.close_dataset(&c, &d);
    let kept = w.rent(ClosedDataset::SPACE);
    assert_eq!(w.lamports(&d.dataset), kept);
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(Dataset::SPACE) - kept + 5_000
    );
}

#[test]
fn nothing_can_be_done_with_the_place_of_a_closed_dataset() {
    let (mut w, c, d) = data();
    w.close_dataset(&c, &d);
    let licence = Licence {
        grant: pda::grant(&d.dataset, &d.model, TRAIN),
        purpose: TRAIN,
        terms: FREE,
    };
    let transfer = instruction::OfferDatasetTransfer {
        new_owner: d.licensee.pubkey(),
    };
    let update = instruction::UpdateDataset {
        args: UpdateDatasetArgs {
            uri: String::new(),
            metadata_hash: [0; 32],
        },
    };
    for instruction in [
        c.offer(&d, &licence),
        c.offer_dataset_transfer(&d).call(transfer),
        c.update_dataset(&d).call(update),
    ] {
        let sent = w.send(&[instruction], &[&d.owner, &c.renter]);
        assert_refused(sent, AnchorError::AccountDiscriminatorMismatch);
    }
}

#[test]
fn a_dataset_outlives_its_grants() {
    let (mut w, c, d) = data();
    let licence = w.offered(&c, &d, TRAIN, FREE);
    let sent = w.send(&[close(&c.close_dataset(&d))], &[&d.owner]);
    assert_refused(sent, AlthingError::GrantsOpen);
    w.close_grant(&c, &d, &licence).unwrap();
    w.go(&[close(&c.close_dataset(&d))], &[&d.owner]);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, d) = data();
    w.sweep(close(&c.close_dataset(&d)), &[&d.owner]).run();
}

#[test]
fn test_close_dataset_refuses_others_and_their_accounts() {
    let (mut w, c, other) = two_communities();
    let d = w.data(&c, "corpus");
    let a = || c.close_dataset(&d);
    let cases = [
        (
            accounts::CloseDataset {
                owner: d.licensee.pubkey(),
                ..a()
            },
            AlthingError::NotDatasetOwner,
        ),
        (
            accounts::CloseDataset {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::CloseDataset {
                payer: d.owner.pubkey(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
    ];
    for (accounts, error) in cases {
        let sent = w.send(&[close(&accounts)], &[&d.owner, &d.licensee]);
        assert_refused(sent, error);
    }
}
