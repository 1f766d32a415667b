//! The room `signing`, instruction by instruction: two keys and two versions, one of which is signed whole, the
//! other by the hash of a long statement.

use althing::constants::{
    SEED_KEY, SEED_LOG, SEED_MODEL, SEED_SIGNATURE, SEED_STATEMENT, SEED_VERSION,
};
use althing_program_tests::prelude::*;
use solana_sha256_hasher::hash;

use crate::report::Report;
use crate::setting::{assert_lucky, lucky, place, seeds, Seeds};

/// A statement of some 28 files.
const LONG: usize = 4_000;

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let name = lucky("Signed", |name| addresses_of_model(&c, name));
    let model = w.model(&c, &name);
    let versions = [1, 2].map(|number| pda::version(&model, number));
    let names = ["ed25519", "p256"].map(|stem| {
        lucky(stem, |name| {
            addresses_of_key(&model, &versions, &signatory(stem, name))
        })
    });
    let writer = lucky("writer", |name| {
        let writer = key(name).pubkey();
        vec![seeds(&[
            SEED_STATEMENT,
            versions[1].as_ref(),
            writer.as_ref(),
        ])]
    });
    let writer = w.wallet(&writer);
    let k = Catalogue {
        model,
        log: pda::log(&model),
        draft: versions[0],
        evaluators: vec![],
    };
    let mut bench = Bench {
        w,
        c,
        k,
        versions,
        ed25519: signatory("ed25519", &names[0]),
        p256: signatory("p256", &names[1]),
        writer,
    };
    bench.add(report);
    bench.sign(report);
    bench.sign_hash(report);
    bench.close(report);
}

fn signatory(scheme: &str, name: &str) -> Signatory {
    if scheme == "p256" {
        Signatory::p256(name)
    } else {
        Signatory::ed25519(name)
    }
}

fn addresses_of_model(c: &Community, name: &str) -> Vec<Seeds> {
    let model = pda::model(&c.dao, name);
    let version = |number: u64| seeds(&[SEED_VERSION, model.as_ref(), &number.to_le_bytes()]);
    vec![
        seeds(&[SEED_MODEL, c.dao.as_ref(), hash(name.as_bytes()).as_ref()]),
        seeds(&[SEED_LOG, model.as_ref()]),
        version(1),
        version(2),
    ]
}

fn addresses_of_key(model: &Pubkey, versions: &[Pubkey; 2], key: &Signatory) -> Vec<Seeds> {
    let address = pda::signing_key(model, &key.id());
    let signature = |version: &Pubkey| seeds(&[SEED_SIGNATURE, version.as_ref(), address.as_ref()]);
    vec![
        seeds(&[SEED_KEY, model.as_ref(), &key.id()]),
        signature(&versions[0]),
        signature(&versions[1]),
    ]
}

struct Bench {
    w: World,
    c: Community,
    k: Catalogue,
    versions: [Pubkey; 2],
    ed25519: Signatory,
    p256: Signatory,
    writer: Keypair,
}

impl Bench {
    fn add(&mut self, report: &mut Report) {
        let maintainer = &self.c.members[0].key;
        for key in [&self.ed25519, &self.p256] {
            let add = self.c.add_signing_key(self.k.model, key);
            let signing_key = add.signing_key;
            let add = add.call(instruction::AddSigningKey { args: key.args() });
            let proof = key.proof(&self.k.model);
            let sent = self.w.go(&[proof, add], &[maintainer, &self.c.renter]);
            assert_lucky(&self.w, &[signing_key]);
            if key.id() == self.ed25519.id() {
                report.units("add_signing_key", sent.cu);
            }
        }
        let long: Vec<u8> = STATEMENT.iter().copied().cycle().take(LONG).collect();
        for statement in [STATEMENT, &long] {
            self.w.version_of(&self.c, &self.k, statement);
        }
    }

