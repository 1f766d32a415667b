//! A model's history that its maintainer has filled, and a vote that needs more of it than is left.

use anchor_lang::prelude::Pubkey;

use crate::support::{Chain, Commons};

/// Places that a new history has, and those of them that maintainers leave for votes.
const PLACES: usize = 20;
const RESERVE: usize = 4;

struct Filled {
    commons: Commons,
}

impl Filled {
    /// Places of the history, and how many of them are used.
    fn places(&self) -> (usize, usize) {
        let model = self.commons.found_by(&["model", "show", "tutor"]).json();
        let model: Pubkey = model["model"].as_str().unwrap().parse().unwrap();
        let program = self.commons.chain.program.parse().unwrap();
        let seeds: [&[u8]; 2] = [b"history", model.as_ref()];
        let (history, _) = Pubkey::find_program_address(&seeds, &program);
        let changes = self.commons.found_by(&["model", "history", "tutor"]).json();
        let bytes = self.commons.chain.bytes(&history);
        ((bytes - 80) / 32, changes.as_array().unwrap().len())
    }

    /// Registers version 1 to this one.
    fn register(&self, versions: u8) {
        for number in 1..=versions {
            let digest = format!("{number:02x}").repeat(32);
            let register = ["version", "register", "tutor", "--weights", &digest];
            let whole = [&register[..], &["--manifest", &digest]].concat();
            self.commons.found_by(&whole).json();
        }
    }
}

#[test]
#[ignore = "needs a local validator"]
fn a_history_that_is_too_short_for_a_vote_is_extended_by_who_carries_it_out() {
    let commons = Commons::found(&[], Chain::connect(), "Full");
    commons
        .found_by(&["power", "deposit", "600", "--yes"])
        .json();
    commons.next_epoch();
    commons
        .found_by(&["model", "register", "tutor", "--yes"])
        .json();
    let it = Filled { commons };
    let doomed = RESERVE as u8 + 1;
    it.register(doomed);
    for step in 0..PLACES - RESERVE - usize::from(doomed) {
        let verb = if step % 2 == 0 { "stage" } else { "unstage" };
        it.commons.found_by(&["version", verb, "tutor@1"]).json();
    }
    assert_eq!(it.places(), (PLACES, PLACES - RESERVE));

    let draft = it.commons.found_by(&["proposal", "create", "Revoke all"]);
    let number = draft.json()["number"].as_u64().unwrap().to_string();
    for version in 1..=doomed {
        let version = format!("tutor@{version}");
        let add = ["version", "revoke", &version, "--add-to", &number];
        it.commons.found_by(&add).json();
    }
    it.commons.found_by(&["proposal", "submit", &number]).json();
    it.commons
        .found_by(&["vote", "cast", &number, "yes"])
        .json();
    it.commons.decide(&number);
    let (places, used) = it.places();
    assert_eq!((places, used), (PLACES + 16, PLACES + 1));
    let listed = it.commons.found_by(&["version", "list", "tutor"]).json();
    let all = listed.as_array().unwrap();
    assert!(
        all.iter().all(|version| version["status"] == "revoked"),
        "{listed}"
    );
}
