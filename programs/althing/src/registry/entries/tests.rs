use super::*;
use crate::constants::{MAX_ENTRY_PAYLOAD, MAX_NAME, MAX_URI};

fn length(payload: &impl AnchorSerialize) -> usize {
    let mut bytes = vec![];
    payload.serialize(&mut bytes).unwrap();
    bytes.len()
}

#[test]
fn the_longest_payloads_are_as_documented_and_fit_an_entry() {
    let key = Pubkey::default();
    let digest = [0; 32];
    let metadata_uri = "u".repeat(MAX_URI);
    let name = "n".repeat(MAX_NAME);
    let registered = ModelRegistered {
        model: key,
        log: key,
        metadata_hash: digest,
        name,
        metadata_uri: metadata_uri.clone(),
    };
    let updated = ModelUpdated {
        metadata_hash: digest,
        metadata_uri: metadata_uri.clone(),
    };
    let version = VersionRegistered {
        number: 1,
        weights_digest: digest,
        manifest_digest: digest,
        code_digest: digest,
        dataset_root: digest,
        metadata_hash: digest,
        metadata_uri,
    };
    let card = CardUpdated {
        number: 1,
        old_hash: digest,
        metadata_hash: digest,
        metadata_uri: version.metadata_uri.clone(),
    };
    assert_eq!(length(&card), 276);
    assert_eq!(length(&registered), 368);
    assert_eq!(length(&updated), 236);
    assert_eq!(length(&version), 372);
    assert!(length(&version) <= MAX_ENTRY_PAYLOAD);
}

#[test]
fn the_payloads_of_fixed_size_are_as_documented() {
    let digest = [0; 32];
    let attested = VersionAttested {
        number: 1,
        verdict: VersionAttested::PASSED,
        seat: Pubkey::default(),
        result_hash: digest,
        passed: 1,
        failed: 0,
    };
    let promoted = VersionPromoted {
        number: 2,
        previous: 1,
        weights_digest: digest,
        manifest_digest: digest,
        passed: 1,
        failed: 0,
    };
    assert_eq!(length(&attested), 77);
    assert_eq!(length(&promoted), 84);
    assert_eq!(length(&VersionDeprecated { number: 1 }), 8);
    assert_eq!(length(&VersionStaged { number: 1 }), 8);
    assert_eq!(length(&VersionUnstaged { number: 1 }), 8);
    let linked = ParentLinked {
        number: 2,
        parent: Pubkey::default(),
        parent_number: 1,
        parent_weights_digest: digest,
    };
    assert_eq!(length(&linked), 80);
    let unlinked = ParentUnlinked {
        number: 2,
        parent: Pubkey::default(),
    };
    assert_eq!(length(&unlinked), 40);
    let overridden = TaintOverridden {
        number: 2,
        ancestor: Pubkey::default(),
    };
    assert_eq!(length(&overridden), 40);
    let linked = ArtifactLinked {
        number: 2,
        kind: 1,
        linked: true,
        artifact: Pubkey::default(),
        digest,
    };
    assert_eq!(length(&linked), 74);
    let key = Pubkey::default();
    let offered = MaintainershipOffered {
        new_maintainer: key,
    };
    let accepted = MaintainershipAccepted {
        old_maintainer: key,
    };
    assert_eq!((length(&offered), length(&accepted)), (32, 32));
    assert_eq!(
        length(&VersionRevoked {
            number: 1,
            was_production: true
        }),
        9
    );
}

#[test]
fn the_payloads_about_datasets_are_as_documented() {
    let (number, dataset, purpose) = (1, Pubkey::default(), 0);
    let linked = DatasetLinked {
        number,
        dataset,
        purpose,
        digest: [0; 32],
    };
    let unlinked = DatasetUnlinked {
        number,
        dataset,
        purpose,
    };
    let lost = ConsentLost {
        number,
        dataset,
        purpose,
        refusal: 6722,
    };
    let restored = ConsentRestored {
        number,
        dataset,
        purpose,
    };
    assert_eq!((length(&linked), length(&unlinked)), (73, 41));
    assert_eq!((length(&lost), length(&restored)), (45, 41));
}
