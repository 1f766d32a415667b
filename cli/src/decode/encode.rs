//! JSON as Borsh bytes, by a type of the IDL: what [`super::value::Reader`] reads, the other way round.

use serde_json::{Map, Value};

use super::{idl, value::camel};
use crate::input::{self, bytes::hex};

/// Types within types; more is a mistake.
const MAX_DEPTH: u8 = 16;

/// What is wrong, with the place.
type Result<T> = std::result::Result<T, String>;

/// The data of an instruction of the program from its arguments as JSON, in the form that decoding shows. Names may be
/// in snake_case or camelCase; numbers may be text.
///
/// # Errors
/// An unknown instruction or argument, or a value that is not of its type, by its place.
pub fn instruction(name: &str, arguments: &Value) -> Result<Vec<u8>> {
    let row = idl::instruction_row(name).ok_or_else(|| {
        let all: Vec<&str> = idl::instruction_names().collect();
        format!("{name}: no such instruction; there are {}", all.join(", "))
    })?;
    let tag = row["discriminator"].as_array().map(Vec::as_slice);
    let mut bytes: Vec<u8> = tag
        .unwrap_or_default()
        .iter()
        .filter_map(|byte| byte.as_u64().and_then(|byte| u8::try_from(byte).ok()))
        .collect();
    let wanted = row["args"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let empty = Value::Object(Map::new());
    let given = if arguments.is_null() {
        &empty
    } else {
        arguments
    };
    // One structured argument may be given bare, without its own name around it.
    let bare = wanted.len() == 1
        && wanted[0]["type"].get("defined").is_some()
        && find(given, wanted[0]["name"].as_str().unwrap_or_default()).is_none();
    if bare {
        write(&wanted[0]["type"], given, "", MAX_DEPTH, &mut bytes)?;
    } else {
        fields(wanted, given, "", MAX_DEPTH, &mut bytes)?;
    }
    Ok(bytes)
}

/// A value of that type.
///
/// # Errors
/// Where it is not of the type, by its place.
pub fn value(kind: &Value, given: &Value) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    write(kind, given, "", MAX_DEPTH, &mut bytes)?;
    Ok(bytes)
}

fn find<'a>(given: &'a Value, name: &str) -> Option<&'a Value> {
    given.get(name).or_else(|| given.get(camel(name)))
}

fn fields(wanted: &[Value], given: &Value, at: &str, depth: u8, out: &mut Vec<u8>) -> Result<()> {
    let object = given
        .as_object()
        .ok_or_else(|| place(at, "want an object such as {\"name\": value}"))?;
    let names: Vec<&str> = wanted
        .iter()
        .filter_map(|field| field["name"].as_str())
        .collect();
    let known = |key: &String| names.iter().any(|name| key == name || *key == camel(name));
    if let Some(unknown) = object.keys().find(|key| !known(key)) {
        let names: Vec<String> = names.iter().map(|name| camel(name)).collect();
        return Err(place(
            at,
            &format!("{unknown}: no such name; there are: {}", names.join(", ")),
        ));
    }
    for (field, name) in wanted.iter().zip(&names) {
        let inner = join(at, &camel(name));
        let given = find(given, name).unwrap_or(&Value::Null);
        write(&field["type"], given, &inner, depth, out)?;
    }
    Ok(())
}

fn write(kind: &Value, given: &Value, at: &str, depth: u8, out: &mut Vec<u8>) -> Result<()> {
    let depth = depth
        .checked_sub(1)
        .ok_or_else(|| place(at, "nested too deeply"))?;
    if let Some(name) = kind.as_str() {
        return primitive(name, given, at, out);
    }
    if let Some(name) = kind["defined"]["name"].as_str() {
        return defined(name, given, at, depth, out);
    }
    if let Some(inner) = kind.get("option") {
        out.push(u8::from(!given.is_null()));
        if given.is_null() {
            return Ok(());
        }
        return write(inner, given, at, depth, out);
    }
    if let Some(inner) = kind.get("vec") {
        let items = given.as_array().ok_or_else(|| place(at, "want a list"))?;
        length(items.len(), at, out)?;
        return many(inner, items, at, depth, out);
    }
    let (inner, count) = kind["array"]
        .as_array()
        .and_then(|array| Some((array.first()?, array.get(1)?.as_u64()?)))
        .ok_or_else(|| place(at, "a type that is not known here"))?;
    if let (true, Some(text)) = (inner == "u8", given.as_str()) {
        let bytes = hex(text).filter(|bytes| bytes.len() as u64 == count);
        out.extend(bytes.ok_or_else(|| place(at, &format!("want {count} bytes in hex")))?);
        return Ok(());
    }
    let items = given.as_array().filter(|items| items.len() as u64 == count);
    let items = items.ok_or_else(|| place(at, &format!("want a list of {count}")))?;
    many(inner, items, at, depth, out)
}

