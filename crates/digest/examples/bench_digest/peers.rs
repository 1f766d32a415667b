//! The peers: `openssl speed`, and `model-signing` in a Python process that is started once.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use althing_digest::Method;
use serde_json::{json, Value};

use crate::measure::Time;
use crate::models::Case;
use crate::AnyError;

/// Bytes per second of processor time that one core of OpenSSL hashes in blocks of 16 KiB which lie in its cache.
pub fn openssl_speed() -> Result<f64, AnyError> {
    let out = Command::new("openssl")
        .args([
            "speed", "-mr", "-evp", "sha256", "-bytes", "16384", "-seconds", "1",
        ])
        .stderr(Stdio::null())
        .output()
        .map_err(|e| format!("openssl: {e}; install it"))?;
    let text = String::from_utf8(out.stdout)?;
    let line = text.lines().find(|line| line.starts_with("+F:"));
    let figure = line.and_then(|line| line.rsplit(':').next());
    Ok(figure
        .ok_or("openssl speed printed no figure")?
        .trim()
        .parse()?)
}

pub fn openssl_version() -> Result<String, AnyError> {
    let out = Command::new("openssl").arg("version").output()?;
    let text = String::from_utf8(out.stdout)?;
    Ok(text
        .split_whitespace()
        .take(2)
        .collect::<Vec<_>>()
        .join(" "))
}

/// The reference implementation.
pub struct ModelSigning {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl ModelSigning {
    pub fn start() -> Result<Self, AnyError> {
        let python = std::env::var_os("ALTHING_PYTHON")
            .ok_or("ALTHING_PYTHON is not set; set it to what scripts/python.sh prints")?;
        let mut child = Command::new(python)
            .arg(script())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (requests, answers) = (
            child.stdin.take().ok_or("no stdin")?,
            BufReader::new(child.stdout.take().ok_or("no stdout")?),
        );
        Ok(Self {
            child,
            requests,
            answers,
        })
    }

    fn ask(&mut self, request: &Value) -> Result<Value, AnyError> {
        writeln!(self.requests, "{request}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let mut answer: Value = serde_json::from_str(&line)
            .map_err(|e| format!("model-signing does not answer: {e}"))?;
        match answer.get("ok") {
            Some(_) => Ok(answer["ok"].take()),
            None => Err(format!("model-signing: {answer}").into()),
        }
    }

    pub fn version(&mut self) -> Result<String, AnyError> {
        let version = self.ask(&json!({"command": "version"}))?;
        Ok(format!("model-signing {}", version.as_str().unwrap_or("?")))
    }

    /// Hashes the model once; its time, and the root that it found.
    pub fn hash(&mut self, case: &Case) -> Result<(Time, String), AnyError> {
        let mut request = json!({"command": "bench", "path": case.path});
        if let Method::Shards { size } = case.options.method {
            request["shard_size"] = size.into();
        }
        let answer = self.ask(&request)?;
        let number = |name: &str| {
            answer[name]
                .as_f64()
                .ok_or("model-signing: a figure is missing")
        };
        let time = Time {
            wall: number("seconds")?,
            cpu: number("cpu_seconds")?,
        };
        Ok((time, answer["root"].as_str().unwrap_or_default().to_owned()))
    }
}

impl Drop for ModelSigning {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop/model_signing_peer.py")
}
