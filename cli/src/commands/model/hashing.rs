//! How a model's files are hashed, and the bar that shows how far that is.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use althing_digest::{
    digest_path, Comparison, Item, Method, ModelDigest, Options, Progress, UncoveredReason,
};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::output::{Cell, Record};

/// How files become a digest; the defaults are those of OpenSSF model signing.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Hashing")]
pub struct Hashing {
    /// Hash pieces of so many bytes instead of whole files, so that all cores share a large file (the reference's size: 1000000000)
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..=1 << 53))]
    pub shard_size: Option<u64>,
    /// Leave out a file or folder of the model; can be repeated. Git's own are left out anyway
    #[arg(long, value_name = "PATH")]
    pub ignore: Vec<PathBuf>,
    /// Hash .git, .gitattributes, .github and .gitignore as well
    #[arg(long)]
    pub include_git: bool,
    /// Follow symbolic links to files; without, a link is an error
    #[arg(long)]
    pub allow_symlinks: bool,
    /// The model's name in the statement [default: the last part of its path]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub threads: Threads,
}

/// How many cores may be used.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct Threads {
    /// Threads that hash [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl Threads {
    /// As the engine wants it.
    #[must_use]
    pub fn count(self) -> Option<usize> {
        self.threads.map(usize::from)
    }
}

impl Hashing {
    /// The engine's options; `left_out` is what the command itself writes, such as the signature.
    ///
    /// # Errors
    /// Where a path to be ignored is the whole model, or the model is not there.
    pub fn options(&self, model: &Path, left_out: Option<&Path>) -> Result<Options> {
        let mut options = Options {
            method: match self.shard_size {
                Some(size) => Method::Shards { size },
                None => Method::Files,
            },
            allow_symlinks: self.allow_symlinks,
            ignore_git: !self.include_git,
            ignore: vec![],
            check_ignored: true,
            name: self.name.clone(),
            threads: self.threads.count(),
        };
        for path in self.ignore.iter().map(PathBuf::as_path).chain(left_out) {
            options.ignore_given(model, path)?;
        }
        Ok(options)
    }

    /// Hashes a model, with a bar on a terminal.
    ///
    /// # Errors
    /// What cannot be read or hashed.
    pub fn digest(&self, model: &Path, left_out: Option<&Path>) -> Result<ModelDigest> {
        let options = self.options(model, left_out)?;
        Ok(with_bar(|bar| digest_path(model, &options, bar))?)
    }
}

/// Runs with a bar on stderr, which is gone afterwards; nothing is drawn where stderr is no terminal.
///
/// # Errors
/// Those of `run`.
pub fn with_bar<T>(
    run: impl FnOnce(&Bar) -> althing_digest::Result<T>,
) -> althing_digest::Result<T> {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    let template = "{bar:30} {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec} {eta}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    let outcome = run(&Bar(bar.clone()));
    bar.finish_and_clear();
    outcome
}

/// The bar, as the engine speaks to it.
pub struct Bar(ProgressBar);

impl Progress for Bar {
    fn found(&self, bytes: u64) {
        self.0.inc_length(bytes);
    }

    fn hashed(&self, bytes: u64) {
        self.0.inc(bytes);
    }
}

/// What commands say of a digest, without the list of files.
#[must_use]
pub fn summary(digest: &ModelDigest, statement_hash: &[u8; 32]) -> Record {
    let method = digest.manifest.serialization().method;
    let uncovered = digest.uncovered.iter().map(|left_out| {
        let why = match left_out.reason {
            UncoveredReason::LinkToFolder => "a link to a folder",
            UncoveredReason::EmptyInShards => "empty, and hashed in shards",
        };
        record! { "name" => &left_out.name, "why" => why }
    });
    record! {
        "root" => to_hex(&digest.root()),
        "statementHash" => to_hex(statement_hash),
        "name" => &digest.name,
        "algorithm" => method.algorithm(),
        "files" => digest.files,
        "bytes" => Cell::Big(u128::from(digest.bytes)),
        "ignored" => digest.manifest.serialization().ignore_paths.clone(),
        "notCovered" => uncovered.collect::<Vec<_>>(),
    }
}

/// The list of files, or of their shards.
#[must_use]
pub fn listing(items: &[Item]) -> Vec<Record> {
    items
        .iter()
        .map(|item| record! { "digest" => to_hex(&item.digest), "name" => item.identifier() })
        .collect()
}

/// What differs, by name.
#[must_use]
pub fn differences(comparison: &Comparison) -> Record {
    let changed = comparison.differs.iter().map(|file| {
        record! { "name" => &file.name, "expected" => to_hex(&file.expected), "found" => to_hex(&file.found) }
    });
    record! {
        "changed" => changed.collect::<Vec<_>>(),
        "missing" => comparison.missing.clone(),
        "unexpected" => comparison.extra.clone(),
    }
}

/// The error of a model that differs, with the counts and the first names.
#[must_use]
pub fn differs(comparison: &Comparison) -> Error {
    althing_digest::Error::ModelDiffers(Box::new(comparison.clone())).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exit;

    #[test]
    fn the_signature_and_what_is_named_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path();
        let hashing = Hashing {
            ignore: vec![model.join("cache"), "/elsewhere".into()],
            include_git: true,
            shard_size: Some(5),
            ..Hashing::default()
        };
        let options = hashing
            .options(model, Some(&model.join("model.sig")))
            .unwrap();
        assert_eq!(options.ignore, ["cache", "model.sig"]);
        assert_eq!(
            (options.ignore_git, options.method),
            (false, Method::Shards { size: 5 })
        );
        let all = hashing.options(model, Some(model)).unwrap_err();
        assert_eq!(all.exit, Exit::Usage);
    }
}
