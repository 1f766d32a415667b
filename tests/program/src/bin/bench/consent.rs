//! The room `consent`, instruction by instruction: a dataset that changes hands, and grants of each kind that
//! costs differently.

use althing::consent::{Grant, UpdateDatasetArgs};
use althing::constants::{SEED_DATASET, SEED_GRANT, SEED_VAULT};
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, lucky, place, seeds, Seeds};

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let name = lucky("corpus", |name| addresses(&c, name));
    let d = w.plan_data(&c, &name);
    let signers = [&d.owner, &d.licensee, &c.renter];
    let args = dataset_args(d.digest);
    let register = c
        .register_dataset(&d)
        .call(instruction::RegisterDataset { args });
    report.units("register_dataset", w.go(&[register], &signers).cu);
    assert_lucky(&w, &[d.dataset]);
    let args = UpdateDatasetArgs {
        uri: "https://example.org/card".into(),
        metadata_hash: [9; 32],
    };
    let update = c
        .update_dataset(&d)
        .call(instruction::UpdateDataset { args });
    report.units("update_dataset", w.go(&[update], &signers).cu);
    transfer(report, &mut w, &c, &d);

    for (label, purpose, terms, prepay) in [
        ("free", Grant::TRAIN, FREE, 0),
        ("per use", Grant::FINE_TUNE, PER_USE, 100),
        ("streamed", Grant::RETRIEVE, STREAMED, 100),
    ] {
        let licence = Licence {
            grant: pda::grant(&d.dataset, &d.model, purpose),
            purpose,
            terms,
        };
        let mut unit = |w: &mut World, name: &str, instruction| {
            let cu = w.go(&[instruction], &signers).cu;
            report.units(&format!("{name} ({label})"), cu);
        };
        unit(&mut w, "offer_grant", c.offer(&d, &licence));
        assert_lucky(&w, &[licence.grant]);
        unit(&mut w, "accept_grant", c.accept(&d, &licence, prepay));
        let record = c
            .use_grant(&d, &licence)
            .call(instruction::UseGrant { uses: 1 });
        unit(&mut w, "use_grant", record);
        if prepay > 0 {
            let fund = c
                .fund_grant(&d, &licence)
                .call(instruction::FundGrant { amount: 50 });
            unit(&mut w, "fund_grant", fund);
            w.wait(5);
            let claim = c.claim_grant(&d, &licence).call(instruction::ClaimGrant {});
            unit(&mut w, "claim_grant", claim);
        }
        w.wait(5);
        over(report, &mut w, &c, &d, &licence, label);
    }
    let close = c.close_dataset(&d).call(instruction::CloseDataset {});
    report.units("close_dataset", w.go(&[close], &signers).cu);
}

fn addresses(c: &Community, name: &str) -> Vec<Seeds> {
    let digest = solana_sha256_hasher::hash(name.as_bytes()).to_bytes();
    let dataset = pda::dataset(&c.dao, &digest);
    let model = key(&format!("model of {name}")).pubkey();
    let mut all = vec![seeds(&[SEED_DATASET, c.dao.as_ref(), &digest])];
    for purpose in [Grant::TRAIN, Grant::FINE_TUNE, Grant::RETRIEVE] {
        let grant = pda::grant(&dataset, &model, purpose);
        all.push(seeds(&[
            SEED_GRANT,
            dataset.as_ref(),
            model.as_ref(),
            &[purpose],
        ]));
        if purpose != Grant::TRAIN {
            all.push(seeds(&[SEED_VAULT, grant.as_ref()]));
        }
    }
    all
}

/// To another owner and back.
fn transfer(report: &mut Report, w: &mut World, c: &Community, d: &Data) {
    let new_owner = d.licensee.pubkey();
    let offer = c
        .offer_dataset_transfer(d)
        .call(instruction::OfferDatasetTransfer { new_owner });
    report.units("offer_dataset_transfer", w.go(&[offer], &[&d.owner]).cu);
    let accept = c
        .accept_dataset_transfer(d, new_owner)
        .call(instruction::AcceptDatasetTransfer {});
    report.units(
        "accept_dataset_transfer",
        w.go(&[accept], &[&d.licensee]).cu,
    );
    let back = accounts::OfferDatasetTransfer {
        owner: new_owner,
        ..c.offer_dataset_transfer(d)
    };
    let back = back.call(instruction::OfferDatasetTransfer {
        new_owner: d.owner.pubkey(),
    });
    let accept = c
        .accept_dataset_transfer(d, d.owner.pubkey())
        .call(instruction::AcceptDatasetTransfer {});
    w.go(&[back, accept], &[&d.licensee, &d.owner]);
}

/// The free grant is ended, the one per use revoked, the streamed one ended and refunded later; all are closed.
fn over(
    report: &mut Report,
    w: &mut World,
    c: &Community,
    d: &Data,
    licence: &Licence,
    label: &str,
) {
    let end = c.end_grant(d, licence);
    match licence.purpose {
        Grant::FINE_TUNE => {
            let sent = w.revoke_grant(c, d, licence).expect("a revocation");
            report.units("revoke_grant (with a refund)", sent.cu);
        }
        Grant::TRAIN => {
            let sent = w.end_grant(c, d, licence).expect("an end");
            report.units("end_grant (free)", sent.cu);
        }
        _ => {
            let bare = accounts::EndGrant {
                vault: None,
                to: None,
                mint: None,
                ..end
            };
            let bare = bare.call(instruction::EndGrant {});
            report.units("end_grant (streamed)", w.go(&[bare], &[&d.licensee]).cu);
            let refund = c.refund_grant(d, licence);
            let refund = refund.call(instruction::RefundGrant {});
            report.units("refund_grant", w.go(&[refund], &[]).cu);
            w.claim_grant(c, d, licence).expect("a claim");
        }
    }
    let sent = w.close_grant(c, d, licence).expect("a closing");
    report.units(&format!("close_grant ({label})"), sent.cu);
}
