//! Logs whose entries are lines of files: appended, served, proven, checked, and what happens when somebody changes them.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use serde_json::Value;

use crate::proxy::{between, between_asked, Answer, Change};
use crate::support::{Chain, Person, Ran};

/// An operator, who has a log.
pub struct Operator {
    pub chain: Chain,
    pub who: Person,
    pub log: String,
    pub dir: PathBuf,
}

impl Operator {
    pub fn new(name: &str) -> Self {
        let chain = Chain::connect();
        let who = chain.person(name);
        let log = chain.run(&who, &["log", "create", "--yes"]).json();
        let log = log["log"].as_str().unwrap().to_owned();
        let dir = chain.folder.path().join("log");
        Self {
            chain,
            who,
            log,
            dir,
        }
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.chain.run(&self.who, arguments)
    }

    pub fn path(&self, name: &str) -> String {
        self.chain.folder.path().join(name).display().to_string()
    }

    pub fn dir(&self) -> String {
        self.dir.display().to_string()
    }

    pub fn append(&self, more: &[&str]) -> Ran {
        let (input, dir) = (self.path("lines"), self.dir());
        let usual = ["log", "append", &input, "--log", &self.log, "--dir", &dir];
        self.run(&[&usual[..], more].concat())
    }

    /// A file of decisions, whose inputs are somebody's own words.
    pub fn write_decisions(&self, count: u64) {
        let digest = "5a".repeat(32);
        let line = |index: u64| {
            let time = 1_785_628_795_000_000 + index;
            format!(
                r#"{{"kind":"decision","time":{time},"modelDigest":"{digest}","periodStart":{time},"periodEnd":{time},"input":{{"text":"request {index}","key":"ada"}},"output":{{"text":"granted"}},"review":"none"}}"#
            )
        };
        let text: String = (0..count).map(|index| line(index) + "\n").collect();
        fs::write(self.path("lines"), text).unwrap();
        let keys = format!(r#"{{"ada":"{}"}}"#, "07".repeat(32));
        fs::write(self.path("keys"), keys).unwrap();
    }
}

/// Serves a folder's files, as any static host would.
fn serve(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let folder = folder.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let folder = folder.clone();
            thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut writer = stream;
                loop {
                    let (mut first, mut line) = (String::new(), String::from("x"));
                    if reader.read_line(&mut first).unwrap_or(0) == 0 {
                        return;
                    }
                    while !line.trim().is_empty() {
                        line.clear();
                        reader.read_line(&mut line).unwrap();
                    }
                    let name = first.split(' ').nth(1).unwrap().trim_start_matches("/log/");
                    let (status, body) = match fs::read(folder.join(name)) {
                        Ok(body) => ("200 OK", body),
                        Err(_) => ("404 Not Found", vec![]),
                    };
                    let head = format!(
                        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n",
                        body.len()
                    );
                    if writer
                        .write_all(&[head.as_bytes(), &body].concat())
                        .is_err()
                    {
                        return;
                    }
                }
            });
        }
    });
    format!("http://{address}/log/")
}

fn hide(method: &str, result: &mut Value, at: usize) {
    if method == "getSignaturesForAddress" {
        result.as_array_mut().unwrap().remove(at);
    }
}

fn hides_the_newest(method: &str, result: &mut Value) {
    hide(method, result, 0);
}

fn hides_the_third(method: &str, result: &mut Value) {
    hide(method, result, 2);
}

/// How often the node was asked for the fate of a transaction, and said that it could still be undone.
static UNDECIDED: AtomicU32 = AtomicU32::new(0);

/// A node whose transactions can be undone for a while. Whoever asks for less than finalized accounts finds none.
fn undecided(method: &str, result: &mut Value) {
    if method == "getSignatureStatuses" && UNDECIDED.load(Ordering::SeqCst) < 3 {
        if let Some(status) = result["value"][0].as_object_mut() {
            UNDECIDED.fetch_add(1, Ordering::SeqCst);
            status.insert("confirmationStatus".into(), "confirmed".into());
        }
    }
}

