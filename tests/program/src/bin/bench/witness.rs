//! The room `witness`, instruction by instruction: three of five witnesses sign checkpoints of a bonded log,
//! whose operator is reported.

use althing::constants::{SEED_CHECKPOINT, SEED_EQUIVOCATION, SEED_WITNESSED, SEED_WITNESSES};
use althing::witness::{Evidence, ReportEquivocationArgs};
use althing_program_tests::prelude::*;

use crate::bond;
use crate::report::Report;
use crate::setting::{assert_lucky, by_vote, lucky, seeds};

/// Leaves of the log at the first checkpoint.
const SIZE: u64 = 5;

pub fn measure(report: &mut Report) {
    let mut w = World::new();
    let name = lucky("Witnessed", |name| {
        let creator = key(&format!("creator of {name}")).pubkey();
        vec![seeds(&[SEED_WITNESSES, pda::dao(&creator, name).as_ref()])]
    });
    let c = Community::with_members(&mut w, &name, TOKEN);
    let action = c.set_witnesses().call(instruction::SetWitnesses {
        args: althing::SetWitnessesArgs {
            quorum: QUORUM,
            witnesses: named(WITNESSES),
        },
    });
    by_vote(report, &mut w, &c, "set_witnesses (5)", action);
    let set = pda::witness_set(&c.dao);
    assert_lucky(&w, &[set]);

    let o = w.bonded_operator(&c, &operator(&c));
    let log = pda::witnessed_log(&set, &o.audit_log);
    let mut bench = Bench {
        w,
        watch: Watch {
            c,
            o,
            set,
            log,
            leaves: vec![],
        },
    };
    bench.witness(report);
    bench.report(report);
    bench.close(report);
}

/// The name of an operator whose log's accounts in this room are found at the first try, beside those of the bond.
fn operator(c: &Community) -> String {
    let set = pda::witness_set(&c.dao);
    lucky("witnessed operator", |name| {
        let log = bond::log_of(name);
        let watched = pda::witnessed_log(&set, &log);
        let mut all = bond::addresses(name);
        all.push(seeds(&[SEED_WITNESSED, set.as_ref(), log.as_ref()]));
        all.push(seeds(&[
            SEED_CHECKPOINT,
            watched.as_ref(),
            &SIZE.to_le_bytes(),
        ]));
        for hash in LIES.map(|evidence| lie_in(c, evidence)) {
            all.push(seeds(&[SEED_EQUIVOCATION, log.as_ref(), &hash]));
        }
        all
    })
}

/// The evidence for each lie; each is about one leaf more than the one before.
const LIES: [&str; 3] = ["checkpoint", "history", "signed twice"];

/// The lie that is shown by this evidence.
fn lie_in(c: &Community, evidence: &str) -> [u8; 32] {
    let place = LIES.iter().position(|each| *each == evidence);
    let leaves = SIZE as usize + place.expect("a lie");
    let all: Vec<_> = (0..leaves as u8)
        .map(|byte| merkle::leaf(&[byte]))
        .collect();
    let other = match evidence {
        "signed twice" => [1; 32],
        _ => merkle::root(&all),
    };
    lie(c, leaves as u64, &[2; 32], &other)
}

struct Bench {
    w: World,
    watch: Watch,
}

impl Bench {
    fn witness(&mut self, report: &mut Report) {
        let (w, watch) = (&mut self.w, &mut self.watch);
        let admit = watch.c.admit_log(&watch.o, watch.c.members[0].address());
        let origin = bond_args().origin;
        let sent = w.go(
            &[admit.call(instruction::AdmitLog { origin })],
            &[&watch.c.members[0].key, &watch.c.renter],
        );
        report.units("admit_log", sent.cu);
        watch.grow(w, SIZE as u8);
        let open = watch
            .open_checkpoint()
            .call(instruction::OpenCheckpoint { size: SIZE });
        report.units("open_checkpoint", w.go(&[open], &[&watch.c.renter]).cu);
        assert_lucky(w, &[watch.log, watch.checkpoint()]);
        for index in 0..QUORUM {
            let units = watch.cosign(w, index).expect("a cosignature").cu;
            if index == 0 {
                report.units("cosign_checkpoint", units);
            } else if index + 1 == QUORUM {
                report.units("cosign_checkpoint (quorum)", units);
            }
        }
    }

    fn report(&mut self, report: &mut Report) {
        let reporter = self.w.wallet("reporter");
        let purse = self.watch.purse(&mut self.w, "reporter");
        let watch = &mut self.watch;
        for (place, name) in LIES.into_iter().enumerate() {
            let (size, evidence_hash) = (watch.size(), lie_in(&watch.c, name));
            let evidence = match place {
                0 => Evidence::Checkpoint,
                1 => Evidence::History {
                    root: merkle::root(&watch.leaves),
                    proof: vec![],
                },
                _ => Evidence::SignedTwice { relative_index: -2 },
            };
            let accounts = accounts::ReportEquivocation {
                checkpoint: (place == 0).then_some(watch.checkpoint()),
                ..watch.report_equivocation(reporter.pubkey(), purse, &evidence_hash)
            };
            let args = ReportEquivocationArgs {
                size,
                evidence_hash,
                relative_index: -1,
                evidence,
            };
            let text = |byte| checkpoint_text(&bond_args().origin, size, &[byte; 32]);
            let check = |byte| checkpoint_key().precompile(text(byte).as_bytes());
            let sent = self.w.go(
                &[
                    check(1),
                    check(2),
                    accounts.call(instruction::ReportEquivocation { args }),
                ],
                &[&reporter],
            );
            assert_lucky(&self.w, &[accounts.equivocation]);
            report.units(&format!("report_equivocation ({name})"), sent.cu);
            watch.grow(&mut self.w, 1);
        }
        let late = self.w.slot() + INTERVAL + 1;
        self.w.set_clock(self.w.now(), late);
        let missed = watch
            .report_missed_deadline(reporter.pubkey(), purse)
            .call(instruction::ReportMissedDeadline {});
        let units = self.w.go(&[missed], &[&reporter]).cu;
        report.units("report_missed_deadline", units);
    }

    fn close(&mut self, report: &mut Report) {
        let (w, watch) = (&mut self.w, &self.watch);
        let closer = &watch.c.members[0].key;
        // The first checkpoint; a larger one is witnessed.
        let first = accounts::CloseCheckpoint {
            checkpoint: pda::checkpoint(&watch.log, SIZE),
            ..watch.close_checkpoint(closer.pubkey())
        };
        watch.open(w);
        for index in 0..QUORUM {
            watch.cosign(w, index).expect("a cosignature");
        }
        let close = first.call(instruction::CloseCheckpoint {});
        report.units("close_checkpoint", w.go(&[close], &[closer]).cu);
        let last = watch
            .close_checkpoint(watch.c.authority)
            .call(instruction::CloseCheckpoint {});
        w.pass(&watch.c, &[last]);
        let end = watch
            .c
            .close_witnessed_log(watch.o.audit_log)
            .call(instruction::CloseWitnessedLog {});
        by_vote(report, w, &watch.c, "close_witnessed_log", end);
        let dismiss = watch
            .c
            .close_witness_set()
            .call(instruction::CloseWitnessSet {});
        by_vote(report, w, &watch.c, "close_witness_set", dismiss);
    }
}
