use althing::audit::entry::EntryKind;
use althing::registry::entries::MaintainershipAccepted;
use althing::{AuditLog, Model};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// The catalogue, whose model is offered to a newcomer without weight.
fn offered() -> (World, Community, Catalogue, Keypair) {
    let (mut w, c, k) = catalogue();
    let newcomer = w.wallet("newcomer");
    w.offer(&c, &k.model, newcomer.pubkey());
    (w, c, k, newcomer)
}

fn call(accounts: &accounts::AcceptMaintainership) -> Instruction {
    accounts.call(instruction::AcceptMaintainership {})
}

#[test]
fn test_accept_maintainership_ok() {
    let (mut w, c, k, newcomer) = offered();
    let (model, log): (Model, AuditLog) = (w.borsh(&k.model), w.zero_copy(&k.log));
    let accounts = c.accept_maintainership(k.model, newcomer.pubkey());
    let sent = w.go(&[call(&accounts)], &[&newcomer]);
    let expected = Model {
        maintainer: newcomer.pubkey(),
        new_maintainer: Pubkey::default(),
        ..model
    };
    assert_same(&w.borsh::<Model>(&k.model), &expected);
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::MaintainershipAccepted,
        &newcomer.pubkey(),
        &MaintainershipAccepted {
            old_maintainer: c.members[0].address(),
        },
    );
}

#[test]
fn the_new_maintainer_has_the_right_and_the_former_none() {
    let (mut w, c, k, newcomer) = offered();
    let stage = |maintainer: &Keypair| {
        let accounts = accounts::StageVersion {
            maintainer: maintainer.pubkey(),
            ..c.stage_version(k.model, k.draft)
        };
        accounts.call(instruction::StageVersion {})
    };
    // Until it is accepted, nothing has changed.
    assert_refused(
        w.send(&[stage(&newcomer)], &[&newcomer]),
        AlthingError::NotMaintainer,
    );
    let accept = c.accept_maintainership(k.model, newcomer.pubkey());
    w.go(&[call(&accept)], &[&newcomer]);
    assert_refused(
        w.send(&[stage(&c.members[0].key)], &[&c.members[0].key]),
        AlthingError::NotMaintainer,
    );
    w.svm.expire_blockhash();
    w.go(&[stage(&newcomer)], &[&newcomer]);
}

#[test]
fn an_offer_is_accepted_once_and_only_by_whom_it_was_made_to() {
    let (mut w, c, k, newcomer) = offered();
    for key in [&c.members[0].key, &c.members[1].key, &c.creator] {
        let accept = call(&c.accept_maintainership(k.model, key.pubkey()));
        assert_refused(w.send(&[accept], &[key]), AlthingError::NotNewMaintainer);
    }
    let once = call(&c.accept_maintainership(k.model, newcomer.pubkey()));
    let both = w.send(&[once.clone(), once], &[&newcomer]);
    assert_refused(both, AlthingError::NotNewMaintainer);
}

#[test]
fn where_nothing_was_offered_nobody_accepts() {
    let (mut w, c, k) = catalogue();
    for key in [&c.members[0].key, &c.members[1].key] {
        let accept = call(&c.accept_maintainership(k.model, key.pubkey()));
        assert_refused(w.send(&[accept], &[key]), AlthingError::NotNewMaintainer);
    }
    // The default key stands for nobody. It cannot sign; were it to, the system program's address would maintain.
    let accept = call(&c.accept_maintainership(k.model, Pubkey::default()));
    let refusal = w.send(&[unsigned(accept, Pubkey::default())], &[]);
    assert_refused(refusal, AnchorError::AccountNotSigner);
}

/// A maintainer who is lost, or against it, does not keep a model from the organisation: the vote's execution and
/// the acceptance stand in one transaction.
#[test]
fn a_model_can_be_given_to_another_by_a_vote() {
    let (mut w, c, k) = catalogue();
    let heir = &c.members[1];
    let new_maintainer = heir.address();
    let offer = accounts::OfferMaintainership {
        offerer: c.authority,
        ..c.offer_maintainership(k.model)
    };
    let offer = offer.call(instruction::OfferMaintainership { new_maintainer });
    let motion = w.executable(&c, &[offer]);
    let execute = c.execute_proposal(motion.proposal, 0);
    let execute = execute.call_with(instruction::ExecuteProposal {}, &motion.execution_metas(0));
    let accept = call(&c.accept_maintainership(k.model, new_maintainer));
    w.go(&[execute, accept], &[&heir.key]);
    assert_eq!(w.borsh::<Model>(&k.model).maintainer, new_maintainer);
}

#[test]
fn the_organisation_itself_can_maintain_a_model() {
    let (mut w, c, k) = catalogue();
    w.offer(&c, &k.model, c.authority);
    w.pass(&c, &[call(&c.accept_maintainership(k.model, c.authority))]);
    let stage = accounts::StageVersion {
        maintainer: c.authority,
        ..c.stage_version(k.model, k.draft)
    };
    w.pass(&c, &[stage.call(instruction::StageVersion {})]);
    assert_eq!(w.borsh::<Model>(&k.model).maintainer, c.authority);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k, newcomer) = offered();
    let accept = call(&c.accept_maintainership(k.model, newcomer.pubkey()));
    w.sweep(accept, &[&newcomer]).run();
}

#[test]
fn test_accept_maintainership_refuses_another_log() {
    let (mut w, c, k, newcomer) = offered();
    let accounts = accounts::AcceptMaintainership {
        log: c.log,
        ..c.accept_maintainership(k.model, newcomer.pubkey())
    };
    assert_refused(
        w.send(&[call(&accounts)], &[&newcomer]),
        AlthingError::WrongLog,
    );
}
