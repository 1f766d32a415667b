use althing::governance::events::ProposalCreated;
use althing::{CreateProposalArgs, Dao, Proposal};
use althing_program_tests::prelude::*;

fn create(c: &Community, number: u64, m: &Member) -> Instruction {
    c.create_proposal(number, m)
        .call(instruction::CreateProposal {
            args: c.proposal_args(),
        })
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap().trim_end_matches('\0')
}

#[test]
fn test_create_proposal_ok() {
    let (mut w, c) = community();
    let m = &c.members[3];
    let before = w.lamports(&c.renter.pubkey());
    let sent = w.go(&[create(&c, 0, m)], &[&m.key, &c.renter]);

    let address = pda::proposal(&c.dao, 0);
    let p: Proposal = w.zero_copy(&address);
    let bump = [p.bump];
    let seeds: [&[u8]; 4] = [b"proposal", c.dao.as_ref(), &[0; 8], &bump];
    assert_eq!(
        Pubkey::create_program_address(&seeds, &althing::ID),
        Ok(address)
    );
    assert_eq!((p.version, p.state, p.number), (1, Proposal::DRAFT, 0));
    assert_eq!(
        (p.dao, p.authority, p.log, p.chamber),
        (c.dao, c.authority, c.log, c.chamber)
    );
    assert_eq!((p.proposer, p.payer), (m.address(), c.renter.pubkey()));
    assert_eq!(
        (
            p.action_count,
            p.actions_executed,
            p.open_actions,
            p.open_votes
        ),
        (0, 0, 0, 0)
    );
    assert_eq!(
        (p.yes, p.no, p.abstain, p.eligible, p.epoch),
        (0, 0, 0, 0, 0)
    );
    assert_eq!(
        (
            p.submitted_at,
            p.voting_ends_at,
            p.executable_at,
            p.expires_at
        ),
        (0, 0, 0, 0)
    );
    assert_eq!(
        (text(&p.title), text(&p.uri)),
        ("A proposal", "https://example.org/proposal")
    );
    assert_eq!(p.description_hash, [7; 32]);
    assert_eq!(w.borsh::<Dao>(&c.dao).proposal_count, 1);
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(Proposal::SPACE)
    );
    let event = &sent.events::<ProposalCreated>()[0];
    assert_eq!(
        (event.proposal, event.dao, event.number, event.proposer),
        (address, c.dao, 0, m.address())
    );
}

#[test]
fn proposals_are_numbered_in_order() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let signers = [&m.key, &c.renter];
    w.go(&[create(&c, 0, m), create(&c, 1, m)], &signers);
    assert_eq!(w.zero_copy::<Proposal>(&pda::proposal(&c.dao, 1)).number, 1);
    for number in [0, 1, 3] {
        assert_refused(
            w.send(&[create(&c, number, m)], &signers),
            AnchorError::ConstraintSeeds,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = community();
    w.sweep(
        create(&c, 0, &c.members[0]),
        &[&c.members[0].key, &c.renter],
    )
    .run();
}

#[test]
fn test_create_proposal_text_bounds() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let with = |number, title: &str, uri: &str| {
        let args = CreateProposalArgs {
            title: title.into(),
            uri: uri.into(),
            description_hash: [0; 32],
        };
        c.create_proposal(number, m)
            .call(instruction::CreateProposal { args })
    };
    let signers = [&m.key, &c.renter];
    for title in ["", &"t".repeat(65), "a\u{1b}[31m"] {
        assert_refused(
            w.send(&[with(0, title, "")], &signers),
            AlthingError::TitleOutOfBounds,
        );
    }
    for uri in [&"u".repeat(129), "a\rb"] {
        assert_refused(
            w.send(&[with(0, "t", uri)], &signers),
            AlthingError::ProposalUriOutOfBounds,
        );
    }
    w.go(&[with(0, &"t".repeat(64), &"u".repeat(128))], &signers);
    w.go(&[with(1, "t", "")], &signers);
    let p: Proposal = w.zero_copy(&pda::proposal(&c.dao, 0));
    assert_eq!((text(&p.title).len(), text(&p.uri).len()), (64, 128));
}

#[test]
fn the_threshold_is_reached_by_exactly_its_weight() {
    let (mut w, c) = community();
    let m = &c.members[4];
    let signers = [&m.key, &c.renter];
    // 20 of the 50 needed; 29 more are one too few.
    assert_refused(
        w.send(&[create(&c, 0, m)], &signers),
        AlthingError::BelowProposalThreshold,
    );
    w.deposit(&c, m, 29);
    w.next_epoch(&c);
    assert_refused(
        w.send(&[create(&c, 0, m)], &signers),
        AlthingError::BelowProposalThreshold,
    );
    w.deposit(&c, m, 1);
    // What was deposited in this epoch does not count yet.
    assert_refused(
        w.send(&[create(&c, 0, m)], &signers),
        AlthingError::BelowProposalThreshold,
    );
    w.next_epoch(&c);
    w.go(&[create(&c, 0, m)], &signers);
}

#[test]
fn test_create_proposal_refuses_seats_that_are_not_the_proposers() {
    let (mut w, c, other) = two_communities();
    let (m, n, stranger) = (&c.members[0], &c.members[1], &other.members[0]);
    let mut refused = |accounts: accounts::CreateProposal, error| {
        let ix = accounts.call(instruction::CreateProposal {
            args: c.proposal_args(),
        });
        assert_refused(w.send(&[ix], &[&m.key, &c.renter]), error);
    };
    let a = || c.create_proposal(0, m);
    refused(
        accounts::CreateProposal {
            seat: n.seat,
            ..a()
        },
        AlthingError::WrongHolder,
    );
    refused(
        accounts::CreateProposal {
            seat: stranger.seat,
            ..a()
        },
        AlthingError::WrongSeat,
    );
    refused(
        accounts::CreateProposal {
            chamber: other.chamber,
            ..a()
        },
        AlthingError::WrongDao,
    );
    refused(
        accounts::CreateProposal {
            chamber: other.chamber,
            seat: stranger.seat,
            ..a()
        },
        AlthingError::WrongDao,
    );
}

#[test]
fn evaluators_do_not_propose() {
    let (mut w, c) = community();
    let evaluator = w.appoint(&c, "evaluator");
    let seat = pda::seat(&c.evaluators, &evaluator.pubkey());
    let accounts = accounts::CreateProposal {
        chamber: c.evaluators,
        seat,
        proposer: evaluator.pubkey(),
        ..c.create_proposal(1, &c.members[0])
    };
    let ix = accounts.call(instruction::CreateProposal {
        args: c.proposal_args(),
    });
    assert_refused(
        w.send(&[ix], &[&evaluator, &c.renter]),
        AlthingError::WrongChamber,
    );
}

#[test]
fn lamports_sent_ahead_to_its_address_do_not_prevent_a_proposal() {
    let (mut w, c) = community();
    w.svm.airdrop(&pda::proposal(&c.dao, 0), 1_000_000).unwrap();
    w.svm
        .airdrop(&pda::proposal(&c.dao, 1), 1_000_000_000)
        .unwrap();
    for number in 0..2 {
        assert_eq!(w.empty_draft(&c).number, number);
    }
}
