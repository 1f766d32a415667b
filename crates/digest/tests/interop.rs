//! Both ways with the reference implementation, `model-signing` from PyPI: run by `scripts/test.sh interop`.

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use althing_digest::{
    compare, digest_path, hex, Bundle, CompareOptions, Error, Method, NoProgress, Options,
    SigningKey, Statement, VerifyingKey,
};
use base64::Engine as _;
use serde_json::{json, Value};
use support::{model, write, Rng};

/// The reference in a process of its own.
struct Peer {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    fn start() -> Self {
        let python = std::env::var_os("ALTHING_PYTHON")
            .expect("ALTHING_PYTHON is not set: run these tests with scripts/test.sh interop");
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop/model_signing_peer.py");
        let mut child = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the Python that ALTHING_PYTHON names starts");
        let (requests, answers) = (
            child.stdin.take().unwrap(),
            BufReader::new(child.stdout.take().unwrap()),
        );
        Self {
            child,
            requests,
            answers,
        }
    }

    fn ask(&mut self, command: &str, mut request: Value) -> Result<Value, String> {
        request["command"] = command.into();
        writeln!(self.requests, "{request}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line:?}"));
        match answer.get("error") {
            Some(error) => Err(error.as_str().unwrap().to_owned()),
            None => Ok(answer["ok"].clone()),
        }
    }

    fn keys(&mut self, folder: &Path, curve: &str) -> PathBuf {
        let stem = folder.join(curve);
        self.ask("keygen", json!({"curve": curve, "stem": stem}))
            .unwrap();
        stem
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same options for the reference.
fn request(path: &Path, options: &Options) -> Value {
    let mut request = json!({
        "path": path,
        "ignore": options.ignore,
        "ignore_git": options.ignore_git,
        "allow_symlinks": options.allow_symlinks,
    });
    if let Method::Shards { size } = options.method {
        request["shard_size"] = size.into();
    }
    request
}

fn with(request: &Value, more: Value) -> Value {
    let mut request = request.clone();
    request
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    request
}

/// What a statement says, apart from the order of keys and of ignored paths.
fn meaning(payload: &[u8]) -> Value {
    let mut value: Value = serde_json::from_slice(payload).unwrap();
    let serialization = &mut value["predicate"]["serialization"];
    if let Some(Value::Array(paths)) = serialization.get_mut("ignore_paths") {
        paths.sort_by_key(|path| path.as_str().unwrap().to_owned());
    }
    if let Some(size) = serialization.get("shard_size") {
        serialization["shard_size"] = json!(size.as_f64().unwrap());
    }
    value
}

/// The bytes with what has no fixed order in the reference sorted: its lines, without commas and the shard size's `.0`.
fn lines(payload: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(payload).unwrap();
    let mut lines: Vec<String> = text
        .split('\n')
        .map(|line| line.trim_end_matches(','))
        .map(|line| {
            if line.contains("\"shard_size\": ") {
                line.trim_end_matches(".0")
            } else {
                line
            }
            .to_owned()
        })
        .collect();
    lines.sort();
    lines
}

/// Asserts that both sides make the same manifest, root and statement of the model.
fn assert_same(peer: &mut Peer, path: &Path, options: &Options) -> Statement {
    let theirs = peer
        .ask("digest", request(path, options))
        .unwrap_or_else(|e| panic!("{path:?} {options:?}: {e}"));
    let digest = digest_path(path, options, &NoProgress)
        .unwrap_or_else(|e| panic!("{path:?} {options:?}: {e}"));
    let statement = digest.statement().unwrap();
    let algorithm = options.method.algorithm();
    let ours: Vec<Value> = digest
        .manifest
        .items()
        .iter()
        .map(|item| json!([item.identifier(), algorithm, hex(&item.digest)]))
        .collect();
    assert_eq!(
        Value::from(ours),
        theirs["resources"],
        "{path:?} {options:?}"
    );
    let payload = base64::engine::general_purpose::STANDARD
        .decode(theirs["payload"].as_str().unwrap())
        .unwrap();
    assert_eq!(meaning(statement.payload()), meaning(&payload));
    assert_eq!(lines(statement.payload()), lines(&payload));
    let parsed = Statement::parse(&payload).unwrap();
    assert_eq!(parsed.manifest().items(), digest.manifest.items());
    assert_eq!(parsed.manifest().root(), digest.root());
    assert_eq!(Statement::parse(statement.payload()).unwrap(), statement);
    statement
}

/// Components that order, escape or look special.
const ODD: [&str; 38] = [
    "a",
    "a-b",
    "a.b",
    "a b",
    "a:b",
    "A",
    "b",
    "Z",
    "-",
    "--help",
    ".hidden",
    "...",
    "~",
    "#",
    "a\nb",
    "a\rb",
    "a\tb",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\"q\"",
    "'q'",
    "back\\slash",
    "<&>",
    "caf\u{e9}",
    "cafe\u{301}",
    "\u{2028}",
    "\u{202e}rtl",
    "\u{feff}",
    "\u{ffff}",
    "\u{10000}",
    "\u{1f600}",
    ".git",
    ".gitignore",
    ".github",
    ".gitattributes",
    ".gitx",
    "model.sig",
];

/// A folder of odd names; never empty. Colons only outside of shards, which refuse them.
fn random_model(rng: &mut Rng, root: &Path, colons: bool, links: bool) {
    let mut written = Vec::new();
    for _ in 0..1 + rng.below(25) {
        let mut path = root.to_path_buf();
        for _ in 0..=rng.below(4) {
            let name = loop {
                let name = *rng.pick(&ODD);
                if colons || !name.contains(':') {
                    break name;
                }
            };
            path.push(name);
        }
        if path.exists() || path.ancestors().any(|above| above.is_file()) {
            continue;
        }
        let size = *rng.pick(&[0, 1, 55, 63, 64, 65, 119, 4096, 70_001, 131_072, 200_003]);
        let content = rng.bytes(size);
        write(&path, &content);
        written.push(path);
    }
    if links {
        for (i, target) in written.iter().enumerate().take(3) {
            symlink(target, root.join(format!("link-{i}"))).unwrap();
            symlink(
                target.parent().unwrap(),
                root.join(format!("folder-link-{i}")),
            )
            .unwrap();
        }
    }
}

#[test]
#[ignore = "needs the reference: scripts/test.sh interop"]
fn random_models_have_the_reference_s_digests_and_statements() {
    let mut peer = Peer::start();
    for seed in 0..60 {
        let mut rng = Rng::new(seed);
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join(rng.pick(&ODD[..32]));
        fs::create_dir(&root).unwrap();
        let shards = seed % 3 == 0;
        let links = seed % 4 == 1;
        random_model(&mut rng, &root, !shards, links);
        let size = *rng.pick(&[1000, 4096, 65_536, 1_000_000_000]);
        let options = Options {
            method: if shards {
                Method::Shards { size }
            } else {
                Method::Files
            },
            allow_symlinks: links,
            ignore_git: rng.below(4) > 0,
            ignore: (0..rng.below(3))
                .map(|_| (*rng.pick(&ODD)).to_owned())
                .collect(),
            ..Options::default()
        };
        assert_same(&mut peer, &root, &options);
    }
}

#[test]
#[ignore = "needs the reference: scripts/test.sh interop"]
fn corners_have_the_reference_s_digests() {
    let mut peer = Peer::start();
    let shards = |size| Options {
        method: Method::Shards { size },
        ..Options::default()
    };
    let (_guard, root) = model(&[
        ("a/b/c", b"x"),
        ("a-b", b"y"),
        ("empty", b""),
        ("six", b"abcdef"),
    ]);
    fs::create_dir(root.join("void")).unwrap();
    assert_same(&mut peer, &root, &Options::default());
    for path in ["void", "empty", "six", "a", "a/..", "void/../six", "."] {
        let path = root.join(path);
        assert_same(&mut peer, &path, &Options::default());
        for size in [1, 2, 3, 4, 6, 7, 1 << 50] {
            assert_same(&mut peer, &path, &shards(size));
        }
    }
    // A single file is never ignored, and a model inside .git is read.
    write(&root.join(".git/model/weights"), b"w");
    write(&root.join(".gitignore"), b"i");
    assert_same(&mut peer, &root.join(".gitignore"), &Options::default());
    assert_same(&mut peer, &root.join(".git/model"), &Options::default());
    // Links: to files anywhere they are read, to folders they are left out.
    let outside = root.parent().unwrap().join("outside");
    write(&outside.join("file"), b"outside");
    symlink(outside.join("file"), root.join("link")).unwrap();
    symlink(&outside, root.join("folder")).unwrap();
    symlink(".", root.join("circle")).unwrap();
    let links = Options {
        allow_symlinks: true,
        ..Options::default()
    };
    assert_same(&mut peer, &root, &links);
    symlink(&root, root.parent().unwrap().join("to-model")).unwrap();
    assert_same(&mut peer, &root.parent().unwrap().join("to-model"), &links);
}

#[test]
#[ignore = "needs the reference: scripts/test.sh interop"]
fn what_the_reference_refuses_is_refused() {
    let mut peer = Peer::start();
    let broken = |name: &str, target: &str| {
        let (guard, root) = model(&[("a", b"a")]);
        symlink(target, root.join(name)).unwrap();
        (guard, root)
    };
    let links = Options {
        allow_symlinks: true,
        ..Options::default()
    };
    let (_g1, link) = broken("link", "a");
    let (_g2, dangling) = broken("dangling", "nowhere");
    let (_g3, circle) = broken("circle", "circle");
    let (_g4, pipe) = model(&[("a", b"a")]);
    support::make_pipe(&pipe.join("pipe"));
    let missing = link.join("missing");
    for (path, options) in [
        (&link, &Options::default()),
        (&dangling, &links),
        (&circle, &links),
        (&pipe, &Options::default()),
        (&missing, &Options::default()),
        (
            &link,
            &Options {
                method: Method::Shards { size: 0 },
                ..links.clone()
            },
        ),
    ] {
        peer.ask("digest", request(path, options))
            .expect_err("the reference refuses");
        digest_path(path, options, &NoProgress).expect_err("and so do we");
    }
}

/// The key files of a stem.
fn keys(stem: &Path) -> (SigningKey, VerifyingKey) {
    let read = |suffix: &str| {
        fs::read(stem.with_file_name(format!(
            "{}{suffix}",
            stem.file_name().unwrap().to_str().unwrap()
        )))
        .unwrap()
    };
    let key = SigningKey::from_pem(&read(".pem")).unwrap();
    let sec1 = SigningKey::from_pem(&read(".sec1.pem")).unwrap();
    let public = VerifyingKey::from_pem(&read(".pub")).unwrap();
    assert_eq!(
        (key.verifying_key(), sec1.verifying_key()),
        (public.clone(), public.clone())
    );
    assert_eq!(public.to_pem().as_bytes(), read(".pub"));
    for encrypted in [".enc.pem", ".enc1.pem"] {
        let error = SigningKey::from_pem(&read(encrypted)).unwrap_err();
        assert!(error.to_string().contains("encrypted"), "{error}");
    }
    (key, public)
}

fn suffixed(stem: &Path, suffix: &str) -> PathBuf {
    let mut name = stem.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[test]
#[ignore = "needs the reference: scripts/test.sh interop"]
fn signatures_verify_both_ways_and_tampering_is_seen_by_both() {
    let mut peer = Peer::start();
    let dir = tempfile::tempdir().unwrap();
    for (round, curve) in ["P-256", "P-384", "P-521", "P-521", "P-256", "P-384"]
        .into_iter()
        .enumerate()
    {
        let stem = peer.keys(dir.path(), curve);
        let (key, public) = keys(&stem);
        let root = dir.path().join(format!("model{round}"));
        write(&root.join("weights"), b"0123456789");
        random_model(
            &mut Rng::new(1000 + round as u64),
            &root,
            round < 2,
            round == 4,
        );
        let method = if round < 2 {
            Method::Files
        } else {
            Method::Shards {
                size: 7 + 1000 * round as u64,
            }
        };
        let options = Options {
            method,
            allow_symlinks: round == 4,
            ignore: vec!["signed.sig".into()],
            ..Options::default()
        };
        let asked = request(&root, &options);

        let theirs = root.join("signed.sig");
        peer.ask(
            "sign",
            with(
                &asked,
                json!({"key": suffixed(&stem, ".pem"), "signature": theirs}),
            ),
        )
        .unwrap();
        let verified = Bundle::parse(&fs::read(&theirs).unwrap())
            .unwrap()
            .verify(&public)
            .unwrap();
        let same = |statement: &Statement| {
            compare(
                &root,
                statement.manifest(),
                &CompareOptions::default(),
                &NoProgress,
            )
            .unwrap()
        };
        assert!(same(&verified).holds(), "{:?}", same(&verified));

        let statement = digest_path(&root, &options, &NoProgress)
            .unwrap()
            .statement()
            .unwrap();
        let ours = dir.path().join(format!("{round}.sig"));
        fs::write(&ours, Bundle::sign(&statement, &key).to_json()).unwrap();
        let explicit = with(
            &asked,
            json!({"key": suffixed(&stem, ".pub"), "signature": ours}),
        );
        let mut verdicts = |what: &str| {
            let guess = peer.ask("verify", with(&explicit, json!({"guess": true})));
            let told = peer.ask("verify", explicit.clone());
            // Left to guess, the reference forgets that links were allowed, and refuses them.
            let guessed = told.is_ok() && !options.allow_symlinks;
            assert_eq!(guess.is_ok(), guessed, "{what}: {guess:?} {told:?}");
            told.is_ok()
        };
        assert!(verdicts("untouched"));

        fs::write(root.join("weights"), b"0123456788").unwrap();
        assert!(!verdicts("changed"));
        assert_eq!(
            same(&verified).differs[0].name.split(':').next(),
            Some("weights")
        );
        fs::remove_file(root.join("weights")).unwrap();
        assert!(!verdicts("removed"));
        assert_eq!(
            same(&verified).missing[0].split(':').next(),
            Some("weights")
        );
        fs::write(root.join("weights"), b"0123456789").unwrap();
        fs::write(root.join("zz-more"), b"more").unwrap();
        assert!(!verdicts("added"));
        assert_eq!(same(&verified).extra[0].split(':').next(), Some("zz-more"));
        fs::remove_file(root.join("zz-more")).unwrap();
        assert!(verdicts("restored"));

        let bundle: Value = serde_json::from_slice(&fs::read(&ours).unwrap()).unwrap();
        let mut payload = base64::engine::general_purpose::STANDARD
            .decode(bundle["dsseEnvelope"]["payload"].as_str().unwrap())
            .unwrap();
        let at = payload.len() / 2;
        payload[at] ^= 1;
        let mut forged = bundle.clone();
        forged["dsseEnvelope"]["payload"] = base64::engine::general_purpose::STANDARD
            .encode(&payload)
            .into();
        fs::write(&ours, forged.to_string()).unwrap();
        assert!(!verdicts("forged"));
        let error = Bundle::parse(forged.to_string().as_bytes())
            .unwrap()
            .verify(&public)
            .unwrap_err();
        assert!(matches!(error, Error::BadSignature));
    }
}

#[test]
#[ignore = "needs the reference: scripts/test.sh interop"]
fn another_key_and_curves_not_supported_are_named() {
    let mut peer = Peer::start();
    let (guard, root) = model(&[("a", b"a")]);
    let signer = peer.keys(guard.path(), "P-256");
    let signature = guard.path().join("sig");
    peer.ask(
        "sign",
        json!({"path": root, "key": suffixed(&signer, ".pem"), "signature": signature}),
    )
    .unwrap();
    let bundle = Bundle::parse(&fs::read(&signature).unwrap()).unwrap();
    let other = guard.path().join("other");
    peer.ask("keygen", json!({"curve": "P-256", "stem": other}))
        .unwrap();
    let other = VerifyingKey::from_pem(&fs::read(suffixed(&other, ".pub")).unwrap()).unwrap();
    assert!(matches!(bundle.verify(&other), Err(Error::OtherKey { .. })));
    let without_hint = Bundle {
        hint: None,
        ..bundle
    };
    assert!(matches!(
        without_hint.verify(&other),
        Err(Error::BadSignature)
    ));

    let other = peer.keys(guard.path(), "P-224");
    let expected = "none of EC P-256, P-384, P-521 and Ed25519";
    let error = VerifyingKey::from_pem(&fs::read(suffixed(&other, ".pub")).unwrap()).unwrap_err();
    assert!(error.to_string().contains(expected), "{error}");
    for form in [".pem", ".sec1.pem"] {
        let error = SigningKey::from_pem(&fs::read(suffixed(&other, form)).unwrap()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}

/// What the standards let another implementation write, and the reference reads.
#[test]
#[ignore = "needs the reference: scripts/test.sh interop"]
fn bundles_of_others_verify_here_as_in_the_reference() {
    let mut peer = Peer::start();
    let (guard, root) = model(&[("a/b", b"1"), ("a-b", b"2"), ("a.b", b"3")]);
    let stem = peer.keys(guard.path(), "P-256");
    let (key, public) = keys(&stem);
    let signature = guard.path().join("sig");
    let made = digest_path(&root, &Options::default(), &NoProgress).unwrap();
    let statement = made.statement().unwrap();
    let honest: Value = serde_json::from_str(&Bundle::sign(&statement, &key).to_json()).unwrap();
    let standard = &base64::engine::general_purpose::STANDARD;
    let mut verdict = |what: &str, value: &Value| {
        fs::write(&signature, value.to_string()).unwrap();
        let verified = Bundle::parse(value.to_string().as_bytes())
            .and_then(|bundle| bundle.verify(&public))
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        let compared = compare(
            &root,
            verified.manifest(),
            &CompareOptions::default(),
            &NoProgress,
        );
        assert!(compared.unwrap().holds(), "{what}");
        let asked = json!({"path": root, "key": suffixed(&stem, ".pub"), "signature": signature, "guess": true});
        peer.ask("verify", asked)
    };
    let signatures = "/dsseEnvelope/signatures";
    let mut second = honest.pointer(signatures).unwrap()[0].clone();
    second["sig"] = standard.encode([1; 70]).into();
    type Change<'a> = &'a dyn Fn(&mut Value);
    let changes: [(&str, Change<'_>); 4] = [
        ("keyid null", &|value| {
            value.pointer_mut(signatures).unwrap()[0]["keyid"] = Value::Null;
        }),
        ("no keyid", &|value| {
            let signature = &mut value.pointer_mut(signatures).unwrap()[0];
            signature.as_object_mut().unwrap().remove("keyid");
        }),
        ("a second signature", &|value| {
            let list = value.pointer_mut(signatures).unwrap();
            list.as_array_mut().unwrap().push(second.clone());
        }),
        ("timestamps", &|value| {
            value["verificationMaterial"]["timestampVerificationData"] =
                json!({"rfc3161Timestamps": []});
        }),
    ];
    for (what, change) in changes {
        let mut value = honest.clone();
        change(&mut value);
        verdict(what, &value).unwrap_or_else(|error| panic!("{what}: {error}"));
    }
    // The order of OMS 1.0, 5.2.1: whole strings.
    let mut other: Value = serde_json::from_slice(statement.payload()).unwrap();
    let list = other["predicate"]["resources"].as_array_mut().unwrap();
    list.sort_by_key(|resource| resource["name"].as_str().unwrap().to_owned());
    let names: Vec<&str> = list.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a-b", "a.b", "a/b"]);
    let digests: String = list
        .iter()
        .map(|it| it["digest"].as_str().unwrap())
        .collect();
    let digests = bytes_of(&digests);
    other["subject"][0]["digest"]["sha256"] = hex(&althing_digest::sha256(&digests)).into();
    let payload = other.to_string().into_bytes();
    let signed = key.sign(&althing_digest::dsse::pae(
        althing_digest::dsse::PAYLOAD_TYPE,
        &payload,
    ));
    let mut value = honest;
    value["dsseEnvelope"]["payload"] = standard.encode(&payload).into();
    value.pointer_mut(signatures).unwrap()[0]["sig"] = standard.encode(signed).into();
    verdict("another order", &value).unwrap();
}

fn bytes_of(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

/// It looks at every path before it asks what is ignored.
#[test]
#[ignore = "needs the reference: scripts/test.sh interop"]
fn what_is_signed_beside_ignored_folders_is_verified_by_the_reference() {
    let mut peer = Peer::start();
    let (guard, root) = model(&[("a", b"1"), (".git/config", b"2"), ("notes/deep/x", b"3")]);
    let (key, stem) = (guard.path().join("sig"), peer.keys(guard.path(), "P-384"));
    let (private, public) = keys(&stem);
    for place in [".git/z", ".gitignore", "notes/z", "notes/deep/z"] {
        for (what, links) in [
            ("link", false),
            ("link", true),
            ("dangling", true),
            ("pipe", true),
        ] {
            let path = root.join(place);
            match what {
                "link" => symlink(root.join("a"), &path).unwrap(),
                "dangling" => symlink("nowhere", &path).unwrap(),
                _ => support::make_pipe(&path),
            }
            let options = Options {
                allow_symlinks: links,
                ignore: vec!["notes".into()],
                ..Options::default()
            };
            let asked = with(&request(&root, &options), json!({"signature": key}));
            let signing = with(&asked, json!({"key": suffixed(&stem, ".pem")}));
            let theirs = peer.ask("sign", signing);
            let ours = digest_path(&root, &options, &NoProgress);
            assert_eq!(
                theirs.is_ok(),
                ours.is_ok(),
                "{place} {what} {links}: {theirs:?} {ours:?}"
            );
            if let Ok(ours) = ours {
                let bundle = Bundle::parse(&fs::read(&key).unwrap()).unwrap();
                let items = bundle.verify(&public).unwrap().manifest().items().to_vec();
                assert_eq!(items, ours.manifest.items());
                let bundle = Bundle::sign(&ours.statement().unwrap(), &private);
                fs::write(&key, bundle.to_json()).unwrap();
                let verifying = with(&asked, json!({"key": suffixed(&stem, ".pub")}));
                peer.ask("verify", verifying).unwrap();
            }
            fs::remove_file(&path).unwrap();
        }
    }
}
