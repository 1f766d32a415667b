//! The command tree explains itself: every command and option has help, every example parses, `docs/cli.md` lists the
//! tree as it is, and manual pages and completions come out whole.

mod instructions;
mod shell;

use std::{fs, path::PathBuf, process::Command as Process};

use althing_cli::cli::Cli;
use clap::{Command, CommandFactory, Parser};

fn tree() -> Command {
    let mut root = Cli::command();
    root.build();
    root
}

/// Every command below `command`, with its whole name.
fn walk(command: &Command, name: &str, visit: &mut dyn FnMut(&str, &Command)) {
    visit(name, command);
    for inner in command.get_subcommands() {
        if inner.get_name() != "help" {
            walk(inner, &format!("{name} {}", inner.get_name()), visit);
        }
    }
}

fn leaves() -> Vec<(String, Command)> {
    let mut found = vec![];
    walk(&tree(), "althing", &mut |name, command| {
        if command.get_subcommands().next().is_none() {
            found.push((name.to_string(), command.clone()));
        }
    });
    found
}

#[test]
fn every_command_and_option_has_help() {
    walk(&tree(), "althing", &mut |name, command| {
        assert!(command.get_about().is_some(), "{name}: no help");
        for argument in command.get_arguments() {
            let help = argument.get_help().map(ToString::to_string);
            let help = help.unwrap_or_default();
            assert!(!help.trim().is_empty(), "{name}: {argument}: no help");
        }
    });
}

#[test]
fn help_texts_end_without_a_full_stop_and_options_name_their_value() {
    walk(&tree(), "althing", &mut |name, command| {
        let about = command.get_about().map(ToString::to_string);
        let about = about.unwrap_or_default();
        assert!(
            !about.trim_end().ends_with('.') || name == "althing",
            "{name}: {about}"
        );
    });
}

/// Options of a command by their long names.
fn options(command: &Command) -> Vec<&str> {
    let arguments = command.get_arguments();
    arguments.filter_map(clap::Arg::get_long).collect()
}

#[test]
fn every_command_takes_the_settings_and_whoever_sends_can_show_and_export_first() {
    let mut sending = 0;
    for (name, command) in leaves() {
        let own = options(&command);
        for option in [
            "url",
            "keypair",
            "commitment",
            "output",
            "program-id",
            "dao",
            "yes",
        ] {
            assert!(own.contains(&option), "{name}: no --{option}");
        }
        // Of a batch, which goes on for hours, only who pays.
        let sends = ["dry-run", "export", "propose", "add-to"];
        if !sends.iter().any(|one| own.contains(one)) {
            continue;
        }
        let acts = [
            "from",
            "fee-payer",
            "with-compute-unit-price",
            "skip-simulation",
        ];
        for option in sends.iter().chain(&acts) {
            assert!(own.contains(option), "{name}: no --{option}");
        }
        sending += 1;
    }
    assert!(sending > 80, "{sending}");
}

#[test]
fn every_leaf_has_examples_that_parse() {
    for (name, command) in leaves() {
        let after = command.get_after_help().map(ToString::to_string);
        let after = after.unwrap_or_default();
        let examples: Vec<&str> = after
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("althing "))
            .collect();
        assert!(after.starts_with("Examples:"), "{name}: no Examples:");
        let own = examples.iter().filter(|line| line.starts_with(&name));
        assert!(own.count() > 0, "{name}: no example of its own");
        for example in examples {
            for arguments in shell::commands(example) {
                let arguments: Vec<String> = arguments.into_iter().map(without_files).collect();
                if let Err(problem) = Cli::try_parse_from(&arguments) {
                    panic!("{name}: {example}: {problem}");
                }
            }
        }
    }
}

/// Files of examples are not there; a digest stands in for what they hash to.
fn without_files(word: String) -> String {
    if word.starts_with("file:") {
        return "0a".repeat(32);
    }
    word
}

