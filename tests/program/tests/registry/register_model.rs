use althing::audit::entry::EntryKind;
use althing::constants::{HISTORY_PLACES, SEED_HISTORY, SEED_LOG, SEED_MODEL};
use althing::registry::entries::ModelRegistered;
use althing::{AuditLog, Model, ModelHistory, RegisterModelArgs};
use althing_program_tests::prelude::*;
use solana_sha256_hasher::hash;

use super::{assert_recorded, assert_same, bad_texts, bump, changes};

/// Member 0 registers a model with these arguments.
fn register(w: &mut World, c: &Community, args: RegisterModelArgs) -> Result<Sent, Refusal> {
    let accounts = c.register_model(&c.members[0], &args.name);
    w.send(
        &[accounts.call(instruction::RegisterModel { args })],
        &[&c.members[0].key, &c.renter],
    )
}

/// A member sends these accounts with the ordinary arguments of the model "Silero VAD".
fn send(
    w: &mut World,
    c: &Community,
    accounts: &accounts::RegisterModel,
    signer: &Keypair,
) -> Result<Sent, Refusal> {
    let register = accounts.call(instruction::RegisterModel {
        args: model_args("Silero VAD"),
    });
    w.send(&[register], &[signer, &c.renter])
}

#[test]
fn test_register_model_ok() {
    let (mut w, c) = community();
    let before: AuditLog = w.zero_copy(&c.log);
    let m = &c.members[1];
    let accounts = c.register_model(m, "Silero VAD");
    let sent = send(&mut w, &c, &accounts, &m.key).unwrap();

    let args = model_args("Silero VAD");
    let expected = Model {
        version: 1,
        bump: bump(&[SEED_MODEL, c.dao.as_ref(), &args.name_hash]),
        dao: c.dao,
        payer: c.renter.pubkey(),
        maintainer: m.address(),
        new_maintainer: Pubkey::default(),
        log: accounts.log,
        created_at: w.now(),
        version_count: 0,
        open_versions: 0,
        production: 0,
        production_version: Pubkey::default(),
        metadata_hash: args.metadata_hash,
        name: args.name,
        metadata_uri: args.metadata_uri,
    };
    assert_same(&w.borsh::<Model>(&accounts.model), &expected);
    let payload = ModelRegistered {
        model: accounts.model,
        log: accounts.log,
        metadata_hash: expected.metadata_hash,
        name: expected.name,
        metadata_uri: expected.metadata_uri,
    };
    assert_recorded(
        &w,
        &before,
        &sent,
        EntryKind::ModelRegistered,
        &m.address(),
        &payload,
    );
}

#[test]
fn the_models_log_starts_empty_and_has_no_outside_writer() {
    let (mut w, c) = community();
    let model = w.model(&c, "Silero VAD");
    let expected = AuditLog {
        version: 1,
        bump: bump(&[SEED_LOG, model.as_ref()]),
        _padding: [0; 6],
        subject: model,
        writer: Pubkey::default(),
        payer: c.renter.pubkey(),
        size: 0,
        root: merkle::root(&[]),
        slot: 0,
        frontier: [[0; 32]; 40],
    };
    assert_same(&w.zero_copy::<AuditLog>(&pda::log(&model)), &expected);
}

#[test]
fn the_payer_pays_the_rent_of_model_log_and_history() {
    let (mut w, c) = community();
    let before = w.lamports(&c.renter.pubkey());
    w.model(&c, "Silero VAD");
    let history = ModelHistory::space(HISTORY_PLACES);
    let rent = w.rent(Model::SPACE) + w.rent(AuditLog::SPACE) + w.rent(history);
    assert_eq!(before - w.lamports(&c.renter.pubkey()), rent);
}

#[test]
fn the_history_starts_empty() {
    let (mut w, c) = community();
    let model = w.model(&c, "Silero VAD");
    let expected = ModelHistory {
        version: 1,
        bump: bump(&[SEED_HISTORY, model.as_ref()]),
        _padding: [0; 2],
        count: 0,
        model,
        payer: c.renter.pubkey(),
    };
    assert_same(
        &w.zero_copy::<ModelHistory>(&pda::history(&model)),
        &expected,
    );
    assert!(changes(&w, &model).is_empty());
}

