//! A merge of four versions made from eight datasets, with code and an evaluation suite: linking them, releasing it, and
//! what becomes of the consent.

use althing::consent::Grant;
use althing::Artifact;
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{by_vote, place};

/// Base units of a stream that outlasts the vote.
const PREPAID: u64 = 100_000;

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let readers = ["third reader", "fourth reader"].map(|name| w.appoint(&c, name));
    w.next_epoch(&c);
    let model = w.model(&c, "Taught");
    let parents = [0; 4].map(|_| w.version(&c, &model, None));
    let merge = w.version(&c, &model, Some(parents[0]));
    for parent in &parents[1..] {
        w.stage(&c, parent);
        w.link(&c, &merge, parent);
    }
    let sources: Vec<_> = (0..8)
        .map(|index| source(report, &mut w, &c, (model, merge), index))
        .collect();
    for kind in [Artifact::CODE, Artifact::EVALUATION] {
        let artifact = w.artifact(&c, &model, kind, version_args(1).code_digest);
        w.link_artifact(&c, &merge, &artifact);
    }
    for reader in &readers {
        w.attest(&c, &merge, reader, true).expect("a word");
    }
    w.stage(&c, &merge);
    let promotion = w.promotes(&c, &merge);
    let name = "promote_version (4 parents, 8 streamed grants, 2 artifacts)";
    let sent = by_vote(report, &mut w, &c, name, promotion);
    let name = "execute_proposal (promote_version, 4 parents, 8 streamed grants, 2 artifacts)";
    report.units(name, sent.cu);

    let (data, licence) = &sources[0];
    w.revoke_grant(&c, data, licence).expect("a revocation");
    let check = c
        .check_consent(model, merge, licence.grant)
        .call(instruction::CheckConsent { place: 0 });
    report.units("check_consent", w.go(&[check], &[&c.members[1].key]).cu);
}

/// A dataset in a streamed grant, the kind that is the most work to judge, linked to the version.
fn source(
    report: &mut Report,
    w: &mut World,
    c: &Community,
    (model, version): (Pubkey, Pubkey),
    index: usize,
) -> (Data, Licence) {
    let data = w.data(c, &format!("source {index}"));
    let data = Data { model, ..data };
    let licence = w.granted(c, &data, Grant::TRAIN, STREAMED, PREPAID);
    let link = c
        .link_dataset(model, version, data.dataset)
        .call(instruction::LinkDataset { purpose: 0 });
    let maintainer = [&c.members[0].key];
    let linked = w.go(std::slice::from_ref(&link), &maintainer).cu;
    if index == 0 {
        report.units("link_dataset", linked);
        let unlink = c
            .unlink_dataset(model, version)
            .call(instruction::UnlinkDataset {
                dataset: data.dataset,
                purpose: 0,
            });
        report.units("unlink_dataset", w.go(&[unlink], &maintainer).cu);
        w.svm.expire_blockhash();
        w.go(&[link], &maintainer);
    }
    (data, licence)
}
