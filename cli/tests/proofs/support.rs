//! Logs in folders, and the binary, without any network.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use althing_record::{Defaults, LineConverter, NoSalts};
use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::cosignature;
use althing_tlog::hash::empty_root;
use althing_tlog::key::{KeyType, SignerKey};
use althing_tlog::note::Note;
use althing_tlog::store::{write_checkpoint, Builder, Options};
use serde_json::Value;
use tempfile::TempDir;

pub const ORIGIN: &str = "example.org/log";

/// What a run left.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// What was shown by a run that went well.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }

    #[track_caller]
    pub fn fails(&self, code: i32, words: &str) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(
            self.err.contains(words),
            "{words:?} is not in: {}",
            self.err
        );
    }
}

/// Where somebody works.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Makes a pipe that nobody writes into, in the place of what is there.
    pub fn pipe(&self, name: &str) {
        let path = self.path(name);
        let _ = fs::remove_file(&path);
        let made = Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
    }

    /// Runs the binary in the folder, in JSON; code 124 where it does not end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Ran {
        let output = Command::new("timeout")
            .arg("60")
            .arg(env!("CARGO_BIN_EXE_althing"))
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", "/nonexistent")
            .args(["-u", "http://127.0.0.1:9", "--output", "json"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into(),
            err: String::from_utf8_lossy(&output.stderr).into(),
        }
    }

    /// A log of decisions that was published at each of the sizes; the checkpoints are kept as NAME-SIZE.
    pub fn log(&self, name: &str, sizes: &[u64], word: &str) {
        let folder = self.path(name);
        let options = Options {
            sync: false,
            ..Options::default()
        };
        let mut builder = Builder::open(&folder, 0, &empty_root(), options).unwrap();
        for size in sizes {
            for index in builder.size()..*size {
                builder.push(&entry(index, word)).unwrap();
            }
            let root = builder.publish().unwrap().root;
            let note = Checkpoint::new(ORIGIN, *size, root, &[])
                .unwrap()
                .sign(&log_key())
                .unwrap();
            self.write(&format!("{name}-{size}"), note.encode());
            write_checkpoint(&folder, &note).unwrap();
        }
    }

    /// Has witnesses sign a log's checkpoint, each at the second of its number.
    pub fn cosign(&self, name: &str, witnesses: &[u8]) {
        let path = self.path(name).join("checkpoint");
        let mut note = Note::parse(&fs::read(&path).unwrap()).unwrap();
        for byte in witnesses {
            let key = witness(*byte);
            let signature = cosignature::sign(&key, note.text(), u64::from(*byte)).unwrap();
            note.add(signature).unwrap();
        }
        fs::write(path, note.encode()).unwrap();
    }

    /// A policy of the log and these witnesses, of which two must have signed.
    pub fn policy(&self, name: &str, witnesses: &[u8]) {
        let mut text = format!("log {}\n", log_key().verifier());
        let mut names = String::new();
        for byte in witnesses {
            text += &format!("witness w{byte} {}\n", witness(*byte).verifier());
            names += &format!(" w{byte}");
        }
        self.write(name, text + &format!("group two 2{names}\nquorum two\n"));
    }
}

fn log_key() -> SignerKey {
    SignerKey::from_seed(ORIGIN, KeyType::Ed25519, &[1; 32]).unwrap()
}

/// The log's public key as its operator publishes it.
pub fn public() -> String {
    log_key().verifier().to_string()
}

pub fn stranger() -> String {
    let key = SignerKey::from_seed(ORIGIN, KeyType::Ed25519, &[2; 32]).unwrap();
    key.verifier().to_string()
}

pub fn witness(byte: u8) -> SignerKey {
    SignerKey::from_seed(
        &format!("example.org/w{byte}"),
        KeyType::Cosignature,
        &[byte; 32],
    )
    .unwrap()
}

/// A decision whose digests are of a word.
pub fn entry(index: u64, word: &str) -> Vec<u8> {
    let time = 1_785_628_795_000_000 + index;
    let digest = althing_record::to_hex(&althing_digest::sha256(word.as_bytes()));
    let line = format!(
        r#"{{"kind":"decision","time":{time},"modelDigest":"{digest}","periodStart":{time},"periodEnd":{time},"input":"{digest}","output":"{digest}","review":"none"}}"#
    );
    let defaults = Defaults {
        log: Some([3; 32]),
        operator: Some([4; 32]),
    };
    let mut converter = LineConverter::new(defaults, &NoSalts);
    let converted = converter.convert(1, Some(index), line.as_bytes()).unwrap();
    converted.record.encode()
}

/// Every file below a folder, by its path in it.
pub fn files(folder: &Path) -> Vec<String> {
    let (mut found, mut open) = (vec![], vec![folder.to_path_buf()]);
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => found.push(path.strip_prefix(folder).unwrap().display().to_string()),
            }
        }
    }
    found.sort();
    found
}
