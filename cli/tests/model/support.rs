//! A folder with a key and a model, in which the binary runs.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use solana_keypair::Keypair;
use solana_signer::Signer;
use tempfile::TempDir;

/// Made for these tests: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256.
pub const P256_PRIVATE: &str = include_str!("../../../fuzz/corpus/digest_key/prime256v1.pkcs8");
pub const P256_PUBLIC: &str = include_str!("../../../fuzz/corpus/digest_key/prime256v1.pub");

/// Where somebody works.
pub struct Desk {
    folder: TempDir,
    key: Keypair,
}

/// What a run left.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// What was shown, whatever the exit code.
    pub fn shown(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}{}", self.out, self.err))
    }

    /// What was shown by a run that went well.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self.shown()
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

impl Desk {
    pub fn with_model() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
            key: Keypair::new(),
        };
        let bytes: Vec<String> = desk.key.to_bytes().iter().map(u8::to_string).collect();
        desk.write("id.json", format!("[{}]", bytes.join(",")).as_bytes());
        desk.write("model/weights", b"0123456789");
        desk.write("model/lib/tokenizer", b"shared\n");
        desk
    }

    pub fn address(&self) -> String {
        self.key.pubkey().to_string()
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn write(&self, name: &str, content: &[u8]) {
        let path = PathBuf::from(self.path(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Runs the binary in the folder, in JSON.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.text(&[arguments, &["--output", "json"]].concat())
    }

    /// The binary in the folder, not yet started, with its key where no other is given.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_althing"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", "/nonexistent")
            .args(["-u", "http://127.0.0.1:9"])
            .args(arguments)
            .stdin(Stdio::null());
        if !arguments.contains(&"-k") {
            command.args(["-k", "id.json"]);
        }
        command
    }

    /// Runs the binary in the folder. No network: nothing listens where it would ask.
    pub fn text(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
