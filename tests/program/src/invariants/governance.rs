//! Proposals, their actions and their votes.

use althing::Proposal;

use super::Books;

pub fn check(books: &Books) {
    for (at, proposal) in &books.proposals {
        let cast =
            u128::from(proposal.yes) + u128::from(proposal.no) + u128::from(proposal.abstain);
        assert!(
            cast <= u128::from(proposal.eligible),
            "proposal {at}: {cast} of {} cast",
            proposal.eligible
        );

        let votes: Vec<_> = books
            .votes
            .iter()
            .filter(|(_, vote)| vote.proposal == *at)
            .collect();
        assert_eq!(
            votes.len() as u64,
            proposal.open_votes,
            "proposal {at}: open votes"
        );
        if proposal.state == Proposal::VOTING {
            let side = |choice| -> u64 {
                votes
                    .iter()
                    .filter(|(_, vote)| vote.choice == choice)
                    .map(|(_, vote)| vote.weight)
                    .sum()
            };
            assert_eq!(side(Proposal::YES), proposal.yes, "proposal {at}: yes");
            assert_eq!(side(Proposal::NO), proposal.no, "proposal {at}: no");
            assert_eq!(
                side(Proposal::ABSTAIN),
                proposal.abstain,
                "proposal {at}: abstain"
            );
        }

        let actions = books
            .actions
            .iter()
            .filter(|(_, action)| action.proposal == *at)
            .count();
        assert_eq!(
            actions,
            usize::from(proposal.open_actions),
            "proposal {at}: open actions"
        );
        assert!(
            proposal.open_actions <= proposal.action_count,
            "proposal {at}: more open than added"
        );
        assert!(
            proposal.actions_executed <= proposal.action_count,
            "proposal {at}: more executed than added"
        );
        let all_done =
            proposal.actions_executed == proposal.action_count && proposal.action_count > 0;
        assert!(
            proposal.state != Proposal::EXECUTED || all_done,
            "proposal {at}: executed, but not wholly"
        );
        assert!(
            proposal.state <= Proposal::CANCELLED,
            "proposal {at}: unknown state"
        );
    }
    // Nobody's rent is stranded under a proposal that is gone.
    let exists = |address| {
        books
            .proposals
            .iter()
            .any(|(proposal, _)| proposal == address)
    };
    assert!(
        books.votes.iter().all(|(_, vote)| exists(&vote.proposal)),
        "a vote without its proposal"
    );
    assert!(
        books
            .actions
            .iter()
            .all(|(_, action)| exists(&action.proposal)),
        "an action without its proposal"
    );
}
