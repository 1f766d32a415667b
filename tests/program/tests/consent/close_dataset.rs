use althing::consent::entries::DatasetClosed;

use super::*;

fn close(accounts: &accounts::CloseDataset) -> Instruction {
    accounts.call(instruction::CloseDataset {})
}

#[test]
fn test_close_dataset_ok() {
    let (mut w, c, d) = data();
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let sent = w.go(&[close(&c.close_dataset(&d))], &[&d.owner]);
    assert!(!w.exists(&d.dataset));
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(Dataset::SPACE)
    );
    let payload = DatasetClosed { dataset: d.dataset };
    let kind = (EntryKind::DatasetClosed, d.owner.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    let again = w.send(&[close(&c.close_dataset(&d))], &[&d.owner]);
    assert_refused(again, AnchorError::AccountOwnedByWrongProgram);
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
