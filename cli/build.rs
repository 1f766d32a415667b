//! Makes the table of log entries from the program's sources, so that every kind it writes can be read here: the number
//! and name of each kind, and the fields of the struct of the same name in a room's `entries.rs`, typed as in an IDL.

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

fn main() {
    let sources = Path::new("../programs/althing/src");
    println!("cargo::rerun-if-changed={}", sources.display());
    let kinds = kinds(&read(&sources.join("audit/entry.rs")));
    let mut structs = BTreeMap::new();
    let rooms = fs::read_dir(sources).expect("the program's sources");
    for room in rooms.flatten() {
        let file = room.path().join("entries.rs");
        if file.exists() {
            println!("cargo::rerun-if-changed={}", file.display());
            structs.extend(payloads(&read(&file)));
        }
    }
    let mut table = String::from("&[\n");
    for (number, name) in kinds {
        match structs.get(&name) {
            Some(fields) => {
                let _ = writeln!(table, "    ({number}, {name:?}, {fields:?}),");
            }
            None => println!("cargo::warning=no payload is known of the entry {name}"),
        }
    }
    table.push_str("]\n");
    let out = env::var_os("OUT_DIR").expect("OUT_DIR");
    fs::write(Path::new(&out).join("kinds.rs"), table).expect("kinds.rs");
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

/// Lines without comments and attributes.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let lines = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or("").trim());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// `Name = number,` of the enum of kinds.
fn kinds(text: &str) -> Vec<(u16, String)> {
    let body = code(text).skip_while(|line| !line.starts_with("pub enum EntryKind"));
    let rows = body.skip(1).take_while(|line| *line != "}");
    let row = |line: &str| {
        let (name, number) = line.trim_end_matches(',').split_once('=')?;
        Some((number.trim().parse().ok()?, name.trim().to_string()))
    };
    rows.map(|line| row(line).unwrap_or_else(|| panic!("EntryKind: {line}")))
        .collect()
}

/// The fields of each public struct, as JSON.
fn payloads(text: &str) -> Vec<(String, String)> {
    let mut found = vec![];
    let mut lines = code(text).peekable();
    while let Some(line) = lines.next() {
        let Some(name) = line
            .strip_prefix("pub struct ")
            .and_then(|rest| rest.strip_suffix(" {"))
        else {
            continue;
        };
        let mut fields = vec![];
        for line in lines.by_ref().take_while(|line| *line != "}") {
            let field = line.strip_prefix("pub ").and_then(|f| f.split_once(':'));
            let Some((field, kind)) = field else {
                panic!("{name}: {line}");
            };
            let kind = typed(kind.trim().trim_end_matches(','));
            fields.push(format!(r#"{{"name":"{}","type":{kind}}}"#, field.trim()));
        }
        found.push((name.to_string(), format!("[{}]", fields.join(","))));
    }
    found
}

/// A Rust type as an IDL has it.
fn typed(kind: &str) -> String {
    let inside = |before: &str, after: &str| {
        kind.strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
    };
    if let Some((inner, count)) = inside("[", "]").and_then(|array| array.split_once(';')) {
        return format!(r#"{{"array":[{},{}]}}"#, typed(inner.trim()), count.trim());
    }
    if let Some(inner) = inside("Option<", ">") {
        return format!(r#"{{"option":{}}}"#, typed(inner));
    }
    match (kind, inside("Vec<", ">")) {
        ("Vec<u8>", _) => r#""bytes""#.into(),
        (_, Some(inner)) => format!(r#"{{"vec":{}}}"#, typed(inner)),
        ("Pubkey", _) => r#""pubkey""#.into(),
        ("String", _) => r#""string""#.into(),
        ("bool" | "u8" | "u16" | "u32" | "u64" | "u128" | "i64", _) => format!("{kind:?}"),
        (named, _) => {
            let name = named.rsplit("::").next().unwrap_or(named);
            format!(r#"{{"defined":{{"name":{name:?}}}}}"#)
        }
    }
}