    fn record(
        &mut self,
        key: &Signatory,
        version: Pubkey,
        statement: Option<Pubkey>,
        message: &[u8],
    ) -> u64 {
        let accounts = accounts::SignVersion {
            statement,
            ..self.c.sign_version(&self.k, version, key)
        };
        let data = instruction::SignVersion { relative_index: -1 };
        let check = key.precompile(message);
        let sent = self.w.go(&[check, accounts.call(data)], &[&self.c.renter]);
        assert_lucky(&self.w, &[accounts.signature]);
        sent.cu
    }

    /// Whole.
    fn sign(&mut self, report: &mut Report) {
        let message = encoding(STATEMENT);
        let keys = [
            ("Ed25519", self.ed25519.clone()),
            ("P-256", self.p256.clone()),
        ];
        for (name, key) in keys {
            let units = self.record(&key, self.versions[0], None, &message);
            report.units(&format!("sign_version ({name}, whole)"), units);
        }
    }

    /// By the hash of a long statement.
    fn sign_hash(&mut self, report: &mut Report) {
        let long: Vec<u8> = STATEMENT.iter().copied().cycle().take(LONG).collect();
        let (version, payer) = (self.versions[1], self.writer.pubkey());
        let writer = self.writer.insecure_clone();
        let signers = [&writer];
        let open = self.c.open_statement(version, payer);
        let statement = open.statement;
        let open = open.call(instruction::OpenStatement {});
        report.units("open_statement", self.w.go(&[open], &signers).cu);
        let mut units = 0;
        for (index, chunk) in long.chunks(800).enumerate() {
            let data = instruction::WriteStatement {
                offset: index as u32 * 800,
                chunk: chunk.to_vec(),
            };
            let write = self.c.write_statement(version, payer).call(data);
            units = self.w.go(&[write], &signers).cu;
        }
        report.units("write_statement (800 bytes)", units);
        let seal = self.c.seal_statement(version, payer);
        let seal = seal.call(instruction::SealStatement {});
        report.units(
            "seal_statement (4,000 bytes)",
            self.w.go(&[seal], &signers).cu,
        );
        assert_lucky(&self.w, &[statement]);
        let message = by_hash(&encoding(&long));
        let keys = [
            ("Ed25519", self.ed25519.clone()),
            ("P-256", self.p256.clone()),
        ];
        for (name, key) in keys {
            let units = self.record(&key, version, Some(statement), &message);
            report.units(&format!("sign_version ({name}, hash)"), units);
        }
        let close = self.c.close_statement(version, payer);
        let close = close.call(instruction::CloseStatement {});
        report.units("close_statement", self.w.go(&[close], &signers).cu);
    }

    fn close(&mut self, report: &mut Report) {
        let maintainer = self.c.members[0].key.insecure_clone();
        let (model, slot) = (self.k.model, self.w.slot());
        let retire = self.c.retire_signing_key(model, &self.p256);
        let retire = retire.call(instruction::RetireSigningKey { last_slot: slot });
        report.units(
            "retire_signing_key",
            self.w.go(&[retire], &[&maintainer]).cu,
        );
        let revoke = self.c.revoke_signing_key(model, &self.p256);
        let revoke = revoke.call(instruction::RevokeSigningKey { from_slot: slot });
        report.units(
            "revoke_signing_key",
            self.w.go(&[revoke], &[&maintainer]).cu,
        );
        let key = pda::signing_key(&model, &self.ed25519.id());
        for version in self.versions {
            let close = self.c.close_version(model, version);
            let close = close.call(instruction::CloseVersion {});
            self.w.go(&[close], &[&maintainer]);
        }
        let mut units = 0;
        for version in self.versions {
            let close = self.c.close_version_signature(version, key);
            let close = close.call(instruction::CloseVersionSignature {});
            units = self.w.go(&[close], &[]).cu;
        }
        report.units("close_version_signature", units);
        let close = self.c.close_signing_key(model, &self.ed25519);
        let close = close.call(instruction::CloseSigningKey {});
        report.units("close_signing_key", self.w.go(&[close], &[&maintainer]).cu);
    }
}
