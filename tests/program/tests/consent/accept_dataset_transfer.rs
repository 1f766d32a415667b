use althing::consent::entries::DatasetTransferred;

use super::*;

fn accept(c: &Community, d: &Data, new_owner: &Keypair) -> Instruction {
    c.accept_dataset_transfer(d, new_owner.pubkey())
        .call(instruction::AcceptDatasetTransfer {})
}

/// The dataset was offered to the heir.
fn offered() -> (World, Community, Data, Keypair) {
    let (mut w, c, d) = data();
    let heir = w.wallet("heir");
    let offer = c
        .offer_dataset_transfer(&d)
        .call(instruction::OfferDatasetTransfer {
            new_owner: heir.pubkey(),
        });
    w.go(&[offer], &[&d.owner]);
    (w, c, d, heir)
}

#[test]
fn test_accept_dataset_transfer_ok() {
    let (mut w, c, d, heir) = offered();
    let log = w.log(&c);
    let sent = w.go(&[accept(&c, &d, &heir)], &[&heir]);
    let after = dataset(&w, &d);
    assert_eq!(
        (after.owner, after.new_owner),
        (heir.pubkey(), Pubkey::default())
    );
    let payload = DatasetTransferred {
        dataset: d.dataset,
        old_owner: d.owner.pubkey(),
    };
    let kind = (EntryKind::DatasetTransferred, heir.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    // An offer is accepted once.
    let again = w.send(&[accept(&c, &d, &heir)], &[&heir]);
    assert_refused(again, AlthingError::NotNewOwner);
}

#[test]
fn grants_go_on_under_the_new_owner() {
    let (mut w, c, d, heir) = offered();
    let licence = w.granted(&c, &d, TRAIN, ONCE, 1_000);
    w.wait(40);
    w.go(&[accept(&c, &d, &heir)], &[&heir]);
    // The old owner neither revokes nor is paid any more.
    assert_refused(
        w.revoke_grant(&c, &d, &licence),
        AlthingError::NotDatasetOwner,
    );
    assert_refused(
        w.claim_grant(&c, &d, &licence),
        AlthingError::WrongTokenOwner,
    );
    let new = Data {
        till: w.tokens("till", &d.mint, &heir.pubkey(), 0),
        owner: heir,
        ..d
    };
    w.claim_grant(&c, &new, &licence).unwrap();
    assert_eq!(w.balance(&new.till), 400);
    w.revoke_grant(&c, &new, &licence).unwrap();
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, d, heir) = offered();
    w.sweep(accept(&c, &d, &heir), &[&heir]).run();
}

#[test]
fn test_accept_dataset_transfer_refuses_others_and_another_log() {
    let (mut w, c, d, heir) = offered();
    for key in [&d.owner, &d.licensee] {
        let sent = w.send(&[accept(&c, &d, key)], &[key]);
        assert_refused(sent, AlthingError::NotNewOwner);
    }
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let log = accounts::AcceptDatasetTransfer {
        log: other.log,
        ..c.accept_dataset_transfer(&d, heir.pubkey())
    };
    let sent = w.send(&[log.call(instruction::AcceptDatasetTransfer {})], &[&heir]);
    assert_refused(sent, AlthingError::WrongLog);
}

#[test]
fn nobody_can_be_the_new_owner_that_was_not_named() {
    let (mut w, c, d) = data();
    let ix = unsigned(accept(&c, &d, &d.licensee), d.licensee.pubkey());
    let nobody = swapped(ix, d.licensee.pubkey(), Pubkey::default());
    assert_refused(w.send(&[nobody], &[]), AnchorError::AccountNotSigner);
}