/// One line per command: its name and positional arguments, and what it does. Those without a group come last.
fn listing() -> String {
    let (mut groups, mut alone) = (String::new(), String::from("\n### Others\n\n"));
    walk(&tree(), "althing", &mut |name, command| {
        let about = command.get_about().map(ToString::to_string);
        let about = about.unwrap_or_default();
        let is_group = command.get_subcommands().next().is_some();
        match name.split(' ').count() {
            1 => {}
            _ if is_group => groups.push_str(&format!("\n### `{name}`\n\n{about}.\n\n")),
            2 => alone.push_str(&format!("- `{}`: {about}\n", usage(name, command))),
            _ => groups.push_str(&format!("- `{}`: {about}\n", usage(name, command))),
        }
    });
    format!("{groups}{alone}").trim().to_string()
}

fn usage(name: &str, command: &Command) -> String {
    let places = command.get_positionals().map(|place| {
        let name = place.get_id().as_str().to_uppercase().replace('_', "-");
        if place.is_required_set() {
            name
        } else {
            format!("[{name}]")
        }
    });
    std::iter::once(name.to_string())
        .chain(places)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn the_pages_examples_parse() {
    for page in ["cli.md", "verify.md"] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../docs")
            .join(page);
        let text = fs::read_to_string(path).expect(page).replace("\\\n", "");
        let mut count = 0;
        for line in text.lines().filter(|line| line.starts_with("althing ")) {
            let line = line.split(" #").next().unwrap_or_default();
            for arguments in shell::commands(line) {
                Cli::try_parse_from(&arguments).unwrap_or_else(|e| panic!("{page}: {line}: {e}"));
                count += 1;
            }
        }
        assert!(count > 5, "{page}: {count}");
    }
}

const BEGIN: &str = "<!-- begin: commands -->\n";
const END: &str = "\n<!-- end: commands -->";

#[test]
fn the_page_lists_the_tree_as_it_is() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/cli.md");
    let page = fs::read_to_string(&path).expect("docs/cli.md");
    let (before, rest) = page.split_once(BEGIN).expect("the beginning's mark");
    let (shown, after) = rest.split_once(END).expect("the end's mark");
    let now = listing();
    if std::env::var_os("ALTHING_UPDATE").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{now}{END}{after}")).unwrap();
        return;
    }
    assert!(
        shown == now,
        "docs/cli.md lists other commands; write it anew: ALTHING_UPDATE=1 scripts/cargo.sh test --workspace --test help"
    );
}

#[test]
fn manual_pages_come_out_one_per_command() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = Process::new(env!("CARGO_BIN_EXE_althing"))
        .args([
            "man",
            &folder.path().display().to_string(),
            "--output",
            "json",
        ])
        .output()
        .unwrap();
    assert!(outcome.status.success(), "{outcome:?}");
    let mut expected = 0;
    walk(&tree(), "althing", &mut |name, _| {
        expected += 1;
        let page = folder.path().join(format!("{}.1", name.replace(' ', "-")));
        let text = fs::read_to_string(&page).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(
            text.contains(".SH NAME") && text.contains(".SH SYNOPSIS"),
            "{name}"
        );
    });
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), expected);
}

#[test]
fn completions_come_out_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let outcome = Process::new(env!("CARGO_BIN_EXE_althing"))
            .args(["completion", shell])
            .output()
            .unwrap();
        assert!(outcome.status.success(), "{shell}: {outcome:?}");
        let script = String::from_utf8(outcome.stdout).unwrap();
        for word in ["proposal", "add-action", "rewards"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn bash_accepts_its_completions() {
    let script = Process::new(env!("CARGO_BIN_EXE_althing"))
        .args(["completion", "bash"])
        .output()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("althing");
    fs::write(&file, script.stdout).unwrap();
    let checked = Process::new("bash").arg("-n").arg(&file).status();
    assert!(checked.unwrap().success());
}
