use std::slice::from_ref;

use althing::registry::events::VersionClosed;
use althing::{AuditLog, Model, ModelVersion};
use althing_program_tests::prelude::*;

use super::assert_same;

fn close(
    w: &mut World,
    accounts: &accounts::CloseVersion,
    closer: &Keypair,
) -> Result<Sent, Refusal> {
    w.send(&[accounts.call(instruction::CloseVersion {})], &[closer])
}

/// The accounts with which this key closes the draft.
fn by(c: &Community, k: &Catalogue, closer: &Keypair) -> accounts::CloseVersion {
    accounts::CloseVersion {
        closer: closer.pubkey(),
        ..c.close_version(k.model, k.draft)
    }
}

#[test]
fn test_close_version_ok() {
    let (mut w, c, k) = catalogue();
    let second = w.version(&c, &k.model, None);
    let (model, log): (Model, AuditLog) = (w.borsh(&k.model), w.zero_copy(&k.log));
    let sent = close(
        &mut w,
        &c.close_version(k.model, k.draft),
        &c.members[0].key,
    )
    .unwrap();

    assert!(!w.exists(&k.draft));
    assert!(w.exists(&second));
    assert_eq!((model.version_count, model.open_versions), (2, 2));
    assert_same(
        &w.borsh::<Model>(&k.model),
        &Model {
            open_versions: 1,
            ..model
        },
    );
    assert_same(&w.zero_copy::<AuditLog>(&k.log), &log);
    let [VersionClosed { model, number }] = sent.events::<VersionClosed>()[..] else {
        panic!("one event")
    };
    assert_eq!((model, number), (k.model, 1));
}

#[test]
fn all_lamports_return_to_who_paid() {
    let (mut w, c, k) = catalogue();
    w.svm.airdrop(&k.draft, 12_345).unwrap();
    // The index of the weights is closed with the last version that has them.
    let index = pda::digest_index(&c.dao, &version_args(1).weights_digest);
    let held = w.lamports(&k.draft) + w.lamports(&index);
    let before = w.lamports(&c.renter.pubkey());
    close(
        &mut w,
        &c.close_version(k.model, k.draft),
        &c.members[0].key,
    )
    .unwrap();
    assert_eq!(w.lamports(&c.renter.pubkey()) - before, held);
}

#[test]
fn anybody_closes_a_revoked_version() {
    let (mut w, c, k) = catalogue();
    let second = w.release(&c, &k, None);
    w.revoke(&c, &k.draft);
    let stranger = w.wallet("stranger");
    close(&mut w, &by(&c, &k, &stranger), &stranger).unwrap();
    let model: Model = w.borsh(&k.model);
    assert_eq!((model.production_version, model.open_versions), (second, 1));
}

#[test]
fn a_version_that_was_in_production_is_closed_once_revoked() {
    let (mut w, c, k) = catalogue();
    let version = w.release(&c, &k, None);
    w.revoke(&c, &version);
    let accounts = c.close_version(k.model, version);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::AttestationsOpen,
    );
    for evaluator in &k.evaluators[..2] {
        w.go(
            &[c.close_attestation(version, evaluator.pubkey())
                .call(instruction::CloseAttestation {})],
            &[],
        );
    }
    close(&mut w, &accounts, &c.members[0].key).unwrap();
}

#[test]
fn only_the_maintainer_closes_a_draft() {
    let (mut w, c, k) = catalogue();
    for key in [&c.members[1].key, &c.creator, &c.renter, &k.evaluators[0]] {
        assert_refused(
            close(&mut w, &by(&c, &k, key), key),
            AlthingError::NotMaintainer,
        );
    }
    let accounts = accounts::CloseVersion {
        closer: c.authority,
        ..c.close_version(k.model, k.draft)
    };
    let by_vote = accounts.call(instruction::CloseVersion {});
    assert_refused(w.as_authority(&c, by_vote), AlthingError::NotMaintainer);
}

#[test]
fn test_close_version_refuses_a_version_in_production_or_deprecated() {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    for evaluator in &k.evaluators[..2] {
        w.go(
            &[c.close_attestation(k.draft, evaluator.pubkey())
                .call(instruction::CloseAttestation {})],
            &[],
        );
    }
    let accounts = c.close_version(k.model, k.draft);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::VersionNotFinished,
    );
    w.pass(
        &c,
        &[c.deprecate_version(k.model, k.draft)
            .call(instruction::DeprecateVersion {})],
    );
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::VersionNotFinished,
    );
}

