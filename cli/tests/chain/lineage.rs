//! Versions made from a revoked one, and a vote that accepts one of them by name.

use serde_json::Value;

use crate::support::{Chain, Commons, Ran};

fn register(commons: &Commons, number: u64, parent: Option<&str>) {
    let (weights, manifest) = (format!("{number:02x}").repeat(32), "0f".repeat(32));
    let digests = ["--weights", &weights, "--manifest", &manifest];
    let register = [&["version", "register", "tutor"], &digests[..]].concat();
    assert_eq!(commons.found_by(&register).json()["number"], number);
    let name = format!("tutor@{number}");
    if let Some(parent) = parent {
        commons
            .found_by(&["version", "link-parent", &name, parent])
            .json();
    }
    commons.found_by(&["version", "stage", &name]).json();
}

fn shown(commons: &Commons, version: &str) -> Value {
    commons.found_by(&["version", "show", version]).json()
}

/// Puts to the vote, and votes yes.
fn propose(commons: &Commons, arguments: &[&str], title: &str) -> String {
    let whole = [arguments, &["--propose", title]].concat();
    let proposed = commons.found_by(&whole).json();
    let number = proposed["number"].to_string();
    commons.found_by(&["vote", "cast", &number, "yes"]).json();
    number
}

#[test]
#[ignore = "needs a local validator"]
fn what_was_made_from_a_revoked_version_needs_a_vote_by_name() {
    let chain = Chain::connect();
    let evaluator = chain.person("evaluator");
    let commons = Commons::found(&[], chain, "Tainted");
    commons.chain.send_sol(&commons.authority, 100_000_000);
    commons
        .found_by(&["power", "deposit", "600", "--yes"])
        .json();
    let seat = ["seat", "open", "1", "--holder", &evaluator.address()];
    commons.found_by(&seat).json();
    commons.next_epoch();
    commons
        .found_by(&["model", "register", "tutor", "--yes"])
        .json();
    register(&commons, 1, None);
    register(&commons, 2, Some("tutor@1"));
    register(&commons, 3, Some("tutor@2"));
    let check = |version: &str| commons.found_by(&["version", "check-lineage", version]);
    check("tutor@3").fails(1, "since the last revocation");

    let grant = ["seat", "grant", "1", &evaluator.address(), "1"];
    let appointed = propose(&commons, &grant, "Appoint");
    let revoked = propose(&commons, &["version", "revoke", "tutor@1"], "Withdraw");
    commons.decide(&appointed);
    commons.decide(&revoked);
    commons.next_epoch();
    for version in ["tutor@2", "tutor@3"] {
        let results = "0e".repeat(32);
        let attest = [
            "version",
            "attest",
            version,
            "--passed",
            "--results",
            &results,
        ];
        commons.run(&evaluator, &attest).json();
    }
    tainted(&commons, &check);
    accepted(&commons);
}

fn tainted(commons: &Commons, check: &dyn Fn(&str) -> Ran) {
    let promote = |version: &str| commons.found_by(&["version", "promote", version, "--dry-run"]);
    let told = promote("tutor@2");
    told.fails(1, "VersionTainted");
    assert!(
        told.err.contains("althing version override-taint"),
        "{}",
        told.err
    );
    // Its parent was not looked at since.
    let told = promote("tutor@3");
    told.fails(1, "LineageNotChecked");
    assert!(
        told.err.contains("althing version check-lineage"),
        "{}",
        told.err
    );
    assert_eq!(shown(commons, "tutor@3")["lineageChecked"], false);
    let checked = check("tutor@3").json();
    assert_eq!(checked["checked"].as_array().map(Vec::len), Some(2));
    check("tutor@3").fails(1, "since the last revocation");
    let root = shown(commons, "tutor@1")["version"].clone();
    for version in ["tutor@2", "tutor@3"] {
        let found = shown(commons, version);
        assert_eq!(found["lineageChecked"], true);
        assert_eq!(found["revokedAncestors"], Value::Array(vec![root.clone()]));
        promote(version).fails(1, "VersionTainted");
    }
}

fn accepted(commons: &Commons) {
    let accept = |version: &'static str, ancestor: &'static str| {
        ["version", "override-taint", version, ancestor]
    };
    let not_revoked = [&accept("tutor@3", "tutor@2")[..], &["--dry-run"]].concat();
    commons.found_by(&not_revoked).fails(1, "NotTainted");
    commons
        .found_by(&accept("tutor@2", "tutor@1"))
        .fails(2, "only the organisation");
    let number = propose(commons, &accept("tutor@2", "tutor@1"), "Accept");
    let proposal = commons.found_by(&["proposal", "show", &number]).json();
    let does = proposal["actions"][0]["does"].as_str().unwrap();
    let names = r#"Accept that version 2 of "tutor" was made from version 1 of "tutor" ("#;
    assert!(does.starts_with(names), "{does}");
    commons.decide(&number);
    let found = shown(commons, "tutor@2");
    assert_eq!(found["acceptedAncestors"], found["revokedAncestors"]);
    let promote = |version: &str| commons.found_by(&["version", "promote", version, "--dry-run"]);
    promote("tutor@2").json();
    // It holds for that version alone.
    promote("tutor@3").fails(1, "VersionTainted");
}
