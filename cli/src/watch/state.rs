//! What is remembered of logs, also between runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use althing_publish::Mark;
use anchor_lang::prelude::Pubkey;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::output::file::{self, Found};

const VERSION: u32 = 1;
/// Bytes of a state, at most.
const MAX_STATE: usize = 64 << 20;

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
    /// Who may act in the log, when it was last looked at. A file of an earlier version does not say.
    #[serde(default)]
    pub hands: Option<Hands>,
}

/// Who may act in a log. Writer and authority never change on the chain; the maintainer is the one as of the last entry that was
/// looked at, since a later one tells when somebody else accepts the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hands {
    pub writer: String,
    /// Of a model's log.
    pub maintainer: Option<String>,
    /// Of a model's log: its organisation's.
    pub authority: Option<String>,
}

impl Seen {
    /// Nothing yet.
    #[must_use]
    pub fn nothing() -> Self {
        Self {
            mark: Mark::empty(),
            last: None,
            checkpoint: None,
            missed: None,
            hands: None,
        }
    }

    /// Who maintained the model when it was last looked at, where that is known.
    #[must_use]
    pub fn maintainer(&self) -> Option<Pubkey> {
        self.hands.as_ref()?.maintainer.as_ref()?.parse().ok()
    }

    /// Remembers who may act, but for the maintainer; says what is another than before.
    pub fn take_hands(&mut self, now: Hands) -> Vec<String> {
        let before = self.hands.take();
        let maintainer = before.as_ref().and_then(|it| it.maintainer.clone());
        self.hands = Some(Hands {
            maintainer,
            ..now.clone()
        });
        let Some(before) = before else {
            return vec![];
        };
        let nobody = || "nobody".to_owned();
        let pairs = [
            ("writer", Some(before.writer), Some(now.writer)),
            ("authority", before.authority, now.authority),
        ];
        let changed = pairs.into_iter().filter(|(_, before, now)| before != now);
        changed
            .map(|(who, before, now)| {
                let [before, now] = [before, now].map(|it| it.unwrap_or_else(nobody));
                format!("the {who} was {before} and is {now} now, by what the node says")
            })
            .collect()
    }
}

/// What was seen of all logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct State {
    version: u32,
    /// By address.
    pub logs: BTreeMap<String, Seen>,
    /// Alerts that the webhook has not taken yet, the oldest first.
    #[serde(default)]
    pub unsent: Vec<String>,
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
            unsent: vec![],
            path: path.map(Into::into),
        };
        let Some(at) = path else {
            return Ok(fresh());
        };
        let bad = |why: String| {
            Error::usage(
                format!("{}: is no state of this version: {why}", at.display()),
                "Give the file of an earlier run, or one that is not there yet.",
            )
        };
        let bytes = match file::bounded(at, MAX_STATE) {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(fresh()),
            Err(why) => return Err(bad(why.to_string())),
            Ok(Found::Other) => return Err(bad("is not a file".into())),
            Ok(Found::File(bytes)) if bytes.len() > MAX_STATE => {
                return Err(bad(format!("larger than {MAX_STATE} bytes")))
            }
            Ok(Found::File(bytes)) => bytes,
        };
        let mut state = Self::parse(&bytes).map_err(bad)?;
        state.path = Some(at.into());
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
        file::write(path, &self.encode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn hands(maintainer: Option<&str>) -> Hands {
        Hands {
            writer: "w".into(),
            maintainer: maintainer.map(Into::into),
            authority: None,
        }
    }

    #[test]
    fn what_is_saved_is_loaded_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        // A neighbour is none of ours.
        fs::write(folder.path().join("state.new"), "kept").unwrap();
        let mut state = State::load(Some(&path)).unwrap();
        let seen = Seen {
            last: Some("signature".into()),
            missed: Some(7),
            hands: Some(hands(Some("m"))),
            ..Seen::nothing()
        };
        state.logs.insert("log".into(), seen);
        state.unsent.push("{}".into());
        state.save().unwrap();
        assert_eq!(State::load(Some(&path)).unwrap(), state);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        let neighbour = fs::read(folder.path().join("state.new")).unwrap();
        assert_eq!(neighbour, b"kept");
        State::load(None).unwrap().save().unwrap();
        for bytes in ["", "{}", "[]", "{\"version\":2,\"logs\":{}}"] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(
                State::load(Some(&path)).unwrap_err().exit,
                crate::Exit::Usage
            );
        }
        let error = State::load(Some(folder.path())).unwrap_err();
        assert!(error.what.contains("is not a file"), "{error}");
    }

    #[test]
    fn a_state_from_before_there_were_hands_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let mark = serde_json::to_string(&Mark::empty()).unwrap();
        let log = format!(r#"{{"mark":{mark},"last":null,"checkpoint":null,"missed":null}}"#);
        fs::write(&path, format!(r#"{{"version":1,"logs":{{"log":{log}}}}}"#)).unwrap();
        let state = State::load(Some(&path)).unwrap();
        assert_eq!(state.logs["log"], Seen::nothing());
        assert!(state.unsent.is_empty());
    }

    #[test]
    fn a_change_of_hands_is_told_once() {
        let mut seen = Seen::nothing();
        let by = |writer: &str| Hands {
            writer: writer.into(),
            authority: Some("g".into()),
            ..hands(None)
        };
        assert_eq!(seen.take_hands(by("a")), [""; 0]);
        assert_eq!(seen.take_hands(by("a")), [""; 0]);
        let told = seen.take_hands(by("x"));
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("writer was a and is x"), "{told:?}");
        assert_eq!(seen.take_hands(by("x")), [""; 0]);
        let nobodys = Hands {
            authority: None,
            ..by("x")
        };
        assert!(seen.take_hands(nobodys)[0].contains("is nobody now"));
    }

    /// Who accepted the model since is told by its log, entry by entry.
    #[test]
    fn the_maintainer_is_the_one_of_what_was_looked_at() {
        let [one, other] = [1, 2].map(|byte| Pubkey::new_from_array([byte; 32]));
        let mut seen = Seen::nothing();
        assert_eq!(seen.maintainer(), None);
        seen.hands = Some(hands(Some(&one.to_string())));
        assert_eq!(seen.take_hands(hands(Some(&other.to_string()))), [""; 0]);
        assert_eq!(seen.maintainer(), Some(one));
    }
}
