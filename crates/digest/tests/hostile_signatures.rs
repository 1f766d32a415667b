//! Statements, envelopes, bundles and keys that are cut off, altered, reordered, oversized or made to deceive: each is
//! refused, and the error names the place.

use althing_digest::dsse::{pae, PAYLOAD_TYPE};
use althing_digest::{
    hex, sha256, Bundle, Envelope, Error, ErrorKind, Item, Manifest, Method, Serialization,
    SigningKey, Statement, VerifyingKey,
};
use serde_json::{json, Value};

fn statement(method: Method, ignore: &[&str]) -> Statement {
    let item = |name: &str, range| Item {
        name: name.into(),
        range,
        digest: sha256(name.as_bytes()),
    };
    let items = match method {
        Method::Files => vec![item("a/b", None), item("a-b", None), item("c\nd", None)],
        Method::Shards { size } => vec![
            item("a", Some((0, size))),
            item("a", Some((size, size + 1))),
            item("b", Some((0, 1))),
        ],
    };
    let serialization = Serialization {
        method,
        allow_symlinks: false,
        ignore_paths: ignore.iter().map(|path| (*path).to_owned()).collect(),
    };
    Statement::new("model", Manifest::new(serialization, items).unwrap()).unwrap()
}

fn files() -> Statement {
    statement(Method::Files, &[".git"])
}

fn key() -> SigningKey {
    SigningKey::from_ed25519_seed(&[3; 32])
}

/// The statement with a change, and what reading it gives.
fn altered(of: &Statement, change: impl FnOnce(&mut Value)) -> Error {
    let mut value: Value = serde_json::from_slice(of.payload()).unwrap();
    change(&mut value);
    let error = Statement::parse(value.to_string().as_bytes()).expect_err("it is refused");
    assert!(
        error.to_string().contains(';'),
        "{error} does not say what to do"
    );
    error
}

#[test]
fn every_statement_cut_off_is_refused_with_the_place() {
    for whole in [files(), statement(Method::Shards { size: 4 }, &[])] {
        let payload = whole.payload();
        assert_eq!(Statement::parse(payload).unwrap(), whole);
        for length in 0..payload.len() {
            let error = Statement::parse(&payload[..length])
                .unwrap_err()
                .to_string();
            assert!(
                error.contains("line ") && error.contains("column "),
                "{length}: {error}"
            );
        }
        for tail in ["x", "{}", "\0", "]"] {
            let longer = [payload, tail.as_bytes()].concat();
            assert!(
                matches!(Statement::parse(&longer), Err(Error::Json { .. })),
                "{tail}"
            );
        }
    }
}

#[test]
fn every_bundle_cut_off_or_with_one_wrong_byte_fails() {
    let bundle = Bundle::sign(&files(), &key()).to_json();
    let public = key().verifying_key();
    let honest = Bundle::parse(bundle.as_bytes()).unwrap();
    honest.verify(&public).unwrap();
    let keyid = bundle.find("keyid").unwrap();
    let keyid = keyid..keyid + 5;
    for length in 0..bundle.len() {
        assert!(
            Bundle::parse(&bundle.as_bytes()[..length]).is_err(),
            "{length}"
        );
    }
    for at in 0..bundle.len() {
        for bit in [0x01, 0x02, 0x10, 0x20, 0x80] {
            let mut bytes = bundle.clone().into_bytes();
            bytes[at] ^= bit;
            let parsed = Bundle::parse(&bytes);
            // A field that DSSE does not know is passed over: it may be `keyid`, by which nothing is decided.
            let same = parsed.as_ref().is_ok_and(|read| *read == honest);
            let verified = parsed.and_then(|bundle| bundle.verify(&public));
            assert!(
                verified.is_err() || same && keyid.contains(&at),
                "byte {at} of the bundle: {:?}",
                bytes[at] as char
            );
        }
    }
}

#[test]
fn a_forged_statement_does_not_carry_another_s_signature() {
    let honest = Bundle::sign(&files(), &key());
    let other = statement(Method::Files, &[".git", "secret"]);
    let forged = Bundle {
        envelope: Envelope {
            payload: other.payload().to_vec(),
            ..honest.envelope.clone()
        },
        ..honest.clone()
    };
    let public = key().verifying_key();
    assert!(matches!(forged.verify(&public), Err(Error::BadSignature)));
    // The forger's own signature under the honest hint, and without any.
    let forger = SigningKey::from_ed25519_seed(&[4; 32]);
    let mut own = Bundle::sign(&other, &forger);
    assert!(matches!(own.verify(&public), Err(Error::OtherKey { .. })));
    own.hint = honest.hint;
    assert!(matches!(own.verify(&public), Err(Error::BadSignature)));
    own.hint = None;
    assert!(matches!(own.verify(&public), Err(Error::BadSignature)));
    for error in [Error::BadSignature, own.verify(&public).unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Mismatch);
    }
}

