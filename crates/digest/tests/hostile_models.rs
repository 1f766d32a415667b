//! Models that are odd, broken or changed by somebody while they are read: each is hashed or refused by name.

mod support;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{symlink, PermissionsExt as _};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use althing_digest::{
    compare, digest_path, sha256, CompareOptions, Error, ErrorKind, Method, ModelDigest,
    NoProgress, Options, Result, UncoveredReason,
};
use support::{make_pipe, model, write};

fn digest(path: &Path) -> Result<ModelDigest> {
    digest_path(path, &Options::default(), &NoProgress)
}

fn links() -> Options {
    Options {
        allow_symlinks: true,
        ..Options::default()
    }
}

fn shards(size: u64) -> Options {
    Options {
        method: Method::Shards { size },
        ..Options::default()
    }
}

fn names(digest: &ModelDigest) -> Vec<&str> {
    let items = digest.manifest.items().iter();
    items.map(|item| item.name.as_str()).collect()
}

/// The error, whose text names the path and tells what to do about it.
fn refusal(result: Result<ModelDigest>, path: &Path) -> Error {
    let error = result.expect_err("it is refused");
    let text = error.to_string();
    let shown = path.file_name().unwrap().to_string_lossy();
    assert!(
        text.contains(shown.as_ref()),
        "{text} does not name {shown}"
    );
    assert!(text.contains(';'), "{text} does not say what to do");
    assert!(!text.contains('\n'), "{text:?} is more than a line");
    assert_eq!(error.kind(), ErrorKind::Model, "{text}");
    error
}

#[test]
fn names_with_line_breaks_are_hashed_and_read_back() {
    let (_guard, root) = model(&[
        ("a\nb", b"1"),
        ("a\r\n\tb/\u{1b}[2J", b"2"),
        ("a\nb.c", b"3"),
    ]);
    let digest = digest(&root).unwrap();
    assert_eq!(names(&digest), ["a\nb", "a\nb.c", "a\r\n\tb/\u{1b}[2J"]);
    let statement = digest.statement().unwrap();
    let read = althing_digest::Statement::parse(statement.payload()).unwrap();
    assert_eq!(read.manifest(), &digest.manifest);
    assert!(
        !statement.payload().contains(&0x1b),
        "control characters are escaped"
    );
}

#[test]
fn an_error_about_such_a_name_is_one_line() {
    let (_guard, root) = model(&[("a", b"1")]);
    let link = root.join("evil\nok: everything is fine\u{202e}");
    symlink("a", &link).unwrap();
    let text = digest(&root).unwrap_err().to_string();
    assert!(
        text.contains("evil\\nok: everything is fine\\u{202e}: symbolic link"),
        "{text}"
    );
    assert!(!text.contains('\n'));
}

#[test]
fn names_that_are_not_utf_8_are_refused() {
    for bytes in [
        &b"\xff"[..],
        b"a\xc3",
        b"\xed\xa0\x80",
        b"\xf8\x88\x80\x80\x80",
    ] {
        let (_guard, root) = model(&[("sub/a", b"1")]);
        let path = root.join("sub").join(OsStr::from_bytes(bytes));
        fs::write(&path, b"2").unwrap();
        let error = digest(&root).unwrap_err();
        assert!(
            matches!(&error, Error::NameNotUtf8(shown) if shown.0 == path),
            "{error}"
        );
        assert!(error.to_string().contains("\\x"), "{error}");
        let without = Options {
            ignore: vec!["sub".into()],
            ..Options::default()
        };
        assert_eq!(digest_path(&root, &without, &NoProgress).unwrap().files, 0);
        // The name of the model itself stands in the statement too, unless another is given.
        assert!(matches!(digest(&path), Err(Error::NameNotUtf8(_))));
        let named = Options {
            name: Some("weights".into()),
            ..Options::default()
        };
        let single = digest_path(&path, &named, &NoProgress).unwrap();
        assert_eq!(names(&single), ["."]);
        assert_eq!(single.root(), sha256(&sha256(b"2")));
    }
}

#[test]
fn a_link_is_refused_unless_allowed() {
    let (_guard, root) = model(&[("a", b"1")]);
    let link = root.join("link");
    symlink("a", &link).unwrap();
    assert!(matches!(refusal(digest(&root), &link), Error::Symlink(path) if path.0 == link));
    let followed = digest_path(&root, &links(), &NoProgress).unwrap();
    assert_eq!(names(&followed), ["a", "link"]);
    assert_eq!(followed.manifest.items()[1].digest, sha256(b"1"));
    // The model's own path is no exception.
    let model_link = root.with_file_name("to-model");
    symlink(&root, &model_link).unwrap();
    assert!(matches!(
        refusal(digest(&model_link), &model_link),
        Error::Symlink(_)
    ));
}

