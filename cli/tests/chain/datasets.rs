//! A version made from data: released while the owners consent, and what is told when they do not.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::support::{Chain, Commons, Person, Ran};

/// A model whose version was trained on one dataset and evaluated with another.
struct Trained {
    commons: Commons,
    /// Whose data it is.
    owner: Person,
    train: String,
    evaluate: String,
    files: PathBuf,
}

impl Trained {
    fn by_owner(&self, arguments: &[&str]) -> Ran {
        self.commons.run(&self.owner, arguments)
    }

    fn promote(&self, more: &[&str]) -> Ran {
        let promote = ["version", "promote", "tutor@1"];
        self.commons.found_by(&[&promote[..], more].concat())
    }

    fn verify(&self) -> Ran {
        let path = self.files.display().to_string();
        let verify = ["verify", "model", &path, "--model", "tutor", "--commitment"];
        let whole = [&verify[..], &["confirmed", "--version", "1"]].concat();
        self.commons.found_by(&whole)
    }

    /// The grant of that dataset for that purpose.
    fn grant(&self, dataset: &str, purpose: &str) -> String {
        format!("{dataset}/tutor/{purpose}")
    }

    /// What the version shows of its datasets, in order.
    fn datasets(&self) -> Vec<Value> {
        let shown = self.commons.found_by(&["version", "show", "tutor@1"]);
        shown.json()["datasets"].as_array().unwrap().clone()
    }
}

fn trained() -> Trained {
    let chain = Chain::connect();
    let (owner, evaluator) = (chain.person("owner"), chain.person("evaluator"));
    let commons = Commons::found(&[(&owner, 10)], chain, "Consented");
    commons.chain.send_sol(&commons.authority, 100_000_000);
    commons
        .found_by(&["power", "deposit", "600", "--yes"])
        .json();
    let seat = ["seat", "open", "1", "--holder", &evaluator.address()];
    commons.found_by(&seat).json();
    commons.next_epoch();
    let appoint = [
        "seat",
        "grant",
        "1",
        &evaluator.address(),
        "1",
        "--propose",
        "Appoint",
    ];
    commons.found_by(&appoint).json();
    commons.found_by(&["vote", "cast", "0", "yes"]).json();
    commons.decide("0");
    commons.next_epoch();

    let files = commons.chain.folder.path().join("tutor");
    fs::create_dir(&files).unwrap();
    fs::write(files.join("weights.bin"), vec![7; 1_000]).unwrap();
    let path = files.display().to_string();
    let digest = commons
        .found_by(&["model", "digest", &path, "--brief"])
        .json();
    let text = |name: &str| digest[name].as_str().unwrap().to_owned();
    let (root, statement) = (text("root"), text("statementHash"));
    commons
        .found_by(&["model", "register", "tutor", "--yes"])
        .json();
    let digests = ["--weights", &root, "--manifest", &statement];
    let register = [&["version", "register", "tutor"], &digests[..]].concat();
    commons.found_by(&register).json();
    let dataset = |byte: &str| {
        let registered = commons.run(&owner, &["dataset", "register", &byte.repeat(32)]);
        registered.json()["dataset"].as_str().unwrap().to_owned()
    };
    let (train, evaluate) = (dataset("0a"), dataset("0b"));
    link(&commons, &train, &evaluate);
    commons.found_by(&["version", "stage", "tutor@1"]).json();
    let attest = [
        "version",
        "attest",
        "tutor@1",
        "--passed",
        "--results",
        &root,
    ];
    commons.run(&evaluator, &attest).json();
    Trained {
        commons,
        owner,
        train,
        evaluate,
        files,
    }
}

/// Links, by address and by digest, and takes a wrong link back.
fn link(commons: &Commons, train: &str, evaluate: &str) {
    let link = |how: &str, dataset: &str, purpose: &str| {
        commons.found_by(&["version", how, "tutor@1", dataset, purpose])
    };
    let linked = link("link-dataset", train, "align").json();
    assert_eq!(linked["dataset"], train);
    link("link-dataset", train, "align").fails(1, "AlreadyLinked");
    link("link-dataset", train, "train").json();
    link("unlink-dataset", train, "align").json();
    link("unlink-dataset", train, "align").fails(1, "NotLinked");
    let exported = [
        "version",
        "link-dataset",
        "tutor@1",
        &"0b".repeat(32),
        "evaluate",
        "--export",
    ];
    commons.found_by(&exported).json();
    link("link-dataset", &"0b".repeat(32), "evaluate").json();
    link("link-dataset", evaluate, "dream").fails(2, "dream");
}

