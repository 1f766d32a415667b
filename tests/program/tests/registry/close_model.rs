use std::slice::from_ref;

use althing::registry::events::ModelClosed;
use althing::AuditLog;
use althing_program_tests::prelude::*;

use super::assert_same;

/// A community with a model that has no versions.
fn empty() -> (World, Community, Pubkey) {
    let (mut w, c) = community();
    let model = w.model(&c, "Silero VAD");
    (w, c, model)
}

fn close(
    w: &mut World,
    accounts: &accounts::CloseModel,
    signer: &Keypair,
) -> Result<Sent, Refusal> {
    w.send(&[accounts.call(instruction::CloseModel {})], &[signer])
}

#[test]
fn test_close_model_ok() {
    let (mut w, c, k) = catalogue();
    w.go(
        &[c.close_version(k.model, k.draft)
            .call(instruction::CloseVersion {})],
        &[&c.members[0].key],
    );
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = close(&mut w, &c.close_model(k.model), &c.members[0].key).unwrap();

    assert!(!w.exists(&k.model));
    assert!(!w.exists(&pda::history(&k.model)));
    assert_same(&w.zero_copy::<AuditLog>(&k.log), &log);
    let [ModelClosed { model }] = sent.events::<ModelClosed>()[..] else {
        panic!("one event")
    };
    assert_eq!(model, k.model);
}

#[test]
fn all_lamports_but_the_logs_return_to_who_paid() {
    let (mut w, c, model) = empty();
    w.svm.airdrop(&model, 12_345).unwrap();
    let held = w.lamports(&model) + w.lamports(&pda::history(&model));
    let before = w.lamports(&c.renter.pubkey());
    close(&mut w, &c.close_model(model), &c.members[0].key).unwrap();
    assert_eq!(w.lamports(&c.renter.pubkey()) - before, held);
    assert_eq!(w.lamports(&pda::log(&model)), w.rent(AuditLog::SPACE));
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, model) = empty();
    for key in [&c.members[1].key, &c.creator, &c.renter] {
        let accounts = accounts::CloseModel {
            maintainer: key.pubkey(),
            ..c.close_model(model)
        };
        assert_refused(close(&mut w, &accounts, key), AlthingError::NotMaintainer);
    }
    let accounts = accounts::CloseModel {
        maintainer: c.authority,
        ..c.close_model(model)
    };
    let by_vote = accounts.call(instruction::CloseModel {});
    assert_refused(w.as_authority(&c, by_vote), AlthingError::NotMaintainer);
}

#[test]
fn a_model_with_versions_stays_whatever_their_status() {
    let (mut w, c, k) = catalogue();
    let accounts = c.close_model(k.model);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::VersionsOpen,
    );
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::VersionsOpen,
    );
    w.revoke(&c, &k.draft);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::VersionsOpen,
    );
}

#[test]
fn a_model_is_closed_once() {
    let (mut w, c, model) = empty();
    let once = c.close_model(model).call(instruction::CloseModel {});
    let both = w.send(&[once.clone(), once.clone()], &[&c.members[0].key]);
    assert_refused(both, AnchorError::AccountNotInitialized);
    w.go(from_ref(&once), &[&c.members[0].key]);
    assert_refused(
        w.send(&[once], &[&c.members[0].key]),
        AnchorError::AccountNotInitialized,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, model) = empty();
    let close = c.close_model(model).call(instruction::CloseModel {});
    w.sweep(close, &[&c.members[0].key]).run();
}

#[test]
fn test_close_model_refuses_another_organisations_model() {
    let (mut w, c, other) = two_communities();
    let theirs = w.model(&other, "Silero VAD");
    assert_refused(
        close(&mut w, &c.close_model(theirs), &c.members[0].key),
        AlthingError::NotMaintainer,
    );
}

#[test]
fn test_close_model_refuses_another_history() {
    let (mut w, c, model) = empty();
    let second = w.model(&c, "Second");
    let accounts = accounts::CloseModel {
        history: pda::history(&second),
        ..c.close_model(model)
    };
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::WrongHistory,
    );
}

#[test]
fn test_close_model_refuses_another_payer() {
    let (mut w, c, model) = empty();
    for payer in [c.members[0].address(), c.authority] {
        let accounts = accounts::CloseModel {
            payer,
            ..c.close_model(model)
        };
        assert_refused(
            close(&mut w, &accounts, &c.members[0].key),
            AlthingError::WrongPayer,
        );
    }
}