fn finalized_only(method: &str, params: &Value) -> Option<Value> {
    let reads = [
        "getAccountInfo",
        "getMultipleAccounts",
        "simulateTransaction",
    ]
    .contains(&method);
    let settled = params[1]["commitment"] == "finalized";
    let nothing = serde_json::json!({ "context": { "slot": 1 }, "value": null });
    (reads && !settled).then_some(nothing)
}

/// A checkpoint over an append that is undone would be evidence against an honest operator.
#[test]
#[ignore = "needs a local validator"]
fn checkpoints_are_signed_over_what_is_finalized_whatever_was_asked_for() {
    let it = Operator::new("operator");
    it.write_decisions(3);
    let keys = it.path("keys");
    let node = between_asked(&it.chain.url, finalized_only, undecided);
    let (input, dir) = (it.path("lines"), it.dir());
    let hasty = ["--commitment", "processed"];
    let append = ["log", "append", &input, "--log", &it.log, "--dir", &dir];
    let whole = [&hasty[..], &append, &["--keys", &keys]].concat();
    let told = it.chain.run_at(&node, &it.who, &whole).json();
    assert_eq!(told["size"], 3);
    assert_eq!(UNDECIDED.load(Ordering::SeqCst), 3);
    // The same node, for what is no checkpoint: processed is enough, and finds nothing there.
    let show = [&hasty[..], &["log", "show", &it.log]].concat();
    assert_ne!(it.chain.run_at(&node, &it.who, &show).code, 0);
    let mirror = it.path("mirror");
    let sync = [
        "log", "sync", "--log", &it.log, "--dir", &mirror, "--from", &dir,
    ];
    let whole = [&hasty[..], &sync].concat();
    let told = it.chain.run_at(&node, &it.who, &whole).json();
    assert_eq!((&told["size"], &told["fetched"]), (&3.into(), &3.into()));
}

#[test]
#[ignore = "needs a local validator"]
fn lines_become_a_log_that_anybody_can_check() {
    let it = Operator::new("operator");
    it.write_decisions(700);
    let keys = it.path("keys");
    let told = it.append(&["--keys", &keys, "--batch-size", "256"]).json();
    assert_eq!(
        (&told["appended"], &told["size"]),
        (&700.into(), &700.into())
    );
    assert_eq!(
        (&told["batches"], &told["transactions"]),
        (&3.into(), &3.into())
    );
    assert_eq!(told["origin"], format!("althing/{}", it.log));
    assert_eq!(it.append(&["--keys", &keys]).json()["appended"], 0);
    let shown = it.run(&["log", "show", &it.log]).json();
    assert_eq!(
        (&shown["size"], &shown["root"]),
        (&700.into(), &told["root"])
    );

    // An entry alone comes in between.
    let alone = [
        "log",
        "append-entry",
        &it.log,
        "--kind",
        "1024",
        "--payload",
        "alone",
    ];
    it.run(&alone).json();
    it.write_decisions(900);
    it.append(&["--keys", &keys]).fails(1, "althing log sync");
    let sync = ["log", "sync", "--log", &it.log, "--dir", &it.dir()];
    let synced = it.run(&sync).json();
    assert_eq!(
        (&synced["fetched"], &synced["size"]),
        (&1.into(), &701.into())
    );
    assert_eq!(it.run(&sync).json()["fetched"], 0);
    assert_eq!(it.append(&["--keys", &keys]).json()["size"], 901);

    let verified = it.run(&["log", "verify", &it.dir()]).json();
    assert_eq!(
        (&verified["verified"], &verified["entries"]),
        (&true.into(), &901.into())
    );
    assert_eq!(
        (&verified["olderStates"], &verified["historyComplete"]),
        (&5.into(), &true.into())
    );
    // A node that leaves out one of the appends is found out, whichever it is.
    let pass: Answer = |_| None;
    for hides in [hides_the_newest as Change, hides_the_third] {
        let liar = between(&it.chain.url, pass, hides);
        let verify = ["log", "verify", &it.dir()];
        let told = it.chain.run_at(&liar, &it.who, &verify).json();
        assert_eq!(
            (&told["olderStates"], &told["historyComplete"]),
            (&4.into(), &false.into()),
            "{told}"
        );
        assert_eq!(
            told["historyMissing"].as_array().unwrap().len(),
            1,
            "{told}"
        );
    }
    let url = serve(&it.dir);
    let served = it.run(&["log", "verify", &url, "--log", &it.log]).json();
    assert_eq!(served["root"], verified["root"]);

    let copy = it.path("copy");
    let exported = it
        .run(&["log", "export", &copy, "--dir", &url, "--proof", "700"])
        .json();
    assert_eq!(
        (&exported["size"], &exported["proofs"]),
        (&901.into(), &1.into())
    );
    assert!(Path::new(&copy).join("700.tlog-proof").exists());
    assert!(!Path::new(&copy).join(".althing").exists());
    let offline = ["log", "verify", &copy, "--offline", "--key"];
    // No cluster is asked: there is none.
    let nowhere = |arguments: &[&str]| it.chain.run_at("http://127.0.0.1:9", &it.who, arguments);
    let me = it.who.address();
    let mine = [&offline[..], &[me.as_str()]].concat();
    assert_eq!(nowhere(&mine).json()["verified"], true);
    let stranger = it.chain.person("stranger").address();
    nowhere(&[&offline[..], &[stranger.as_str()]].concat()).fails(3, "known key");

    // Another folder, from the chain and the tiles that are served.
    let mirror = it.path("mirror");
    let sync = ["log", "sync", "--log", &it.log, "--dir", &mirror];
    it.run(&sync).fails(1, "--from DIR_OR_URL");
    let synced = it.run(&[&sync[..], &["--from", &url]].concat()).json();
    assert_eq!(
        (&synced["size"], &synced["root"]),
        (&901.into(), &verified["root"])
    );
    assert_eq!(
        it.run(&["log", "verify", &mirror]).json()["root"],
        verified["root"]
    );
    it.run(&["log", "verify", &copy, "--log", &it.log, "--head-only"])
        .json();
}

