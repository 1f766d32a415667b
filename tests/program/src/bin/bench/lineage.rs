//! A merge of four versions whose ancestors were revoked: looking at it, accepting it, releasing it.

use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{by_vote, place};

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let evaluators = ["first reader", "second reader"].map(|name| w.appoint(&c, name));
    w.next_epoch(&c);
    let model = w.model(&c, "Merged");
    let extend = c.extend_history(model);
    let extend = extend.call(instruction::ExtendHistory { places: 100 });
    w.go(&[extend], &[&c.renter]);

    // Each parent was made from a version of its own, which is revoked, as two of the parents are.
    let roots = [0; 4].map(|_| w.version(&c, &model, None));
    let parents = roots.map(|root| w.version(&c, &model, Some(root)));
    let merge = w.version(&c, &model, Some(parents[0]));
    for parent in &parents[1..] {
        w.stage(&c, parent);
        w.link(&c, &merge, parent);
    }
    for evaluator in &evaluators {
        w.attest(&c, &merge, evaluator, true).expect("a word");
    }
    w.stage(&c, &merge);
    let revoked = [roots, parents].concat();
    for version in &revoked {
        w.revoke(&c, version);
    }
    for parent in &parents {
        let check = w.checks(&c, parent);
        w.go(&[check], &[]);
    }
    let check = w.checks(&c, &merge);
    let checked = w.go(&[check], &[]);
    report.units("check_lineage (4 parents, 8 taints)", checked.cu);
    for ancestor in &revoked {
        let pardon = c.override_taint(model, merge);
        let pardon = pardon.call(instruction::OverrideTaint {
            ancestor: *ancestor,
        });
        if *ancestor == revoked[0] {
            by_vote(report, &mut w, &c, "override_taint", pardon);
        } else {
            w.pass(&c, &[pardon]);
        }
    }
    let promotion = w.promotes(&c, &merge);
    let name = "promote_version (4 parents, 8 pardoned taints)";
    let sent = by_vote(report, &mut w, &c, name, promotion);
    let name = "execute_proposal (promote_version, 4 parents, 8 pardoned taints)";
    report.units(name, sent.cu);
}
