use althing::constants::SEED_ARTIFACT;
use althing::registry::events::ArtifactRegistered;
use althing::text::fixed;
use althing::{Artifact, RegisterArtifactArgs};
use althing_program_tests::prelude::*;

use super::{assert_same, bad_texts, bump};

const DIGEST: [u8; 32] = [21; 32];

fn send(
    w: &mut World,
    c: &Community,
    model: Pubkey,
    args: RegisterArtifactArgs,
) -> Result<Sent, Refusal> {
    let accounts = c.register_artifact(model, &args);
    w.send(
        &[accounts.call(instruction::RegisterArtifact { args })],
        &[&c.members[0].key, &c.renter],
    )
}

#[test]
fn test_register_artifact_ok() {
    for kind in [1, 2] {
        let (mut w, c, k) = catalogue();
        let args = artifact_args(kind, DIGEST);
        let paid = w.lamports(&c.renter.pubkey());
        let sent = send(&mut w, &c, k.model, args.clone()).unwrap();
        let address = pda::artifact(&c.dao, kind, &DIGEST);
        let expected = Artifact {
            version: 1,
            bump: bump(&[SEED_ARTIFACT, c.dao.as_ref(), &[kind], &DIGEST]),
            kind,
            _padding: 0,
            links: 0,
            dao: c.dao,
            owner: c.members[0].address(),
            payer: c.renter.pubkey(),
            digest: DIGEST,
            metadata_hash: args.metadata_hash,
            metadata_uri: fixed(&args.metadata_uri, AlthingError::MetadataUriOutOfBounds).unwrap(),
        };
        assert_same(&w.zero_copy::<Artifact>(&address), &expected);
        let rent = w.rent(Artifact::SPACE);
        assert_eq!(paid - w.lamports(&c.renter.pubkey()), rent);
        let [ArtifactRegistered {
            artifact,
            dao,
            kind: told,
            digest,
        }] = sent.events::<ArtifactRegistered>()[..]
        else {
            panic!("one event")
        };
        assert_eq!(
            (artifact, dao, told, digest),
            (address, c.dao, kind, DIGEST)
        );
    }
}

#[test]
fn there_is_one_of_each_kind_and_digest() {
    let (mut w, c, k) = catalogue();
    send(&mut w, &c, k.model, artifact_args(1, DIGEST)).unwrap();
    send(&mut w, &c, k.model, artifact_args(2, DIGEST)).unwrap();
    w.svm.expire_blockhash();
    assert_refused(
        send(&mut w, &c, k.model, artifact_args(1, DIGEST)),
        AlthingError::ArtifactExists,
    );
}

#[test]
fn kind_and_digest_are_given() {
    let (mut w, c, k) = catalogue();
    for kind in [0, 3, 255] {
        assert_refused(
            send(&mut w, &c, k.model, artifact_args(kind, DIGEST)),
            AlthingError::ArtifactKindUnknown,
        );
    }
    assert_refused(
        send(&mut w, &c, k.model, artifact_args(1, [0; 32])),
        AlthingError::ArtifactDigestIsZero,
    );
}

#[test]
fn a_uri_and_its_hash_come_together_or_not_at_all_and_in_bounds() {
    let (mut w, c, k) = catalogue();
    for metadata_uri in bad_texts(200) {
        let args = RegisterArtifactArgs {
            metadata_uri,
            ..artifact_args(1, DIGEST)
        };
        assert_refused(
            send(&mut w, &c, k.model, args),
            AlthingError::MetadataUriOutOfBounds,
        );
    }
    for (uri, hash) in [("", [1; 32]), ("u", [0; 32])] {
        let args = RegisterArtifactArgs {
            metadata_uri: uri.into(),
            metadata_hash: hash,
            ..artifact_args(1, DIGEST)
        };
        assert_refused(
            send(&mut w, &c, k.model, args),
            AlthingError::MetadataHashMismatch,
        );
    }
    let args = RegisterArtifactArgs {
        metadata_uri: "u".repeat(200),
        ..artifact_args(1, DIGEST)
    };
    send(&mut w, &c, k.model, args).unwrap();
}

#[test]
fn only_who_maintains_a_model_of_the_organisation_may() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let args = artifact_args(1, DIGEST);
    let of = |owner: &Keypair, model: Pubkey| accounts::RegisterArtifact {
        owner: owner.pubkey(),
        ..c.register_artifact(model, &args)
    };
    let cases = [
        (&c.members[1].key, k.model, AlthingError::NotMaintainer),
        (&other.members[0].key, theirs.model, AlthingError::WrongDao),
        (&c.members[0].key, theirs.model, AlthingError::WrongDao),
    ];
    for (owner, model, error) in cases {
        let register = of(owner, model).call(instruction::RegisterArtifact { args: args.clone() });
        assert_refused(w.send(&[register], &[owner, &c.renter]), error);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    let args = artifact_args(1, DIGEST);
    let register = c
        .register_artifact(k.model, &args)
        .call(instruction::RegisterArtifact { args });
    w.sweep(register, &[&c.members[0].key, &c.renter]).run();
}

#[test]
fn lamports_at_the_address_do_not_hinder() {
    let (mut w, c, k) = catalogue();
    w.svm
        .airdrop(&pda::artifact(&c.dao, 1, &DIGEST), 1_000_000)
        .unwrap();
    send(&mut w, &c, k.model, artifact_args(1, DIGEST)).unwrap();
}
