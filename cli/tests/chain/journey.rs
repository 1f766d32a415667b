//! From an empty cluster to a version in production, by the command line alone.

use serde_json::Value;

use crate::support::{Chain, Commons};

#[test]
#[ignore = "needs a local validator"]
fn from_foundation_to_production() {
    let chain = Chain::connect();
    let member = chain.person("member");
    let evaluator = chain.person("evaluator");
    let stranger = chain.person("stranger");
    let commons = Commons::found(&[(&member, 500)], chain, "Journey");
    commons.chain.send_sol(&commons.authority, 100_000_000);

    commons
        .found_by(&["power", "deposit", "600", "--yes"])
        .json();
    commons
        .run(&member, &["power", "deposit", "400", "--yes"])
        .json();
    let opened = commons.found_by(&["seat", "open", "1", "--holder", &evaluator.address()]);
    opened.json();
    commons.next_epoch();

    appoint(&commons, &evaluator.address());
    commons.next_epoch();

    let model = commons
        .found_by(&["model", "register", "tutor", "--yes"])
        .json();
    assert_eq!(model["maintainer"], commons.founder.address());
    let (weights, manifest) = ("01".repeat(32), "02".repeat(32));
    let registered = commons.found_by(&[
        "version",
        "register",
        "tutor",
        "--weights",
        &weights,
        "--manifest",
        &manifest,
        "--metadata",
        "https://example.org/tutor.md",
        "--metadata-hash",
        &manifest,
    ]);
    assert_eq!(registered.json()["number"], 1);
    commons.found_by(&["version", "stage", "tutor@1"]).json();
    let promote = [
        "version",
        "promote",
        "tutor@1",
        "--propose",
        "Release tutor 1",
    ];
    commons.found_by(&promote).fails(1, "TooFewAttestations");
    let attest = [
        "version",
        "attest",
        "tutor@1",
        "--passed",
        "--results",
        &weights,
    ];
    commons.run(&evaluator, &attest).json();

    let proposed = commons.found_by(&promote).json();
    assert_eq!(proposed["submitted"], true);
    assert_eq!(proposed["number"], 1);
    let shown = commons.found_by(&["proposal", "show", "1"]).json();
    assert_eq!(shown["stage"], "voting");
    let does = shown["actions"][0]["does"].as_str().unwrap();
    let expected =
        format!("Put version 1 of \"tutor\" into production, with the model card {manifest}.");
    assert_eq!(does, expected);

    vote_in_every_way(&commons, &member, &stranger);
    commons.decide("1");
    let model = commons.found_by(&["model", "show", "tutor"]).json();
    assert_eq!(model["production"], 1);
    let history = commons.found_by(&["model", "history", "tutor"]).json();
    let names: Vec<&str> = history
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["name"].as_str())
        .collect();
    assert_eq!(names.last(), Some(&"VersionPromoted"));
    let changes = commons
        .found_by(&["model", "history", "tutor", "--changes"])
        .json();
    let promoted = changes.as_array().unwrap().last().unwrap()["slot"]
        .as_u64()
        .unwrap();
    let at = |slot: u64| {
        let slot = slot.to_string();
        commons
            .found_by(&["model", "history", "tutor", "--slot", &slot])
            .json()["production"]
            .clone()
    };
    assert_eq!(
        (at(promoted - 1), at(promoted)),
        (Value::Null, Value::from(1))
    );
    close_everything(&commons);
}

/// The first proposal: one member alone reaches the quorum.
fn appoint(commons: &Commons, evaluator: &str) {
    let proposed = commons.found_by(&[
        "seat",
        "grant",
        "1",
        evaluator,
        "1",
        "--propose",
        "Appoint an evaluator",
    ]);
    assert_eq!(proposed.json()["number"], 0);
    let simulated = commons.found_by(&["proposal", "simulate", "0"]).json();
    assert_eq!(simulated[0]["succeeds"], true);
    let cast = commons.found_by(&["vote", "cast", "0", "yes"]).json();
    assert_eq!(cast["weight"]["uiAmountString"], "600");
    commons
        .found_by(&["proposal", "finalize", "0"])
        .fails(1, "is open until");
    commons
        .found_by(&["proposal", "execute", "0", "--yes"])
        .fails(1, "is voting");
    commons.decide("0");
    let shown = commons.found_by(&["proposal", "show", "0"]).json();
    assert_eq!(shown["stage"], "executed");
    commons
        .found_by(&["proposal", "execute", "0", "--yes"])
        .fails(1, "is executed");
}

fn vote_in_every_way(
    commons: &Commons,
    member: &crate::support::Person,
    stranger: &crate::support::Person,
) {
    let preview = commons.run(stranger, &["vote", "preview", "1"]).json();
    assert_eq!(preview["mayVote"], false);
    let because = preview["because"][0].as_str().unwrap();
    assert!(because.contains("no seat"), "{because}");
    commons
        .run(stranger, &["vote", "cast", "1", "yes"])
        .fails(1, "no seat");

    let preview = commons.run(member, &["vote", "preview", "1"]).json();
    assert_eq!(preview["mayVote"], true);
    assert_eq!(preview["wouldPassWithYes"], true);
    assert_eq!(preview["wouldPassWithNo"], false);
    commons
        .run(member, &["vote", "change", "1", "no"])
        .fails(1, "not voted yet");
    commons.run(member, &["vote", "cast", "1", "no"]).json();
    commons
        .run(member, &["vote", "cast", "1", "yes"])
        .fails(1, "voted already: no");
    let changed = commons
        .run(member, &["vote", "change", "1", "abstain"])
        .json();
    assert_eq!(changed["before"], "no");
    commons.run(member, &["vote", "withdraw", "1"]).json();
    commons.found_by(&["vote", "cast", "1", "yes"]).json();
    let votes = commons.found_by(&["vote", "list", "1"]).json();
    let votes: Vec<(&Value, &Value)> = votes
        .as_array()
        .unwrap()
        .iter()
        .map(|vote| (&vote["voter"], &vote["choice"]))
        .collect();
    assert_eq!(
        votes,
        [(&Value::from(commons.founder.address()), &Value::from("yes"))]
    );
}

/// All rent of proposals comes back.
fn close_everything(commons: &Commons) {
    for number in ["0", "1"] {
        let closed = commons.found_by(&["proposal", "close", number]).json();
        assert_eq!(closed["votes"], 1);
        assert_eq!(closed["actions"], 1);
    }
    let left = commons.found_by(&["proposal", "list"]).json();
    assert_eq!(left, Value::Array(vec![]));
    commons
        .found_by(&["proposal", "show", "1"])
        .fails(1, "there is no proposal");
}
