//! A model from its files to production, and what an auditor is told when a bit, a name, a status or a node is wrong.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anchor_lang::Discriminator;
use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::Value;

use crate::proxy::between;
use crate::support::{Chain, Commons, Person, Ran};

/// A released model, its files, and who signed it.
struct Released {
    commons: Commons,
    signer: Person,
    files: PathBuf,
    signature: String,
}

impl Released {
    fn file(&self, name: &str) -> PathBuf {
        self.files.join(name)
    }

    /// Verifies, as anybody could: with a key that has nothing.
    fn verify(&self, more: &[&str]) -> Ran {
        self.verify_at(&self.commons.chain.url, more)
    }

    fn verify_at(&self, url: &str, more: &[&str]) -> Ran {
        self.verify_files(url, &self.files, more)
    }

    fn verify_files(&self, url: &str, files: &Path, more: &[&str]) -> Ran {
        let path = files.display().to_string();
        let dao = self.commons.dao.as_str();
        let whole = [
            "--dao",
            dao,
            "--commitment",
            "confirmed",
            "verify",
            "model",
            &path,
            "--model",
            "tutor",
        ];
        self.commons
            .chain
            .run_at(url, &self.signer, &[&whole[..], more].concat())
    }
}

/// What was shown, whatever the exit code.
fn shown(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err))
}

/// What a check found: true, false or null.
#[track_caller]
fn found(ran: &Ran, check: &str) -> Value {
    let all = shown(ran);
    let row = all["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["check"] == check);
    row.unwrap_or_else(|| panic!("no check {check}: {all:#}"))["holds"].clone()
}

/// From the foundation to a version in production, with a proposal for each decision.
fn release() -> Released {
    let chain = Chain::connect();
    let (signer, evaluator) = (chain.person("signer"), chain.person("evaluator"));
    let commons = Commons::found(&[], chain, "Verified");
    commons.chain.send_sol(&commons.authority, 100_000_000);
    commons
        .found_by(&["power", "deposit", "600", "--yes"])
        .json();
    commons
        .found_by(&["seat", "open", "1", "--holder", &evaluator.address()])
        .json();
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

    let folder = commons.chain.folder.path();
    let files = folder.join("tutor");
    fs::create_dir(&files).unwrap();
    fs::write(files.join("weights.bin"), vec![7; 100_000]).unwrap();
    fs::write(files.join("config.json"), "{}").unwrap();
    let (path, key) = (
        files.display().to_string(),
        signer.file.display().to_string(),
    );
    let signature = folder.join("tutor.sig").display().to_string();
    let signed = commons
        .found_by(&[
            "model",
            "sign",
            &path,
            "--key",
            &key,
            "--signature",
            &signature,
        ])
        .json();
    let (root, statement) = (
        signed["root"].as_str().unwrap(),
        signed["statementHash"].as_str().unwrap(),
    );
    commons
        .found_by(&["model", "register", "tutor", "--yes"])
        .json();
    commons
        .found_by(&["key", "add", "tutor", "--key", &key])
        .json();
    let register = [
        "version",
        "register",
        "tutor",
        "--weights",
        root,
        "--manifest",
        statement,
    ];
    commons.found_by(&register).json();
    let released = Released {
        commons,
        signer,
        files,
        signature,
    };
    let draft = released.verify(&[]);
    draft.fails(3, "does not hold: lifecycle, attestations");
    assert_eq!(found(&draft, "root"), true);
    assert_eq!(found(&draft, "signer"), Value::Null);

    let commons = &released.commons;
    let signature = &released.signature;
    commons
        .found_by(&[
            "version",
            "sign",
            "tutor@1",
            "--signature",
            signature,
            "--key",
            &key,
        ])
        .json();
    commons.found_by(&["version", "stage", "tutor@1"]).json();
    commons
        .run(
            &evaluator,
            &[
                "version",
                "attest",
                "tutor@1",
                "--passed",
                "--results",
                root,
            ],
        )
        .json();
    commons
        .found_by(&["version", "promote", "tutor@1", "--propose", "Release"])
        .json();
    commons.found_by(&["vote", "cast", "1", "yes"]).json();
    commons.decide("1");
    released
}

/// Without --commitment only what cannot be undone any more counts.
fn by_default_finalized(released: &Released) {
    let path = released.files.display().to_string();
    let verify = [
        "--dao",
        &released.commons.dao,
        "verify",
        "model",
        &path,
        "--model",
        "tutor",
    ];
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let ran = released.commons.chain.run(&released.signer, &verify);
        if ran.code == 0 {
            assert_eq!(ran.json()["commitment"], "finalized");
            return;
        }
        assert!(
            Instant::now() < end,
            "not finalized after 60 s: {}{}",
            ran.out,
            ran.err
        );
        thread::sleep(Duration::from_secs(1));
    }
}

/// A node that says that a version was registered with other digests.
fn forge_digests(method: &str, result: &mut Value) {
    if method != "getMultipleAccounts" {
        return;
    }
    for account in result["value"].as_array_mut().into_iter().flatten() {
        let Some(data) = account["data"][0].as_str() else {
            continue;
        };
        let mut bytes = STANDARD.decode(data).unwrap();
        if bytes.starts_with(althing::ModelVersion::DISCRIMINATOR) {
            let at = 8 + std::mem::offset_of!(althing::ModelVersion, weights_digest);
            bytes[at] ^= 1;
            account["data"][0] = Value::from(STANDARD.encode(bytes));
        }
    }
}

