//! The room `audit`, at the sizes where it costs most.

use althing::constants::{SEED_ENTRY, SEED_LOG, SEED_ROOT};
use althing::math::merkle::{node_hash, root};
use althing::{AppendBatchArgs, RecallRootArgs, Subtree};
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, lucky, seeds};

const PAYLOAD: usize = 100;
/// Index of the pinned entry.
const PINNED: u64 = (1 << 21) - 1;

pub fn measure(report: &mut Report) {
    let mut w = World::new();
    let writer = w.wallet("writer");
    let subject = w.wallet(&lucky("subject", |name| {
        let subject = key(name).pubkey();
        let log = pda::log(&subject);
        vec![
            seeds(&[SEED_LOG, subject.as_ref()]),
            seeds(&[SEED_ENTRY, log.as_ref(), &PINNED.to_le_bytes()]),
        ]
    }));
    let log = pda::log(&subject.pubkey());
    let create = accounts::CreateLog {
        log,
        subject: subject.pubkey(),
        payer: writer.pubkey(),
        system_program: system_program::ID,
    };
    let create = create.call(instruction::CreateLog {
        writer: writer.pubkey(),
    });
    report.units("create_log", w.go(&[create], &[&subject, &writer]).cu);

    let mut bench = Bench {
        w,
        writer,
        log,
        size: 0,
    };
    report.units("append_entry (empty log)", bench.append());
    bench.grow_to((1 << 20) - 1);
    report.units("append_entry (size 2^20 - 1)", bench.append());
    bench.grow_to((1 << 21) - 2);
    report.units("append_entry (size 2^21 - 2)", bench.append());
    report.units("append_pinned_entry", bench.pin());
    assert_lucky(&bench.w, &[log, pda::entry(&log, PINNED)]);
    report.units("append_batch (1,000,000 leaves)", bench.batch(1_000_000));
    bench.grow_to((1 << 22) - 1);
    report.units(
        "append_batch (1 + 2^20 leaves, odd size)",
        bench.batch(1 + (1 << 20)),
    );
    bench.measure_proofs(report);
}

struct Bench {
    w: World,
    writer: Keypair,
    log: Pubkey,
    size: u64,
}

impl Bench {
    fn append(&mut self) -> u64 {
        let accounts = accounts::AppendEntry {
            log: self.log,
            writer: self.writer.pubkey(),
        };
        let append = accounts.call(instruction::AppendEntry {
            kind: 1024,
            payload: vec![7; PAYLOAD],
        });
        self.size += 1;
        self.w.go(&[append], &[&self.writer]).cu
    }

    fn pin(&mut self) -> u64 {
        let accounts = accounts::AppendPinnedEntry {
            log: self.log,
            writer: self.writer.pubkey(),
            entry: pda::entry(&self.log, self.size),
            payer: self.writer.pubkey(),
            system_program: system_program::ID,
        };
        let append = accounts.call(instruction::AppendPinnedEntry {
            kind: 1024,
            payload: vec![7; PAYLOAD],
        });
        self.size += 1;
        self.w.go(&[append], &[&self.writer]).cu
    }

    /// Appends this many leaves, in one transaction.
    fn batch(&mut self, leaves: u64) -> u64 {
        let end = self.size + leaves;
        let mut subtrees = vec![];
        let mut at = self.size;
        while at < end {
            let level = at.trailing_zeros().min((end - at).ilog2()) as u8;
            subtrees.push(Subtree {
                level,
                root: [level; 32],
            });
            at += 1 << level;
        }
        let accounts = accounts::AppendBatch {
            log: self.log,
            writer: self.writer.pubkey(),
        };
        let args = AppendBatchArgs {
            old_size: self.size,
            subtrees,
            uri: "https://example.org/tiles".into(),
        };
        self.size = end;
        self.w
            .go(
                &[accounts.call(instruction::AppendBatch { args })],
                &[&self.writer],
            )
            .cu
    }