#[test]
fn lamports_at_the_historys_address_do_not_hinder() {
    let (mut w, c) = community();
    let history = pda::history(&pda::model(&c.dao, "Silero VAD"));
    w.svm.airdrop(&history, 1_000_000).unwrap();
    let model = w.model(&c, "Silero VAD");
    assert!(changes(&w, &model).is_empty());
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = community();
    let accounts = c.register_model(&c.members[0], "Silero VAD");
    let register = accounts.call(instruction::RegisterModel {
        args: model_args("Silero VAD"),
    });
    w.sweep(register, &[&c.members[0].key, &c.renter]).run();
}

#[test]
fn a_name_has_1_to_64_bytes() {
    for name in ["a".into(), "é".into(), "a".repeat(64), "é".repeat(32)] {
        let (mut w, c) = community();
        register(&mut w, &c, model_args(&name)).unwrap();
        assert_eq!(w.borsh::<Model>(&pda::model(&c.dao, &name)).name, name);
    }
    let (mut w, c) = community();
    for name in [bad_texts(64), vec![String::new()]].concat() {
        assert_refused(
            register(&mut w, &c, model_args(&name)),
            AlthingError::NameOutOfBounds,
        );
    }
}

#[test]
fn a_uri_has_0_to_200_bytes() {
    for (metadata_uri, metadata_hash) in [
        ("".into(), [0; 32]),
        ("u".into(), [1; 32]),
        ("u".repeat(200), [255; 32]),
    ] {
        let (mut w, c) = community();
        let args = RegisterModelArgs {
            metadata_uri,
            metadata_hash,
            ..model_args(&"n".repeat(64))
        };
        register(&mut w, &c, args.clone()).unwrap();
        let model: Model = w.borsh(&pda::model(&c.dao, &args.name));
        assert_eq!(
            (model.metadata_uri, model.metadata_hash),
            (args.metadata_uri, args.metadata_hash)
        );
    }
    let (mut w, c) = community();
    for metadata_uri in bad_texts(200) {
        let args = RegisterModelArgs {
            metadata_uri,
            ..model_args("a")
        };
        assert_refused(
            register(&mut w, &c, args),
            AlthingError::MetadataUriOutOfBounds,
        );
    }
}

#[test]
fn a_uri_and_its_hash_come_together_or_not_at_all() {
    let (mut w, c) = community();
    let without_hash = RegisterModelArgs {
        metadata_hash: [0; 32],
        ..model_args("a")
    };
    assert_refused(
        register(&mut w, &c, without_hash),
        AlthingError::MetadataHashMismatch,
    );
    let without_uri = RegisterModelArgs {
        metadata_uri: String::new(),
        ..model_args("a")
    };
    assert_refused(
        register(&mut w, &c, without_uri),
        AlthingError::MetadataHashMismatch,
    );
}

#[test]
fn the_name_and_its_hash_belong_together() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let args = RegisterModelArgs {
        name_hash: hash(b"b").to_bytes(),
        ..model_args("a")
    };
    // At the address of the hash ...
    let by_hash = c
        .register_model(m, "b")
        .call(instruction::RegisterModel { args: args.clone() });
    assert_refused(
        w.send(&[by_hash], &[&m.key, &c.renter]),
        AlthingError::NameHashMismatch,
    );
    // ... and at that of the name.
    let by_name = c
        .register_model(m, "a")
        .call(instruction::RegisterModel { args });
    assert_refused(
        w.send(&[by_name], &[&m.key, &c.renter]),
        AnchorError::ConstraintSeeds,
    );
}

#[test]
fn a_name_is_used_once_whoever_asks() {
    let (mut w, c) = community();
    w.model(&c, "Silero VAD");
    for m in &c.members[..2] {
        let accounts = c.register_model(m, "Silero VAD");
        assert_refused(
            send(&mut w, &c, &accounts, &m.key),
            AlthingError::ModelNameUsed,
        );
    }
}

#[test]
fn the_name_of_a_closed_model_stays_taken() {
    let (mut w, c) = community();
    let model = w.model(&c, "Silero VAD");
    w.go(
        &[c.close_model(model).call(instruction::CloseModel {})],
        &[&c.members[0].key],
    );
    assert_refused(
        register(&mut w, &c, model_args("Silero VAD")),
        AlthingError::ModelNameUsed,
    );
    assert!(!w.exists(&model));
    w.model(&c, "silero vad");
}

#[test]
fn two_organisations_may_use_one_name() {
    let (mut w, c, other) = two_communities();
    assert_ne!(w.model(&c, "Silero VAD"), w.model(&other, "Silero VAD"));
}