#[test]
fn resources_out_of_order_doubled_or_nested_are_named() {
    let resources = |value: &mut Value| -> Vec<Value> {
        value["predicate"]["resources"].as_array().unwrap().clone()
    };
    type Change = fn(&mut Vec<Value>);
    let cases: [(&str, &str, Change); 9] = [
        ("a/b", "it is named twice", |list| {
            list.push(list[0].clone())
        }),
        ("a/b", "it is named twice", |list| {
            list.insert(0, list[0].clone())
        }),
        ("a/b/c", "it lies below another file", |list| {
            let mut below = list[0].clone();
            below["name"] = "a/b/c".into();
            list.insert(1, below);
        }),
        ("a/b/c", "it lies below another file", |list| {
            let mut below = list[0].clone();
            below["name"] = "a/b/c".into();
            list.insert(0, below);
        }),
        ("../a", "component", |list| list[0]["name"] = "../a".into()),
        ("/etc/passwd", "absolute", |list| {
            list[0]["name"] = "/etc/passwd".into()
        }),
        ("a//b", "component", |list| list[0]["name"] = "a//b".into()),
        ("a-b", "hexadecimal", |list| {
            list[1]["digest"] = "AG".repeat(32).into()
        }),
        ("a-b", "algorithm", |list| {
            list[1]["algorithm"] = "sha1".into()
        }),
    ];
    for (name, why, change) in cases {
        let error = altered(&files(), |value| {
            let mut list = resources(value);
            change(&mut list);
            value["predicate"]["resources"] = list.into();
        });
        let text = error.to_string();
        assert!(matches!(error, Error::Resource { .. }), "{text}");
        assert!(
            text.contains(&format!("resource '{name}'")) && text.contains(why),
            "{text}"
        );
    }
    let long = "n".repeat(4097);
    let error = altered(&files(), |value| {
        value["predicate"]["resources"][0]["name"] = long.into()
    });
    assert!(error.to_string().contains("longer than 4096"));
}

#[test]
fn shards_that_leave_gaps_overlap_or_lie_about_their_size_are_named() {
    let sharded = statement(Method::Shards { size: 4 }, &[]);
    for (at, name, why) in [
        (0, "a:1:4", "a shard before it is missing"),
        (0, "a:0:3", "a shard before it is not of full size"),
        (1, "a:5:6", "a shard before it is missing"),
        (1, "a:3:5", "a shard before it is missing"),
        (1, "a:4:9", "its bounds do not fit the shard size"),
        (1, "a:4:4", "its bounds do not fit the shard size"),
        (1, "a:4:3", "its bounds do not fit the shard size"),
        (1, "a:04:5", "the name of a shard is path:start:end"),
        (1, "a:4:+5", "the name of a shard is path:start:end"),
        (
            1,
            "a:4:18446744073709551616",
            "the name of a shard is path:start:end",
        ),
        (1, "a:4", "the name of a shard is path:start:end"),
        (1, "a:b:4:5", "the name of a shard is path:start:end"),
    ] {
        let error = altered(&sharded, |value| {
            value["predicate"]["resources"][at]["name"] = name.into()
        });
        assert!(error.to_string().contains(why), "{name}: {error}");
    }
    for size in [json!(0), json!(-4), json!(4.5), json!(1e300), json!(9.1e15)] {
        let error = altered(&sharded, |value| {
            value["predicate"]["serialization"]["shard_size"] = size.clone();
        });
        assert!(
            error.to_string().contains("whole number from 1 to 2^53"),
            "{size}: {error}"
        );
    }
}

