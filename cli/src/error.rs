//! What went wrong, what to do about it, and the exit code that says so to scripts.

use std::{fmt, process::ExitCode};

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Ok = 0,
    /// It was tried and failed, and changed nothing.
    Failed = 1,
    /// The command line, a file or an answer was not as it must be; nothing was tried.
    Usage = 2,
    /// What was checked is not what it should be.
    Mismatch = 3,
    /// A transaction was sent, and it is not known whether it arrived.
    Unconfirmed = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// One line of what went wrong and one of what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The exit code.
    pub exit: Exit,
    /// What went wrong.
    pub what: String,
    /// What to do about it; may be empty.
    pub todo: String,
}

/// The result of everything here.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    fn new(exit: Exit, what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            exit,
            what: one_line(&what.into()),
            todo: one_line(&todo.into()),
        }
    }

    /// It failed: exit code 1.
    pub fn failed(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(Exit::Failed, what, todo)
    }

    /// It was asked for wrongly: exit code 2.
    pub fn usage(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(Exit::Usage, what, todo)
    }

    /// A check found a difference: exit code 3.
    pub fn mismatch(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(Exit::Mismatch, what, todo)
    }

    /// Sent, but not known to have arrived: exit code 4.
    pub fn unconfirmed(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(Exit::Unconfirmed, what, todo)
    }

    /// The same with another line of advice.
    #[must_use]
    pub fn advise(mut self, todo: impl Into<String>) -> Self {
        self.todo = one_line(&todo.into());
        self
    }

    /// The same with the place where it went wrong, such as a file's name.
    #[must_use]
    pub fn within(mut self, place: impl fmt::Display) -> Self {
        self.what = one_line(&format!("{place}: {}", self.what));
        self
    }

    /// Writes both lines to stderr.
    pub fn print(&self) {
        crate::output::complain(&format!("error: {}", self.what));
        if !self.todo.is_empty() {
            crate::output::complain(&format!("  {}", self.todo));
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.what)
    }
}

impl std::error::Error for Error {}

/// What the engine that hashes and signs models says, with its advice on the second line.
impl From<althing_digest::Error> for Error {
    fn from(error: althing_digest::Error) -> Self {
        use althing_digest::ErrorKind;
        let text = error.to_string();
        let (what, todo) = text.rsplit_once("; ").unwrap_or((&text, ""));
        let mut rest = todo.chars();
        let todo = rest.next().map_or_else(String::new, |first| {
            format!("{}{}.", first.to_uppercase(), rest.as_str())
        });
        let exit = match error.kind() {
            ErrorKind::Input => Exit::Usage,
            ErrorKind::Mismatch => Exit::Mismatch,
            ErrorKind::Model | ErrorKind::Cancelled => Exit::Failed,
        };
        Self::new(exit, what, todo)
    }
}

/// Text from a cluster or a file must neither break the two lines nor reach the terminal as control characters.
fn one_line(text: &str) -> String {
    let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    printable.collect::<String>().trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_the_documentation() {
        let codes = [
            Exit::Ok,
            Exit::Failed,
            Exit::Usage,
            Exit::Mismatch,
            Exit::Unconfirmed,
        ];
        assert_eq!(codes.map(|code| code as u8), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn errors_of_the_engine_keep_their_advice_and_get_an_exit_code() {
        use althing_digest::Error as Engine;
        let path = std::path::Path::new("/no");
        let missing = Error::from(Engine::NotFound(path.into()));
        assert_eq!(missing.exit, Exit::Usage);
        assert_eq!(missing.what, "/no: not found");
        assert_eq!(missing.todo, "Check the path.");
        let link = Error::from(Engine::Symlink(path.into()));
        assert_eq!(link.exit, Exit::Failed);
        assert_eq!(Error::from(Engine::BadSignature).exit, Exit::Mismatch);
        assert_eq!(Error::from(Engine::Cancelled).todo, "");
    }

    #[test]
    fn hostile_text_stays_on_its_line() {
        let error = Error::failed("a\nerror: b\x1b[2J", "do\r\nthis");
        assert_eq!(error.what, "a error: b [2J");
        assert_eq!(error.todo, "do  this");
    }
}
