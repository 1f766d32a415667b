//! What is remembered of logs, also between runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use althing_publish::Mark;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

const VERSION: u32 = 1;

/// What was seen of one log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Seen {
    /// Size and root after the last append that was looked at.
    pub mark: Mark,
    /// The last transaction that was looked at.
    pub last: Option<String>,
    /// The last published checkpoint that was found good.
    pub checkpoint: Option<Mark>,
    /// The slot from which the interval ran whose end was missed and told.
    pub missed: Option<u64>,
}

/// What was seen of all logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct State {
    version: u32,
    /// By address.
    pub logs: BTreeMap<String, Seen>,
    #[serde(skip)]
    path: Option<PathBuf>,
}

impl State {
    /// Of a file, empty where it is not there yet; of nothing where none is given.
    ///
    /// # Errors
    /// Where the file is none of this.
    pub fn load(path: Option<&Path>) -> Result<Self> {
        let fresh = || Self {
            version: VERSION,
            logs: BTreeMap::new(),
            path: path.map(Into::into),
        };
        let Some(file) = path else {
            return Ok(fresh());
        };
        let bad = |why: String| {
            Error::usage(
                format!("{}: is no state of this version: {why}", file.display()),
                "Give the file of an earlier run, or one that is not there yet.",
            )
        };
        let bytes = match fs::read(file) {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(fresh()),
            bytes => bytes.map_err(|why| bad(why.to_string()))?,
        };
        let mut state = Self::parse(&bytes).map_err(bad)?;
        state.path = Some(file.into());
        Ok(state)
    }

    /// What a file holds; says what is wrong with what no run has saved.
    pub(crate) fn parse(bytes: &[u8]) -> std::result::Result<Self, String> {
        let state: Self = serde_json::from_slice(bytes).map_err(|why| why.to_string())?;
        match state.version {
            VERSION => Ok(state),
            other => Err(format!("version {other}")),
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// Replaces the file, whole or not at all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&self) -> Result<()> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let staged = path.with_extension("new");
        let written = fs::write(&staged, self.encode()).and_then(|()| fs::rename(&staged, path));
        written.map_err(|why| {
            Error::failed(
                format!("{}: {why}", path.display()),
                "Check the folder's permissions and the room on the disk.",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_loaded_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let mut state = State::load(Some(&path)).unwrap();
        let seen = Seen {
            mark: Mark::empty(),
            last: Some("signature".into()),
            checkpoint: None,
            missed: Some(7),
        };
        state.logs.insert("log".into(), seen);
        state.save().unwrap();
        assert_eq!(State::load(Some(&path)).unwrap(), state);
        State::load(None).unwrap().save().unwrap();
        for bytes in ["", "{}", "[]", "{\"version\":2,\"logs\":{}}"] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(
                State::load(Some(&path)).unwrap_err().exit,
                crate::Exit::Usage
            );
        }
    }
}