#[test]
fn statements_of_another_kind_or_about_something_else_say_so() {
    let cases: [(&str, &str, Value, &str); 13] = [
        (
            "/_type",
            "statement type",
            json!("https://in-toto.io/Statement/v0.1"),
            "v0.1",
        ),
        (
            "/predicateType",
            "predicate type",
            json!("https://model_signing/Digests/v0.1"),
            "Digests",
        ),
        (
            "/predicate/serialization/hash_type",
            "hash type",
            json!("blake3"),
            "blake3",
        ),
        (
            "/predicate/serialization/method",
            "serialization method",
            json!("shapes"),
            "shapes",
        ),
        ("/subject", "exactly one subject", json!([]), ""),
        (
            "/subject/0/name",
            "the model's name is empty",
            json!(""),
            "",
        ),
        (
            "/subject/0/digest/sha256",
            "the root is",
            json!("0".repeat(64)),
            "0000",
        ),
        (
            "/subject/0/digest/sha256",
            "the root is",
            json!("\u{1b}[2J"),
            "\\u{1b}",
        ),
        (
            "/subject/0/digest",
            "missing field `sha256`",
            json!({"blake2b": "00"}),
            "",
        ),
        ("/predicate/resources", "invalid type", json!({}), ""),
        (
            "/predicate/serialization/allow_symlinks",
            "invalid type",
            json!("no"),
            "",
        ),
        (
            "/predicate/serialization/ignore_paths",
            "the whole model",
            json!(["."]),
            "",
        ),
        (
            "/predicate/serialization/ignore_paths",
            "it is absolute",
            json!(["/"]),
            "",
        ),
    ];
    for (place, expected, new, also) in cases {
        let text = altered(&files(), |value| *value.pointer_mut(place).unwrap() = new).to_string();
        assert!(
            text.contains(expected) && text.contains(also),
            "{place}: {text}"
        );
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
    let two = altered(&files(), |value| {
        let subject = value["subject"][0].clone();
        value["subject"].as_array_mut().unwrap().push(subject);
    });
    assert!(matches!(two, Error::Statement(_)), "{two}");
}

#[test]
fn a_field_given_twice_is_refused() {
    let text = String::from_utf8(files().payload().to_vec()).unwrap();
    for field in [
        "\"name\": ",
        "\"method\": ",
        "\"sha256\": ",
        "\"predicateType\": ",
        "\"resources\": ",
    ] {
        let twice = text.replacen(field, &format!("{field}null, {field}"), 1);
        assert!(
            matches!(Statement::parse(twice.as_bytes()), Err(Error::Json { .. })),
            "{field}"
        );
    }
}

#[test]
fn json_that_nests_or_is_no_text_is_refused() {
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let unknown = [br#"{"unknown":"#.as_slice(), &deep, b"}"].concat();
    let not_text: [&[u8]; 7] = [
        b"",
        b"null",
        b"[]",
        b"\xef\xbb\xbf{}",
        b"{\"_type\":\"\xff\"}",
        b"{\"_type\":\"\\ud800\"}",
        b"\0",
    ];
    for bytes in not_text.into_iter().chain([&deep[..], &unknown[..]]) {
        assert!(matches!(
            Statement::parse(bytes),
            Err(Error::Json {
                what: "statement",
                ..
            })
        ));
        assert!(matches!(
            Envelope::parse(bytes),
            Err(Error::Json {
                what: "envelope",
                ..
            })
        ));
        assert!(matches!(
            Bundle::parse(bytes),
            Err(Error::Json { what: "bundle", .. })
        ));
    }
}

#[test]
fn what_is_too_large_is_not_read_at_all() {
    // Pages that nobody touches take no memory.
    let nothing = vec![0; 720 << 20];
    for error in [
        Statement::parse(&nothing).unwrap_err(),
        Envelope::parse(&nothing).unwrap_err(),
        Bundle::parse(&nothing).unwrap_err(),
        VerifyingKey::from_pem(&nothing).unwrap_err(),
        SigningKey::from_pem(&nothing).unwrap_err(),
    ] {
        assert!(matches!(error, Error::TooLarge { .. }), "{error}");
        assert_eq!(error.kind(), ErrorKind::Input);
    }
}

#[test]
fn bundles_and_envelopes_that_say_more_or_something_else_are_refused() {
    let bundle = Bundle::sign(&files(), &key()).to_json();
    let many = vec![json!({"sig": "AA=="}); 65];
    let cases: [(&str, Value, &str); 13] = [
        (
            "/mediaType",
            json!("application/vnd.dev.sigstore.bundle+json;version=0.2"),
            "media type",
        ),
        (
            "/verificationMaterial/tlogEntries",
            json!([{}]),
            "entries of a transparency log",
        ),
        (
            "/verificationMaterial/publicKey",
            Value::Null,
            "which key signed it",
        ),
        (
            "/dsseEnvelope/payloadType",
            json!("text/plain"),
            "payload type",
        ),
        (
            "/dsseEnvelope/payload",
            json!("e3"),
            "the payload is not base64",
        ),
        (
            "/dsseEnvelope/payload",
            json!("e31="),
            "the payload is not base64",
        ),
        (
            "/dsseEnvelope/signatures",
            json!([]),
            "must have a signature, and at most 64",
        ),
        (
            "/dsseEnvelope/signatures",
            many.into(),
            "must have a signature, and at most 64",
        ),
        (
            "/dsseEnvelope/signatures/0/sig",
            json!(""),
            "empty or too long",
        ),
        (
            "/dsseEnvelope/signatures/0/sig",
            json!("A".repeat(1400)),
            "empty or too long",
        ),
        (
            "/dsseEnvelope/signatures/0/sig",
            json!("!"),
            "the signature is not base64",
        ),
        ("/dsseEnvelope", json!([]), "line 1 column"),
        (
            "/verificationMaterial",
            json!({"certificate": {}}),
            "signed with a certificate",
        ),
    ];
    for (place, new, expected) in cases {
        let mut value: Value = serde_json::from_str(&bundle).unwrap();
        *value.pointer_mut(place).unwrap() = new;
        let text = Bundle::parse(value.to_string().as_bytes())
            .unwrap_err()
            .to_string();
        assert!(text.contains(expected), "{place}: {text}");
    }
    for place in ["", "/verificationMaterial"] {
        let mut value: Value = serde_json::from_str(&bundle).unwrap();
        value.pointer_mut(place).unwrap()["more"] = json!(1);
        let text = Bundle::parse(value.to_string().as_bytes())
            .unwrap_err()
            .to_string();
        assert!(text.contains("unknown field `more`"), "{place}: {text}");
    }
}

/// A bundle over a payload that nobody has checked.
fn signed(payload: String) -> Bundle {
    let mut bundle = Bundle::sign(&files(), &key());
    let signature = key().sign(&pae(PAYLOAD_TYPE, payload.as_bytes()));
    bundle.envelope = Envelope::new(payload.into_bytes(), signature);
    bundle
}

/// "Either standard or URL-safe encoding is allowed", "Consumers MUST ignore unrecognized fields", "An envelope MAY have
/// more than one signature" (DSSE 1.0); keyid absent, empty or null, and a bundle as releases before 1.0 wrote it.
#[test]
fn what_the_standards_let_others_write_is_read() {
    let public = key().verifying_key();
    let honest = Bundle::sign(&files(), &key());
    let json: Value = serde_json::from_str(&honest.to_json()).unwrap();
    let read = |change: &dyn Fn(&mut Value)| {
        let mut value = json.clone();
        change(&mut value);
        let text = value.to_string();
        let bundle = Bundle::parse(text.as_bytes()).unwrap_or_else(|e| panic!("{text}: {e}"));
        let statement = bundle
            .verify(&public)
            .unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(statement, files());
        let alone = Envelope::parse(value["dsseEnvelope"].to_string().as_bytes()).unwrap();
        assert_eq!(alone, bundle.envelope);
        bundle
    };
    for keyid in [json!(null), json!(""), json!("anything")] {
        read(&|value| value["dsseEnvelope"]["signatures"][0]["keyid"] = keyid.clone());
    }
    let respelt = |text: &Value, unpadded: bool| {
        let text = text.as_str().unwrap().replace('+', "-").replace('/', "_");
        let end = if unpadded {
            text.trim_end_matches('=')
        } else {
            &text
        };
        Value::from(end)
    };
    for unpadded in [false, true] {
        let bundle = read(&|value| {
            let envelope = &mut value["dsseEnvelope"];
            envelope["payload"] = respelt(&envelope["payload"], unpadded);
            let sig = &mut envelope["signatures"][0]["sig"];
            *sig = respelt(sig, unpadded);
        });
        assert_eq!(bundle, honest, "written again it has the standard alphabet");
    }
    for place in ["/dsseEnvelope", "/dsseEnvelope/signatures/0"] {
        let more = read(&|value| {
            value.pointer_mut(place).unwrap()["future"] = json!({"more": [1]});
        });
        assert_eq!(more, honest);
    }
    // A stranger's signature of another kind before and after.
    read(&|value| {
        let list = value["dsseEnvelope"]["signatures"].as_array_mut().unwrap();
        let strange = json!({"sig": "A".repeat(684), "keyid": "rsa"});
        list.insert(0, strange.clone());
        list.push(strange);
    });
    let old = read(&|value| {
        value["verificationMaterial"] = json!({
            "publicKey": {"rawBytes": "AA==", "keyDetails": "PKIX_ECDSA_P256_SHA_256"},
            "timestampVerificationData": {"rfc3161Timestamps": []},
            "tlogEntries": [],
        });
        value["dsseEnvelope"]["signatures"][0]["keyid"] = json!(null);
    });
    assert_eq!((old.hint, old.envelope), (None, honest.envelope.clone()));
}

/// However many signatures there are, one has to be the key's.
#[test]
fn signatures_of_others_are_none_of_the_key_s() {
    let forger = SigningKey::from_ed25519_seed(&[4; 32]);
    let honest = Bundle::sign(&files(), &key());
    let mut forged = Bundle::sign(&statement(Method::Files, &[]), &forger);
    forged.hint = None;
    forged
        .envelope
        .signatures
        .extend(honest.envelope.signatures);
    let error = forged.verify(&key().verifying_key()).unwrap_err();
    assert!(matches!(error, Error::BadSignature), "{error}");
}

/// The order of OMS 1.0, 5.2.1 (whole strings), where the reference sorts by components: its verifier takes the root
/// over the payload's order, whichever that is.
#[test]
fn resources_in_another_order_are_the_same_model_under_their_own_root() {
    let ordered = files();
    let mut value: Value = serde_json::from_slice(ordered.payload()).unwrap();
    let list = value["predicate"]["resources"].as_array_mut().unwrap();
    list.swap(0, 1);
    let digests: Vec<u8> = ["a-b", "a/b", "c\nd"]
        .iter()
        .flat_map(|name| sha256(name.as_bytes()))
        .collect();
    let root = sha256(&digests);
    value["subject"][0]["digest"]["sha256"] = hex(&root).into();
    let read = signed(value.to_string())
        .verify(&key().verifying_key())
        .unwrap();
    assert_eq!(read.manifest(), ordered.manifest());
    assert_eq!(read.root(), root);
    assert_ne!(read.root(), ordered.root());
    assert_eq!(ordered.root(), ordered.manifest().root());
    // The root of the other order is that of another statement.
    value["subject"][0]["digest"]["sha256"] = hex(&ordered.root()).into();
    let error = Statement::parse(value.to_string().as_bytes()).unwrap_err();
    assert!(matches!(error, Error::RootMismatch { .. }), "{error}");
    // Shards too.
    let sharded = statement(Method::Shards { size: 4 }, &[]);
    let mut value: Value = serde_json::from_slice(sharded.payload()).unwrap();
    let list = value["predicate"]["resources"].as_array_mut().unwrap();
    list.rotate_left(1);
    let root = sha256(&[sha256(b"a"), sha256(b"b"), sha256(b"a")].concat());
    value["subject"][0]["digest"]["sha256"] = hex(&root).into();
    let read = Statement::parse(value.to_string().as_bytes()).unwrap();
    assert_eq!(read.manifest(), sharded.manifest());
}

#[test]
fn digests_in_capitals_and_ignored_paths_beside_the_model_are_read() {
    let ordered = files();
    let mut value: Value = serde_json::from_slice(ordered.payload()).unwrap();
    for resource in value["predicate"]["resources"].as_array_mut().unwrap() {
        let digest = resource["digest"].as_str().unwrap().to_uppercase();
        resource["digest"] = digest.into();
    }
    value["predicate"]["serialization"]["ignore_paths"] = json!(["..", "../model.sig", ".git"]);
    let read = Statement::parse(value.to_string().as_bytes()).unwrap();
    assert_eq!(read.manifest().items(), ordered.manifest().items());
    assert_eq!(read.manifest().serialization().ignore_paths.len(), 3);
}

#[test]
fn p521_keys_sign_and_verify_and_the_chain_does_not_take_them() {
    let pem = include_bytes!("../../../fuzz/corpus/digest_key/secp521r1.pkcs8");
    let key = SigningKey::from_pem(pem).unwrap();
    let public = key.verifying_key();
    assert_eq!(public.kind().to_string(), "EC P-521");
    assert_eq!(
        VerifyingKey::from_pem(public.to_pem().as_bytes()).unwrap(),
        public
    );
    let bundle = Bundle::sign(&files(), &key);
    assert_eq!(bundle.verify(&public).unwrap(), files());
    let signature = key.sign(b"text");
    for at in 0..signature.len() {
        let mut wrong = signature.clone();
        wrong[at] ^= 1;
        assert!(public.verify(b"text", &wrong).is_err(), "{at}");
    }
    assert!(public.verify(b"test", &signature).is_err());
    assert!(public.on_chain().is_none() && public.verify_on_chain(b"", &[1; 64]).is_err());
    assert!(matches!(
        public.on_chain_signature(&signature),
        Err(Error::Key(_))
    ));
}

#[test]
fn a_signed_statement_that_describes_no_model_is_refused_after_its_signature_holds() {
    let mut value: Value = serde_json::from_slice(files().payload()).unwrap();
    value["predicate"]["resources"][0]["name"] = "../a".into();
    let bundle = signed(value.to_string());
    let error = bundle.verify(&key().verifying_key()).unwrap_err();
    assert!(matches!(error, Error::Resource { .. }), "{error}");
}

#[test]
fn keys_that_are_weak_or_none_are_refused() {
    // The identity and another point of small order, under which forgeries of any message exist.
    let mut identity = [0; 32];
    identity[0] = 1;
    for weak in [identity, [0; 32]] {
        assert!(matches!(
            VerifyingKey::from_ed25519(&weak),
            Err(Error::Key(_))
        ));
    }
    // Half of all values are the coordinate of no point.
    let refused = (0..=255).filter(|byte| VerifyingKey::from_ed25519(&[*byte; 32]).is_err());
    assert!((64..192).contains(&refused.count()));
    let public = key().verifying_key().to_pem();
    for text in [
        String::new(),
        "PUBLIC KEY".into(),
        public.repeat(2),
        public.replace("PUBLIC", "PRIVATE"),
        public.replace("MCow", "MCoX"),
        public[..public.len() - 10].to_owned(),
    ] {
        assert!(
            matches!(VerifyingKey::from_pem(text.as_bytes()), Err(Error::Key(_))),
            "{text}"
        );
        assert!(
            matches!(SigningKey::from_pem(text.as_bytes()), Err(Error::Key(_))),
            "{text}"
        );
    }
}

#[test]
fn keys_and_signatures_of_the_chain_are_read_back() {
    let p256 = include_bytes!("../../../fuzz/corpus/digest_key/prime256v1.pkcs8");
    for key in [key(), SigningKey::from_pem(p256).unwrap()] {
        let public = key.verifying_key();
        let bytes = public.on_chain().unwrap();
        assert_eq!(VerifyingKey::from_on_chain(&bytes).unwrap(), public);
        for wrong in [&bytes[1..], &[&bytes[..], &[0]].concat(), &[]] {
            // A P-256 key without its first byte may be a point of the other curve.
            let read = VerifyingKey::from_on_chain(wrong);
            assert!(read.is_err() || read.unwrap() != public);
        }
        let signature = public.on_chain_signature(&key.sign(b"text")).unwrap();
        assert!(public.verify_on_chain(b"text", &signature).is_ok());
        assert!(public.verify_on_chain(b"test", &signature).is_err());
        for at in 0..64 {
            let mut wrong = signature;
            wrong[at] ^= 1;
            assert!(public.verify_on_chain(b"text", &wrong).is_err(), "{at}");
        }
    }
    let p384 = include_bytes!("../../../fuzz/corpus/digest_key/secp384r1.pub");
    let public = VerifyingKey::from_pem(p384).unwrap();
    assert!(public.on_chain().is_none() && public.verify_on_chain(b"", &[1; 64]).is_err());
}

/// Each ECDSA signature has a second form, which anybody can make of the first.
#[test]
fn the_chain_s_form_has_the_lower_s_and_no_other_is_taken() {
    use p256::ecdsa::Signature;
    let p256 = include_bytes!("../../../fuzz/corpus/digest_key/prime256v1.pkcs8");
    let key = SigningKey::from_pem(p256).unwrap();
    let public = key.verifying_key();
    let low = public.on_chain_signature(&key.sign(b"text")).unwrap();
    let signature = Signature::from_slice(&low).unwrap();
    let (r, s) = signature.split_scalars();
    let high = Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).unwrap();
    assert!(high.normalize_s().is_some());
    let bytes: [u8; 64] = high.to_bytes().into();
    assert!(public.verify_on_chain(b"text", &bytes).is_err());
    // Off the chain both verify, as in the reference, and the other becomes the lower.
    let der = high.to_der();
    public.verify(b"text", der.as_bytes()).unwrap();
    assert_eq!(public.on_chain_signature(der.as_bytes()).unwrap(), low);
}
