use althing::constants::{HISTORY_PLACES, HISTORY_RESERVE, MAINTAINERS_PLACES};
use althing::registry::events::HistoryExtended;
use althing::registry::{ModelHistory, StatusChange};
use althing::{ModelVersion, VersionStatus};
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

/// The maintainer's next step: stages a draft, or makes it a draft again.
fn step(w: &mut World, c: &Community, k: &Catalogue) -> Result<Sent, Refusal> {
    let version: ModelVersion = w.zero_copy(&k.draft);
    let step = if version.status() == VersionStatus::Draft {
        c.stage_version(k.model, k.draft)
            .call(instruction::StageVersion {})
    } else {
        c.unstage_version(k.model, k.draft)
            .call(instruction::UnstageVersion {})
    };
    w.next_slot();
    w.svm.expire_blockhash();
    w.send(&[step], &[&c.members[0].key])
}

/// Stages and unstages a draft until its history takes no more of the maintainer's steps.
fn fill(w: &mut World, c: &Community, k: &Catalogue) {
    let places = (space(w, &k.model) - ModelHistory::HEADER) / StatusChange::SIZE;
    for _ in changes(w, &k.model).len()..places - HISTORY_RESERVE {
        step(w, c, k).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
}

/// The instruction by which the authority revokes the draft.
fn revocation(c: &Community, k: &Catalogue) -> Instruction {
    c.revoke_version(k.model, k.draft)
        .call(instruction::RevokeVersion {})
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
    assert_eq!(
        changes(&w, &k.model).len(),
        HISTORY_PLACES - HISTORY_RESERVE
    );
    let accounts = c.register_version(k.model, 2);
    let register = accounts.call(instruction::RegisterVersion {
        args: version_args(2),
    });
    let signers = [&c.members[0].key, &c.renter];
    assert_refused(
        w.send(std::slice::from_ref(&register), &signers),
        AlthingError::HistoryFull,
    );
    extend(&mut w, &c, k.model, 1).unwrap();
    w.svm.expire_blockhash();
    w.go(&[register], &signers);
    let last = *changes(&w, &k.model).last().unwrap();
    assert_eq!((last.number, last.from), (2, StatusChange::UNREGISTERED));
    assert_refused(step(&mut w, &c, &k), AlthingError::HistoryFull);
    extend(&mut w, &c, k.model, 320).unwrap();
    step(&mut w, &c, &k).unwrap();
}

#[test]
fn a_full_history_does_not_stop_a_vote() {
    let (mut w, c, k) = catalogue();
    fill(&mut w, &c, &k);
    // Both of the maintainer's steps are refused: back, and there again.
    for _ in 0..2 {
        assert_refused(step(&mut w, &c, &k), AlthingError::HistoryFull);
        extend(&mut w, &c, k.model, 1).unwrap();
        step(&mut w, &c, &k).unwrap();
    }
    assert_refused(step(&mut w, &c, &k), AlthingError::HistoryFull);
    let used = changes(&w, &k.model).len();
    w.as_authority(&c, revocation(&c, &k)).unwrap();
    assert_eq!(changes(&w, &k.model).len(), used + 1);
}

#[test]
fn the_places_kept_back_are_taken_by_votes_to_the_last() {
    let (mut w, c, k) = catalogue();
    fill(&mut w, &c, &k);
    if w.zero_copy::<ModelVersion>(&k.draft).status() == VersionStatus::Draft {
        extend(&mut w, &c, k.model, 1).unwrap();
        step(&mut w, &c, &k).unwrap();
    }
    for evaluator in &k.evaluators {
        w.attest(&c, &k.draft, evaluator, true).unwrap();
    }
    let used = changes(&w, &k.model).len();
    w.promote(&c, &k.draft);
    for _ in 0..(HISTORY_RESERVE - 2) / 2 {
        let deprecate = c
            .deprecate_version(k.model, k.draft)
            .call(instruction::DeprecateVersion {});
        w.as_authority(&c, deprecate).unwrap();
        w.promote(&c, &k.draft);
    }
    w.clone().as_authority(&c, revocation(&c, &k)).unwrap();
    let deprecate = c
        .deprecate_version(k.model, k.draft)
        .call(instruction::DeprecateVersion {});
    w.as_authority(&c, deprecate).unwrap();
    assert_eq!(changes(&w, &k.model).len(), used + HISTORY_RESERVE);
    // Now whoever executes makes room; nobody else can take it before.
    let refused = w.clone().as_authority(&c, revocation(&c, &k));
    assert_refused(refused, AlthingError::HistoryFull);
    extend(&mut w, &c, k.model, 1).unwrap();
    let register = c.register_version(k.model, 2);
    let register = register.call(instruction::RegisterVersion {
        args: version_args(2),
    });
    let sent = w.send(&[register], &[&c.members[0].key, &c.renter]);
    assert_refused(sent, AlthingError::HistoryFull);
    w.as_authority(&c, revocation(&c, &k)).unwrap();
}

/// Gives a history of the draft's registration this many places, and fills it with its maintainer's steps.
fn stretch(w: &mut World, k: &Catalogue, places: usize, used: usize) {
    let history = pda::history(&k.model);
    let mut account = w.account(&history).unwrap();
    let registered = *changes(w, &k.model).last().unwrap();
    let (draft, staged) = (VersionStatus::Draft as u8, VersionStatus::Staged as u8);
    for index in 1..used {
        let to = |index: usize| {
            if index.is_multiple_of(2) {
                draft
            } else {
                staged
            }
        };
        let change = StatusChange {
            from: to(index - 1),
            to: to(index),
            ..registered
        };
        let at = ModelHistory::space(index)..ModelHistory::space(index + 1);
        account.data.resize(at.end.max(account.data.len()), 0);
        account.data[at].copy_from_slice(bytemuck::bytes_of(&change));
    }
    account.data.resize(ModelHistory::space(places), 0);
    account.data[12..16].copy_from_slice(&u32::try_from(used).unwrap().to_le_bytes());
    account.lamports = w.rent(account.data.len());
    w.svm.set_account(history, account).unwrap();
}

/// A history that was extended as far as the runtime lets an account be keeps back thousands of places for votes.
#[test]
fn a_history_that_cannot_be_extended_keeps_back_more() {
    let most = (10 * 1_024 * 1_024 - ModelHistory::HEADER) / StatusChange::SIZE;
    assert_eq!(most - MAINTAINERS_PLACES, 4_096);
    // One place less, and anybody could extend it by the last one.
    for places in [most - 1, most] {
        let (mut w, c, k) = catalogue();
        stretch(&mut w, &k, places, MAINTAINERS_PLACES - 2);
        step(&mut w, &c, &k).unwrap();
        step(&mut w, &c, &k).unwrap();
        assert_refused(step(&mut w, &c, &k), AlthingError::HistoryFull);
        w.as_authority(&c, revocation(&c, &k)).unwrap();
    }
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
