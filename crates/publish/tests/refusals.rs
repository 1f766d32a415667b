//! What is refused, by name and place, and that nothing is left of it.

mod support;

use std::io::Cursor;
use std::path::{Path, PathBuf};

use althing_publish::journal::Journal;
use althing_publish::{Form, Input, Left, Mark, Outcome, PublishError, Publisher, Settings, Start};
use althing_record::NoSalts;
use support::*;

fn run_with(
    log: &Path,
    settings: Settings,
    chain: &Memory,
    bytes: &[u8],
    json: bool,
) -> Result<Outcome, PublishError> {
    run_after(None, log, settings, chain, bytes, json)
}

fn run_after(
    skip: Option<u64>,
    log: &Path,
    settings: Settings,
    chain: &Memory,
    bytes: &[u8],
    json: bool,
) -> Result<Outcome, PublishError> {
    let mut nobody = ();
    let mut publisher = Publisher::open(log, settings, chain.clone(), &mut nobody)?;
    let input = Input::Stream {
        name: "-".into(),
        from: Box::new(Cursor::new(bytes.to_vec())),
        skip,
    };
    let form = match json {
        true => Form::Json {
            defaults: defaults(),
            salts: &NoSalts,
        },
        false => Form::Raw,
    };
    publisher.append(input, form)
}

fn lines(range: std::ops::Range<u64>) -> Vec<u8> {
    range
        .flat_map(|i| (raw_line(i) + "\n").into_bytes())
        .collect()
}

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempdir())
    }

    fn log(&self) -> PathBuf {
        self.0.path().join("log")
    }
}

#[test]
fn a_bad_line_leaves_nothing_of_its_batch_and_names_its_place() {
    let good = |range: std::ops::Range<u64>| -> Vec<u8> {
        range
            .flat_map(|i| (json_line(3 * i + 1) + "\n").into_bytes())
            .collect()
    };
    let cases: [(Vec<u8>, &str); 7] = [
        (b"{\"kind\":\"decision\"}\n".to_vec(), "-: line 1501, "),
        (b"{\"kind\":\"deci\n".to_vec(), "-: line 1501, "),
        (b"\xff\xfe\n".to_vec(), "-: line 1501, "),
        (b"\n".to_vec(), "-: line 1501: is empty"),
        (
            vec![b' '; 70_000].into_iter().chain(*b"\n").collect(),
            "-: line 1501, ",
        ),
        (vec![b' '; 300_000], "-: line 1501: has "),
        (b"{\"kind\"".to_vec(), "-: line 1501: has no newline"),
    ];
    for (bad, expected) in cases {
        let place = Place::new();
        let chain = Memory::new();
        run_with(
            &place.log(),
            settings(1000, 30),
            &chain,
            &good(0..1000),
            true,
        )
        .unwrap();
        let before = content(&place.log());
        let mut bytes = good(1000..2500);
        bytes.extend(&bad);
        // The first batch of 1000 arrives, then the bad line ends the second one.
        let error = run_with(&place.log(), settings(1000, 30), &chain, &bytes, true).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
        assert_eq!(chain.mark().size, 2000);
        let entries: Vec<_> = (0..2000)
            .map(|i| json_entry(i, &json_line(3 * i + 1)))
            .collect();
        assert_published(&place.log(), &chain, &entries);
        // Of the files of the first run only what is written anew has changed, and none is beyond the tree.
        for (path, bytes) in before {
            let name = path.strip_prefix(place.log()).unwrap().to_owned();
            if name.starts_with("tile") {
                assert_eq!(std::fs::read(path).unwrap(), bytes);
            }
        }
        let size = |entry: &Path| entry.starts_with(place.log().join("tile/entries"));
        let bundles = content(&place.log()).into_keys().filter(|path| size(path));
        let full = bundles
            .filter(|path| path.extension().is_none() && !path.to_string_lossy().contains(".p"));
        assert_eq!(full.count(), 2000 / 256);
    }
}

#[test]
fn what_the_chain_refuses_leaves_nothing() {
    let place = Place::new();
    let chain = Memory::new();
    run_with(
        &place.log(),
        settings(1000, 30),
        &chain,
        &lines(0..500),
        false,
    )
    .unwrap();
    let before = content(&place.log());
    chain.set_fate(Fate::Refused);
    let error = run_with(
        &place.log(),
        settings(1000, 30),
        &chain,
        &lines(500..1300),
        false,
    );
    assert!(matches!(error, Err(PublishError::Chain(_))));
    assert!(content(&place.log()) == before);
    chain.set_fate(Fate::Confirmed);
    run_with(
        &place.log(),
        settings(1000, 30),
        &chain,
        &lines(500..1300),
        false,
    )
    .unwrap();
    let entries: Vec<_> = (0..1300).map(|i| raw_line(i).into_bytes()).collect();
    assert_published(&place.log(), &chain, &entries);
}

