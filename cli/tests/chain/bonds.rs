//! The stake behind a log: there, liable, and back.

use serde_json::Value;

use crate::support::{Chain, Commons};

#[test]
#[ignore = "needs a local validator"]
fn a_bond_goes_there_and_back() {
    let commons = Commons::found(&[], Chain::connect(), "Bonds");
    let listed = commons.found_by(&["bond", "list"]).json();
    assert_eq!(listed, Value::Array(vec![]));
    commons.found_by(&["log", "create", "--yes"]).json();
    let log = commons.founder.address();
    commons
        .found_by(&["bond", "show", &log])
        .fails(1, "has no bond");
    let open = |interval: &str, amount: &str| {
        commons.found_by(&[
            "bond",
            "open",
            &log,
            amount,
            "--origin",
            "example.org/log",
            "--interval",
            interval,
            "--yes",
        ])
    };
    open("9", "100").fails(2, "--interval");
    open("100000", "5000").fails(1, "too few tokens");
    open("100000", "100").json();
    commons
        .found_by(&["bond", "add", &log, "50", "--yes"])
        .json();
    commons.found_by(&["bond", "note", &log]).json();
    commons
        .found_by(&["bond", "shorten", &log, "100000", "--yes"])
        .fails(1, "IntervalNotShorter");
    commons
        .found_by(&["bond", "shorten", &log, "90000", "--yes"])
        .json();
    let shown = commons.found_by(&["bond", "show", &log]).json();
    assert_eq!(shown["amount"]["uiAmountString"], "150");
    assert_eq!(shown["checkpointInterval"], 90_000);
    assert_eq!(shown["origin"], "example.org/log");
    assert_eq!(shown["overdue"], false);
    let overdue = commons.found_by(&["bond", "list", "--overdue"]).json();
    assert_eq!(overdue, Value::Array(vec![]));
    let evidence = "0b".repeat(32);
    let slash = ["bond", "slash", &log, "5%", "--evidence", &evidence];
    commons.found_by(&slash).fails(2, "only the organisation");

    commons
        .found_by(&["bond", "request-withdrawal", &log, "--all"])
        .json();
    commons
        .found_by(&["bond", "withdraw", &log])
        .fails(1, "BondCooldownNotOver");
    commons.chain.wait_until(commons.chain.now() + 17);
    let paid = commons.found_by(&["bond", "withdraw", &log]).json();
    assert_eq!(paid["withdrawn"]["uiAmountString"], "150");
    commons.found_by(&["bond", "close", &log]).json();
    let entries = commons
        .found_by(&["log", "entries", &commons.dao, "--all"])
        .json();
    let names: Vec<&str> = entries
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["name"].as_str())
        .collect();
    assert_eq!(
        names,
        [
            "DaoCreated",
            "BondOpened",
            "IntervalShortened",
            "BondClosed"
        ]
    );
}
