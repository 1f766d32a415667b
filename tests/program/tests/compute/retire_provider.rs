use althing::audit::entry::EntryKind;
use althing::compute::entries::ProviderRetired;
use althing_program_tests::prelude::*;
use std::slice::from_ref;

use super::*;

fn retire(c: &Community, host: &Host) -> Instruction {
    c.retire_provider(host).call(instruction::RetireProvider {})
}

#[test]
fn test_retire_provider_ok() {
    let (mut w, c, host, ..) = staked();
    let (log, before) = (w.log(&c), provider(&w, &host));
    let sent = w.go(&[retire(&c, &host)], &[&host.operator]);
    let after = provider(&w, &host);
    assert_eq!(
        (before.status, after.status),
        (Provider::ACTIVE, Provider::RETIRED)
    );
    assert_eq!(pools(&w, &host), [(1_000, 1_000), (0, 0)]);
    assert_shows(&after, &offer());
    let payload = ProviderRetired {
        provider: host.provider,
    };
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::ProviderRetired, host.operator.pubkey()),
        &payload,
    );
}

#[test]
fn a_provider_retires_once() {
    let (mut w, c, host, ..) = staked();
    let ix = retire(&c, &host);
    assert_refused(
        w.send(&[ix.clone(), ix.clone()], &[&host.operator]),
        AlthingError::ProviderHasRetired,
    );
    assert_eq!(provider(&w, &host).status, Provider::ACTIVE);
    w.go(from_ref(&ix), &[&host.operator]);
    w.wait(1_000);
    let size = w.log(&c).1.size;
    assert_refused(
        w.send(&[ix], &[&host.operator]),
        AlthingError::ProviderHasRetired,
    );
    assert_eq!(w.log(&c).1.size, size);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, ..) = staked();
    w.sweep(retire(&c, &host), &[&host.operator]).run();
}

#[test]
fn nobody_but_the_operator_may() {
    let (mut w, c, host, anna, _) = staked();
    let neighbour = w.host(&c, "neighbour");
    for key in [&neighbour.operator, &anna.key, &c.creator] {
        let accounts = accounts::RetireProvider {
            operator: key.pubkey(),
            ..c.retire_provider(&host)
        };
        assert_refused(
            w.send(&[accounts.call(instruction::RetireProvider {})], &[key]),
            AlthingError::NotOperator,
        );
    }
    let by_vote = accounts::RetireProvider {
        operator: c.authority,
        ..c.retire_provider(&host)
    };
    assert_refused(
        w.as_authority(&c, by_vote.call(instruction::RetireProvider {})),
        AlthingError::NotOperator,
    );
}

#[test]
fn test_retire_provider_refuses_another_organisation_and_its_log() {
    let (mut w, c, other) = two_communities();
    let host = w.host(&c, "host");
    let a = || c.retire_provider(&host);
    let cases = [
        (
            accounts::RetireProvider {
                dao: other.dao,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::RetireProvider {
                dao: other.dao,
                log: other.log,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::RetireProvider {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(
            w.send(
                &[accounts.call(instruction::RetireProvider {})],
                &[&host.operator],
            ),
            error,
        );
    }
}

#[test]
fn what_is_staked_can_leave_and_is_liable_until_then() {
    let (mut w, c, host, anna, bert) = staked();
    w.retire(&c, &host);
    w.unstake(&c, &host, &anna, 600).unwrap();
    let ready = w.now() + 200;
    w.pass(&c, &[c.slash(&host, [1; 32], 1_000)]);
    assert_eq!(pools(&w, &host), [(360, 400), (540, 600)]);
    w.unstake(&c, &host, &bert, 400).unwrap();
    w.warp_to(ready + 200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    w.withdraw(&c, &host, &bert, 0).unwrap();
    assert_eq!(
        (w.balance(&anna.tokens), w.balance(&bert.tokens)),
        (SAVINGS - 60, SAVINGS - 40)
    );
    assert_eq!(w.balance(&host.vault), 0);
}
