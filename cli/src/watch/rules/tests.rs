use super::*;
use althing::audit::entry::EntryHeader;
use anchor_lang::AnchorSerialize;

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

fn subject() -> Subject {
    Subject {
        log: key(1),
        writer: key(2),
        model: None,
        signers: vec![],
        attestations: 1,
        signature: false,
    }
}

fn governed() -> Option<Governed> {
    Some(Governed {
        address: key(4),
        maintainer: Some(key(5)),
        authority: key(6),
    })
}

fn growth(what: What) -> Growth {
    Growth {
        old_size: 4,
        size: 5,
        root: [0; 32],
        slot: 9,
        signature: "signature".into(),
        what,
    }
}

fn entry(kind: u16, actor: Pubkey, payload: &[u8]) -> Growth {
    let header = EntryHeader {
        log: key(1),
        index: 4,
        timestamp: 0,
        slot: 9,
        actor,
        kind,
    };
    let mut bytes = header.encode(payload.len()).unwrap().to_vec();
    bytes.extend_from_slice(payload);
    growth(What::Entry(bytes))
}

fn kinds(subject: &Subject, growth: &Growth, signers: &[Pubkey]) -> Vec<Kind> {
    let alerts = subject.judge(growth, signers);
    alerts.into_iter().map(|alert| alert.kind).collect()
}

#[test]
fn only_its_writer_is_expected_in_a_log_of_ones_own() {
    assert_eq!(kinds(&subject(), &entry(1024, key(2), b"x"), &[]), []);
    let stranger = entry(1024, key(3), b"x");
    assert_eq!(kinds(&subject(), &stranger, &[]), [Kind::UnexpectedSigner]);
}

#[test]
fn a_list_of_signers_holds_for_entries_and_batches() {
    let listed = Subject {
        signers: vec![key(2), key(4)],
        ..subject()
    };
    assert_eq!(kinds(&listed, &entry(1024, key(4), b"x"), &[key(9)]), []);
    let stranger = entry(1024, key(3), b"x");
    assert_eq!(kinds(&listed, &stranger, &[]), [Kind::UnexpectedSigner]);
    let batch = growth(What::Batch(String::new()));
    assert_eq!(kinds(&listed, &batch, &[key(4), key(2)]), []);
    assert_eq!(
        kinds(&listed, &batch, &[key(2), key(9)]),
        [Kind::UnexpectedSigner]
    );
    assert_eq!(kinds(&subject(), &batch, &[key(2), key(9)]), []);
}

#[test]
fn a_models_maintainer_and_authority_have_their_own_kinds() {
    let model = Subject {
        writer: Pubkey::default(),
        model: governed(),
        ..subject()
    };
    let registered = EntryKind::VersionRegistered as u16;
    let revoked = EntryKind::VersionRevoked as u16;
    let attested = EntryKind::VersionAttested as u16;
    let linked = EntryKind::DatasetLinked as u16;
    let unlinked = EntryKind::DatasetUnlinked as u16;
    let overridden = EntryKind::TaintOverridden as u16;
    let key_revoked = EntryKind::SigningKeyRevoked as u16;
    for (kind, actor, fine) in [
        (registered, 5, true),
        (registered, 6, false),
        (revoked, 6, true),
        (revoked, 5, false),
        (attested, 9, true),
        (linked, 5, true),
        (linked, 6, false),
        (unlinked, 5, true),
        (unlinked, 9, false),
        (overridden, 6, true),
        (overridden, 5, false),
        (key_revoked, 5, true),
        (key_revoked, 6, true),
        (key_revoked, 9, false),
    ] {
        let alerts = kinds(&model, &entry(kind, key(actor), &[0; 9]), &[]);
        assert_eq!(alerts.is_empty(), fine, "kind {kind} by {actor}");
    }
}

#[test]
fn whoever_accepts_a_model_is_expected_from_then_on() {
    let mut model = Subject {
        writer: Pubkey::default(),
        model: governed(),
        ..subject()
    };
    let by = |kind: EntryKind, actor| entry(kind as u16, key(actor), &[0; 32]);
    let fine = |model: &Subject, growth: &Growth| kinds(model, growth, &[]).is_empty();
    for (actor, expected) in [(5, true), (6, true), (7, false)] {
        let offered = by(EntryKind::MaintainershipOffered, actor);
        assert_eq!(fine(&model, &offered), expected, "offered by {actor}");
    }
    let accepted = by(EntryKind::MaintainershipAccepted, 7);
    assert!(fine(&model, &accepted));
    model.learn(&accepted);
    for (actor, expected) in [(5, false), (6, false), (7, true)] {
        let staged = by(EntryKind::VersionStaged, actor);
        assert_eq!(fine(&model, &staged), expected, "staged by {actor}");
    }
    // In the past somebody else may have maintained it: the first entry tells.
    model.begin_in_the_past(Some(key(5)));
    assert!(!fine(&model, &by(EntryKind::CardUpdated, 7)));
    model.begin_in_the_past(None);
    let first = by(EntryKind::CardUpdated, 5);
    assert!(fine(&model, &first));
    model.learn(&first);
    assert!(!fine(&model, &by(EntryKind::CardUpdated, 7)));
}

#[test]
fn a_promotion_needs_its_attestations() {
    let model = Subject {
        writer: Pubkey::default(),
        model: governed(),
        attestations: 2,
        ..subject()
    };
    let promoted = |passed, failed| {
        let payload = VersionPromoted {
            number: 1,
            previous: 0,
            weights_digest: [1; 32],
            manifest_digest: [2; 32],
            passed,
            failed,
        };
        let mut bytes = vec![];
        payload.serialize(&mut bytes).unwrap();
        entry(EntryKind::VersionPromoted as u16, key(6), &bytes)
    };
    for (passed, failed, fine) in [
        (2, 0, true),
        (2, 1, true),
        (2, 2, false),
        (3, 4, false),
        (1, 0, false),
    ] {
        let alerts = kinds(&model, &promoted(passed, failed), &[]);
        let expected = [Kind::PromotedWithoutProofs];
        let expected = if fine { &expected[..0] } else { &expected };
        assert_eq!(alerts, expected, "{passed} {failed}");
    }
    // Who asks for none gets none.
    let lax = Subject {
        attestations: 0,
        ..model.clone()
    };
    assert_eq!(kinds(&lax, &promoted(0, 3), &[]), []);
    let cut = entry(EntryKind::VersionPromoted as u16, key(6), b"x");
    assert_eq!(kinds(&model, &cut, &[]), [Kind::PromotedWithoutProofs]);
}