#[test]
fn a_refusal_after_an_answer_was_lost_takes_nothing_back() {
    let place = Place::new();
    let chain = Memory::new();
    chain.set_fate(Fate::AnswerLost);
    run_with(
        &place.log(),
        settings(1000, 30),
        &chain,
        &lines(0..500),
        false,
    )
    .unwrap_err();
    // A node that is behind still shows the old size, and what is sent again is refused for another reason.
    let behind = Memory::new();
    behind.set_fate(Fate::Refused);
    run_with(&place.log(), settings(1000, 30), &behind, b"", false).unwrap_err();
    chain.set_fate(Fate::Confirmed);
    let left = run_with(&place.log(), settings(1000, 30), &chain, b"x\n", false).unwrap_err();
    assert!(
        matches!(left, PublishError::StreamLeft { lines: 500, .. }),
        "{left}"
    );
    let rest = lines(0..510);
    run_after(
        Some(500),
        &place.log(),
        settings(1000, 30),
        &chain,
        &rest,
        false,
    )
    .unwrap();
    let entries: Vec<_> = (0..510).map(|i| raw_line(i).into_bytes()).collect();
    assert_published(&place.log(), &chain, &entries);
}

/// The case: a fault in a later batch of a stream, and its advice followed to the letter.
#[test]
fn a_stream_is_mended_and_sent_again_without_doubling_a_line() {
    let place = Place::new();
    let chain = Memory::new();
    let mut bad = lines(0..2500);
    bad.extend(b"\n");
    bad.extend(lines(2500..3000));
    let mended = lines(0..3000);
    let mut nobody = ();
    let mut publisher =
        Publisher::open(&place.log(), settings(1000, 30), chain.clone(), &mut nobody).unwrap();
    assert_eq!(publisher.left(), None);
    let input = Input::Stream {
        name: "-".into(),
        from: Box::new(Cursor::new(bad)),
        skip: None,
    };
    let fault = publisher.append(input, Form::Raw).unwrap_err();
    assert!(
        matches!(fault, PublishError::EmptyLine { line: 2501, .. }),
        "{fault}"
    );
    let left = Left {
        lines: 2000,
        certain: true,
    };
    assert_eq!(publisher.left(), Some(left));
    drop(publisher);
    let again = |skip, bytes: &[u8]| {
        run_after(skip, &place.log(), settings(1000, 30), &chain, bytes, false)
    };
    // Sent again as it was, it is refused whole.
    let refused = again(None, &mended).unwrap_err();
    assert!(
        matches!(refused, PublishError::StreamLeft { lines: 2000, .. }),
        "{refused}"
    );
    again(Some(2000), &mended).unwrap();
    let mut entries: Vec<_> = (0..3000).map(|i| raw_line(i).into_bytes()).collect();
    assert_published(&place.log(), &chain, &entries);
    // It was read to its end: the next one is another.
    again(None, b"x\n").unwrap();
    entries.push(b"x".to_vec());
    assert_published(&place.log(), &chain, &entries);
}

#[test]
fn another_chains_folder_is_refused() {
    let place = Place::new();
    let chain = Memory::new();
    run_with(
        &place.log(),
        settings(1000, 30),
        &chain,
        &lines(0..500),
        false,
    )
    .unwrap();
    let before = content(&place.log());
    let behind = run_with(
        &place.log(),
        settings(1000, 30),
        &Memory::new(),
        b"x\n",
        false,
    );
    assert!(matches!(
        behind,
        Err(PublishError::Apart {
            chain: 0,
            folder: 500,
            ..
        })
    ));
    let other = Memory::new();
    (0..500).for_each(|_| other.append_entry(b"x"));
    let wrong = run_with(&place.log(), settings(1000, 30), &other, b"x\n", false);
    assert!(matches!(
        wrong,
        Err(PublishError::OtherRoot { size: 500, .. })
    ));
    assert!(content(&place.log()) == before);
}

#[test]
fn two_processes_do_not_publish_at_once() {
    let place = Place::new();
    let mut one = ();
    let open = || {
        let mut two = ();
        Publisher::open(&place.log(), settings(9, 9), Memory::new(), &mut two).map(drop)
    };
    let held = Publisher::open(&place.log(), settings(9, 9), Memory::new(), &mut one).unwrap();
    let error = open().unwrap_err();
    assert!(matches!(error, PublishError::Locked { .. }), "{error}");
    drop(held);
    open().unwrap();
}

