use super::*;
use VersionStatus::{Deprecated, Draft, Production, Revoked, Staged};

fn version(status: VersionStatus, passed: u16, failed: u16) -> ModelVersion {
    ModelVersion {
        status: status as u8,
        attestations_passed: passed,
        attestations_failed: failed,
        open_attestations: u32::from(passed) + u32::from(failed),
        ..bytemuck::Zeroable::zeroed()
    }
}

fn tally(version: &ModelVersion) -> (u16, u16, u32) {
    (
        version.attestations_passed,
        version.attestations_failed,
        version.open_attestations,
    )
}

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

#[test]
fn a_status_is_its_byte_and_other_bytes_permit_nothing() {
    for status in VersionStatus::ALL {
        assert_eq!(VersionStatus::from_byte(status as u8), status);
    }
    for byte in 5..=u8::MAX {
        assert_eq!(VersionStatus::from_byte(byte), Revoked);
    }
}

#[test]
fn a_changed_mind_moves_between_the_counters() {
    for status in [Draft, Staged] {
        let mut open = version(status, 0, 0);
        open.count_attestation(None, true).unwrap();
        assert_eq!(tally(&open), (1, 0, 1));
        open.count_attestation(Some(true), false).unwrap();
        assert_eq!(tally(&open), (0, 1, 1));
        open.count_attestation(Some(false), false).unwrap();
        assert_eq!(tally(&open), (0, 1, 1));
        open.uncount_attestation(false).unwrap();
        assert_eq!(tally(&open), (0, 0, 0));
    }
}

#[test]
fn nothing_is_counted_below_zero() {
    let mut draft = version(Draft, 0, 0);
    assert!(draft.count_attestation(Some(true), true).is_err());
    assert!(draft.uncount_attestation(true).is_err());
    assert!(draft.forget_attestation().is_err());
}

#[test]
fn the_tally_changes_only_until_the_version_is_decided_upon() {
    for status in [Production, Deprecated, Revoked] {
        let mut decided = version(status, 1, 1);
        assert!(decided.count_attestation(None, true).is_err(), "{status:?}");
        assert!(decided.uncount_attestation(true).is_err(), "{status:?}");
        assert_eq!(tally(&decided), (1, 1, 2));
        decided.forget_attestation().unwrap();
        assert_eq!(tally(&decided), (1, 1, 1));
    }
}

#[test]
fn staged_and_deprecated_versions_are_promotable_and_others_are_not() {
    for status in VersionStatus::ALL {
        let promotable = matches!(status, Staged | Deprecated);
        let asked = version(status, 9, 0).require_promotable(1);
        assert_eq!(asked.is_ok(), promotable, "{status:?}");
    }
}

#[test]
fn promotion_needs_enough_passing_attestations_and_more_than_failing_ones() {
    assert!(version(Staged, 1, 0).require_promotable(2).is_err());
    assert!(version(Staged, 2, 0).require_promotable(2).is_ok());
    assert!(version(Staged, 2, 1).require_promotable(2).is_ok());
    assert!(version(Staged, 2, 2).require_promotable(2).is_err());
    assert!(version(Staged, 0, 9).require_promotable(0).is_ok());
}

#[test]
fn only_a_draft_without_attestations_is_editable() {
    for status in VersionStatus::ALL {
        let asked = version(status, 0, 0).require_editable();
        assert_eq!(asked.is_ok(), status == Draft, "{status:?}");
    }
    assert!(version(Draft, 0, 1).require_editable().is_err());
}

#[test]
fn parents_keep_their_order_and_free_places_are_zeros() {
    let mut draft = version(Draft, 0, 0);
    for byte in 1..=4 {
        draft.add_parent(key(byte)).unwrap();
    }
    assert!(draft.add_parent(key(5)).is_err());
    draft.remove_parent(&key(2)).unwrap();
    assert_eq!(draft.parents(), [1, 3, 4].map(key));
    assert_eq!(draft.parents[3], Pubkey::default());
    assert!(draft.add_parent(key(4)).is_err());
    assert!(draft.remove_parent(&key(2)).is_err());
    draft.add_parent(key(2)).unwrap();
    assert_eq!(draft.parents(), [1, 3, 4, 2].map(key));
    for byte in 1..=4 {
        draft.remove_parent(&key(byte)).unwrap();
    }
    assert_eq!((draft.parents(), draft.parents), (&[][..], [key(0); 4]));
}

#[test]
fn a_free_place_is_not_a_parent() {
    let mut draft = version(Draft, 0, 0);
    draft.add_parent(key(1)).unwrap();
    assert!(draft.remove_parent(&Pubkey::default()).is_err());
}
