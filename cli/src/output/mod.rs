//! Data on stdout, as text or JSON; progress on stderr, for terminals only.

pub mod cell;
pub mod file;
pub mod text;

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

pub use cell::{Cell, Record};

/// Form of the output: for people, JSON over several lines, JSON in one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    // Doc comments would make a paragraph of each in every command's help.
    #[default]
    Text,
    Json,
    JsonCompact,
}

/// Where output goes.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    format: Format,
}

impl Output {
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self { format }
    }

    /// Whether the output is for programs.
    #[must_use]
    pub fn is_json(self) -> bool {
        self.format != Format::Text
    }

    /// Writes one thing.
    pub fn record(self, record: &Record) {
        match self.format {
            Format::Text => emit(&text::record(record)),
            _ => self.json(record),
        }
    }

    /// Writes several things of one kind. None is `[]` in JSON, and in text a remark for terminals.
    pub fn list(self, name: &str, records: &[Record]) {
        match self.format {
            Format::Text if records.is_empty() => self.progress(&format!("no {name}")),
            Format::Text => emit(&text::table(records)),
            _ => self.json(records),
        }
    }

    /// Writes one of a series, a line each in any form of JSON: what [`Self::list`] would, if it ended.
    pub fn line(self, record: &Record) {
        match self.format {
            Format::Text => emit(&text::line(record)),
            _ => emit(&format!("{}\n", to_json(record, false))),
        }
    }

    /// Writes text as it is, such as a script or a file of somebody else's; to a terminal only what it does not obey.
    pub fn raw(self, text: &str) {
        if io::stdout().is_terminal() {
            emit(&text::harmless(text, |c| matches!(c, '\n' | '\t')));
        } else {
            emit(text);
        }
    }

    /// Says what is going on, on a terminal.
    pub fn progress(self, text: &str) {
        if io::stderr().is_terminal() {
            complain(text);
        }
    }

    fn json(self, value: &(impl Serialize + ?Sized)) {
        emit(&format!(
            "{}\n",
            to_json(value, self.format == Format::Json)
        ));
    }
}

fn to_json(value: &(impl Serialize + ?Sized), pretty: bool) -> String {
    let text = if pretty {
        serde_json::to_string_pretty(value)
    } else {
        serde_json::to_string(value)
    };
    text.unwrap_or_default()
}

/// Writes a line to stderr. Where that is full or closed the exit code still says what there is to say.
pub fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// A reader that has gone away, such as `head`, is no error.
fn emit(text: &str) {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(problem) if problem.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("error: stdout: {problem}"));
            complain("  What was done stands; only this report of it is lost.");
            std::process::exit(crate::Exit::Failed as i32);
        }
        _ => {}
    }
}

/// A [`Record`]: `record! { "name" => value, … }`.
#[macro_export]
macro_rules! record {
    ($($key:literal => $value:expr),* $(,)?) => {
        $crate::output::Record::new()$(.with($key, $value))*
    };
}