fn many(kind: &Value, items: &[Value], at: &str, depth: u8, out: &mut Vec<u8>) -> Result<()> {
    for (index, item) in items.iter().enumerate() {
        write(kind, item, &join(at, &index.to_string()), depth, out)?;
    }
    Ok(())
}

fn primitive(name: &str, given: &Value, at: &str, out: &mut Vec<u8>) -> Result<()> {
    match name {
        "bool" => {
            let value = given.as_bool();
            out.push(u8::from(
                value.ok_or_else(|| place(at, "want true or false"))?,
            ));
        }
        "pubkey" => {
            let text = given.as_str().unwrap_or_default();
            let address = input::address(text).map_err(|_| place(at, "want an address"))?;
            out.extend_from_slice(address.as_ref());
        }
        "string" => {
            let text = given.as_str().ok_or_else(|| place(at, "want text"))?;
            length(text.len(), at, out)?;
            out.extend_from_slice(text.as_bytes());
        }
        "bytes" => {
            let bytes = given.as_str().and_then(hex);
            let bytes = bytes.ok_or_else(|| place(at, "want bytes in hex"))?;
            length(bytes.len(), at, out)?;
            out.extend(bytes);
        }
        number => out.extend(integer(number, given).map_err(|why| place(at, &why))?),
    }
    Ok(())
}

/// An integer, as a JSON number or as text, since JSON numbers end at 2^53.
fn integer(kind: &str, given: &Value) -> Result<Vec<u8>> {
    let text = match given {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return Err(format!("want a number ({kind})")),
    };
    macro_rules! parse {
        ($type:ty) => {
            text.parse::<$type>().map(|n| n.to_le_bytes().to_vec())
        };
    }
    let parsed = match kind {
        "u8" => parse!(u8),
        "u16" => parse!(u16),
        "u32" => parse!(u32),
        "u64" => parse!(u64),
        "u128" => parse!(u128),
        "i8" => parse!(i8),
        "i16" => parse!(i16),
        "i32" => parse!(i32),
        "i64" => parse!(i64),
        _ => return Err(format!("{kind}: a type that is not known here")),
    };
    parsed.map_err(|_| format!("{text}: not a number that fits {kind}"))
}

fn defined(name: &str, given: &Value, at: &str, depth: u8, out: &mut Vec<u8>) -> Result<()> {
    let kind = idl::definition(name).map(|row| &row["type"]);
    let kind = kind.ok_or_else(|| place(at, &format!("{name}: a type that is not known here")))?;
    if let Some(wanted) = kind["fields"].as_array() {
        return fields(wanted, given, at, depth, out);
    }
    let variants = kind["variants"].as_array().map(Vec::as_slice);
    let variants = variants.unwrap_or_default();
    let (chosen, inner) = match given {
        Value::String(name) => (name.as_str(), None),
        Value::Object(object) if object.len() == 1 => {
            let first = object.iter().next();
            first.map_or(("", None), |(name, inner)| (name.as_str(), Some(inner)))
        }
        _ => ("", None),
    };
    let index = variants
        .iter()
        .position(|variant| variant["name"] == chosen);
    let Some((index, code)) = index.and_then(|i| Some((i, u8::try_from(i).ok()?))) else {
        let names: Vec<&str> = variants.iter().filter_map(|v| v["name"].as_str()).collect();
        return Err(place(at, &format!("want one of {}", names.join(", "))));
    };
    out.push(code);
    match variants[index]["fields"].as_array() {
        None => Ok(()),
        Some(wanted) => fields(wanted, inner.unwrap_or(&Value::Null), at, depth, out),
    }
}

