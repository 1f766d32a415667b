//! A vote decides on what it saw: its action names what the version consists of, and nothing else is promoted.

use althing::{Artifact, ModelVersion, UpdateCardArgs};
use althing_program_tests::prelude::*;

use super::super::need_attestations;
use super::{call, promote};

/// The digest of the draft's code.
const CODE: [u8; 32] = [4; 32];

/// A community whose rules need no attestations, so that a maintainer may take a staged version back.
fn unattested() -> (World, Community, Catalogue, [Pubkey; 2]) {
    let (mut w, c, k) = catalogue();
    need_attestations(&mut w, &c, 0);
    let artifacts = [Artifact::CODE, Artifact::EVALUATION].map(|kind| {
        let artifact = w.artifact(&c, &k.model, kind, CODE);
        w.link_artifact(&c, &k.draft, &artifact);
        artifact
    });
    w.stage(&c, &k.draft);
    (w, c, k, artifacts)
}

fn unstage(w: &mut World, c: &Community, k: &Catalogue) {
    let unstage = c.unstage_version(k.model, k.draft);
    w.go(
        &[unstage.call(instruction::UnstageVersion {})],
        &[&c.members[0].key],
    );
    w.svm.expire_blockhash();
}

fn update_card(w: &mut World, c: &Community, k: &Catalogue, metadata_hash: [u8; 32]) {
    let args = UpdateCardArgs {
        metadata_uri: "https://example.org/card".into(),
        metadata_hash,
    };
    let update = c.update_card(k.model, k.draft);
    w.go(
        &[update.call(instruction::UpdateCard { args })],
        &[&c.members[0].key],
    );
    w.svm.expire_blockhash();
}

#[test]
fn a_version_is_promoted_with_its_artifacts_in_order() {
    let (mut w, c, k, [code, suite]) = unattested();
    let with = |artifacts: &[Pubkey]| {
        let metas = artifacts.iter();
        let metas: Vec<_> = metas
            .map(|address| AccountMeta::new_readonly(*address, false))
            .collect();
        let accounts = c.promote_version(k.model, k.draft);
        accounts.call_with(promotion(CARD), &metas)
    };
    for artifacts in [&[][..], &[code], &[code, suite, suite]] {
        assert_refused(
            w.clone().as_authority(&c, with(artifacts)),
            AlthingError::GrantsMissing,
        );
    }
    let look_alike = w.look_alike(&suite);
    for artifacts in [
        [suite, code],
        [code, code],
        [code, look_alike],
        [code, c.dao],
    ] {
        assert_refused(
            w.clone().as_authority(&c, with(&artifacts)),
            AlthingError::WrongArtifact,
        );
    }
    promote(&mut w, &c, &k.draft).unwrap();
    let version: ModelVersion = w.zero_copy(&k.draft);
    assert_eq!((version.code, version.evaluation), (code, suite));
}

#[test]
fn a_promotion_names_the_card() {
    let (w, c, k) = super::approved();
    for card in [[0; 32], [7; 32]] {
        let accounts = c.promote_version(k.model, k.draft);
        assert_refused(
            w.clone().as_authority(&c, accounts.call(promotion(card))),
            AlthingError::CardChanged,
        );
    }
    w.clone()
        .as_authority(&c, call(&c.promote_version(k.model, k.draft)))
        .unwrap();
}

/// The maintainer takes the version back during the vote, writes another card, and stages it again.
#[test]
fn the_card_was_exchanged_meanwhile() {
    let (mut w, c, k, _) = unattested();
    let promote = w.promotes(&c, &k.draft);
    let motion = w.executable(&c, &[promote]);
    unstage(&mut w, &c, &k);
    update_card(&mut w, &c, &k, [9; 32]);
    w.stage(&c, &k.draft);
    assert_refused(w.execute(&c, &motion, 0), AlthingError::CardChanged);
    // The card that was voted upon is promoted, wherever it lies now.
    unstage(&mut w, &c, &k);
    update_card(&mut w, &c, &k, CARD);
    w.stage(&c, &k.draft);
    w.execute(&c, &motion, 0).unwrap();
}

/// A return to production is decided before the version has left it, while its card may still change.
#[test]
fn the_card_was_exchanged_before_a_rollback() {
    let (mut w, c, k, artifacts) = unattested();
    w.promote(&c, &k.draft);
    let second = w.version(&c, &k.model, None);
    w.stage(&c, &second);
    let accounts = accounts::PromoteVersion {
        previous: Some(second),
        ..c.promote_version(k.model, k.draft)
    };
    let artifacts = artifacts.map(|address| AccountMeta::new_readonly(address, false));
    let back = accounts.call_with(promotion(CARD), &artifacts);
    let promote_second = w.promotes(&c, &second);
    let motion = w.executable(&c, &[promote_second, back]);
    update_card(&mut w, &c, &k, [9; 32]);
    w.execute(&c, &motion, 0).unwrap();
    assert_refused(w.execute(&c, &motion, 1), AlthingError::CardChanged);
}

#[test]
fn the_artifacts_were_exchanged_meanwhile() {
    let (mut w, c, k, [_, suite]) = unattested();
    let promote = w.promotes(&c, &k.draft);
    let motion = w.executable(&c, &[promote]);
    let other = w.artifact(&c, &k.model, Artifact::EVALUATION, [22; 32]);
    unstage(&mut w, &c, &k);
    let unlink = c.unlink_artifact(k.model, k.draft, suite);
    w.go(
        &[unlink.call(instruction::UnlinkArtifact {})],
        &[&c.members[0].key],
    );
    w.link_artifact(&c, &k.draft, &other);
    w.stage(&c, &k.draft);
    assert_refused(w.execute(&c, &motion, 0), AlthingError::WrongArtifact);
}
