use althing::registry::events::LineageChecked;
use althing::{AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::assert_same;

/// The catalogue with a child of the draft, and the draft revoked.
fn tainted() -> (World, Community, Catalogue, Pubkey) {
    let (mut w, c, k) = catalogue();
    let child = w.version(&c, &k.model, Some(k.draft));
    w.revoke(&c, &k.draft);
    (w, c, k, child)
}

fn with(accounts: &accounts::CheckLineage, further: &[Pubkey]) -> Instruction {
    let metas: Vec<_> = further
        .iter()
        .map(|address| AccountMeta::new_readonly(*address, false))
        .collect();
    accounts.call_with(instruction::CheckLineage {}, &metas)
}

#[test]
fn test_check_lineage_ok() {
    let (mut w, c, k, child) = tainted();
    let (version, log): (ModelVersion, AuditLog) = (w.zero_copy(&child), w.zero_copy(&k.log));
    let check = w.checks(&c, &child);
    let sent = w.go(&[check], &[]);

    let mut expected = version;
    expected.taints[0] = k.draft;
    expected.taint_count = 1;
    expected.lineage_revision = 1;
    assert_same(&w.zero_copy::<ModelVersion>(&child), &expected);
    assert_same(&w.zero_copy::<AuditLog>(&k.log), &log);
    let [LineageChecked {
        model_version,
        revision,
        taints,
    }] = sent.events::<LineageChecked>()[..]
    else {
        panic!("one event")
    };
    assert_eq!((model_version, revision, taints), (child, 1, 1));
}

#[test]
fn of_any_status_and_as_often_as_one_likes() {
    let (mut w, c, k, child) = tainted();
    for _ in 0..2 {
        let check = w.checks(&c, &child);
        w.svm.expire_blockhash();
        w.go(&[check], &[]);
    }
    w.revoke(&c, &child);
    let checks = [child, k.draft].map(|version| w.checks(&c, &version));
    w.svm.expire_blockhash();
    w.go(&checks, &[]);
    assert_eq!(w.zero_copy::<ModelVersion>(&child).taint_count, 1);
}

#[test]
fn the_parents_are_given_in_order() {
    let (mut w, c, k) = catalogue();
    let base = w.version(&c, &k.model, None);
    w.stage(&c, &base);
    let child = w.version(&c, &k.model, Some(k.draft));
    w.link(&c, &child, &base);
    let accounts = c.check_lineage(child);
    let wrong: [(&[Pubkey], AlthingError); 5] = [
        (&[], AlthingError::ParentMissing),
        (&[k.draft], AlthingError::ParentMissing),
        (&[base, k.draft], AlthingError::WrongParent),
        (&[k.draft, k.draft], AlthingError::WrongParent),
        (&[child, base], AlthingError::WrongParent),
    ];
    for (parents, error) in wrong {
        assert_refused(w.send(&[with(&accounts, parents)], &[]), error);
    }
    w.go(&[with(&accounts, &[k.draft, base])], &[]);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k, child) = tainted();
    w.sweep(w.checks(&c, &child), &[])
        .expecting(k.draft, AlthingError::WrongParent)
        .run();
}

/// Another organisation may have had fewer revocations.
#[test]
fn test_check_lineage_refuses_another_organisation() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    let child = w.version(&c, &k.model, Some(k.draft));
    w.revoke(&c, &k.draft);
    let accounts = accounts::CheckLineage {
        dao: other.dao,
        ..c.check_lineage(child)
    };
    assert_refused(
        w.send(&[with(&accounts, &[k.draft])], &[]),
        AlthingError::WrongDao,
    );
}