#[test]
fn a_folder_without_its_journal_is_adopted_only_when_told() {
    let place = Place::new();
    let chain = Memory::new();
    run_with(
        &place.log(),
        settings(1000, 30),
        &chain,
        &lines(0..700),
        false,
    )
    .unwrap();
    std::fs::remove_dir_all(place.log().join(".althing")).unwrap();
    let error = run_with(&place.log(), settings(1000, 30), &chain, b"x\n", false).unwrap_err();
    assert!(matches!(error, PublishError::NoJournal { .. }), "{error}");
    let adopting = || Settings {
        adopt: true,
        ..settings(1000, 30)
    };
    let stranger = run_with(&place.log(), adopting(), &Memory::new(), b"x\n", false).unwrap_err();
    assert!(
        matches!(stranger, PublishError::NotAdopted { .. }),
        "{stranger}"
    );
    let other = Settings {
        origin: "example.org/other".into(),
        ..adopting()
    };
    let other = run_with(&place.log(), other, &chain, b"x\n", false).unwrap_err();
    assert!(matches!(other, PublishError::NotAdopted { .. }), "{other}");
    run_with(&place.log(), adopting(), &chain, b"x\n", false).unwrap();
    let mut entries: Vec<_> = (0..700).map(|i| raw_line(i).into_bytes()).collect();
    entries.push(b"x".to_vec());
    assert_published(&place.log(), &chain, &entries);
}

#[test]
fn tiles_that_were_damaged_are_not_built_upon() {
    let place = Place::new();
    let chain = Memory::new();
    run_with(
        &place.log(),
        settings(1000, 30),
        &chain,
        &lines(0..300),
        false,
    )
    .unwrap();
    let edge = place.log().join("tile/0/001.p/44");
    let mut bytes = std::fs::read(&edge).unwrap();
    bytes[5] ^= 1;
    std::fs::write(&edge, bytes).unwrap();
    let error = run_with(&place.log(), settings(1000, 30), &chain, b"x\n", false).unwrap_err();
    assert!(matches!(error, PublishError::Store(_)), "{error}");
    assert_eq!(chain.mark().size, 300);
}

#[test]
fn inputs_are_gone_on_with_by_their_names() {
    let place = Place::new();
    let chain = Memory::new();
    let input = place.0.path().join("input");
    let run = |path: &Path, start| {
        let mut nobody = ();
        let mut publisher =
            Publisher::open(&place.log(), settings(1000, 30), chain.clone(), &mut nobody).unwrap();
        let input = Input::File {
            path: path.into(),
            start,
        };
        publisher.append(input, Form::Raw)
    };
    write_lines(&input, (0..10).map(raw_line));
    run(&input, Start::Resume).unwrap();
    write_lines(&input, (0..25).map(raw_line));
    run(&input, Start::Resume).unwrap();
    run(&input, Start::Resume).unwrap();
    let entries = |n: u64| -> Vec<_> { (0..n).map(|i| raw_line(i).into_bytes()).collect() };
    assert_published(&place.log(), &chain, &entries(25));

    let renamed = place.0.path().join("renamed");
    write_lines(&renamed, (0..30).map(raw_line));
    let known = run(&renamed, Start::Resume).unwrap_err();
    assert!(
        matches!(known, PublishError::InputKnown { lines: 25, .. }),
        "{known}"
    );
    run(&renamed, Start::After(25)).unwrap();
    assert_published(&place.log(), &chain, &entries(30));
    write_lines(&input, (1..25).map(raw_line));
    let changed = run(&input, Start::Resume).unwrap_err();
    assert!(
        matches!(changed, PublishError::InputChanged { lines: 25, .. }),
        "{changed}"
    );
    let journal = Journal::load(&place.log(), &LOG).unwrap().unwrap();
    assert_eq!(journal.inputs.len(), 2);
}

#[test]
fn settings_that_cannot_work_are_refused_first() {
    let place = Place::new();
    for (settings, what) in [
        (settings(0, 30), "a batch of 0"),
        (settings(u64::MAX, 30), "a batch of 184"),
        (
            Settings {
                origin: "two\nlines".into(),
                ..settings(9, 30)
            },
            "origin",
        ),
    ] {
        let error = run_with(&place.log(), settings, &Memory::new(), b"", false).unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
        assert!(!place.log().exists());
    }
    let nothing = run_with(&place.log(), settings(9, 30), &Memory::new(), b"", false).unwrap();
    assert_eq!(nothing.now, Mark::empty());
}
