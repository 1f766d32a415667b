//! What a maintainer does around a draft: code and an evaluation suite, its card; and a model that changes hands.

use althing::constants::SEED_ARTIFACT;
use althing::{Artifact, UpdateCardArgs};
use althing_program_tests::prelude::*;
use solana_sha256_hasher::hash;

use crate::report::Report;
use crate::setting::{assert_lucky, lucky, place, seeds};

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let maintainer = c.members[0].key.insecure_clone();
    let model = w.model(&c, "Evaluated");
    let version = w.version(&c, &model, None);
    let name = lucky("suite", |name| {
        let digest = hash(name.as_bytes()).to_bytes();
        let kind = [Artifact::EVALUATION];
        vec![seeds(&[SEED_ARTIFACT, c.dao.as_ref(), &kind, &digest])]
    });
    let args = artifact_args(Artifact::EVALUATION, hash(name.as_bytes()).to_bytes());
    let accounts = c.register_artifact(model, &args);
    let suite = accounts.artifact;
    let mut unit = |w: &mut World, name: &str, signers: &[&Keypair], instruction| {
        report.units(name, w.go(&[instruction], signers).cu);
    };
    let register = accounts.call(instruction::RegisterArtifact { args });
    unit(
        &mut w,
        "register_artifact",
        &[&maintainer, &c.renter],
        register,
    );
    assert_lucky(&w, &[suite]);
    let link = c.link_artifact(model, version, suite);
    let link = link.call(instruction::LinkArtifact {});
    unit(&mut w, "link_artifact", &[&maintainer], link);
    let unlink = c.unlink_artifact(model, version, suite);
    let unlink = unlink.call(instruction::UnlinkArtifact {});
    unit(&mut w, "unlink_artifact", &[&maintainer], unlink);
    let close = c.close_artifact(suite);
    let close = close.call(instruction::CloseArtifact {});
    unit(&mut w, "close_artifact", &[&maintainer], close);

    let args = UpdateCardArgs {
        metadata_uri: "https://example.org/card".into(),
        metadata_hash: [9; 32],
    };
    let update = c.update_card(model, version);
    let update = update.call(instruction::UpdateCard { args });
    unit(&mut w, "update_card", &[&maintainer], update);

    let heir = &c.members[1];
    let offer = c.offer_maintainership(model);
    let offer = offer.call(instruction::OfferMaintainership {
        new_maintainer: heir.address(),
    });
    unit(
        &mut w,
        "offer_maintainership",
        &[&maintainer],
        offer.clone(),
    );
    let withdraw = c.withdraw_maintainership_offer(model);
    let withdraw = withdraw.call(instruction::WithdrawMaintainershipOffer {});
    unit(
        &mut w,
        "withdraw_maintainership_offer",
        &[&maintainer],
        withdraw,
    );
    w.svm.expire_blockhash();
    w.go(&[offer], &[&maintainer]);
    let accept = c.accept_maintainership(model, heir.address());
    let accept = accept.call(instruction::AcceptMaintainership {});
    unit(&mut w, "accept_maintainership", &[&heir.key], accept);
}
