//! The watcher: what it sees through broken connections, and what it raises an alarm about.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    process::{Child, Stdio},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{channel, Receiver},
        Arc, Mutex,
    },
    thread,
    time::Duration,
};

use serde_json::Value;

use crate::logs::Operator;

/// Between the watcher and the node's WebSocket; can be cut.
struct Cable {
    url: String,
    open: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Cable {
    fn new() -> Self {
        let node = std::env::var("ALTHING_WS_URL").unwrap();
        let node = node
            .trim_start_matches("ws://")
            .trim_end_matches('/')
            .to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        let open = Arc::new(AtomicBool::new(true));
        let streams = Arc::new(Mutex::new(Vec::new()));
        let (is_open, kept) = (Arc::clone(&open), Arc::clone(&streams));
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                if !is_open.load(Ordering::SeqCst) {
                    continue;
                }
                let far = TcpStream::connect(&node).unwrap();
                for (from, to) in [(&near, &far), (&far, &near)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    thread::spawn(move || pump(from, to));
                }
                kept.lock().unwrap().extend([near, far]);
            }
        });
        Self { url, open, streams }
    }

    fn cut(&self) {
        self.open.store(false, Ordering::SeqCst);
        for stream in self.streams.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        self.open.store(true, Ordering::SeqCst);
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream) {
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
}

