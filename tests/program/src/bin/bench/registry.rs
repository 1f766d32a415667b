//! The room `registry`, instruction by instruction: two versions of a model, the second made from the
//! first.

use althing::constants::{SEED_ATTESTATION, SEED_DIGEST, SEED_LOG, SEED_MODEL, SEED_VERSION};
use althing::{AttestVersionArgs, RegisterVersionArgs, UpdateModelArgs};
use althing_program_tests::prelude::*;
use solana_sha256_hasher::hash;

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
    let weights = lucky("weights", |name| {
        let digest = hash(name.as_bytes()).to_bytes();
        vec![seeds(&[SEED_DIGEST, c.dao.as_ref(), &digest])]
    });
    let mut bench = Bench {
        weights: hash(weights.as_bytes()).to_bytes(),
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
    let hash = hash(name.as_bytes());
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
    /// Of both versions.
    weights: [u8; 32],
    versions: [Pubkey; 2],
    evaluators: [Keypair; 2],
}

impl Bench {
    /// Registers both versions, has them attested, and promotes one after the other.
    fn release(&mut self, report: &mut Report) {
        let [first, second] = self.versions;
        report.units("register_version (new weights)", self.register(1));
        self.attest(0, 0, true);
        self.attest(0, 1, true);
        self.stage(report);
        self.w.promote(&self.c, &first);

        report.units("register_version (known weights)", self.register(2));
        self.link(report);
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
        self.w.stage(&self.c, &second);

        // The parent is the one in production, as at every ordinary release.
        let promotion = self.w.promotes(&self.c, &second);
        let sent = by_vote(report, &mut self.w, &self.c, "promote_version", promotion);
        report.units("execute_proposal (promote_version)", sent.cu);
    }

    /// Stages the first version, there and back, and makes room in the history.
    fn stage(&mut self, report: &mut Report) {
        let [first, _] = self.versions;
        let stage = self.c.stage_version(self.model, first);
        let stage = stage.call(instruction::StageVersion {});
        let unstage = self.c.unstage_version(self.model, first);
        let unstage = unstage.call(instruction::UnstageVersion {});
        let maintainer = &self.c.members[0].key;
        for evaluator in &self.evaluators {
            let withdraw = self
                .c
                .withdraw_attestation(self.model, first, evaluator.pubkey());
            self.w.go(
                &[withdraw.call(instruction::WithdrawAttestation {})],
                &[evaluator],
            );
        }
        let staged = self.w.go(std::slice::from_ref(&stage), &[maintainer]);
        report.units("stage_version", staged.cu);
        let unstaged = self.w.go(&[unstage], &[maintainer]);
        report.units("unstage_version", unstaged.cu);
        let extend = self.c.extend_history(self.model);
        let extend = extend.call(instruction::ExtendHistory { places: 320 });
        let extended = self.w.go(&[extend], &[&self.c.renter]);
        report.units("extend_history (320 places)", extended.cu);
        self.w.next_slot();
        self.w.svm.expire_blockhash();
        self.w.go(&[stage], &[maintainer]);
        self.attest(0, 0, true);
        self.attest(0, 1, true);
    }

    /// Links the first version as the second one's parent, there and back.
    fn link(&mut self, report: &mut Report) {
        let [first, second] = self.versions;
        let link = self.c.link_parent(self.model, second, first);
        let link = link.call(instruction::LinkParent {});
        let unlink = self.c.unlink_parent(self.model, second, first);
        let unlink = unlink.call(instruction::UnlinkParent {});
        let maintainer = &self.c.members[0].key;
        let linked = self.w.go(std::slice::from_ref(&link), &[maintainer]);
        report.units("link_parent", linked.cu);
        let unlinked = self.w.go(&[unlink], &[maintainer]);
        report.units("unlink_parent", unlinked.cu);
        self.w.svm.expire_blockhash();
        self.w.go(&[link], &[maintainer]);
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
        let mut units = [0; 4];
        // The child before its parent.
        for version in self.versions.into_iter().rev() {
            for evaluator in &self.evaluators {
                let close = self.c.close_attestation(version, evaluator.pubkey());
                units[0] = self
                    .w
                    .go(&[close.call(instruction::CloseAttestation {})], &[])
                    .cu;
            }
            let close = self.w.closes(&self.c, &version);
            let place = if version == second { 1 } else { 2 };
            units[place] = self.w.go(&[close], &[&maintainer]).cu;
        }
        let close = self
            .c
            .close_model(self.model)
            .call(instruction::CloseModel {});
        units[3] = self.w.go(&[close], &[&maintainer]).cu;
        let names = [
            "close_attestation",
            "close_version (1 parent)",
            "close_version (last with its weights)",
            "close_model",
        ];
        for (name, units) in names.iter().zip(units) {
            report.units(name, units);
        }
    }

    fn register(&mut self, number: u64) -> u64 {
        let accounts = accounts::RegisterVersion {
            digest_index: pda::digest_index(&self.c.dao, &self.weights),
            ..self.c.register_version(self.model, number)
        };
        let args = RegisterVersionArgs {
            weights_digest: self.weights,
            ..version_args(number)
        };
        let register = accounts.call(instruction::RegisterVersion { args });
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