#[test]
#[ignore = "needs a local validator"]
fn a_receipt_proves_a_decision() {
    let it = Operator::new("operator");
    it.write_decisions(300);
    let keys = it.path("keys");
    it.append(&["--keys", &keys]).json();
    let dir = it.dir();
    let receipt = |index: &str, more: &[&str]| {
        let made = it.run(&[&["log", "receipt", index, "--dir", &dir][..], more].concat());
        assert_eq!(made.code, 0, "{}", made.err);
        let file = it.path(&format!("receipt-{index}.json"));
        fs::write(&file, &made.out).unwrap();
        (file, made.out)
    };
    let open = [
        "--disclose",
        "input",
        "--disclose",
        "output",
        "--keys",
        &keys,
    ];
    let (file, text) = receipt("7", &open);
    let checked = it.run(&["verify", "decision", &file]).json();
    assert_eq!(
        (&checked["verified"], &checked["index"]),
        (&true.into(), &7.into())
    );
    assert_eq!(checked["chain"], "has this root now");
    assert_eq!(checked["disclosed"][0]["text"], "request 7");
    assert_eq!(checked["disclosed"][1]["text"], "granted");
    let wrong = [
        "log",
        "receipt",
        "7",
        "--dir",
        &dir,
        "--disclose",
        "subject",
    ];
    it.run(&wrong).fails(2, "nothing that opens it is kept");

    // The log grows; the receipt still holds, by what the chain had.
    fs::copy(it.dir.join("checkpoint"), it.path("checkpoint")).unwrap();
    it.write_decisions(400);
    it.append(&["--keys", &keys]).json();
    let checked = it.run(&["verify", "decision", &file]).json();
    let words = checked["chain"].as_str().unwrap();
    assert!(words.starts_with("had this root in transaction"), "{words}");

    let me = it.who.address();
    let offline = ["verify", "decision", &file, "--offline", "--key", &me];
    let nowhere = |arguments: &[&str]| it.chain.run_at("http://127.0.0.1:9", &it.who, arguments);
    assert_eq!(nowhere(&offline).json()["verified"], true);
    let kept = it.path("checkpoint");
    nowhere(&[&offline[..], &["--checkpoint", &kept]].concat()).json();
    let newer = it.dir.join("checkpoint").display().to_string();
    let newer = [&offline[..], &["--checkpoint", &newer]].concat();
    nowhere(&newer).fails(2, "--dir DIR_OR_URL");
    nowhere(&[&newer[..], &["--dir", &dir]].concat()).json();
    let trusted = ["verify", "decision", &file, "--offline"];
    nowhere(&trusted).fails(2, "--checkpoint FILE");
    let trusted = [&trusted[..], &["--checkpoint", &kept]].concat();
    assert_eq!(nowhere(&trusted).json()["chain"], "not asked");

    // A receipt that says something else is found out.
    let forged = it.path("forged.json");
    let changes: [(&str, &str, &str); 4] = [
        ("request 7", "request 8", "do not open"),
        ("index 7", "index 6", "another index"),
        ("\"index\":7", "\"index\":8", "another index"),
        ("5a5a5a5a", "5b5a5a5a", ""),
    ];
    for (from, to, words) in changes {
        assert!(text.contains(from), "{from}: {text}");
        fs::write(&forged, text.replacen(from, to, 1)).unwrap();
        it.run(&["verify", "decision", &forged]).fails(3, words);
        nowhere(&["verify", "decision", &forged, "--offline", "--key", &me]).fails(3, words);
    }
    for length in [0, 1, text.len() / 2, text.len() - 3] {
        fs::write(&forged, &text[..length]).unwrap();
        it.run(&["verify", "decision", &forged]).fails(3, "receipt");
    }
    it.run(&["verify", "decision", &it.path("nothing")])
        .fails(2, "nothing");
}

