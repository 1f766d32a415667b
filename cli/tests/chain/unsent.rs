//! `--dry-run` changes nothing, `--export` gives what others sign, and what is exported can be proposed.

use std::fs;

use crate::support::{Chain, Commons};

#[test]
#[ignore = "needs a local validator"]
fn dry_runs_and_exports_change_nothing_and_exports_can_be_proposed() {
    let chain = Chain::connect();
    let stranger = chain.person("stranger");
    let commons = Commons::found(&[], chain, "Unsent");
    let authority = commons.authority.to_string();
    commons.chain.send_sol(&commons.authority, 50_000_000);

    let before = commons
        .chain
        .balance(&solana_signer::Signer::pubkey(&commons.founder.key));
    let tried = commons
        .found_by(&["power", "deposit", "20", "--dry-run"])
        .json();
    assert_eq!(tried["dryRun"], true);
    assert!(tried["simulated"][0]["computeUnits"].as_u64().unwrap() > 1_000);
    let exported = commons
        .found_by(&["power", "deposit", "20", "--export"])
        .json();
    let after = commons
        .chain
        .balance(&solana_signer::Signer::pubkey(&commons.founder.key));
    assert_eq!(before, after);
    let power = commons.found_by(&["power", "show"]).json();
    assert_eq!(power["deposited"]["amount"], "0");

    let exported = &exported["exported"][0];
    assert_eq!(exported["signers"][0], commons.founder.address());
    let transaction = exported["transaction"].as_str().unwrap();
    let decoded = commons.found_by(&["tx", "decode", transaction]).json();
    let names: Vec<_> = decoded["instructions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["instruction"].as_str())
        .collect();
    assert_eq!(names, ["open_seat", "deposit_tokens"]);

    commons
        .found_by(&["power", "deposit", "20", "--yes"])
        .json();
    commons.next_epoch();
    // Without a vote only the organisation's own doing can be shown.
    commons
        .found_by(&["chamber", "create", "citizens"])
        .fails(2, "only the organisation");
    commons
        .found_by(&["chamber", "create", "citizens", "--dry-run"])
        .json();

    let exported = commons
        .run(
            &stranger,
            &["log", "create", "--export", "--from", &authority],
        )
        .json();
    let file = commons.chain.folder.path().join("transaction.txt");
    fs::write(
        &file,
        exported["exported"][0]["transaction"].as_str().unwrap(),
    )
    .unwrap();
    let file = format!("file:{}", file.display());

    commons
        .found_by(&["proposal", "create", "Several things"])
        .json();
    let mine = commons.found_by(&["proposal", "add-action", "0", "--transaction", transaction]);
    mine.fails(2, "would have to sign");
    let added = commons
        .found_by(&["proposal", "add-action", "0", "--transaction", &file])
        .json();
    assert_eq!(added["actions"], 1);
    let added = commons
        .found_by(&["chamber", "create", "citizens", "--add-to", "0"])
        .json();
    assert_eq!(added["actions"], 2);
    let rules = commons.found_by(&[
        "dao",
        "configure",
        "--set",
        "quorumBps=25%",
        "--add-to",
        "0",
    ]);
    assert_eq!(rules.json()["actions"], 3);
    let open = format!(
        r#"{{"chamber": "{}", "seat": "{authority}", "holder": "{authority}"}}"#,
        commons.found_by(&["chamber", "list"]).json()[1]["chamber"]
            .as_str()
            .unwrap(),
    );
    let by_name = [
        "proposal",
        "add-action",
        "0",
        "--instruction",
        "open_seat",
        "--accounts",
        &open,
    ];
    assert_eq!(commons.found_by(&by_name).json()["actions"], 4);
    commons
        .run(
            &stranger,
            &["chamber", "create", "citizens", "--add-to", "0"],
        )
        .fails(1, "and you are");

    let shown = commons
        .found_by(&["proposal", "show", "0", "--full"])
        .json();
    let does: Vec<&str> = shown["actions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|action| action["does"].as_str())
        .collect();
    assert!(
        does[0].starts_with("Call create log with writer="),
        "{}",
        does[0]
    );
    assert_eq!(
        does[1],
        "Create a chamber of citizens with linear weighting."
    );
    assert_eq!(does[2], "Change the rules: quorum bps from 30% to 25%.");
    // The seat's address is wrong, which the simulation finds before anybody votes.
    let simulated = commons.found_by(&["proposal", "simulate", "0"]);
    simulated.fails(1, "1 of 4 actions would fail");
    commons.found_by(&["proposal", "submit", "0"]).json();
    commons
        .found_by(&["proposal", "cancel", "0", "--yes"])
        .json();
    commons.found_by(&["proposal", "close", "0"]).json();
}

#[test]
#[ignore = "needs a local validator"]
fn an_action_longer_than_a_transaction_is_written_in_parts() {
    let commons = Commons::found(&[], Chain::connect(), "Long");
    commons
        .found_by(&["power", "deposit", "20", "--yes"])
        .json();
    commons.next_epoch();
    commons.found_by(&["proposal", "create", "Long"]).json();
    // 30 further accounts make the payload 1,200 bytes.
    let further = vec![format!("\"{}\"", commons.authority); 30].join(",");
    let accounts = format!(r#"{{"further": [{further}]}}"#);
    let config = r#"{"epochLength":3,"votingPeriod":12,"holdUp":1,"executionWindow":120,"withdrawalCooldown":16,
        "proposalThreshold":10000000,"quorumBps":4000,"approvalBps":5000,"slashCapBps":1000,"attestationsNeeded":1}"#;
    let added = commons.found_by(&[
        "proposal",
        "add-action",
        "0",
        "--instruction",
        "update_config",
        "--arguments",
        config,
        "--accounts",
        &accounts,
    ]);
    let added = added.json();
    assert_eq!(added["signatures"].as_array().map(Vec::len), Some(2));
    commons.found_by(&["proposal", "submit", "0"]).json();
    commons.found_by(&["vote", "cast", "0", "yes"]).json();
    commons.decide("0");
    let rules = commons.found_by(&["dao", "show"]).json();
    assert_eq!(rules["rules"]["quorumBps"], 4000);
}
