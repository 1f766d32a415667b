//! Tree heads as signed notes (C2SP tlog-checkpoint).
//!
//! ```text
//! <origin>
//! <size>
//! base64(<root>)
//! <extension lines, none of them empty>
//! ```

use crate::hash::{empty_root, Hash};
use crate::key::SignerKey;
use crate::note::Note;
use crate::text::{checked, encode, hash, number, Lines, TextError, TextFault};

/// A tree head: which log, how large, which root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// The head of the log `origin` at `size`.
    ///
    /// # Errors
    /// [`TextError`] where the origin or an extension is empty, has a newline or another control
    /// character, or where the root of size 0 is not that of the empty tree.
    pub fn new(
        origin: &str,
        size: u64,
        root: Hash,
        extensions: &[&str],
    ) -> Result<Self, TextError> {
        for (at, line) in [origin].iter().chain(extensions).enumerate() {
            // The second and third line are size and root.
            let number = if at == 0 { 1 } else { at + 3 };
            if line.is_empty() || line.contains('\n') {
                return Err(TextFault::Expected {
                    what: "one line that is not empty",
                }
                .at(number));
            }
            checked(line.as_bytes(), crate::note::MAX_NOTE)
                .map_err(|error| error.fault.at(number))?;
        }
        let extensions = extensions.iter().map(|line| (*line).to_owned()).collect();
        Self {
            origin: origin.to_owned(),
            size,
            root,
            extensions,
        }
        .with_honest_root()
    }

    fn with_honest_root(self) -> Result<Self, TextError> {
        if self.size == 0 && self.root != empty_root() {
            return Err(TextFault::Expected {
                what: "the empty tree's root, as the size is 0",
            }
            .at(3));
        }
        Ok(self)
    }

    /// Reads a note's text.
    ///
    /// # Errors
    /// [`TextError`] says what is wrong in which line.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let mut lines = Lines::new(checked(text.as_bytes(), crate::note::MAX_NOTE)?, 1);
        let origin = lines.next("the origin")?;
        if origin.is_empty() {
            return Err(TextFault::Expected {
                what: "the log's origin",
            }
            .at(1));
        }
        let size = number(lines.next("the size")?).ok_or(TextFault::Number.at(2))?;
        let root = hash(lines.next("the root")?).ok_or(TextFault::Hash.at(3))?;
        let mut extensions = Vec::new();
        while !lines.rest().is_empty() {
            let number = lines.number();
            let line = lines.next("an extension")?;
            if line.is_empty() {
                return Err(TextFault::Expected {
                    what: "an extension line that is not empty",
                }
                .at(number));
            }
            extensions.push(line.to_owned());
        }
        Self {
            origin: origin.to_owned(),
            size,
            root,
            extensions,
        }
        .with_honest_root()
    }

    /// The log's identity.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Number of entries.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    #[must_use]
    pub fn root(&self) -> &Hash {
        &self.root
    }

    /// Lines after the root, opaque.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// The note's text.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, encode(&self.root));
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// As a note signed by the log.
    ///
    /// # Errors
    /// As [`Note::new`] and [`Note::sign`].
    pub fn sign(&self, key: &SignerKey) -> Result<Note, TextError> {
        let mut note = Note::new(&self.encode())?;
        note.sign(key).map_err(|fault| fault.at(1))?;
        Ok(note)
    }
}