/// A node that hides what a version's status is.
fn forge_status(method: &str, result: &mut Value) {
    if method != "getMultipleAccounts" {
        return;
    }
    for account in result["value"].as_array_mut().into_iter().flatten() {
        let Some(data) = account["data"][0].as_str() else {
            continue;
        };
        let mut bytes = STANDARD.decode(data).unwrap();
        if bytes.starts_with(althing::ModelVersion::DISCRIMINATOR) {
            let at = 8 + std::mem::offset_of!(althing::ModelVersion, status);
            bytes[at] = althing::VersionStatus::Production as u8;
            account["data"][0] = Value::from(STANDARD.encode(bytes));
        }
    }
}

#[test]
#[ignore = "needs a local validator"]
fn an_auditor_is_told_what_holds_and_what_does_not() {
    let released = release();
    everything_holds(&released);
    by_default_finalized(&released);
    files_that_differ(&released);
    who_asks_for_more(&released);
    what_was_withdrawn(&released);
}

fn everything_holds(released: &Released) {
    let signer = released.signer.address();
    let (signature, log) = (released.signature.as_str(), "--log");
    let whole = released.verify(&["--signature", signature, "--signer", &signer, log]);
    let told = whole.json();
    for check in [
        "root",
        "statement",
        "files",
        "signer",
        "signature file",
        "lifecycle",
        "attestations",
        "log",
    ] {
        assert_eq!(found(&whole, check), true, "{check}: {told:#}");
    }
    assert_eq!((&told["holds"], &told["number"]), (&true.into(), &1.into()));
    assert_eq!(told["signatures"][0]["checkedHere"], true);
    assert_eq!(found(&whole, "lineage"), Value::Null);
    // By name alone: another folder name is guessed from the model's.
    released.verify(&[]).json();
    let moved = released.files.with_file_name("download");
    fs::rename(&released.files, &moved).unwrap();
    let url = &released.commons.chain.url;
    released.verify_files(url, &moved, &[]).json();
    fs::rename(&moved, &released.files).unwrap();
}

fn files_that_differ(released: &Released) {
    let weights = released.file("weights.bin");
    let mut bytes = fs::read(&weights).unwrap();
    bytes[99_999] ^= 1;
    fs::write(&weights, &bytes).unwrap();
    let told = released.verify(&["--signature", &released.signature]);
    told.fails(3, "does not hold: root, files");
    assert_eq!(shown(&told)["changed"][0]["name"], "weights.bin");
    assert_eq!(found(&told, "statement"), true);
    let told = released.verify(&[]);
    told.fails(3, "does not hold: root, statement");
    bytes[99_999] ^= 1;
    fs::write(&weights, &bytes).unwrap();

    // A renamed file has the same root, and not the same statement.
    fs::rename(&weights, released.file("weights.txt")).unwrap();
    let told = released.verify(&[]);
    told.fails(3, "does not hold: statement");
    assert_eq!(found(&told, "root"), true);
    let told = released.verify(&["--signature", &released.signature]);
    told.fails(3, "files");
    assert_eq!(shown(&told)["missing"][0], "weights.bin");
    assert_eq!(shown(&told)["unexpected"][0], "weights.txt");
    fs::rename(released.file("weights.txt"), &weights).unwrap();
    released
        .verify(&["--signature", &released.signature])
        .json();
}

fn who_asks_for_more(released: &Released) {
    let stranger = released.commons.founder.address();
    released
        .verify(&["--signer", &stranger])
        .fails(3, "does not hold: signer");
    released
        .verify(&["--version", "2"])
        .fails(1, "there is no version");
    released
        .verify(&["--slot", "1"])
        .fails(3, "does not hold: lifecycle");
    released
        .verify(&["--slot", "99999999999"])
        .fails(3, "does not hold: lifecycle");
    let card = released.file("config.json").display().to_string();
    released
        .verify(&["--card", &card])
        .fails(3, "does not hold: card");
    released
        .verify(&["--statement", &card])
        .fails(2, "statement");
    released
        .verify_at("http://127.0.0.1:9", &[])
        .fails(1, "does not answer");
    let liar = between(&released.commons.chain.url, |_| None, forge_digests);
    let told = released.verify_at(&liar, &["--version", "1", "--log"]);
    told.fails(3, "does not hold: root, log");
}

fn what_was_withdrawn(released: &Released) {
    let changes = released
        .commons
        .found_by(&["model", "history", "tutor", "--changes"])
        .json();
    let promoted = changes.as_array().unwrap().last().unwrap()["slot"].to_string();
    let revoke = ["version", "revoke", "tutor@1", "--propose", "Withdraw"];
    released.commons.found_by(&revoke).json();
    released
        .commons
        .found_by(&["vote", "cast", "2", "yes"])
        .json();
    released.commons.decide("2");
    let told = released.verify(&[]);
    told.fails(3, "does not hold: lifecycle");
    assert_eq!(found(&told, "root"), true);
    // What was decided by it when it was in production still was.
    released.verify(&["--slot", &promoted]).json();
    let liar = between(&released.commons.chain.url, |_| None, forge_status);
    released
        .verify_at(&liar, &[])
        .fails(3, "does not hold: history");
    let signer = released.signer.address();
    let revoke = |from: &str| {
        let revoke = ["key", "revoke", "tutor", &signer, "--from-slot", from];
        released
            .commons
            .found_by(&[&revoke[..], &["--yes"]].concat())
            .json();
    };
    let verify = || released.verify(&["--slot", &promoted, "--signature", &released.signature]);
    // Stolen later than it signed: the chain knows that, of the file's signature too.
    revoke(&promoted);
    let told = verify();
    assert_eq!(found(&told, "signature file"), true, "{}", told.out);
    assert_eq!(found(&told, "signer"), true);
    revoke("1");
    verify().fails(3, "does not hold: signer, signature file");
}
