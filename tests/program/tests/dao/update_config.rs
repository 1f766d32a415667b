use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::constants::*;
use althing::{AuditLog, Config, Dao, Proposal};
use althing_program_tests::prelude::*;

type Change = fn(&mut Config);

/// Each rule one step beyond its bounds; `config()` has epochs of 100 s.
pub const RULES_OUT_OF_BOUNDS: &[(Change, AlthingError)] = &[
    (
        |c| c.voting_period = 2,
        AlthingError::VotingPeriodOutOfBounds,
    ),
    (
        |c| c.voting_period = -1,
        AlthingError::VotingPeriodOutOfBounds,
    ),
    (
        |c| c.voting_period = MAX_VOTING_PERIOD + 1,
        AlthingError::VotingPeriodOutOfBounds,
    ),
    (
        |c| c.voting_period = 1_401,
        AlthingError::VotingPeriodSpansTooManyEpochs,
    ),
    (|c| c.hold_up = -1, AlthingError::HoldUpOutOfBounds),
    (
        |c| c.hold_up = MAX_HOLD_UP + 1,
        AlthingError::HoldUpOutOfBounds,
    ),
    (
        |c| c.execution_window = 9,
        AlthingError::ExecutionWindowOutOfBounds,
    ),
    (
        |c| c.execution_window = MAX_EXECUTION_WINDOW + 1,
        AlthingError::ExecutionWindowOutOfBounds,
    ),
    (
        |c| c.withdrawal_cooldown = 169,
        AlthingError::CooldownOutOfBounds,
    ),
    (
        |c| c.withdrawal_cooldown = MAX_COOLDOWN + 1,
        AlthingError::CooldownOutOfBounds,
    ),
    (
        |c| c.proposal_threshold = 0,
        AlthingError::ProposalThresholdIsZero,
    ),
    (|c| c.quorum_bps = 0, AlthingError::QuorumOutOfBounds),
    (|c| c.quorum_bps = 10_001, AlthingError::QuorumOutOfBounds),
    (
        |c| c.approval_bps = 4_999,
        AlthingError::ApprovalOutOfBounds,
    ),
    (
        |c| c.approval_bps = 10_001,
        AlthingError::ApprovalOutOfBounds,
    ),
    (|c| c.slash_cap_bps = 0, AlthingError::SlashCapOutOfBounds),
    (
        |c| c.slash_cap_bps = 10_001,
        AlthingError::SlashCapOutOfBounds,
    ),
    (
        |c| c.attestations_needed = 65,
        AlthingError::AttestationsNeededOutOfBounds,
    ),
];

const AT_THE_BOUNDS: &[Change] = &[
    |c| (c.voting_period, c.withdrawal_cooldown) = (3, 123),
    |c| (c.voting_period, c.withdrawal_cooldown) = (1_400, 1_520),
    |c| c.hold_up = 0,
    |c| (c.hold_up, c.withdrawal_cooldown) = (MAX_HOLD_UP, MAX_HOLD_UP + 150),
    |c| c.execution_window = 10,
    |c| c.execution_window = MAX_EXECUTION_WINDOW,
    |c| c.withdrawal_cooldown = 170,
    |c| c.withdrawal_cooldown = MAX_COOLDOWN,
    |c| c.proposal_threshold = u64::MAX,
    |c| (c.quorum_bps, c.approval_bps, c.slash_cap_bps) = (1, 5_000, 1),
    |c| (c.quorum_bps, c.approval_bps, c.slash_cap_bps) = (10_000, 10_000, 10_000),
    |c| c.attestations_needed = 64,
    |c| c.attestations_needed = 0,
];

fn update(c: &Community, config: Config) -> Instruction {
    c.update_config().call(instruction::UpdateConfig { config })
}