/// A log with one record that the program stamped, its receipt, and the entry with another index, as a line of bytes:
/// keys are random, so they are made until the entry has no newline.
fn stamped() -> (Operator, String, Vec<u8>) {
    for _ in 0..32 {
        let it = Operator::new("operator");
        it.write_decisions(1);
        // One record appended alone, with its digest as a payload's bytes.
        let line = fs::read_to_string(it.path("lines")).unwrap();
        let payload = format!("hex:{}", record_bytes(&it, line.trim()));
        let kind = ["--kind", "1049", "--payload", &payload];
        let alone = [["log", "append-entry", &it.log].as_slice(), &kind].concat();
        it.run(&alone).json();
        it.run(&["log", "sync", "--log", &it.log, "--dir", &it.dir()])
            .json();
        let made = it.run(&["log", "receipt", "0", "--dir", &it.dir()]).out;
        let receipt: Value = serde_json::from_str(&made).unwrap();
        let [entry, record] = ["entry", "record"].map(|name| receipt[name].as_str().unwrap());
        let entry = format!("{entry}{record}");
        let digit = |at| u8::from_str_radix(&entry[at..at + 2], 16).unwrap();
        let mut bytes: Vec<u8> = (0..entry.len()).step_by(2).map(digit).collect();
        bytes[40] = 1;
        if !bytes.contains(&b'\n') {
            return (it, made, bytes);
        }
    }
    panic!("32 entries in a row with a newline");
}

#[test]
#[ignore = "needs a local validator"]
fn what_the_program_has_stamped_is_told_from_what_only_looks_like_it() {
    let (it, made, mut bytes) = stamped();
    let file = it.path("receipt.json");
    fs::write(&file, &made).unwrap();
    let checked = it.run(&["verify", "decision", &file]).json();
    assert_eq!(checked["stampedBy"], "the program", "{checked}");

    // The writer puts the same bytes, with another index, into a batch.
    bytes.push(b'\n');
    fs::write(it.path("lines"), &bytes).unwrap();
    it.append(&["--input-format", "raw"]).json();
    let made = it.run(&["log", "receipt", "1", "--dir", &it.dir()]);
    fs::write(&file, &made.out).unwrap();
    it.run(&["verify", "decision", &file])
        .fails(3, "another entry 1");
}

