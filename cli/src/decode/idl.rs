//! The program's description of itself, as it was when this was built.

use std::sync::OnceLock;

use serde_json::Value;

use super::value::Reader;
use crate::output::Record;

const IDL: &str = include_str!("../../../idl/althing.json");

/// A refusal of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub name: String,
    pub message: String,
}

/// An instruction or event, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub name: String,
    /// Its arguments or fields.
    pub fields: Record,
    /// The names of its accounts, in order; those beyond are further ones.
    pub accounts: Vec<String>,
}

fn idl() -> &'static Value {
    static PARSED: OnceLock<Value> = OnceLock::new();
    PARSED.get_or_init(|| serde_json::from_str(IDL).unwrap_or_default())
}

fn rows(section: &str) -> &'static [Value] {
    idl()[section]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// A type by its name.
#[must_use]
pub fn definition(name: &str) -> Option<&'static Value> {
    rows("types").iter().find(|kind| kind["name"] == name)
}

/// A refusal by its code.
#[must_use]
pub fn error(code: u64) -> Option<Refusal> {
    let row = rows("errors")
        .iter()
        .find(|row| row["code"].as_u64() == Some(code))?;
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_string();
    Some(Refusal {
        name: text("name"),
        message: text("msg"),
    })
}

/// An instruction of the program, from its data.
#[must_use]
pub fn instruction(data: &[u8]) -> Option<Decoded> {
    let (row, body) = tagged("instructions", data)?;
    let mut reader = Reader::new(body);
    let fields = reader.fields(row["args"].as_array()?)?;
    let accounts = row["accounts"].as_array()?.iter();
    let accounts = accounts
        .filter_map(|account| account["name"].as_str().map(super::value::camel))
        .collect();
    // Bytes after the last argument would be something that this does not know.
    let whole = reader.rest().is_empty();
    whole.then(|| Decoded {
        name: name(row),
        fields,
        accounts,
    })
}

/// An event of the program, from its bytes.
#[must_use]
pub fn event(data: &[u8]) -> Option<Decoded> {
    let (row, body) = tagged("events", data)?;
    let fields = definition(row["name"].as_str()?)?["type"]["fields"].as_array()?;
    let fields = Reader::new(body).fields(fields)?;
    Some(Decoded {
        name: name(row),
        fields,
        accounts: vec![],
    })
}

/// An instruction's description, by its name.
#[must_use]
pub fn instruction_row(name: &str) -> Option<&'static Value> {
    rows("instructions").iter().find(|row| row["name"] == name)
}

/// The names of all instructions.
pub fn instruction_names() -> impl Iterator<Item = &'static str> {
    rows("instructions")
        .iter()
        .filter_map(|row| row["name"].as_str())
}

/// The first eight bytes of every instruction, event or account.
pub(crate) fn tags(section: &str) -> Vec<Vec<u8>> {
    let bytes = |row: &Value| serde_json::from_value(row["discriminator"].clone());
    rows(section)
        .iter()
        .filter_map(|row| bytes(row).ok())
        .collect()
}

fn name(row: &Value) -> String {
    row["name"].as_str().unwrap_or_default().into()
}

fn tagged<'a>(section: &str, data: &'a [u8]) -> Option<(&'static Value, &'a [u8])> {
    let (tag, body) = data.split_at_checked(8)?;
    let is = |row: &&Value| {
        let bytes = row["discriminator"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        bytes
            .iter()
            .map(|byte| byte.as_u64())
            .eq(tag.iter().map(|byte| Some(u64::from(*byte))))
    };
    Some((rows(section).iter().find(is)?, body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Cell;
    use anchor_lang::{prelude::Pubkey, InstructionData};

    #[test]
    fn the_program_and_its_description_agree() {
        assert_eq!(
            idl()["address"].as_str(),
            Some(althing::ID.to_string().as_str())
        );
        assert!(rows("instructions").len() >= 55 && rows("errors").len() >= 133);
        assert_eq!(error(6_000).unwrap().name, "NameOutOfBounds");
        assert_eq!(error(5_999), None);
    }

    #[test]
    fn an_instruction_is_known_by_its_data() {
        let data = althing::instruction::CastVote {
            choice: 1,
            action_hash: [9; 32],
        }
        .data();
        let decoded = instruction(&data).unwrap();
        assert_eq!(decoded.name, "cast_vote");
        assert_eq!(decoded.fields.get("choice"), Some(&Cell::Count(1)));
        assert_eq!(
            decoded.accounts.first().map(String::as_str),
            Some("proposal")
        );
        assert_eq!(instruction(&data[..data.len() - 1]), None);
        assert_eq!(instruction(&[data.clone(), vec![0]].concat()), None);
        assert_eq!(instruction(&[0; 8]), None);
        assert_eq!(instruction(&[]), None);
    }

    #[test]
    fn an_event_is_known_by_its_bytes() {
        use anchor_lang::Event;
        let bytes = althing::governance::events::VoteCast {
            proposal: Pubkey::new_from_array([1; 32]),
            voter: Pubkey::new_from_array([2; 32]),
            choice: 0,
            weight: u64::MAX,
        }
        .data();
        let decoded = event(&bytes).unwrap();
        assert_eq!(decoded.name, "VoteCast");
        assert_eq!(
            decoded.fields.get("weight"),
            Some(&Cell::Big(u128::from(u64::MAX)))
        );
    }
}