    /// Grows the log, a subtree at a time.
    fn grow_to(&mut self, size: u64) {
        while self.size < size {
            let level = self.size.trailing_zeros().min((size - self.size).ilog2());
            self.batch(1 << level);
        }
    }

    /// A log of 2^30 leaves, of which the last subtree of every level is the hash of nothing: its proofs
    /// have full depth.
    fn measure_proofs(&mut self, report: &mut Report) {
        self.grow_to((1 << 30) - 1);
        let frontier = self.w.zero_copy::<althing::AuditLog>(&self.log).frontier;
        let leaf = [9; 32];
        let accounts = accounts::AppendBatch {
            log: self.log,
            writer: self.writer.pubkey(),
        };
        let args = AppendBatchArgs {
            old_size: self.size,
            subtrees: vec![Subtree {
                level: 0,
                root: leaf,
            }],
            uri: String::new(),
        };
        self.w.go(
            &[accounts.call(instruction::AppendBatch { args })],
            &[&self.writer],
        );

        let proof = frontier[..30].to_vec();
        let verify = accounts::VerifyInclusion { log: self.log };
        let data = instruction::VerifyInclusion {
            leaf,
            index: (1 << 30) - 1,
            proof,
        };
        let sent = self.w.go(&[verify.call(data)], &[]);
        assert_eq!(sent.return_data, [1], "the proof holds");
        report.units("verify_inclusion (depth 30)", sent.cu);

        // Four leaves back, so that the proof fits a transaction beside the old root.
        let last_four = node_hash(&frontier[1], &node_hash(&frontier[0], &leaf));
        let mut proof = vec![frontier[2], last_four];
        proof.extend(&frontier[3..30]);
        let (old_size, mut shorter) = ((1 << 30) - 4, frontier);
        let recalled = proof.clone();
        shorter[..2].fill([0; 32]);
        let verify = accounts::VerifyConsistency { log: self.log };
        let data = instruction::VerifyConsistency {
            old_size,
            old_root: root(&shorter, old_size),
            proof,
        };
        let sent = self.w.go(&[verify.call(data)], &[]);
        assert_eq!(sent.return_data, [1], "the proof holds");
        report.units("verify_consistency (29 hashes)", sent.cu);
        let (size, root) = (old_size, root(&shorter, old_size));
        let args = RecallRootArgs {
            size,
            root,
            proof: recalled,
        };
        self.measure_kept_root(report, args);
    }

    /// A root is kept, kept again, and recalled.
    fn measure_kept_root(&mut self, report: &mut Report, args: RecallRootArgs) {
        let log = self.log;
        let name = lucky("keeper", |name| {
            vec![seeds(&[
                SEED_ROOT,
                log.as_ref(),
                key(name).pubkey().as_ref(),
            ])]
        });
        let keeper = self.w.wallet(&name);
        let payer = keeper.pubkey();
        let kept_root = pda::kept_root(&log, &payer);
        let keep = accounts::KeepRoot {
            audit_log: log,
            kept_root,
            payer,
            system_program: system_program::ID,
        };
        for name in ["keep_root (first)", "keep_root (again)"] {
            let keep = keep.call(instruction::KeepRoot {});
            report.units(name, self.w.go(&[keep], &[&keeper]).cu);
            self.w.next_slot();
        }
        assert_lucky(&self.w, &[kept_root]);
        let recall =
            accounts::RecallRoot { kept_root, payer }.call(instruction::RecallRoot { args });
        // Whoever keeps a root pays the fees as well: with another signature the proof would not fit.
        self.w.payer = keeper.insecure_clone();
        let sent = self.w.go(&[recall], &[&keeper]);
        report.units("recall_root (29 hashes)", sent.cu);
        let release = accounts::ReleaseRoot { kept_root, payer }.call(instruction::ReleaseRoot {});
        report.units("release_root", self.w.go(&[release], &[&keeper]).cu);
    }
}
