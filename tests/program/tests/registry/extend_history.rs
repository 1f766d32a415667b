use althing::constants::HISTORY_PLACES;
use althing::registry::events::HistoryExtended;
use althing::registry::{ModelHistory, StatusChange};
use althing_program_tests::prelude::*;

use super::changes;

fn extend(w: &mut World, c: &Community, model: Pubkey, places: u16) -> Result<Sent, Refusal> {
    let extend = c
        .extend_history(model)
        .call(instruction::ExtendHistory { places });
    w.send(&[extend], &[&c.renter])
}

fn space(w: &World, model: &Pubkey) -> usize {
    w.account(&pda::history(model)).unwrap().data.len()
}

/// Stages and unstages a draft until its history is full.
fn fill(w: &mut World, c: &Community, k: &Catalogue) {
    let free = HISTORY_PLACES - changes(w, &k.model).len();
    for index in 0..free {
        let step = if index % 2 == 0 {
            c.stage_version(k.model, k.draft)
                .call(instruction::StageVersion {})
        } else {
            c.unstage_version(k.model, k.draft)
                .call(instruction::UnstageVersion {})
        };
        w.next_slot();
        w.svm.expire_blockhash();
        w.go(&[step], &[&c.members[0].key]);
    }
}

#[test]
fn test_extend_history_ok() {
    let (mut w, c, k) = catalogue();
    let before = changes(&w, &k.model);
    let paid = w.lamports(&c.renter.pubkey());
    let sent = extend(&mut w, &c, k.model, 3).unwrap();

    let places = ModelHistory::space(HISTORY_PLACES + 3);
    assert_eq!(space(&w, &k.model), places);
    assert_eq!(changes(&w, &k.model), before);
    let rent = w.rent(places) - w.rent(ModelHistory::space(HISTORY_PLACES));
    assert_eq!(paid - w.lamports(&c.renter.pubkey()), rent);
    let [HistoryExtended { history, places }] = sent.events::<HistoryExtended>()[..] else {
        panic!("one event")
    };
    assert_eq!((history, places), (pda::history(&k.model), 3));
}

#[test]
fn a_full_history_takes_changes_again_once_extended() {
    let (mut w, c, k) = catalogue();
    fill(&mut w, &c, &k);
    assert_eq!(changes(&w, &k.model).len(), HISTORY_PLACES);
    let accounts = c.register_version(k.model, 2);
    let register = accounts.call(instruction::RegisterVersion {
        args: version_args(2),
    });
    let revoke = c
        .revoke_version(k.model, k.draft)
        .call(instruction::RevokeVersion {});
    let signers = [&c.members[0].key, &c.renter];
    assert_refused(
        w.send(std::slice::from_ref(&register), &signers),
        AlthingError::HistoryFull,
    );
    assert_refused(
        w.clone().as_authority(&c, revoke.clone()),
        AlthingError::HistoryFull,
    );
    extend(&mut w, &c, k.model, 1).unwrap();
    w.svm.expire_blockhash();
    w.go(&[register], &signers);
    let last = *changes(&w, &k.model).last().unwrap();
    assert_eq!((last.number, last.from), (2, StatusChange::UNREGISTERED));
    assert_refused(
        w.clone().as_authority(&c, revoke.clone()),
        AlthingError::HistoryFull,
    );
    extend(&mut w, &c, k.model, 320).unwrap();
    w.as_authority(&c, revoke).unwrap();
}

#[test]
fn one_to_320_places_at_once() {
    let (mut w, c, k) = catalogue();
    for places in [0, 321, u16::MAX] {
        assert_refused(
            extend(&mut w, &c, k.model, places),
            AlthingError::HistoryGrowthOutOfBounds,
        );
    }
    extend(&mut w, &c, k.model, 320).unwrap();
    extend(&mut w, &c, k.model, 1).unwrap();
    assert_eq!(
        space(&w, &k.model),
        ModelHistory::space(HISTORY_PLACES + 321)
    );
}

#[test]
fn lamports_that_are_there_already_count() {
    let (mut w, c, k) = catalogue();
    let history = pda::history(&k.model);
    w.svm.airdrop(&history, 1_000_000_000).unwrap();
    let paid = w.lamports(&c.renter.pubkey());
    extend(&mut w, &c, k.model, 1).unwrap();
    assert_eq!(w.lamports(&c.renter.pubkey()), paid);
}

#[test]
fn anybody_pays_and_the_models_payer_gets_it_back() {
    let (mut w, c) = community();
    let model = w.model(&c, "Silero VAD");
    let stranger = w.wallet("stranger");
    let accounts = accounts::ExtendHistory {
        payer: stranger.pubkey(),
        ..c.extend_history(model)
    };
    w.go(
        &[accounts.call(instruction::ExtendHistory { places: 5 })],
        &[&stranger],
    );
    let held = w.lamports(&model) + w.lamports(&pda::history(&model));
    let before = w.lamports(&c.renter.pubkey());
    w.go(
        &[c.close_model(model).call(instruction::CloseModel {})],
        &[&c.members[0].key],
    );
    assert_eq!(w.lamports(&c.renter.pubkey()) - before, held);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    let extend = c
        .extend_history(k.model)
        .call(instruction::ExtendHistory { places: 1 });
    w.sweep(extend, &[&c.renter]).run();
}
