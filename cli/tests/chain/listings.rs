//! Every listing in JSON: `[]` where there is nothing, a list of objects where there is something.

use serde_json::Value;

use crate::support::{Chain, Commons};

#[track_caller]
fn is_empty(value: &Value) {
    assert_eq!(*value, Value::Array(vec![]));
}

#[test]
#[ignore = "needs a local validator"]
fn every_listing_is_json_also_when_empty() {
    let chain = Chain::connect();
    let stranger = chain.person("stranger");
    let address = stranger.address();
    let commons = Commons::found(&[], chain, "Listings");

    for listing in [
        &["dao", "list", "--creator", &address][..],
        &["seat", "list", "1"],
        &["proposal", "list"],
        &["proposal", "list", "--stage", "voting"],
        &["model", "list"],
        &["provider", "list"],
        &["provider", "list", "--active"],
        &["rewards", "list"],
        &["log", "list", "--writer", &address],
        &["bond", "list"],
        &["dataset", "list"],
        &["question", "list"],
        &["question", "list", "--open", "--questioner", &address],
        &["witness", "list"],
        &["witness", "logs"],
        &["report", "list", &commons.dao],
    ] {
        is_empty(&commons.found_by(listing).json());
    }
    let chambers = commons.found_by(&["chamber", "list"]).json();
    assert_eq!(chambers.as_array().map(Vec::len), Some(2));
    let daos = commons.found_by(&["dao", "list"]).json();
    assert!(daos
        .as_array()
        .unwrap()
        .iter()
        .any(|dao| dao["dao"] == commons.dao));
    let entries = commons
        .found_by(&["log", "entries", &commons.dao, "--all"])
        .json();
    assert!(!entries.as_array().unwrap().is_empty());

    commons.found_by(&["log", "create", "--yes"]).json();
    let own = commons.founder.address();
    let logs = commons.found_by(&["log", "list", "--writer", &own]).json();
    assert_eq!(logs[0]["size"], 0);
    is_empty(&commons.found_by(&["log", "entries", &own, "--all"]).json());

    commons
        .found_by(&["power", "deposit", "20", "--yes"])
        .json();
    commons.next_epoch();
    commons
        .found_by(&["model", "register", "tutor", "--yes"])
        .json();
    assert_eq!(
        commons.found_by(&["model", "list"]).json()[0]["name"],
        "tutor"
    );
    is_empty(&commons.found_by(&["version", "list", "tutor"]).json());
    commons
        .found_by(&["proposal", "create", "Nothing yet"])
        .json();
    is_empty(&commons.found_by(&["vote", "list", "0"]).json());
    is_empty(&commons.found_by(&["proposal", "simulate", "0"]).json());
    let drafts = commons
        .found_by(&["proposal", "list", "--stage", "draft"])
        .json();
    assert_eq!(drafts[0]["title"], "Nothing yet");
    commons
        .found_by(&["proposal", "submit", "0"])
        .fails(1, "no actions yet");
    commons
        .found_by(&["proposal", "cancel", "0"])
        .fails(2, "this wants a yes");
    commons
        .found_by(&["proposal", "cancel", "0", "--yes"])
        .json();
    commons.found_by(&["proposal", "close", "0"]).json();
}

#[test]
#[ignore = "needs a local validator"]
fn providers_stake_and_rewards_go_there_and_back() {
    let commons = Commons::found(&[], Chain::connect(), "Machines");
    commons.chain.send_sol(&commons.authority, 100_000_000);
    let operator = commons.founder.address();
    commons
        .found_by(&[
            "provider",
            "register",
            "--endpoint",
            "https://gpu.example",
            "--region",
            "is",
            "--accelerator",
            "H200",
            "--count",
            "8",
            "--price",
            "2.5",
        ])
        .json();
    commons
        .found_by(&["provider", "update", "--count", "16"])
        .json();
    let listed = commons.found_by(&["provider", "list"]).json();
    assert_eq!(listed[0]["accelerators"], "16 H200");
    assert_eq!(listed[0]["pricePerHour"]["uiAmountString"], "2.5");

    commons
        .found_by(&["provider", "stake", &operator, "100", "--yes"])
        .json();
    commons
        .found_by(&["power", "deposit", "500", "--yes"])
        .json();
    commons.next_epoch();
    commons
        .found_by(&["rewards", "show", &operator])
        .fails(1, "has no reward pool");
    let proposed = commons.found_by(&[
        "rewards",
        "create",
        &operator,
        "--window",
        "5s",
        "--propose",
        "Rewards",
    ]);
    assert_eq!(proposed.json()["number"], 0);
    commons.found_by(&["vote", "cast", "0", "yes"]).json();
    commons.decide("0");

    commons.found_by(&["rewards", "join", &operator]).json();
    commons
        .found_by(&["rewards", "fund", &operator, "10", "--yes"])
        .json();
    commons.chain.wait_until(commons.chain.now() + 9);
    let pool = commons.found_by(&["rewards", "show", &operator]).json();
    assert_eq!(pool["yetToFlow"]["amount"], "0");
    // All of it, less what is rounded down.
    let owed = &pool["weights"][0]["owed"]["amount"];
    assert!(
        ["9999999", "10000000"].contains(&owed.as_str().unwrap()),
        "{owed}"
    );
    commons.found_by(&["rewards", "claim", &operator]).json();
    commons.found_by(&["rewards", "leave", &operator]).json();
    // What rounding left in the vault goes to the treasury.
    commons
        .chain
        .open_account(&commons.authority, &commons.mint);
    commons.found_by(&["rewards", "close", &operator]).json();

    commons
        .found_by(&["provider", "unstake", &operator, "101"])
        .fails(1, "worth 100");
    commons
        .found_by(&["provider", "unstake", &operator, "40"])
        .json();
    commons
        .found_by(&["provider", "unstake", &operator, "--all"])
        .json();
    commons
        .found_by(&["provider", "withdraw", &operator])
        .fails(1, "nothing is ready");
    commons.found_by(&["provider", "retire", "--yes"]).json();
    commons
        .found_by(&["provider", "close", &operator])
        .fails(1, "1 stake positions");
    let shown = commons.found_by(&["provider", "show", &operator]).json();
    assert_eq!(shown["unbonding"]["uiAmountString"], "100");
    assert_eq!(
        shown["stakers"][0]["leaving"].as_array().map(Vec::len),
        Some(2)
    );
    commons.chain.wait_until(commons.chain.now() + 17);
    commons
        .found_by(&["provider", "withdraw", &operator])
        .json();
    commons
        .found_by(&["provider", "close-position", &operator])
        .json();
    commons.found_by(&["provider", "close", &operator]).json();
    is_empty(&commons.found_by(&["provider", "list"]).json());
}
