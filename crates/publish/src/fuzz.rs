//! What the fuzz targets run on any bytes: the reader of lines, the converters, the journal.
//! `fuzz/` feeds them new input; `tests/corpus.rs` replays what it has found.

use std::io::Cursor;

use althing_record::{Defaults, Keyring, Record, SubjectKey};
use memchr::{memchr, memrchr};

use crate::input::Reader;
use crate::journal::Journal;
use crate::lines::Converter;
use crate::{Form, Input, Mark, PublishError};

/// A target: its name, which is that of its folder in `fuzz/corpus`, and what it runs.
pub type Target = (&'static str, fn(&[u8]));

/// All targets of this crate.
pub const TARGETS: &[Target] = &[
    ("publish_journal", fuzz_journal),
    ("publish_lines", fuzz_lines),
];

/// A journal that is taken is written to one that says the same, and its batches can be sent.
pub fn fuzz_journal(bytes: &[u8]) {
    let Ok(journal) = Journal::parse(bytes) else {
        return;
    };
    assert_eq!(Journal::parse(&journal.encode()), Ok(journal.clone()));
    for sending in journal.pending.iter().flat_map(|it| &it.batches) {
        let batch = sending.batch();
        assert!(batch.is_some_and(|batch| batch.old_size < batch.new_size));
    }
}

/// The first byte says what a line is, and how many are read at once; the rest is the input. Every line that is read
/// becomes one entry, in order, until the first fault, which names its line.
pub fn fuzz_lines(bytes: &[u8]) {
    let Some((mode, text)) = bytes.split_first() else {
        return;
    };
    let mut keys = Keyring::default();
    keys.insert("k", SubjectKey::new(&[7; 32]).expect("not zero"));
    let raw = mode & 1 == 0;
    let form = match raw {
        true => Form::Raw,
        false => Form::Json {
            defaults: Defaults {
                log: Some([7; 32]),
                operator: Some([8; 32]),
            },
            salts: &keys,
        },
    };
    let input = Input::Stream {
        name: "input".into(),
        from: Box::new(Cursor::new(text.to_vec())),
        skip: None,
    };
    let journal = Journal::new(&[7; 32], Mark::empty());
    let mut reader = Reader::open(input, &journal, false).expect("a stream is opened");
    let mut converter = Converter::new(form, "input");
    let (max, mut read, mut entries) = (1 + u64::from(mode >> 1), vec![], 0);
    let fault = loop {
        let block = match reader.next(max, vec![]) {
            Err(fault) => break Some(fault),
            Ok(None) => break None,
            Ok(Some(block)) => block,
        };
        assert!((1..=max).contains(&block.lines) && block.bytes.ends_with(b"\n"));
        assert_eq!(block.first_line, entries + 1);
        read.extend_from_slice(&block.bytes);
        let (lines, bytes) = (block.lines, block.bytes.clone());
        let ready = converter.convert(entries, block, vec![7]);
        let mut left = &bytes[..];
        for entry in ready.entries() {
            let end = memchr(b'\n', left).expect("a line for every entry");
            match raw {
                true => assert_eq!(entry, &left[..end]),
                false => {
                    let record = Record::decode(entry).expect("an entry is a record");
                    assert_eq!(record.header().sequence.get(), entries);
                }
            }
            left = &left[end + 1..];
            entries += 1;
        }
        let made = ready.entries().count() as u64;
        assert_eq!(ready.fault.is_none(), left.is_empty() && made == lines);
        if let Some(fault) = ready.fault {
            let named = format!("line {}", entries + 1);
            assert!(fault.to_string().contains(&named), "{fault}");
            return;
        }
    };
    let end = memrchr(b'\n', text).map_or(0, |last| last + 1);
    match fault {
        None => assert_eq!(read, text),
        Some(PublishError::CutOff { line, .. }) => {
            assert_eq!((read.len(), line), (end, entries + 1));
        }
        Some(other) => assert!(matches!(other, PublishError::LongLine { .. }), "{other}"),
    }
}
