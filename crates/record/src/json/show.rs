//! Writing JSON.

use crate::field::Field;

/// The fields of an object whose first one stands already.
pub(crate) struct Shown<'a> {
    out: &'a mut String,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(out: &'a mut String) -> Self {
        Self { out }
    }

    /// Adds the field, unless it holds nothing.
    pub(crate) fn field<T: Field>(&mut self, name: &str, value: &T) {
        let before = self.out.len();
        self.name(name);
        if !value.show(self.out) {
            self.out.truncate(before);
        }
    }

    /// Adds a field whose value is JSON already.
    pub(crate) fn raw(&mut self, name: &str, json: &str) {
        self.name(name);
        self.out.push_str(json);
    }

    fn name(&mut self, name: &str) {
        self.out.push_str(",\"");
        self.out.push_str(name);
        self.out.push_str("\":");
    }
}

/// Appends text as a JSON string.
pub(crate) fn push_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
