use althing::audit::EntryKind;
use althing::witness::entries::WitnessesDismissed;
use althing::witness::WitnessSet;
use althing_program_tests::prelude::*;

use super::end;

fn close(w: &mut World, c: &Community) -> Result<Sent, Refusal> {
    let close = c.close_witness_set();
    w.as_authority(c, close.call(instruction::CloseWitnessSet {}))
}

#[test]
fn test_close_witness_set_ok() {
    let (mut w, c) = community();
    let set = w.name_witnesses(&c, 3, 2);
    let action = c.close_witness_set().call(instruction::CloseWitnessSet {});
    let motion = w.executable(&c, &[action]);
    let (log, before) = (w.log(&c), w.lamports(&c.authority));
    let sent = w.execute(&c, &motion, 0).unwrap();
    assert!(!w.exists(&set));
    assert_eq!(w.lamports(&c.authority) - before, w.rent(WitnessSet::SPACE));
    let what = (EntryKind::WitnessesDismissed, c.authority);
    w.assert_recorded(log, &sent, what, &WitnessesDismissed { revision: 1 });
    // And named anew.
    w.name_witnesses(&c, 1, 1);
}

#[test]
fn a_set_that_watches_a_log_stays() {
    let (mut w, watch) = watched();
    let refusal = AlthingError::WitnessedLogsOpen;
    assert_refused(close(&mut w, &watch.c), refusal);
    end(&mut w, &watch).unwrap();
    close(&mut w, &watch.c).unwrap();
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c) = community();
    w.name_witnesses(&c, 3, 2);
    let close = c.close_witness_set().call(instruction::CloseWitnessSet {});
    w.sweep_authority(&c, close).run();
}

#[test]
fn test_close_witness_set_refuses_another_organisation_log_and_payer() {
    let (mut w, c, other) = two_communities();
    for c in [&c, &other] {
        w.name_witnesses(c, 3, 2);
    }
    let right = || c.close_witness_set();
    let mut refused = |accounts: accounts::CloseWitnessSet, error| {
        let close = accounts.call(instruction::CloseWitnessSet {});
        assert_refused(w.as_authority(&c, close), error);
    };
    let accounts = accounts::CloseWitnessSet {
        witness_set: pda::witness_set(&other.dao),
        ..right()
    };
    refused(accounts, AlthingError::WrongDao);
    let accounts = accounts::CloseWitnessSet {
        log: other.log,
        ..right()
    };
    refused(accounts, AlthingError::WrongLog);
    let accounts = accounts::CloseWitnessSet {
        payer: c.members[0].address(),
        ..right()
    };
    refused(accounts, AlthingError::WrongPayer);
    let accounts = accounts::CloseWitnessSet {
        authority: c.members[0].address(),
        payer: c.authority,
        ..right()
    };
    let close = accounts.call(instruction::CloseWitnessSet {});
    let result = w.send(&[close], &[&c.members[0].key]);
    assert_refused(result, AlthingError::NotAuthority);
}
