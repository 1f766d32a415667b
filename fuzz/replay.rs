//! Replays the fuzz corpora of one crate; included by the `tests/corpus.rs` of each crate that has targets.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// The names in a folder, without what begins with a dot.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string();
    entries
        .map(|entry| name(entry).unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect()
}

/// A target: its name and what it runs.
type Target = (&'static str, fn(&[u8]));

/// Runs every file of every corpus of the crate, whose targets' names all begin with `prefix`. Fails where a target
/// has no corpus, no executable in `fuzz/`, or panics; and where a corpus or an executable has no target.
pub fn replay(prefix: &str, targets: &[Target]) {
    let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let fuzz = above.find_map(|folder| {
        let fuzz = folder.join("fuzz");
        fuzz.join("replay.rs").is_file().then_some(fuzz)
    });
    let fuzz: PathBuf = fuzz.expect("fuzz/ is in a folder above");
    let of_crate = |folder: &str| -> BTreeSet<String> {
        let all = names(&fuzz.join(folder)).into_iter();
        all.map(|name| name.trim_end_matches(".rs").to_owned())
            .filter(|name| name.starts_with(prefix))
            .collect()
    };
    let known: BTreeSet<String> = targets.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(known.len(), targets.len(), "two targets of one name");
    assert_eq!(
        of_crate("corpus"),
        known,
        "corpora in fuzz/corpus and targets"
    );
    assert_eq!(
        of_crate("fuzz_targets"),
        known,
        "executables in fuzz/fuzz_targets and targets"
    );
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    for (name, run) in targets {
        let executable = format!("path = \"fuzz_targets/{name}.rs\"");
        assert!(
            manifest.contains(&executable),
            "fuzz/Cargo.toml has no {name}"
        );
        let corpus = fuzz.join("corpus").join(name);
        let files = names(&corpus);
        assert!(!files.is_empty(), "{corpus:?} is empty");
        for file in files {
            let path = corpus.join(file);
            let data = fs::read(&path).unwrap();
            let ended = catch_unwind(AssertUnwindSafe(|| run(&data)));
            assert!(ended.is_ok(), "{path:?} breaks {name}: what broke is above");
        }
    }
}
