use super::*;
use crate::journal::Mark;

fn reader(bytes: &[u8]) -> Reader {
    let from = Box::new(std::io::Cursor::new(bytes.to_vec()));
    Reader::new("input".into(), from, Some("key".into()))
}

fn all(reader: &mut Reader, max: u64) -> Result<Vec<(u64, Vec<u8>)>, PublishError> {
    let mut blocks = Vec::new();
    while let Some(block) = reader.next(max, Vec::new())? {
        assert_eq!(block.lines, memchr_iter(b'\n', &block.bytes).count() as u64);
        blocks.push((block.first_line, block.bytes));
    }
    Ok(blocks)
}

#[test]
fn blocks_end_with_lines_and_lose_nothing() {
    let mut text = Vec::new();
    for line in 0..60_000u32 {
        text.extend(line.to_string().repeat(1 + line as usize % 7).bytes());
        text.push(b'\n');
    }
    assert!(text.len() > 3 * BLOCK);
    for max in [1000, 7777, u64::MAX] {
        let mut reader = reader(&text);
        let blocks = all(&mut reader, max).unwrap();
        let mut line = 1;
        for (first, bytes) in &blocks {
            assert_eq!(*first, line);
            let lines = memchr_iter(b'\n', bytes).count() as u64;
            assert!(lines <= max);
            line += lines;
        }
        let joined: Vec<u8> = blocks.into_iter().flat_map(|(_, bytes)| bytes).collect();
        assert!(joined == text);
        let place = reader.progress().unwrap().place;
        assert_eq!((place.offset, place.lines), (text.len() as u64, 60_000));
        let tail: Hash = Sha256::digest(&text[text.len() - TAIL..]).into();
        assert_eq!(place.tail, tail);
    }
}

#[test]
fn a_line_without_its_newline_may_be_half_a_line() {
    let mut cut = reader(b"a\nb");
    assert_eq!(cut.next(9, Vec::new()).unwrap().unwrap().bytes, b"a\n");
    let error = cut.next(9, Vec::new()).err().unwrap();
    assert!(
        matches!(error, PublishError::CutOff { line: 2, .. }),
        "{error}"
    );
}

#[test]
fn an_endless_line_ends_in_an_error_and_not_in_memory() {
    let from = Box::new(std::io::repeat(b'x'));
    let mut endless = Reader::new("input".into(), from, None);
    let error = endless.next(9, Vec::new()).err().unwrap();
    assert!(
        matches!(error, PublishError::LongLine { line: 1, .. }),
        "{error}"
    );
}

#[test]
fn lines_are_left_out() {
    let mut some = reader(b"a\nb\nc\nd\n").after(2).unwrap();
    assert_eq!(all(&mut some, 9).unwrap(), [(3, b"c\nd\n".to_vec())]);
    let few = reader(b"a\nb\n").after(3).err().unwrap();
    assert!(
        matches!(
            few,
            PublishError::FewLines {
                lines: 2,
                skip: 3,
                ..
            }
        ),
        "{few}"
    );
}

fn open(path: &Path, start: Start, journal: &Journal) -> Result<Reader, PublishError> {
    let path = path.to_owned();
    Reader::open(Input::File { path, start }, journal, false)
}

#[test]
fn a_file_is_gone_on_with_while_it_begins_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines");
    let lines = "some line\n".repeat(20_000);
    std::fs::write(&path, &lines).unwrap();
    let mut journal = Journal::new(&[1; 32], Mark::empty());
    let mut first = open(&path, Start::Resume, &journal).unwrap();
    all(&mut first, u64::MAX).unwrap();
    let Progress { input, place } = first.progress().unwrap();
    journal.inputs.insert(input, place);

    let mut nothing = open(&path, Start::Resume, &journal).unwrap();
    assert!(all(&mut nothing, 9).unwrap().is_empty());
    std::fs::write(&path, lines.clone() + "new\n").unwrap();
    let mut more = open(&path, Start::Resume, &journal).unwrap();
    assert_eq!(all(&mut more, 9).unwrap(), [(20_001, b"new\n".to_vec())]);
    let again = open(&path, Start::After(19_999), &journal).unwrap();
    assert_eq!(again.lines, 19_999);

    for changed in [
        lines.replacen("some line\nsome", "some linx\nsome", 1),
        lines[10..].into(),
    ] {
        // The first change lies before what is remembered, the second moves everything.
        std::fs::write(&path, &changed).unwrap();
        let reopened = open(&path, Start::Resume, &journal);
        assert_eq!(reopened.is_ok(), changed.len() == lines.len());
    }
    let other = folder.path().join("renamed");
    std::fs::write(&other, lines + "new\n").unwrap();
    let known = open(&other, Start::Resume, &journal).err().unwrap();
    assert!(
        matches!(known, PublishError::InputKnown { lines: 20_000, .. }),
        "{known}"
    );
    assert!(open(&other, Start::After(0), &journal).is_ok());
}

#[test]
fn a_stream_that_was_left_is_gone_on_with_only_by_a_number() {
    let mut journal = Journal::new(&[1; 32], Mark::empty());
    let open = |journal: &Journal, skip, recovered| {
        let from = Box::new(std::io::Cursor::new(b"a\nb\nc\n".to_vec()));
        let input = Input::Stream {
            name: "-".into(),
            from,
            skip,
        };
        Reader::open(input, journal, recovered).map(|reader| reader.stream())
    };
    for skip in [None, Some(0), Some(3)] {
        let lines = skip.unwrap_or(0);
        assert_eq!(open(&journal, skip, true).unwrap(), Some(lines));
    }
    journal.stream = Some(2);
    assert_eq!(open(&journal, Some(2), true).unwrap(), Some(2));
    // Another stream, or the same one whose sender was told.
    assert_eq!(open(&journal, Some(0), false).unwrap(), Some(0));
    for (skip, recovered) in [
        (None, false),
        (None, true),
        (Some(0), true),
        (Some(1), true),
    ] {
        let left = open(&journal, skip, recovered).unwrap_err();
        assert!(
            matches!(left, PublishError::StreamLeft { lines: 2, .. }),
            "{left}"
        );
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_told_apart() {
    use std::os::unix::ffi::OsStrExt;
    let path = |bytes| PathBuf::from(std::ffi::OsStr::from_bytes(bytes));
    assert_ne!(key(&path(b"/a\xff")), key(&path(b"/a\xfe")));
    assert_eq!(key(&path(b"/a\n")), "/a\n");
}
