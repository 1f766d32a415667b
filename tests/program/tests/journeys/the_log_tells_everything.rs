//! A governed log, rebuilt from nothing but the events of its transactions.

use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::{AuditLog, Proposal};
use althing_program_tests::prelude::*;

/// The bytes of an entry, encoded by hand from the description of the format.
fn leaf(entry: &EntryAppended) -> merkle::Hash {
    let mut bytes = b"ALTHING\x01".to_vec();
    bytes.extend(entry.log.to_bytes());
    bytes.extend(entry.index.to_le_bytes());
    bytes.extend(entry.timestamp.to_le_bytes());
    bytes.extend(entry.slot.to_le_bytes());
    bytes.extend(entry.actor.to_bytes());
    bytes.extend(entry.kind.to_le_bytes());
    bytes.extend(u16::try_from(entry.payload.len()).unwrap().to_le_bytes());
    bytes.extend(&entry.payload);
    merkle::leaf(&bytes)
}

#[test]
fn a_reader_of_events_rebuilds_the_log_of_an_organisation() {
    let mut w = World::new();
    let mut c = Community::plan(&mut w, "Althing", TOKEN);
    let mut entries: Vec<EntryAppended> = vec![];
    let mut note = |sent: &Sent| entries.extend(sent.events::<EntryAppended>());

    note(&w.go(&[c.create_dao_with(config(), 0)], &[&c.creator, &c.renter]));
    w.endow(&mut c);
    let member = w.join(&c, "member", 100);
    c.members.push(member);
    w.wait(100);
    let m = &c.members[0];

    let holder = key("evaluator").pubkey();
    w.go(
        &[c.open_seat(c.evaluators, holder)
            .call(instruction::OpenSeat {})],
        &[&c.renter],
    );
    let actions = [
        c.grant_seat(c.evaluators, holder)
            .call(instruction::GrantSeat { points: 1 }),
        c.create_chamber(2).call(instruction::CreateChamber {
            kind: 3,
            weighting: 0,
        }),
        c.update_config()
            .call(instruction::UpdateConfig { config: config() }),
    ];
    let motion = w.draft(&c, &actions);
    note(&w.submit(&c, &motion).unwrap());
    note(&w.vote(&c, &motion, m, Proposal::YES).unwrap());
    note(&w.finalize(&c, &motion).unwrap());
    w.wait(20);
    for index in 0..3 {
        note(&w.execute(&c, &motion, index).unwrap());
    }
    let cancelled = w.empty_draft(&c);
    let cancel = c
        .cancel_proposal(cancelled.proposal, m.address())
        .call(instruction::CancelProposal {});
    note(&w.go(&[cancel], &[&m.key]));

    use EntryKind::*;
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind).collect();
    let expected = [
        DaoCreated,
        ProposalSubmitted,
        ProposalFinalized,
        ActionExecuted,
        SeatGranted,
        ActionExecuted,
        ChamberCreated,
        ActionExecuted,
        ConfigUpdated,
        ProposalCancelled,
    ];
    assert_eq!(kinds, expected.map(|kind| kind as u16));

    let log: AuditLog = w.zero_copy(&c.log);
    let leaves: Vec<_> = entries.iter().map(leaf).collect();
    assert_eq!(
        (log.size, log.root),
        (leaves.len() as u64, merkle::root(&leaves))
    );
    for (index, entry) in entries.iter().enumerate() {
        assert_eq!((entry.index, entry.log), (index as u64, c.log));
        assert_eq!(
            entry.root,
            merkle::root(&leaves[..=index]),
            "the root after entry {index}"
        );
    }
}