fn length(count: usize, at: &str, out: &mut Vec<u8>) -> Result<()> {
    let count = u32::try_from(count).map_err(|_| place(at, "too long"))?;
    out.extend(count.to_le_bytes());
    Ok(())
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() {
        return name.into();
    }
    format!("{at}.{name}")
}

fn place(at: &str, what: &str) -> String {
    if at.is_empty() {
        return what.into();
    }
    format!("{at}: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anchor_lang::{prelude::Pubkey, InstructionData};
    use serde_json::json;

    fn back(name: &str, arguments: &Value) -> Value {
        let data = instruction(name, arguments).unwrap();
        let decoded = idl::instruction(&data).unwrap();
        assert_eq!(decoded.name, name);
        serde_json::to_value(&decoded.fields).unwrap()
    }

    #[test]
    fn what_is_decoded_can_be_encoded_again() {
        let key = Pubkey::new_from_array([7; 32]).to_string();
        let hash = "0a".repeat(32);
        for (name, arguments) in [
            ("cast_vote", json!({ "choice": 1, "actionHash": hash })),
            ("grant_seat", json!({ "points": "18446744073709551615" })),
            ("create_reward_pool", json!({ "window": "-5" })),
            ("create_log", json!({ "writer": key })),
            ("finalize_proposal", json!({})),
            ("append_entry", json!({ "kind": 1024, "payload": "0a0b" })),
            (
                "verify_inclusion",
                json!({ "leaf": hash, "index": "3", "proof": [hash, hash] }),
            ),
        ] {
            assert_eq!(back(name, &arguments), arguments, "{name}");
        }
    }

    #[test]
    fn data_is_that_of_the_program() {
        let config = althing::Config {
            epoch_length: 1,
            voting_period: 2,
            hold_up: 3,
            execution_window: 4,
            withdrawal_cooldown: 5,
            proposal_threshold: 6,
            quorum_bps: 7,
            approval_bps: 8,
            slash_cap_bps: 9,
            attestations_needed: 10,
        };
        let json = json!({
            "epoch_length": 1, "votingPeriod": 2, "holdUp": "3", "executionWindow": 4, "withdrawalCooldown": 5,
            "proposalThreshold": 6, "quorumBps": 7, "approvalBps": 8, "slashCapBps": 9, "attestationsNeeded": 10,
        });
        let expected = althing::instruction::UpdateConfig { config }.data();
        assert_eq!(instruction("update_config", &json), Ok(expected.clone()));
        let named = json!({ "config": json });
        assert_eq!(instruction("update_config", &named), Ok(expected));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let refuse = |name: &str, arguments: Value, part: &str| {
            let why = instruction(name, &arguments).unwrap_err();
            assert!(why.contains(part), "{why}");
        };
        refuse("no_such", json!({}), "no such instruction");
        refuse("grant_seat", json!({}), "points: want a number");
        refuse("grant_seat", json!({ "points": -1 }), "points: -1");
        refuse("grant_seat", json!({ "points": 1.5 }), "points: 1.5");
        refuse(
            "grant_seat",
            json!({ "points": 1, "more": 1 }),
            "more: no such name",
        );
        refuse("grant_seat", json!([1]), "want an object");
        refuse(
            "create_log",
            json!({ "writer": "x" }),
            "writer: want an address",
        );
        refuse(
            "cast_vote",
            json!({ "choice": 256, "actionHash": "" }),
            "choice",
        );
        refuse(
            "cast_vote",
            json!({ "choice": 0, "actionHash": "0a" }),
            "actionHash: want 32 bytes",
        );
        refuse("update_config", json!({ "epochLength": 1 }), "votingPeriod");
    }

    #[test]
    fn options_and_lists_are_written() {
        assert_eq!(value(&json!({ "option": "u8" }), &json!(null)), Ok(vec![0]));
        assert_eq!(value(&json!({ "option": "u8" }), &json!(9)), Ok(vec![1, 9]));
        assert_eq!(
            value(&json!({ "array": ["u16", 2] }), &json!([1, 2])),
            Ok(vec![1, 0, 2, 0])
        );
        assert!(value(&json!({ "array": ["u16", 2] }), &json!([1])).is_err());
        assert!(value(&json!("f64"), &json!(1)).is_err());
    }
}