/// The bytes of a record with ready commitments, in hexadecimal.
fn record_bytes(it: &Operator, line: &str) -> String {
    use althing_record::{to_hex, Defaults, LineConverter, NoSalts};
    let address = |text: &str| {
        text.parse::<anchor_lang::prelude::Pubkey>()
            .unwrap()
            .to_bytes()
    };
    let defaults = Defaults {
        log: Some(address(&it.log)),
        operator: Some(address(&it.who.address())),
    };
    let digest = "5a".repeat(32);
    let (start, rest) = line.split_once(r#""input":"#).unwrap();
    let (_, end) = rest.split_once(r#","review""#).unwrap();
    let line = format!(r#"{start}"input":"{digest}","output":"{digest}","review"{end}"#);
    let mut converter = LineConverter::new(defaults, &NoSalts);
    let converted = converter.convert(1, Some(1), line.as_bytes()).unwrap();
    to_hex(&converted.record.encode())
}

#[test]
#[ignore = "needs a local validator"]
fn what_somebody_has_changed_is_found_with_its_place() {
    let it = Operator::new("operator");
    let lines: String = (0..600).map(|index| format!("entry {index}\n")).collect();
    fs::write(it.path("lines"), lines).unwrap();
    let raw = ["--input-format", "raw"];
    it.append(&raw).json();
    let verify = |words: &str| it.run(&["log", "verify", &it.dir()]).fails(3, words);
    for (name, words) in [
        ("tile/entries/001", "tile/0/001: at byte"),
        ("tile/0/000", "tile/0/000: at byte"),
        ("tile/0/002.p/88", "tile/0/002.p/88: at byte"),
        ("tile/1/000.p/2", "tile/1/000.p/2: at byte"),
    ] {
        let path = it.dir.join(name);
        let good = fs::read(&path).unwrap();
        let mut bad = good.clone();
        bad[good.len() / 2 + 5] ^= 1;
        fs::write(&path, bad).unwrap();
        verify(words);
        fs::write(&path, &good[..good.len() - 1]).unwrap();
        verify(name);
        fs::remove_file(&path).unwrap();
        verify("is not there");
        fs::write(&path, good).unwrap();
    }
    let path = it.dir.join("checkpoint");
    let good = fs::read_to_string(&path).unwrap();
    fs::write(&path, good.replacen("600", "599", 1)).unwrap();
    verify("checkpoint");
    fs::write(&path, &good[..20]).unwrap();
    verify("checkpoint");
    fs::write(&path, &good).unwrap();
    it.run(&["log", "verify", &it.dir()]).json();

    // The operator himself rewrites the log, with everything in order and signed: the chain tells.
    let other = Operator::new("other");
    fs::write(other.path("lines"), "another entry\n".repeat(600)).unwrap();
    let (input, dir) = (other.path("lines"), other.dir());
    let origin = format!("althing/{}", it.log);
    let forge = [
        "log",
        "append",
        &input,
        "--log",
        &other.log,
        "--dir",
        &dir,
        "--input-format",
        "raw",
    ];
    let key = it.who.file.display().to_string();
    let signed = ["--checkpoint-key", &key, "--origin", &origin];
    other.run(&[&forge[..], &signed].concat()).json();
    it.run(&["log", "verify", &dir, "--log", &it.log])
        .fails(3, "its root is");
    let fine = [
        "log",
        "verify",
        &dir,
        "--log",
        &other.log,
        "--key",
        &it.who.address(),
    ];
    it.run(&fine).json();
}

#[test]
#[ignore = "needs a local validator"]
fn lines_that_are_none_leave_nothing_and_name_their_place() {
    let it = Operator::new("operator");
    it.write_decisions(10);
    let good = fs::read_to_string(it.path("lines")).unwrap();
    let keys = it.path("keys");
    it.append(&[])
        .fails(2, "lines: line 1, input: no key of the name \"ada\"");
    for (bad, words) in [
        ("{\"kind\":\"decision\"}\n", "line 11, "),
        ("{\"kind\":\"deci", "line 11: has no newline"),
        ("\n", "line 11: is empty"),
    ] {
        fs::write(it.path("lines"), good.clone() + bad).unwrap();
        it.append(&["--keys", &keys]).fails(2, words);
    }
    assert_eq!(it.run(&["log", "show", &it.log]).json()["size"], 0);
    assert!(!it.dir.join("checkpoint").exists());
    fs::write(it.path("lines"), &good).unwrap();
    let stranger = it.chain.person("stranger");
    let (input, dir) = (it.path("lines"), it.dir());
    let append = ["log", "append", &input, "--log", &it.log, "--dir", &dir];
    it.chain.run(&stranger, &append).fails(2, "only its writer");
    assert_eq!(it.append(&["--keys", &keys]).json()["size"], 10);
    it.append(&["--keys", &keys, "--origin", "elsewhere"])
        .fails(2, "A log keeps its name");
}
