//! What opens the commitments of a batch's records: one file per batch, one line of JSON per record that has any.
//! For the operator alone. Values of persons with keys are sealed under them: erasing the key erases what is kept here too.
//! A value with a salt of its own stands in clear beside it, and is erased by taking its line out.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use althing_record::Kept;

use crate::files::{create, make_folder, name, open, private, remove, staged};
use crate::PublishError;

/// Where these files are in a log's folder: the one of a batch that begins at leaf `first`.
#[must_use]
pub fn path(folder: &Path, first: u64) -> PathBuf {
    private(folder)
        .join("kept")
        .join(format!("{first:020}.jsonl"))
}

/// Writes one batch's file, if there is anything to keep.
pub(crate) struct Keeper {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Keeper {
    pub(crate) fn new(folder: &Path, first: u64) -> Self {
        Self {
            path: path(folder, first),
            file: None,
        }
    }

    /// Adds lines.
    pub(crate) fn add(&mut self, lines: &[u8]) -> Result<(), PublishError> {
        if lines.is_empty() {
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                make_folder(self.path.parent().unwrap_or(&self.path))?;
                none.insert(BufWriter::with_capacity(
                    1 << 20,
                    create(&staged(&self.path))?,
                ))
            }
        };
        file.write_all(lines)
            .map_err(PublishError::io(staged(&self.path), "write it"))
    }

    /// The batch is complete: its file is on the disk when this returns, in the place of one that an unfinished run
    /// has left.
    pub(crate) fn finish(self) -> Result<(), PublishError> {
        let Some(file) = self.file else {
            return remove(&self.path);
        };
        let file = file.into_inner().map_err(|error| {
            PublishError::io(staged(&self.path), "write it")(error.into_error())
        })?;
        name(file, &self.path)
    }
}

/// Of the batch that begins at `first`, only what lies before `end` came into the log.
pub(crate) fn cut(folder: &Path, first: u64, end: u64) -> Result<(), PublishError> {
    let path = path(folder, first);
    remove(&staged(&path))?;
    if first >= end {
        return remove(&path);
    }
    let mut keeper = Keeper::new(folder, first);
    for line in lines(&path)? {
        let mut line = line?;
        if Kept::from_json(&line).is_ok_and(|kept| kept.sequence < end) {
            line.push('\n');
            keeper.add(line.as_bytes())?;
        }
    }
    keeper.finish()
}

/// The openings of one record, where they were kept: in the last file that begins at or before its index.
///
/// # Errors
/// [`PublishError::Io`]; [`PublishError::Kept`] where the line is damaged.
pub fn find(folder: &Path, index: u64) -> Result<Option<Kept>, PublishError> {
    let kept = private(folder).join("kept");
    let names = match fs::read_dir(&kept) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        names => names.map_err(PublishError::io(&kept, "list it"))?,
    };
    let first = |name: std::ffi::OsString| name.to_str()?.strip_suffix(".jsonl")?.parse().ok();
    let firsts = names.filter_map(|entry| first(entry.ok()?.file_name()));
    let Some(first) = firsts.filter(|first: &u64| *first <= index).max() else {
        return Ok(None);
    };
    let path = path(folder, first);
    let start = format!("{{\"sequence\":{index},");
    for (number, line) in (1..).zip(lines(&path)?) {
        let text = line?;
        if text.starts_with(&start) {
            let malformed = |error| PublishError::Kept {
                path: path.clone(),
                line: number,
                error,
            };
            return Kept::from_json(&text).map(Some).map_err(malformed);
        }
    }
    Ok(None)
}

/// A file's lines; none where it is not there.
fn lines(path: &Path) -> Result<impl Iterator<Item = Result<String, PublishError>>, PublishError> {
    let file = match open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        file => Some(file.map_err(PublishError::io(path, "open it"))?),
    };
    let path = path.to_owned();
    let lines = file.map(|file| BufReader::with_capacity(1 << 20, file).lines());
    Ok(lines
        .into_iter()
        .flatten()
        .map(move |line| line.map_err(PublishError::io(&path, "read it"))))
}