/// A running watcher.
pub struct Watcher {
    child: Child,
    lines: Receiver<Value>,
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watcher {
    pub fn start(it: &Operator, arguments: &[&str]) -> Self {
        let mut command = it.chain.command(&it.chain.url);
        command.args(["log", "watch"]).args(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let said = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
                if sender.send(said).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    fn next(&self) -> Value {
        self.lines
            .recv_timeout(Duration::from_secs(60))
            .expect("a line within a minute")
    }

    /// The next event of that kind; what comes before must not be an alert.
    pub fn event(&self, kind: &str) -> Value {
        loop {
            let said = self.next();
            assert_eq!(said["alert"], Value::Null, "{said}");
            if said["event"] == kind {
                return said;
            }
        }
    }

    pub fn sizes(&self, count: usize) -> Vec<u64> {
        let appended = (0..count).map(|_| self.event("appended"));
        appended
            .map(|said| said["size"].as_u64().unwrap())
            .collect()
    }

    /// Nothing more happens for a while, but that it connects.
    pub fn is_silent(&self) {
        while let Ok(more) = self.lines.recv_timeout(Duration::from_secs(3)) {
            assert_eq!(more["event"], "connected", "{more}");
        }
    }

    pub fn alert(&self) -> Value {
        loop {
            let said = self.next();
            if said["alert"] != Value::Null {
                return said;
            }
        }
    }

    pub fn code(mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap()
    }
}

fn append(it: &Operator, count: u64) {
    for _ in 0..count {
        let alone = [
            "log",
            "append-entry",
            &it.log,
            "--kind",
            "1024",
            "--payload",
            "x",
        ];
        it.run(&alone).json();
    }
}

#[test]
#[ignore = "needs a local validator"]
fn nothing_is_missed_while_the_connection_is_broken() {
    let it = Operator::new("operator");
    let cable = Cable::new();
    let state = it.path("state.json");
    // It looks by itself once an hour, so whatever it sees, it was told of, or has caught up with.
    let arguments = [
        "--events", "--every", "1h", "--ws", &cable.url, "--state", &state,
    ];
    let arguments = [&[it.log.as_str()], &arguments[..]].concat();
    let watcher = Watcher::start(&it, &arguments);
    watcher.event("connected");
    append(&it, 2);
    assert_eq!(watcher.sizes(2), [1, 2]);

    cable.cut();
    watcher.event("disconnected");
    append(&it, 4);
    fs::write(it.path("lines"), "a batch\n".repeat(70)).unwrap();
    let (lines, dir) = (it.path("lines"), it.path("log"));
    it.run(&["log", "sync", "--log", &it.log, "--dir", &dir])
        .json();
    let batch = [
        "log",
        "append",
        &lines,
        "--log",
        &it.log,
        "--dir",
        &dir,
        "--input-format",
        "raw",
    ];
    it.run(&batch).json();
    cable.mend();
    watcher.event("connected");
    assert_eq!(watcher.sizes(5), [3, 4, 5, 6, 76]);
    append(&it, 1);
    assert_eq!(watcher.sizes(1), [77]);
    watcher.is_silent();

    // Nor while it does not run.
    drop(watcher);
    append(&it, 3);
    let watcher = Watcher::start(&it, &arguments);
    assert_eq!(watcher.sizes(3), [78, 79, 80]);
    watcher.is_silent();
    drop(watcher);
    // From the beginning, and without a WebSocket at all.
    let polling = [
        "--events",
        "--every",
        "1s",
        "--ws",
        "ws://127.0.0.1:9",
        "--from-start",
    ];
    let watcher = Watcher::start(&it, &[&[it.log.as_str()], &polling[..]].concat());
    assert_eq!(watcher.sizes(10), [1, 2, 3, 4, 5, 6, 76, 77, 78, 79]);
}

/// Takes what is posted.
fn webhook() -> (String, Receiver<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (sender, posted) = channel();
    thread::spawn(move || {
        // The first answer is an error: it has to come again.
        for (number, stream) in listener.incoming().flatten().enumerate() {
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut writer = stream;
            let (mut length, mut line) = (0, String::from("x"));
            while !line.trim().is_empty() {
                line.clear();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let status = if number == 0 { "503 Busy" } else { "200 OK" };
            let head =
                format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            writer.write_all(head.as_bytes()).unwrap();
            if number > 0 {
                sender.send(serde_json::from_slice(&body).unwrap()).unwrap();
            }
        }
    });
    (url, posted)
}

#[test]
#[ignore = "needs a local validator"]
fn a_checkpoint_that_does_not_continue_the_last_is_an_alert() {
    let it = Operator::new("operator");
    let ws = std::env::var("ALTHING_WS_URL").unwrap();
    let write = |count| fs::write(it.path("lines"), "an entry\n".repeat(count)).unwrap();
    let raw = ["--input-format", "raw"];
    write(300);
    it.append(&raw).json();
    let checkpoint = it.dir.join("checkpoint");
    let old = fs::read(&checkpoint).unwrap();

    // Another log, whose checkpoints the operator signs as if they were this one's.
    let forged = |lines: &str| {
        let other = Operator::new("other");
        fs::write(other.path("lines"), lines).unwrap();
        let key = it.who.file.display().to_string();
        let origin = format!("althing/{}", it.log);
        other
            .append(&[
                "--input-format",
                "raw",
                "--checkpoint-key",
                &key,
                "--origin",
                &origin,
            ])
            .json();
        other
    };
    let other_root = forged(&"other\n".repeat(600));
    let larger = forged(&"other\n".repeat(700));
    let stranger = Operator::new("stranger");
    fs::write(stranger.path("lines"), "an entry\n".repeat(600)).unwrap();
    let origin = format!("althing/{}", it.log);
    stranger
        .append(&["--input-format", "raw", "--origin", &origin])
        .json();

    let (hook, posted) = webhook();
    let dir = it.dir();
    let arguments = [
        it.log.as_str(),
        "--dir",
        &dir,
        "--events",
        "--every",
        "1s",
        "--ws",
        &ws,
        "--webhook",
        &hook,
    ];
    let watcher = Watcher::start(&it, &arguments);
    assert_eq!(watcher.event("checkpoint")["size"], 300);
    write(600);
    it.append(&raw).json();
    assert_eq!(watcher.event("checkpoint")["size"], 600);
    let good = fs::read(&checkpoint).unwrap();
    for (bytes, kind) in [
        (old, "shrunk"),
        (
            fs::read(other_root.dir.join("checkpoint")).unwrap(),
            "otherRoot",
        ),
        (
            fs::read(larger.dir.join("checkpoint")).unwrap(),
            "inconsistent",
        ),
        (
            fs::read(stranger.dir.join("checkpoint")).unwrap(),
            "unexpectedSigner",
        ),
        (b"nothing".to_vec(), "unreadable"),
    ] {
        fs::write(&checkpoint, &bytes).unwrap();
        let alert = watcher.alert();
        assert_eq!(
            (&alert["alert"], &alert["log"]),
            (&kind.into(), &it.log.as_str().into())
        );
        assert_eq!(posted.recv_timeout(Duration::from_secs(30)).unwrap(), alert);
        // It is told once, and is over when the good one is back.
        fs::write(&checkpoint, &good).unwrap();
        watcher.is_silent();
    }
    drop(watcher);
    fs::write(&checkpoint, b"").unwrap();
    let watcher = Watcher::start(&it, &[&arguments[..], &["--exit-on-alert"]].concat());
    assert_eq!(watcher.alert()["alert"], "unreadable");
    assert_eq!(watcher.code(), 3);
}

#[test]
#[ignore = "needs a local validator"]
fn a_signer_who_is_not_expected_is_an_alert() {
    let it = Operator::new("operator");
    let ws = std::env::var("ALTHING_WS_URL").unwrap();
    let me = it.who.address();
    let somebody = it.chain.person("somebody").address();
    let base = [
        it.log.as_str(),
        "--ws",
        &ws,
        "--from-start",
        "--events",
        "--every",
        "1s",
    ];
    append(&it, 1);
    let listed = |who| [&base[..], &["--signer", who]].concat();
    let fine = Watcher::start(&it, &listed(&me));
    assert_eq!(fine.sizes(1), [1]);
    fine.is_silent();
    let strict = Watcher::start(
        &it,
        &[&listed(&somebody)[..], &["--exit-on-alert"]].concat(),
    );
    let alert = strict.alert();
    assert_eq!(alert["alert"], "unexpectedSigner");
    assert!(alert["detail"].as_str().unwrap().contains(&me), "{alert}");
    assert_eq!(strict.code(), 3);
}

#[test]
#[ignore = "needs a local validator"]
fn a_cluster_that_is_gone_is_an_alert() {
    let it = Operator::new("operator");
    let (answer, change): (crate::proxy::Answer, crate::proxy::Change) = (
        |method| (method == "getSignaturesForAddress").then(|| Value::from("nonsense")),
        |_, _| {},
    );
    let mut command = it
        .chain
        .command(&crate::proxy::between(&it.chain.url, answer, change));
    let watch = [
        "log",
        "watch",
        &it.log,
        "--every",
        "1s",
        "--silence",
        "2s",
        "--exit-on-alert",
    ];
    let state = it.path("state.json");
    // The state of an earlier run, so that it begins without asking.
    let root = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let seen = format!(
        r#"{{"version":1,"logs":{{"{}":{{"mark":{{"size":0,"root":"{root}"}},"last":null,"checkpoint":null,"missed":null}}}}}}"#,
        it.log
    );
    fs::write(&state, seen).unwrap();
    let ran = command
        .args(watch)
        .args(["--state", &state])
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert_eq!(ran.status.code(), Some(3), "{out}");
    assert!(out.contains(r#""alert":"unreachable""#), "{out}");
}

#[test]
#[ignore = "needs a local validator"]
fn another_writer_than_the_one_that_is_remembered_is_an_alert() {
    let it = Operator::new("operator");
    let ws = std::env::var("ALTHING_WS_URL").unwrap();
    let (me, state) = (it.who.address(), it.path("state.json"));
    let watch = |writer: &str| {
        let root = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let hands = format!(r#"{{"writer":"{writer}","maintainer":null,"authority":null}}"#);
        let log = format!(
            r#"{{"mark":{{"size":0,"root":"{root}"}},"last":null,"checkpoint":null,"missed":null,"hands":{hands}}}"#
        );
        let seen = format!(r#"{{"version":1,"logs":{{"{}":{log}}}}}"#, it.log);
        fs::write(&state, seen).unwrap();
        let more = [
            it.log.as_str(),
            "--ws",
            &ws,
            "--state",
            &state,
            "--every",
            "1s",
        ];
        Watcher::start(&it, &[&more[..], &["--exit-on-alert"]].concat())
    };
    watch(&me).is_silent();
    let other = watch("11111111111111111111111111111111");
    let alert = other.alert();
    assert_eq!(alert["alert"], "changeOfHands");
    assert!(alert["detail"].as_str().unwrap().contains(&me), "{alert}");
    assert_eq!(other.code(), 3);
    // It is told once: what is there now is remembered.
    let kept = fs::read_to_string(&state).unwrap();
    assert!(kept.contains(&format!(r#""writer": "{me}""#)), "{kept}");
}