#[test]
fn links_in_a_circle_or_to_nowhere_are_refused_and_folders_are_not_followed() {
    for (name, target) in [
        ("self", "self"),
        ("ping", "pong"),
        ("dangling", "nowhere"),
        ("file", "a/b"),
    ] {
        let (_guard, root) = model(&[("a", b"1")]);
        let link = root.join(name);
        symlink(target, &link).unwrap();
        if name == "ping" {
            symlink("ping", root.join("pong")).unwrap();
        }
        let error = digest_path(&root, &links(), &NoProgress).unwrap_err();
        assert!(matches!(error, Error::BrokenSymlink(_)), "{name}: {error}");
        assert_eq!(error.kind(), ErrorKind::Model);
    }
    let (_guard, root) = model(&[("sub/a", b"1")]);
    symlink("..", root.join("sub/up")).unwrap();
    symlink(".", root.join("here")).unwrap();
    let digest = digest_path(&root, &links(), &NoProgress).unwrap();
    assert_eq!(names(&digest), ["sub/a"]);
    let uncovered: Vec<_> = digest
        .uncovered
        .iter()
        .map(|left_out| (left_out.name.as_str(), left_out.reason))
        .collect();
    let folder = UncoveredReason::LinkToFolder;
    assert_eq!(uncovered, [("here", folder), ("sub/up", folder)]);
}

#[test]
fn pipes_sockets_and_devices_are_refused_at_once() {
    let (_guard, root) = model(&[("a", b"1")]);
    let pipe = root.join("pipe");
    support::make_pipe(&pipe);
    let special = |path: &Path, model: &Path, expected: &str| {
        let error = refusal(digest(model), path);
        assert!(
            matches!(error, Error::SpecialFile { what, .. } if what == expected),
            "{error}"
        );
    };
    special(&pipe, &root, "a named pipe");
    special(&pipe, &pipe, "a named pipe");
    fs::remove_file(&pipe).unwrap();
    let socket = root.join("socket");
    let _listener = UnixListener::bind(&socket).unwrap();
    special(&socket, &root, "a socket");
    special(Path::new("/dev/null"), Path::new("/dev/null"), "a device");
    // A link does not smuggle one in.
    fs::remove_file(&socket).unwrap();
    symlink("/dev/zero", root.join("zero")).unwrap();
    let error = digest_path(&root, &links(), &NoProgress).unwrap_err();
    assert!(
        matches!(
            error,
            Error::SpecialFile {
                what: "a device",
                ..
            }
        ),
        "{error}"
    );
}

/// The reference looks at every path before it asks what is ignored, and would refuse the model that was signed.
#[test]
fn links_and_special_files_are_refused_below_ignored_paths_too_but_not_by_who_compares() {
    let (_guard, root) = model(&[
        ("a", b"1"),
        (".git/objects/x", b"2"),
        ("notes/deep/er/x", b"3"),
    ]);
    let ignoring = Options {
        ignore: vec!["notes".into()],
        ..Options::default()
    };
    let digest = |options: &Options| digest_path(&root, options, &NoProgress);
    let clean = digest(&ignoring).unwrap();
    assert_eq!(names(&clean), ["a"]);
    let made = |name: &str, what: &str| {
        let path = root.join(name);
        match what {
            "link" => symlink("/nowhere", &path).unwrap(),
            _ => make_pipe(&path),
        }
        path
    };
    for name in ["notes/deep/er/z", ".git/objects/z", ".gitignore", ".github"] {
        let path = made(name, "link");
        let error = digest(&ignoring).unwrap_err();
        assert!(
            matches!(&error, Error::Symlink(shown) if shown.0 == path),
            "{error}"
        );
        assert!(!error.to_string().contains("ignore it"), "{error}");
        let allowed = Options {
            allow_symlinks: true,
            ..ignoring.clone()
        };
        let error = digest(&allowed).unwrap_err();
        assert!(
            matches!(&error, Error::BrokenSymlink(shown) if shown.0 == path),
            "{error}"
        );
        let lenient = Options {
            check_ignored: false,
            ..ignoring.clone()
        };
        assert_eq!(digest(&lenient).unwrap().manifest, clean.manifest);
        let compared = compare(
            &root,
            &clean.manifest,
            &CompareOptions::default(),
            &NoProgress,
        );
        assert!(compared.unwrap().holds());
        fs::remove_file(&path).unwrap();

        let path = made(name, "pipe");
        let error = digest(&ignoring).unwrap_err();
        assert!(
            matches!(&error, Error::SpecialFile { path: shown, .. } if shown.0 == path),
            "{error}"
        );
        fs::remove_file(&path).unwrap();
    }
    // A link that is allowed is not followed below what is ignored either.
    symlink("..", root.join("notes/up")).unwrap();
    let allowed = Options {
        allow_symlinks: true,
        ..ignoring
    };
    assert_eq!(
        digest(&allowed).unwrap().manifest.items(),
        clean.manifest.items()
    );
}

#[test]
fn what_may_not_be_read_is_named() {
    for (locked, folder) in [("secret", false), ("sub", true)] {
        let (_guard, root) = model(&[("a", b"1"), ("secret", b"2"), ("sub/b", b"3")]);
        let everybody = fs::Permissions::from_mode(0o755);
        for above in [root.parent().unwrap(), &root] {
            fs::set_permissions(above, everybody.clone()).unwrap();
        }
        let path = root.join(locked);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        let error = support::as_nobody(|| digest(&root).unwrap_err());
        fs::set_permissions(&path, everybody).unwrap();
        assert!(
            matches!(&error, Error::PermissionDenied(shown) if shown.0 == path),
            "{folder} {error}"
        );
    }
}

