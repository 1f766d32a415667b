use althing::consent::entries::DatasetTransferOffered;

use super::*;

fn offer(accounts: &accounts::OfferDatasetTransfer, new_owner: Pubkey) -> Instruction {
    accounts.call(instruction::OfferDatasetTransfer { new_owner })
}

#[test]
fn test_offer_dataset_transfer_ok() {
    let (mut w, c, d) = data();
    let (log, heir) = (w.log(&c), key("heir").pubkey());
    let sent = w.go(&[offer(&c.offer_dataset_transfer(&d), heir)], &[&d.owner]);
    let after = dataset(&w, &d);
    assert_eq!((after.owner, after.new_owner), (d.owner.pubkey(), heir));
    let payload = DatasetTransferOffered {
        dataset: d.dataset,
        new_owner: heir,
    };
    let kind = (EntryKind::DatasetTransferOffered, d.owner.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    // And taken back.
    let back = offer(&c.offer_dataset_transfer(&d), Pubkey::default());
    w.go(&[back], &[&d.owner]);
    assert_eq!(dataset(&w, &d).new_owner, Pubkey::default());
}

#[test]
fn an_offer_is_made_and_taken_back_once() {
    let (mut w, c, d) = data();
    let (heir, other) = (key("heir").pubkey(), key("other").pubkey());
    let nobody = Pubkey::default();
    let entries = |w: &World| w.log(&c).1.size;
    for (to, taken) in [
        (nobody, false),
        (heir, true),
        (heir, false),
        (other, true),
        (nobody, true),
        (nobody, false),
    ] {
        let before = entries(&w);
        w.svm.expire_blockhash();
        let sent = w.send(&[offer(&c.offer_dataset_transfer(&d), to)], &[&d.owner]);
        if taken {
            sent.unwrap_or_else(|refusal| panic!("{to}: {refusal}"));
        } else {
            assert_refused(sent, AlthingError::OfferUnchanged);
        }
        assert_eq!(entries(&w) - before, u64::from(taken));
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, d) = data();
    let ix = offer(&c.offer_dataset_transfer(&d), key("heir").pubkey());
    w.sweep(ix, &[&d.owner]).run();
}

#[test]
fn test_offer_dataset_transfer_refuses_anybody_else_and_another_log() {
    let (mut w, c, other) = two_communities();
    let d = w.data(&c, "corpus");
    let thief = accounts::OfferDatasetTransfer {
        owner: d.licensee.pubkey(),
        ..c.offer_dataset_transfer(&d)
    };
    let sent = w.send(&[offer(&thief, d.licensee.pubkey())], &[&d.licensee]);
    assert_refused(sent, AlthingError::NotDatasetOwner);
    let log = accounts::OfferDatasetTransfer {
        log: other.log,
        ..c.offer_dataset_transfer(&d)
    };
    let sent = w.send(&[offer(&log, d.licensee.pubkey())], &[&d.owner]);
    assert_refused(sent, AlthingError::WrongLog);
}
