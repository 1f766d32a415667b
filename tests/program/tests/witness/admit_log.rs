use althing::audit::EntryKind;
use althing::witness::entries::LogAdmitted;
use althing::witness::{WitnessSet, WitnessedLog};
use althing_program_tests::prelude::*;

/// An organisation with witnesses and a bonded log that they do not watch yet.
fn before() -> (World, Community, Operator) {
    let (mut w, c, o) = bonded();
    w.name_witnesses(&c, WITNESSES, QUORUM);
    (w, c, o)
}

fn admit(
    w: &mut World,
    c: &Community,
    accounts: &accounts::AdmitLog,
    origin: &str,
    signer: &Keypair,
) -> Result<Sent, Refusal> {
    let origin = origin.to_string();
    let admit = accounts.call(instruction::AdmitLog { origin });
    w.send(&[admit], &[signer, &c.renter])
}

#[test]
fn test_admit_log_ok() {
    let (mut w, c, o) = before();
    let (log, origin) = (w.log(&c), bond_args().origin);
    let anybody = w.wallet("anybody");
    let accounts = c.admit_log(&o, anybody.pubkey());
    let sent = admit(&mut w, &c, &accounts, &origin, &anybody).unwrap();
    let account: WitnessedLog = w.zero_copy(&accounts.witnessed_log);
    assert_eq!(account.version, 1);
    assert_eq!(account.origin(), origin.as_bytes());
    assert_eq!(
        [account.dao, account.witness_set, account.audit_log],
        [c.dao, accounts.witness_set, o.audit_log]
    );
    assert_eq!(account.payer, c.renter.pubkey());
    assert_eq!((account.checkpoints, account.latest_size), (0, 0));
    assert_eq!(w.zero_copy::<WitnessSet>(&accounts.witness_set).logs, 1);
    let payload = LogAdmitted {
        witnessed_log: accounts.witnessed_log,
        audit_log: o.audit_log,
        origin,
    };
    let what = (EntryKind::LogAdmitted, anybody.pubkey());
    w.assert_recorded(log, &sent, what, &payload);
}

#[test]
fn the_authority_admits_any_log_under_any_name() {
    let (mut w, c, _) = before();
    let witness_set = pda::witness_set(&c.dao);
    for (audit_log, origin) in [(c.log, "o".repeat(128)), (pda::log(&c.dao), "x".into())] {
        let mut w = w.clone();
        let accounts = accounts::AdmitLog {
            dao: c.dao,
            witness_set,
            audit_log,
            bond: None,
            witnessed_log: pda::witnessed_log(&witness_set, &audit_log),
            log: c.log,
            admitter: c.authority,
            payer: c.authority,
            system_program: system_program::ID,
        };
        let action = accounts.call(instruction::AdmitLog {
            origin: origin.clone(),
        });
        w.as_authority(&c, action).unwrap();
        let account: WitnessedLog = w.zero_copy(&accounts.witnessed_log);
        assert_eq!(account.origin(), origin.as_bytes());
    }
    // A bonded one under another name than the bond's, too.
    let o = w.bonded_operator(&c, "neighbour");
    let accounts = accounts::AdmitLog {
        admitter: c.authority,
        payer: c.authority,
        ..c.admit_log(&o, c.authority)
    };
    let origin = "example.org/other".to_string();
    w.as_authority(&c, accounts.call(instruction::AdmitLog { origin }))
        .unwrap();
}

#[test]
fn who_is_not_the_authority_needs_a_bond_and_its_name() {
    let (mut w, c, o) = before();
    let signer = &c.members[0].key;
    let accounts = c.admit_log(&o, signer.pubkey());
    let result = admit(&mut w, &c, &accounts, "example.org/lo", signer);
    assert_refused(result, AlthingError::OriginIsNotTheBonds);
    let accounts = accounts::AdmitLog {
        bond: None,
        ..c.admit_log(&o, signer.pubkey())
    };
    let result = admit(&mut w, &c, &accounts, "example.org/log", signer);
    assert_refused(result, AlthingError::LogNotBonded);
}

#[test]
fn a_name_has_1_to_128_bytes_without_spaces() {
    let (mut w, c, o) = before();
    let signer = &c.members[0].key;
    let accounts = c.admit_log(&o, signer.pubkey());
    let long = "o".repeat(129);
    for origin in ["", "a b", "a\n", "a+b", "\0", long.as_str()] {
        let result = admit(&mut w, &c, &accounts, origin, signer);
        assert_refused(result, AlthingError::OriginOutOfBounds);
    }
}

#[test]
fn a_log_is_admitted_once() {
    let (mut w, watch) = watched();
    let signer = &watch.c.members[1].key;
    let accounts = watch.c.admit_log(&watch.o, signer.pubkey());
    let origin = bond_args().origin;
    let result = admit(&mut w, &watch.c, &accounts, &origin, signer);
    assert_refused(result, SYSTEM_ACCOUNT_EXISTS);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, o) = before();
    let signer = &c.members[0].key;
    let origin = bond_args().origin;
    let admit = c
        .admit_log(&o, signer.pubkey())
        .call(instruction::AdmitLog { origin });
    w.sweep(admit, &[signer, &c.renter]).run();
}

#[test]
fn test_admit_log_refuses_another_set_bond_and_log() {
    let (mut w, c, o) = before();
    let other = Community::with_members(&mut w, "Other", TOKEN);
    w.name_witnesses(&other, 3, 2);
    let stranger = w.bonded_operator(&other, "stranger");
    let neighbour = w.bonded_operator(&c, "neighbour");
    let signer = &c.members[0].key;
    let right = || c.admit_log(&o, signer.pubkey());
    let mut refused = |accounts: accounts::AdmitLog, error| {
        let result = admit(&mut w, &c, &accounts, "example.org/log", signer);
        assert_refused(result, error);
    };
    let witness_set = pda::witness_set(&other.dao);
    let accounts = accounts::AdmitLog {
        witness_set,
        witnessed_log: pda::witnessed_log(&witness_set, &o.audit_log),
        ..right()
    };
    refused(accounts, AlthingError::WrongDao);
    // A bond towards another organisation, and that of another log.
    let accounts = accounts::AdmitLog {
        bond: Some(stranger.bond),
        audit_log: stranger.audit_log,
        witnessed_log: pda::witnessed_log(&pda::witness_set(&c.dao), &stranger.audit_log),
        ..right()
    };
    refused(accounts, AlthingError::WrongDao);
    let accounts = accounts::AdmitLog {
        bond: Some(neighbour.bond),
        ..right()
    };
    refused(accounts, AlthingError::WrongAuditLog);
    let accounts = accounts::AdmitLog {
        log: other.log,
        ..right()
    };
    refused(accounts, AlthingError::WrongLog);
}