#[test]
fn nothing_and_nothing_but_empty_files_have_a_digest() {
    let (_guard, root) = model(&[]);
    let empty = digest(&root).unwrap();
    assert_eq!(
        (empty.files, empty.bytes, empty.root()),
        (0, 0, sha256(b""))
    );
    write(&root.join("none"), b"");
    write(&root.join("sub/none"), b"");
    let files = digest(&root).unwrap();
    assert_eq!((names(&files), files.bytes), (vec!["none", "sub/none"], 0));
    assert_eq!(files.root(), sha256(&[sha256(b""), sha256(b"")].concat()));
    // In shards an empty file has no shard: the digest says nothing about it, and the caller is told so.
    let sharded = digest_path(&root, &shards(10), &NoProgress).unwrap();
    assert_eq!(sharded.root(), sha256(b""));
    let uncovered: Vec<_> = sharded
        .uncovered
        .iter()
        .map(|u| (u.name.as_str(), u.reason))
        .collect();
    let reason = UncoveredReason::EmptyInShards;
    assert_eq!(uncovered, [("none", reason), ("sub/none", reason)]);
}

#[test]
fn a_path_that_is_not_there_is_the_caller_s_mistake() {
    let (_guard, root) = model(&[("a", b"1")]);
    for path in [
        root.join("missing"),
        root.join("a/below-a-file"),
        PathBuf::new(),
    ] {
        let error = digest_path(
            &path,
            &Options {
                name: Some("m".into()),
                ..Options::default()
            },
            &NoProgress,
        )
        .unwrap_err();
        assert!(
            matches!(error, Error::NotFound(_) | Error::Io { .. }),
            "{path:?}: {error}"
        );
    }
    assert_eq!(
        digest(&root.join("missing")).unwrap_err().kind(),
        ErrorKind::Input
    );
}

#[test]
fn folders_as_deep_as_paths_go_are_hashed_and_deeper_ones_refused() {
    let (_guard, root) = model(&[]);
    let room = 4096 - 1 - root.as_os_str().len();
    let depth = room / 2 - 8;
    let below = |depth: usize| "d/".repeat(depth) + "leaf";
    support::make_deep(&root, depth);
    let digest = digest(&root).unwrap();
    assert_eq!(names(&digest), [below(depth)]);
    support::make_deep(&root, depth + 20);
    let error = digest_path(&root, &Options::default(), &NoProgress).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Model);
    assert!(
        error.to_string().contains("too long"),
        "{:.200}",
        error.to_string()
    );
}

#[test]
fn a_colon_cannot_pass_for_the_bounds_of_a_shard() {
    let (_guard, root) = model(&[("a:0:1", b"1")]);
    assert!(digest(&root).is_ok());
    let path = root.join("a:0:1");
    let error = refusal(digest_path(&root, &shards(1), &NoProgress), &path);
    assert!(matches!(error, Error::ColonInName(_)), "{error}");
    // The model's own name may have one: shards are of '.'.
    assert!(digest_path(&path, &shards(1), &NoProgress).is_ok());
}

#[test]
fn ignored_is_what_is_named_and_all_below_it() {
    let files: &[(&str, &[u8])] = &[
        (".git/config", b"g"),
        (".gitignore", b"g"),
        ("sub/.git/config", b"kept: only the top is ignored"),
        ("cache/x", b"c"),
        ("cache.bin", b"kept: another name"),
        ("sub/cache/y", b"kept: another folder"),
        ("model.sig", b"s"),
    ];
    let (_guard, root) = model(files);
    let mut options = Options::default();
    for given in ["cache", "sub/../model.sig", "../outside"] {
        options.ignore_given(&root, &root.join(given)).unwrap();
    }
    let digest = digest_path(&root, &options, &NoProgress).unwrap();
    assert_eq!(
        names(&digest),
        ["cache.bin", "sub/.git/config", "sub/cache/y"]
    );
    let recorded = &digest.manifest.serialization().ignore_paths;
    assert_eq!(
        recorded,
        &[
            ".git",
            ".gitattributes",
            ".github",
            ".gitignore",
            "cache",
            "model.sig"
        ]
    );
}

#[test]
fn more_shards_than_allowed_are_refused_before_anything_is_hashed() {
    let (_guard, root) = model(&[]);
    File::create(root.join("big"))
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    let error = digest_path(&root, &shards(1), &NoProgress).unwrap_err();
    assert!(matches!(error, Error::TooManyItems { .. }), "{error}");
    for size in [0, (1 << 53) + 1, u64::MAX] {
        let error = digest_path(&root, &shards(size), &NoProgress).unwrap_err();
        assert!(
            matches!(error, Error::ShardSize(given) if given == size),
            "{error}"
        );
    }
}