#[test]
fn lamports_at_the_address_do_not_hinder() {
    let (mut w, c) = community();
    let model = pda::model(&c.dao, "Silero VAD");
    for address in [model, pda::log(&model)] {
        w.svm.airdrop(&address, 1_000_000).unwrap();
    }
    w.model(&c, "Silero VAD");
}

#[test]
fn weight_counts_from_the_epoch_after_the_deposit() {
    let (mut w, c) = community();
    let newcomer = w.join(&c, "newcomer", 50);
    let accounts = c.register_model(&newcomer, "Silero VAD");
    assert_refused(
        send(&mut w, &c, &accounts, &newcomer.key),
        AlthingError::BelowProposalThreshold,
    );
    w.next_epoch(&c);
    send(&mut w, &c, &accounts, &newcomer.key).unwrap();
}

#[test]
fn a_seat_below_the_threshold_gives_no_right() {
    let (mut w, c) = community();
    let guest = w.join(&c, "guest", 49);
    w.next_epoch(&c);
    let accounts = c.register_model(&guest, "Silero VAD");
    assert_refused(
        send(&mut w, &c, &accounts, &guest.key),
        AlthingError::BelowProposalThreshold,
    );
}

#[test]
fn weight_on_its_way_out_counts_until_the_epoch_ends() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let leave = c
        .request_withdrawal(m)
        .call(instruction::RequestWithdrawal {
            amount: DEPOSITS[0],
        });
    w.go(&[leave], &[&m.key]);
    w.model(&c, "Last minute");
    w.next_epoch(&c);
    assert_refused(
        register(&mut w, &c, model_args("Too late")),
        AlthingError::BelowProposalThreshold,
    );
}

#[test]
fn test_register_model_refuses_another_organisations_accounts() {
    let (mut w, c, other) = two_communities();
    let m = &c.members[0];
    let theirs = &other.members[0];
    let right = || c.register_model(m, "Silero VAD");

    let chamber = accounts::RegisterModel {
        chamber: other.chamber,
        ..right()
    };
    assert_refused(send(&mut w, &c, &chamber, &m.key), AlthingError::WrongDao);
    let seat = accounts::RegisterModel {
        seat: theirs.seat,
        maintainer: theirs.address(),
        ..right()
    };
    assert_refused(
        send(&mut w, &c, &seat, &theirs.key),
        AlthingError::WrongSeat,
    );
    let log = accounts::RegisterModel {
        dao_log: other.log,
        ..right()
    };
    assert_refused(send(&mut w, &c, &log, &m.key), AlthingError::WrongLog);
    let dao = accounts::RegisterModel {
        dao: other.dao,
        ..right()
    };
    assert_refused(send(&mut w, &c, &dao, &m.key), AnchorError::ConstraintSeeds);
    // A member of one organisation in the other one, with all its accounts but the seat.
    let stranger = accounts::RegisterModel {
        payer: c.renter.pubkey(),
        ..other.register_model(m, "Silero VAD")
    };
    assert_refused(send(&mut w, &c, &stranger, &m.key), AlthingError::WrongSeat);
}

#[test]
fn test_register_model_refuses_another_members_seat() {
    let (mut w, c) = community();
    let accounts = accounts::RegisterModel {
        seat: c.members[1].seat,
        ..c.register_model(&c.members[0], "Silero VAD")
    };
    assert_refused(
        send(&mut w, &c, &accounts, &c.members[0].key),
        AlthingError::WrongSeat,
    );
}

#[test]
fn test_register_model_refuses_an_evaluators_seat() {
    let (mut w, c) = community();
    let evaluator = w.appoint(&c, "evaluator");
    let accounts = accounts::RegisterModel {
        chamber: c.evaluators,
        seat: pda::seat(&c.evaluators, &evaluator.pubkey()),
        maintainer: evaluator.pubkey(),
        ..c.register_model(&c.members[0], "Silero VAD")
    };
    assert_refused(
        send(&mut w, &c, &accounts, &evaluator),
        AlthingError::WrongChamber,
    );
}

#[test]
fn test_register_model_refuses_another_models_log() {
    let (mut w, c) = community();
    let log = pda::log(&w.model(&c, "Another"));
    let accounts = accounts::RegisterModel {
        log,
        ..c.register_model(&c.members[0], "Silero VAD")
    };
    assert_refused(
        send(&mut w, &c, &accounts, &c.members[0].key),
        AnchorError::ConstraintSeeds,
    );
}