#[test]
fn a_staged_version_is_unstaged_before_it_is_closed() {
    let (mut w, c, k) = catalogue();
    w.stage(&c, &k.draft);
    let accounts = c.close_version(k.model, k.draft);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::VersionNotFinished,
    );
    let unstage = c.unstage_version(k.model, k.draft);
    w.go(
        &[unstage.call(instruction::UnstageVersion {})],
        &[&c.members[0].key],
    );
    close(&mut w, &accounts, &c.members[0].key).unwrap();
}

#[test]
fn a_parent_is_closed_after_its_children() {
    let (mut w, c, k) = catalogue();
    let child = w.version(&c, &k.model, Some(k.draft));
    w.revoke(&c, &k.draft);
    let accounts = c.close_version(k.model, k.draft);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::VersionHasChildren,
    );
    let close_child = w.closes(&c, &child);
    w.go(&[close_child], &[&c.members[0].key]);
    close(&mut w, &accounts, &c.members[0].key).unwrap();
}

#[test]
fn the_parents_of_a_version_are_given_in_order_and_writable() {
    let (mut w, c, k) = catalogue();
    let base = w.version(&c, &k.model, None);
    w.stage(&c, &base);
    let child = w.version(&c, &k.model, Some(k.draft));
    w.link(&c, &child, &base);
    let accounts = c.close_version(k.model, child);
    let writable = |addresses: &[Pubkey]| {
        let metas: Vec<_> = addresses
            .iter()
            .map(|address| AccountMeta::new(*address, false))
            .collect();
        accounts.call_with(instruction::CloseVersion {}, &metas)
    };
    let mut refused = |close, error| {
        assert_refused(w.send(&[close], &[&c.members[0].key]), error);
    };
    refused(writable(&[]), AlthingError::ParentMissing);
    refused(writable(&[k.draft]), AlthingError::ParentMissing);
    refused(writable(&[base, k.draft]), AlthingError::WrongParent);
    refused(writable(&[k.draft, k.draft]), AlthingError::WrongParent);
    let right = writable(&[k.draft, base]);
    assert_refused(
        w.send(&[readonly(right.clone(), base)], &[&c.members[0].key]),
        AnchorError::AccountNotMutable,
    );
    w.go(&[right], &[&c.members[0].key]);
    for parent in [k.draft, base] {
        assert_eq!(w.zero_copy::<ModelVersion>(&parent).children, 0);
    }
}

#[test]
fn an_attested_draft_is_closed_after_its_attestations_are_withdrawn() {
    let (mut w, c, k) = catalogue();
    let evaluator = &k.evaluators[0];
    w.attest(&c, &k.draft, evaluator, false).unwrap();
    let accounts = c.close_version(k.model, k.draft);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::AttestationsOpen,
    );
    let withdraw = c.withdraw_attestation(k.model, k.draft, evaluator.pubkey());
    w.go(
        &[withdraw.call(instruction::WithdrawAttestation {})],
        &[evaluator],
    );
    close(&mut w, &accounts, &c.members[0].key).unwrap();
}

#[test]
fn a_version_is_closed_once() {
    let (mut w, c, k) = catalogue();
    let once = c
        .close_version(k.model, k.draft)
        .call(instruction::CloseVersion {});
    let both = w.send(&[once.clone(), once.clone()], &[&c.members[0].key]);
    assert_refused(both, AnchorError::AccountOwnedByWrongProgram);
    w.go(from_ref(&once), &[&c.members[0].key]);
    assert_refused(
        w.send(&[once], &[&c.members[0].key]),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    let close = c
        .close_version(k.model, k.draft)
        .call(instruction::CloseVersion {});
    w.sweep(close, &[&c.members[0].key]).run();
}

#[test]
fn test_close_version_refuses_another_model() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    let own = w.model(&c, "Second");
    for model in [own, theirs.model] {
        let accounts = c.close_version(model, k.draft);
        assert_refused(
            close(&mut w, &accounts, &c.members[0].key),
            AlthingError::WrongModel,
        );
    }
    // Being the maintainer of one model is no right over another one's versions.
    let accounts = accounts::CloseVersion {
        model_version: theirs.draft,
        ..c.close_version(k.model, k.draft)
    };
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::WrongModel,
    );
}

#[test]
fn test_close_version_refuses_another_payer() {
    let (mut w, c, k) = catalogue();
    for payer in [c.members[0].address(), c.authority] {
        let accounts = accounts::CloseVersion {
            payer,
            ..c.close_version(k.model, k.draft)
        };
        assert_refused(
            close(&mut w, &accounts, &c.members[0].key),
            AlthingError::WrongPayer,
        );
    }
}
