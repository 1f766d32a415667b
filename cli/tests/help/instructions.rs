//! Whatever the program can do, a command does.

use std::{collections::BTreeMap, fs, path::Path};

use althing_cli::commands::instructions::COMMANDS;
use serde_json::Value;

use crate::leaves;

/// Instructions that no command calls, each with the reason. None so far.
const WITHOUT: &[(&str, &str)] = &[];

fn instructions() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../idl/althing.json");
    let idl: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let rows = idl["instructions"].as_array().unwrap();
    let name = |row: &Value| row["name"].as_str().unwrap().to_owned();
    rows.iter().map(name).collect()
}

#[test]
fn every_instruction_has_a_command() {
    let all = instructions();
    assert!(all.len() > 100, "{}", all.len());
    let rows: BTreeMap<&str, &str> = COMMANDS.iter().copied().collect();
    assert_eq!(rows.len(), COMMANDS.len(), "an instruction has two rows");
    for name in &all {
        let excused = WITHOUT.iter().any(|(excused, _)| excused == name);
        assert!(
            rows.contains_key(name.as_str()) != excused,
            "{name}: needs a command and a row in cli/src/commands/instructions.rs"
        );
    }
    for name in rows.keys() {
        assert!(
            all.iter().any(|known| known == name),
            "{name}: the program has no such instruction"
        );
    }
}

#[test]
fn the_commands_of_instructions_exist() {
    let leaves = leaves();
    for (instruction, command) in COMMANDS {
        let name = format!("althing {command}");
        assert!(
            leaves.iter().any(|(leaf, _)| *leaf == name),
            "{instruction}: there is no command {name}"
        );
    }
}

/// A row alone calls nothing: somewhere in the sources the instruction is made.
#[test]
fn every_instruction_is_made_somewhere() {
    let mut sources = String::new();
    read_sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut sources,
    );
    for (name, _) in COMMANDS {
        let words = name.split('_').map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        });
        let call = format!("instruction::{} {{", words.collect::<String>());
        assert!(sources.contains(&call), "{name}: nothing makes {call}");
    }
}

fn read_sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_sources(&path, into);
        } else {
            into.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}
