//! Where salts come from.

use std::collections::HashMap;

use crate::commit::{Salt, SubjectKey};

/// Where the salts of values given in clear come from.
pub trait Salts {
    /// The key of that name: what a value's `"key"` asks for. `None` where there is none (any more).
    fn key(&self, id: &str) -> Option<&SubjectKey>;

    /// A random salt for a value with neither `"salt"` nor `"key"`; `None` to refuse such values. It stands in the
    /// opening alone: whoever loses that cannot show the value again.
    fn fresh(&self) -> Option<Salt> {
        None
    }
}

/// No keys and no random salts: every value in clear has to bring its salt.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSalts;

impl Salts for NoSalts {
    fn key(&self, _: &str) -> Option<&SubjectKey> {
        None
    }
}

/// Keys by name.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    keys: HashMap<String, SubjectKey>,
}

impl Keyring {
    /// Puts a key under a name; gives back the one that it takes the place of.
    pub fn insert(&mut self, id: impl Into<String>, key: SubjectKey) -> Option<SubjectKey> {
        self.keys.insert(id.into(), key)
    }

    /// Takes a key out: with the last copy gone, all that its person's commitments hide is erased.
    pub fn erase(&mut self, id: &str) -> Option<SubjectKey> {
        self.keys.remove(id)
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

impl Salts for Keyring {
    fn key(&self, id: &str) -> Option<&SubjectKey> {
        self.keys.get(id)
    }
}
