//! Models that change while they are read. What changes is changed from inside a report of progress, so that it happens
//! at the same moment in every run: `found` is called between a file's listing and its opening, `hashed` between two
//! reads of it.

mod support;

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{symlink, PermissionsExt as _};
use std::path::Path;
use std::sync::Once;

use althing_digest::{digest_path, Error, ErrorKind, Method, Options, Progress};
use support::model;

/// Runs once, at the first call of its kind.
struct Meanwhile<F> {
    when: When,
    once: Once,
    change: F,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Found,
    Hashed,
}

impl<F: Fn() + Sync> Progress for Meanwhile<F> {
    fn found(&self, _: u64) {
        if self.when == When::Found {
            self.once.call_once(&self.change);
        }
    }

    fn hashed(&self, _: u64) {
        if self.when == When::Hashed {
            self.once.call_once(&self.change);
        }
    }
}

/// More than any engine reads at once, so that a change comes between two reads.
const LARGE: usize = 3 << 20;

/// What changed, as the error says, and the path that it names, below the model.
fn change(options: &Options, when: When, change: impl Fn(&Path) + Sync) -> (String, &'static str) {
    let (_guard, root) = model(&[("sub/weights", &vec![7; LARGE])]);
    let progress = Meanwhile {
        when,
        once: Once::new(),
        change: || change(&root),
    };
    let error = digest_path(&root, options, &progress).expect_err("the change is seen");
    assert!(progress.once.is_completed());
    assert_eq!(error.kind(), ErrorKind::Model, "{error}");
    match error {
        Error::Changed { path, what } => {
            let below = path.0.strip_prefix(&root).unwrap();
            (below.to_str().unwrap().to_owned(), what)
        }
        other => panic!("{when:?}: {other}"),
    }
}

/// By files, which one core reads alone, and by shards, of which one core reads several at once.
fn both() -> [Options; 2] {
    let shards = Options {
        method: Method::Shards { size: 256 << 10 },
        ..Options::default()
    };
    [Options::default(), shards]
}

fn weights(root: &Path) -> File {
    let path = root.join("sub/weights");
    OpenOptions::new().write(true).open(path).unwrap()
}

const WEIGHTS: &str = "sub/weights";

#[test]
fn a_file_that_grows() {
    for options in both() {
        for when in [When::Found, When::Hashed] {
            let seen = change(&options, when, |root| {
                let mut file = OpenOptions::new();
                let mut file = file.append(true).open(root.join(WEIGHTS)).unwrap();
                file.write_all(b"more").unwrap();
            });
            assert_eq!(seen, (WEIGHTS.to_owned(), "its size"));
        }
    }
}

/// A mapping of it would end the process by a signal.
#[test]
fn a_file_that_is_truncated() {
    for options in both() {
        for when in [When::Found, When::Hashed] {
            for length in [0, 1, LARGE as u64 - 1] {
                let seen = change(&options, when, |root| {
                    weights(root).set_len(length).unwrap()
                });
                assert_eq!(seen, (WEIGHTS.to_owned(), "its size"), "{length}");
            }
        }
    }
}

#[test]
fn a_file_that_is_written_over() {
    for options in both() {
        for when in [When::Found, When::Hashed] {
            let seen = change(&options, when, |root| {
                // The clock of these times ticks every few milliseconds.
                std::thread::sleep(std::time::Duration::from_millis(30));
                weights(root).write_all(b"other").unwrap();
            });
            assert_eq!(seen, (WEIGHTS.to_owned(), "its time of modification"));
        }
    }
}

#[test]
fn a_file_whose_owner_hides_the_time_of_the_write() {
    let seen = change(&Options::default(), When::Hashed, |root| {
        let before = fs::metadata(root.join(WEIGHTS))
            .unwrap()
            .modified()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(30));
        let mut file = weights(root);
        file.write_all(b"other").unwrap();
        file.set_modified(before).unwrap();
    });
    assert_eq!(seen, (WEIGHTS.to_owned(), "its attributes"));
}

#[test]
fn a_file_whose_permissions_change() {
    let seen = change(&Options::default(), When::Hashed, |root| {
        std::thread::sleep(std::time::Duration::from_millis(30));
        let mode = fs::Permissions::from_mode(0o600);
        fs::set_permissions(root.join(WEIGHTS), mode).unwrap();
    });
    assert_eq!(seen, (WEIGHTS.to_owned(), "its attributes"));
}

/// After it was listed and before it is opened.
#[test]
fn a_file_that_is_gone_or_something_else() {
    let other = "another file took its place";
    type Change = fn(&Path);
    let replacements: [(&str, &str, Change); 5] = [
        ("removed", "it vanished", |_| {}),
        ("a link", other, |path| symlink("elsewhere", path).unwrap()),
        ("a pipe", other, |path| support::make_pipe(path)),
        ("a folder", other, |path| fs::create_dir(path).unwrap()),
        ("a copy", other, |path| {
            fs::write(path, vec![7; LARGE]).unwrap();
        }),
    ];
    for options in both() {
        for (name, expected, replace) in replacements {
            let seen = change(&options, When::Found, |root| {
                let path = root.join(WEIGHTS);
                // Kept under another name, so that its number is not given to what takes its place.
                fs::rename(&path, root.with_file_name("kept")).unwrap();
                replace(&path);
            });
            assert_eq!(seen, (WEIGHTS.to_owned(), expected), "{name}");
        }
    }
}

/// The open file stays whole, but the model no longer has it.
#[test]
fn a_file_that_is_replaced_while_it_is_read() {
    for options in both() {
        let (path, what) = change(&options, When::Hashed, |root| {
            std::thread::sleep(std::time::Duration::from_millis(30));
            fs::write(root.join("sub/new"), b"new").unwrap();
            fs::rename(root.join("sub/new"), root.join(WEIGHTS)).unwrap();
        });
        // Which of them is noticed first depends on whether the file was open already.
        assert!(path == WEIGHTS || path == "sub", "{path}: {what}");
    }
}

#[test]
fn folders_that_gain_or_lose_files_or_are_swapped() {
    let pause = || std::thread::sleep(std::time::Duration::from_millis(30));
    let seen = change(&Options::default(), When::Hashed, |root| {
        pause();
        fs::write(root.join("sub/more"), b"more").unwrap();
    });
    assert_eq!(seen.0, "sub");
    let seen = change(&Options::default(), When::Hashed, |root| {
        pause();
        fs::create_dir(root.join("new-folder")).unwrap();
    });
    assert_eq!(seen.0, "");
    // Away and back again: the folder's own entry has changed.
    let seen = change(&Options::default(), When::Hashed, |root| {
        pause();
        let away = root.with_file_name("away");
        fs::rename(root.join("sub"), &away).unwrap();
        fs::rename(&away, root.join("sub")).unwrap();
    });
    assert!(seen.0.is_empty() || seen.0 == "sub", "{seen:?}");
}

#[test]
fn what_is_ignored_may_change() {
    let (_guard, root) = model(&[("log/today", b"1"), ("weights", &vec![7; LARGE])]);
    let progress = Meanwhile {
        when: When::Hashed,
        once: Once::new(),
        change: || fs::write(root.join("log/today"), b"22").unwrap(),
    };
    let options = Options {
        ignore: vec!["log".into()],
        ..Options::default()
    };
    let digest = digest_path(&root, &options, &progress).unwrap();
    assert_eq!(digest.files, 1);
}