#[test]
fn test_update_config_ok() {
    let (mut w, c) = community();
    let config = Config {
        quorum_bps: 1,
        attestations_needed: 5,
        ..config()
    };
    let before = w.borsh::<Dao>(&c.dao);
    let sent = w.as_authority(&c, update(&c, config.clone())).unwrap();

    let dao: Dao = w.borsh(&c.dao);
    assert_eq!(dao.config, config);
    assert_eq!(
        (dao.created_at, dao.name, dao.mint),
        (before.created_at, before.name, before.mint)
    );
    let entries = sent.events::<EntryAppended>();
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(
        kinds,
        [
            EntryKind::ActionExecuted as u16,
            EntryKind::ConfigUpdated as u16
        ]
    );
    assert_eq!(entries[1].root, w.zero_copy::<AuditLog>(&c.log).root);
    assert_eq!(entries[1].actor, c.authority);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = community();
    w.sweep_authority(&c, update(&c, config())).run();
}

#[test]
fn each_rule_beyond_its_bounds_is_refused_by_name() {
    let (w, c) = community();
    for (change, error) in RULES_OUT_OF_BOUNDS {
        let mut rules = config();
        change(&mut rules);
        assert_refused(w.clone().as_authority(&c, update(&c, rules)), *error);
    }
}

#[test]
fn each_rule_at_its_bounds_is_taken() {
    let (w, c) = community();
    for change in AT_THE_BOUNDS {
        let (mut w, mut rules) = (w.clone(), config());
        change(&mut rules);
        w.as_authority(&c, update(&c, rules.clone())).unwrap();
        assert_eq!(w.borsh::<Dao>(&c.dao).config, rules);
    }
}

#[test]
fn the_epoch_length_is_fixed() {
    let (w, c) = community();
    for epoch_length in [99, 101] {
        let rules = Config {
            epoch_length,
            ..config()
        };
        assert_refused(
            w.clone().as_authority(&c, update(&c, rules)),
            AlthingError::EpochLengthIsFixed,
        );
    }
}

#[test]
fn nobody_but_the_authority_may() {
    let (mut w, c) = community();
    for key in [&c.creator, &c.members[0].key] {
        let accounts = accounts::UpdateConfig {
            authority: key.pubkey(),
            ..c.update_config()
        };
        let ix = accounts.call(instruction::UpdateConfig { config: config() });
        assert_refused(w.send(&[ix], &[key]), AlthingError::NotAuthority);
    }
}

#[test]
fn the_authority_of_another_organisation_may_not() {
    let (mut w, c, other) = two_communities();
    let accounts = accounts::UpdateConfig {
        authority: other.authority,
        ..c.update_config()
    };
    let ix = accounts.call(instruction::UpdateConfig { config: config() });
    assert_refused(w.as_authority(&other, ix), AlthingError::NotAuthority);
}

#[test]
fn the_log_of_another_organisation_is_refused() {
    let (mut w, c, other) = two_communities();
    let accounts = accounts::UpdateConfig {
        log: other.log,
        ..c.update_config()
    };
    let ix = accounts.call(instruction::UpdateConfig { config: config() });
    assert_refused(w.as_authority(&c, ix), AlthingError::WrongLog);
}

#[test]
fn a_vote_that_has_begun_keeps_its_rules() {
    let (mut w, c) = community();
    let live = w.voting(&c, &[update(&c, config())]);
    let before: Proposal = w.zero_copy(&live.proposal);
    w.vote(&c, &live, &c.members[0], Proposal::YES).unwrap();
    let motion = w.voting(
        &c,
        &[update(
            &c,
            Config {
                quorum_bps: 10_000,
                approval_bps: 10_000,
                hold_up: 0,
                ..config()
            },
        )],
    );
    w.vote(&c, &motion, &c.members[0], Proposal::YES).unwrap();
    w.finalize(&c, &motion).unwrap();
    w.wait(20);
    w.execute(&c, &motion, 0).unwrap();

    // 400 of 1,000 would not reach the new quorum.
    w.finalize(&c, &live).unwrap();
    let after: Proposal = w.zero_copy(&live.proposal);
    assert_eq!(after.state, Proposal::SUCCEEDED);
    assert_eq!(
        (after.quorum_bps, after.executable_at),
        (before.quorum_bps, before.executable_at)
    );
}