#[test]
#[ignore = "needs a local validator"]
fn a_version_is_released_while_the_owners_of_its_data_consent() {
    let it = trained();
    refused_until_everybody_consents(&it);
    let proposed = it.promote(&["--propose", "Release tutor 1"]).json();
    assert_eq!(proposed["number"], 1);
    it.commons.found_by(&["vote", "cast", "1", "yes"]).json();
    it.commons.decide("1");
    let model = it.commons.found_by(&["model", "show", "tutor"]).json();
    assert_eq!(model["production"], 1);
    let verified = it.verify().json();
    assert_eq!(consents(&verified), true);
    assert_eq!(verified["grants"][1]["purpose"], "evaluate");
    withdrawn_and_granted_again(&it);
}

/// What `verify model` says of consent.
fn consents(verified: &Value) -> Value {
    let rows = verified["checks"].as_array().unwrap();
    let row = rows.iter().find(|row| row["check"] == "consents");
    row.unwrap()["holds"].clone()
}

fn refused_until_everybody_consents(it: &Trained) {
    let told = it.promote(&["--propose", "Too early"]);
    told.fails(1, "consent is missing to 2 of 2 uses of data");
    let offer = format!("althing grant offer {}", it.train);
    assert!(told.err.contains(&offer), "{}", told.err);

    // Granted for another purpose: that is not the use that was linked.
    it.by_owner(&["grant", "offer", &it.train, "tutor", "evaluate"])
        .json();
    let other = it.grant(&it.train, "evaluate");
    it.commons
        .found_by(&["grant", "accept", &other, "--yes"])
        .json();
    it.promote(&["--dry-run"]).fails(1, "2 of 2 uses of data");

    let until = it.commons.chain.now() + 20;
    let expires = format!("@{until}");
    let offer = ["grant", "offer", &it.train, "tutor", "train"];
    it.by_owner(&[&offer[..], &["--expires", &expires]].concat())
        .json();
    let told = it.promote(&["--dry-run"]);
    told.fails(1, "(train): GrantNotAccepted");
    assert!(told.err.contains("althing grant accept"), "{}", told.err);
    let train = it.grant(&it.train, "train");
    it.commons
        .found_by(&["grant", "accept", &train, "--yes"])
        .json();
    it.promote(&["--dry-run"]).fails(1, "1 of 2 uses of data");
    let offer = ["grant", "offer", &it.evaluate, "tutor", "evaluate"];
    it.by_owner(&offer).json();
    let evaluate = it.grant(&it.evaluate, "evaluate");
    it.commons
        .found_by(&["grant", "accept", &evaluate, "--yes"])
        .json();

    it.commons.chain.wait_until(until);
    let told = it.promote(&["--propose", "Too late"]);
    told.fails(1, "(train): GrantExpired");
    assert!(told.err.contains("althing grant close"), "{}", told.err);
    // The program says the same to whoever skips the question.
    it.promote(&["--dry-run", "--skip-simulation"])
        .fails(1, "the program refuses: GrantExpired");
    it.by_owner(&["grant", "close", &train]).json();
    let offer = ["grant", "offer", &it.train, "tutor", "train"];
    it.by_owner(&offer).json();
    it.commons
        .found_by(&["grant", "accept", &train, "--yes"])
        .json();
    it.promote(&["--dry-run"]).json();
}

fn withdrawn_and_granted_again(it: &Trained) {
    let check = ["version", "check-consent", "tutor@1"];
    it.commons
        .found_by(&check)
        .fails(1, "as it was last written down");
    let train = it.grant(&it.train, "train");
    it.by_owner(&["grant", "revoke", &train, "--yes"]).json();
    let told = it.verify();
    told.fails(3, "does not hold: consents");
    let told: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(consents(&told), false);
    let why = told["grants"][0]["why"].as_str().unwrap();
    assert!(why.starts_with("grant: was revoked"), "{why}");

    let found = it.commons.found_by(&check).json();
    let dataset = &found["found"][0];
    assert_eq!(
        (&dataset["consent"], &dataset["dataset"]),
        (&"lost".into(), &it.train.as_str().into())
    );
    assert_eq!(found["found"].as_array().map(Vec::len), Some(1));
    let shown = it.datasets();
    assert_eq!(
        (&shown[0]["foundLost"], &shown[1]["foundLost"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        (&shown[0]["granted"], &shown[1]["granted"]),
        (&false.into(), &true.into())
    );
    it.commons
        .found_by(&check)
        .fails(1, "as it was last written down");
    let history = it.commons.found_by(&["model", "history", "tutor"]).json();
    let last = history.as_array().unwrap().last().unwrap();
    assert_eq!(last["name"], "ConsentLost");

    it.by_owner(&["grant", "close", &train]).json();
    it.by_owner(&["grant", "offer", &it.train, "tutor", "train"])
        .json();
    it.commons
        .found_by(&["grant", "accept", &train, "--yes"])
        .json();
    let found = it.commons.found_by(&check).json();
    assert_eq!(found["found"][0]["consent"], "restored");
    assert_eq!(it.datasets()[0]["foundLost"], false);
    assert_eq!(consents(&it.verify().json()), true);
}
