//! The room `registry`, instruction by instruction: two versions of a model, the second made from the
//! first.

use althing::constants::{SEED_ATTESTATION, SEED_LOG, SEED_MODEL, SEED_VERSION};
use althing::{AttestVersionArgs, UpdateModelArgs};
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, by_vote, lucky, place, seeds, Seeds};

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let maintainer = &c.members[0].key;
    let name = lucky("Silero VAD", |name| addresses_of_model(&c, name));
    let register = c.register_model(&c.members[0], &name);
    let model = register.model;
    let register = register.call(instruction::RegisterModel {
        args: model_args(&name),
    });
    report.units(
        "register_model",
        w.go(&[register], &[maintainer, &c.renter]).cu,
    );
    let args = UpdateModelArgs {
        metadata_uri: "https://example.org/card".into(),
        metadata_hash: [9; 32],
    };
    let update = c
        .update_model(model)
        .call(instruction::UpdateModel { args });
    report.units("update_model", w.go(&[update], &[maintainer]).cu);

    let versions = [1, 2].map(|number| pda::version(&model, number));
    let evaluators = ["evaluator", "second evaluator"].map(|stem| {
        let addresses = |name: &str| {
            let evaluator = key(name).pubkey();
            vec![seeds(&[
                SEED_ATTESTATION,
                versions[1].as_ref(),
                evaluator.as_ref(),
            ])]
        };
        w.appoint(&c, &lucky(stem, addresses))
    });
    let mut bench = Bench {
        w,
        c,
        model,
        versions,
        evaluators,
    };
    bench.release(report);
    bench.close(report);
}

fn addresses_of_model(c: &Community, name: &str) -> Vec<Seeds> {
    let model = pda::model(&c.dao, name);
    let hash = solana_sha256_hasher::hash(name.as_bytes());
    let version = |number: u64| seeds(&[SEED_VERSION, model.as_ref(), &number.to_le_bytes()]);
    let log = seeds(&[SEED_LOG, model.as_ref()]);
    vec![
        seeds(&[SEED_MODEL, c.dao.as_ref(), hash.as_ref()]),
        log,
        version(1),
        version(2),
    ]
}

struct Bench {
    w: World,
    c: Community,
    model: Pubkey,
    versions: [Pubkey; 2],
    evaluators: [Keypair; 2],
}

impl Bench {
    /// Registers both versions, has them attested, and promotes one after the other.
    fn release(&mut self, report: &mut Report) {
        let [first, second] = self.versions;
        report.units("register_version", self.register(1, None));
        self.attest(0, 0, true);
        self.attest(0, 1, true);
        self.w.promote(&self.c, &first);

        report.units(
            "register_version (with a parent)",
            self.register(2, Some(first)),
        );
        report.units("attest_version (first)", self.attest(1, 0, false));
        assert_lucky(&self.w, &[self.model, pda::log(&self.model), first, second]);
        assert_lucky(
            &self.w,
            &[pda::attestation(&second, &self.evaluators[0].pubkey())],
        );
        report.units("attest_version (changed)", self.attest(1, 0, true));
        let evaluator = &self.evaluators[0];
        let withdraw = self
            .c
            .withdraw_attestation(self.model, second, evaluator.pubkey());
        let withdraw = withdraw.call(instruction::WithdrawAttestation {});
        report.units(
            "withdraw_attestation",
            self.w.go(&[withdraw], &[evaluator]).cu,
        );
        self.attest(1, 0, true);
        self.attest(1, 1, true);

        // The parent is the one in production: both are written, as at every ordinary release.
        let promotion = self.w.promotion(&self.c, &second);
        assert_eq!(
            (promotion.parent, promotion.previous),
            (Some(first), Some(first))
        );
        let promotion = promotion.call(instruction::PromoteVersion {});
        let sent = by_vote(report, &mut self.w, &self.c, "promote_version", promotion);
        report.units("execute_proposal (promote_version)", sent.cu);
    }

    /// Takes everything back.
    fn close(&mut self, report: &mut Report) {
        let [first, second] = self.versions;
        let deprecate = self.c.deprecate_version(self.model, second);
        let deprecate = deprecate.call(instruction::DeprecateVersion {});
        by_vote(report, &mut self.w, &self.c, "deprecate_version", deprecate);
        let revoke = self
            .c
            .revoke_version(self.model, second)
            .call(instruction::RevokeVersion {});
        by_vote(report, &mut self.w, &self.c, "revoke_version", revoke);
        self.w.revoke(&self.c, &first);

        let maintainer = self.c.members[0].key.insecure_clone();
        let mut units = [0; 3];
        for version in self.versions {
            for evaluator in &self.evaluators {
                let close = self.c.close_attestation(version, evaluator.pubkey());
                units[0] = self
                    .w
                    .go(&[close.call(instruction::CloseAttestation {})], &[])
                    .cu;
            }
            let close = self
                .c
                .close_version(self.model, version)
                .call(instruction::CloseVersion {});
            units[1] = self.w.go(&[close], &[&maintainer]).cu;
        }
        let close = self
            .c
            .close_model(self.model)
            .call(instruction::CloseModel {});
        units[2] = self.w.go(&[close], &[&maintainer]).cu;
        for (name, units) in ["close_attestation", "close_version", "close_model"]
            .iter()
            .zip(units)
        {
            report.units(name, units);
        }
    }

    fn register(&mut self, number: u64, parent: Option<Pubkey>) -> u64 {
        let register = self.c.register_version(self.model, number, parent);
        let register = register.call(instruction::RegisterVersion {
            args: version_args(number),
        });
        self.w
            .go(&[register], &[&self.c.members[0].key, &self.c.renter])
            .cu
    }

    fn attest(&mut self, version: usize, evaluator: usize, passed: bool) -> u64 {
        let evaluator = &self.evaluators[evaluator];
        let attest = self
            .c
            .attest_version(self.model, self.versions[version], evaluator.pubkey());
        let args = AttestVersionArgs {
            result_hash: [8; 32],
            passed,
        };
        self.w
            .go(
                &[attest.call(instruction::AttestVersion { args })],
                &[evaluator, &self.c.renter],
            )
            .cu
    }
}
