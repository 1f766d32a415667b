//! Where settings come from: flag, environment, the Solana tools' `config.yml`, default.
//!
//! The cluster, the key and the commitment are shared with the Solana tools, in `~/.config/solana/cli/config.yml`. The
//! organisation is this program's own, in `~/.config/althing/config.yml`.

use std::{fs, path::PathBuf, str::FromStr};

use anchor_lang::prelude::Pubkey;
use serde_yaml::{Mapping, Value};

use crate::cli::Global;
use crate::error::{Error, Result};
use crate::input;
use crate::rpc::Commitment;

/// Where a setting was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Flag,
    Environment(&'static str),
    File,
    Default,
}

impl Source {
    /// In words, for people.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Flag => "flag".into(),
            Self::Environment(name) => format!("environment ({name})"),
            Self::File => "file".into(),
            Self::Default => "default".into(),
        }
    }
}

/// A setting and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    pub value: T,
    pub source: Source,
}

/// What a run works with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The cluster's JSON-RPC address.
    pub url: Setting<String>,
    /// The key's file.
    pub keypair: Setting<String>,
    pub commitment: Setting<Commitment>,
    /// The program's address.
    pub program: Setting<Pubkey>,
    /// The organisation, where one was given.
    pub dao: Option<Setting<Pubkey>>,
}

/// The surroundings that settings are read from, so that tests can give their own.
pub struct Surroundings<'a> {
    pub home: Option<PathBuf>,
    pub env: &'a dyn Fn(&str) -> Option<String>,
}

impl Surroundings<'_> {
    /// The Solana tools' settings.
    ///
    /// # Errors
    /// Where there is no home directory.
    pub fn solana_file(&self) -> Result<PathBuf> {
        Ok(self.home()?.join(".config/solana/cli/config.yml"))
    }

    /// This program's settings.
    ///
    /// # Errors
    /// Where there is no home directory.
    pub fn own_file(&self) -> Result<PathBuf> {
        Ok(self.home()?.join(".config/althing/config.yml"))
    }

    fn home(&self) -> Result<PathBuf> {
        self.home
            .clone()
            .ok_or_else(|| Error::usage("there is no home directory for settings", "Set HOME."))
    }

    fn read(&self, file: Result<PathBuf>) -> Result<Mapping> {
        let Ok(file) = file else {
            return Ok(Mapping::new());
        };
        read_file(&file)
    }

    fn variable(&self, name: &'static str) -> Option<Setting<String>> {
        let value = (self.env)(name).filter(|value| !value.is_empty())?;
        Some(Setting {
            value,
            source: Source::Environment(name),
        })
    }
}

/// Reads a file of settings; one that does not exist has none.
///
/// # Errors
/// Where it cannot be read, or is no YAML mapping.
pub fn read_file(file: &PathBuf) -> Result<Mapping> {
    let bad = |what: String| {
        Error::usage(
            format!("{}: {what}", file.display()),
            "Correct or remove the file.",
        )
    };
    match fs::read_to_string(file) {
        Ok(text) => parse_file(&text).map_err(bad),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Mapping::new()),
        Err(e) => Err(bad(e.to_string())),
    }
}

/// What a file of settings says.
pub(crate) fn parse_file(text: &str) -> std::result::Result<Mapping, String> {
    if text.trim().is_empty() {
        return Ok(Mapping::new());
    }
    serde_yaml::from_str(text).map_err(|e| e.to_string())
}

impl Settings {
    /// Finds every setting: flag, environment, file, default.
    ///
    /// # Errors
    /// A value that is not one of its kind, naming where it was found.
    pub fn find(flags: &Global, around: &Surroundings) -> Result<Self> {
        let solana = around.read(around.solana_file())?;
        let own = around.read(around.own_file())?;
        Self::choose(flags, around, &solana, &own)
    }

    /// As [`Self::find`], of files that were read.
    pub(crate) fn choose(
        flags: &Global,
        around: &Surroundings,
        solana: &Mapping,
        own: &Mapping,
    ) -> Result<Self> {
        let flag = |value: &Option<String>| {
            value.clone().map(|value| Setting {
                value,
                source: Source::Flag,
            })
        };
        let from = |file: &Mapping, key: &str| {
            let value = file.get(Value::from(key))?.as_str()?.to_string();
            (!value.is_empty()).then_some(Setting {
                value,
                source: Source::File,
            })
        };

        let url = flag(&flags.url)
            .or_else(|| around.variable("ANCHOR_PROVIDER_URL"))
            .or_else(|| from(solana, "json_rpc_url"))
            .unwrap_or(Setting {
                value: "mainnet-beta".into(),
                source: Source::Default,
            });
        let keypair = flag(&flags.keypair)
            .or_else(|| around.variable("ANCHOR_WALLET"))
            .or_else(|| from(solana, "keypair_path"))
            .unwrap_or(Setting {
                value: "~/.config/solana/id.json".into(),
                source: Source::Default,
            });
        let program = flag(&flags.program_id).unwrap_or(Setting {
            value: althing::ID.to_string(),
            source: Source::Default,
        });
        let dao = flag(&flags.dao)
            .or_else(|| around.variable("ALTHING_DAO"))
            .or_else(|| from(own, "dao"));
        Ok(Self {
            url: convert(url, "url", input::url)?,
            keypair: convert(keypair, "keypair", |path| Ok(expand(path, around)))?,
            commitment: commitment(flags, from(solana, "commitment"))?,
            program: convert(program, "program-id", input::address)?,
            dao: dao
                .map(|dao| convert(dao, "dao", input::address))
                .transpose()?,
        })
    }
}

fn commitment(flags: &Global, file: Option<Setting<String>>) -> Result<Setting<Commitment>> {
    if let Some(value) = flags.commitment {
        return Ok(Setting {
            value,
            source: Source::Flag,
        });
    }
    match file {
        Some(found) => convert(found, "commitment", Commitment::from_str),
        None => Ok(Setting {
            value: Commitment::Confirmed,
            source: Source::Default,
        }),
    }
}

fn convert<T>(
    found: Setting<String>,
    name: &str,
    parse: impl Fn(&str) -> std::result::Result<T, String>,
) -> Result<Setting<T>> {
    let value = parse(&found.value).map_err(|why| {
        Error::usage(
            format!(
                "{name} from {}: {}: {why}",
                found.source.name(),
                found.value
            ),
            format!("Give --{name}, or correct it there (`althing config get` shows all)."),
        )
    })?;
    Ok(Setting {
        value,
        source: found.source,
    })
}

/// `~` at the beginning is the home directory, as in a shell.
fn expand(path: &str, around: &Surroundings) -> String {
    match (path.strip_prefix("~/"), &around.home) {
        (Some(rest), Some(home)) => home.join(rest).display().to_string(),
        _ => path.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAO: &str = "7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q";

    fn find(flags: Global, env: &[(&str, &str)], solana: &str, own: &str) -> Result<Settings> {
        let home = tempfile::tempdir().unwrap();
        for (name, text) in [("solana/cli", solana), ("althing", own)] {
            let folder = home.path().join(".config").join(name);
            fs::create_dir_all(&folder).unwrap();
            if !text.is_empty() {
                fs::write(folder.join("config.yml"), text).unwrap();
            }
        }
        let env = |name: &str| {
            let found = env.iter().find(|(key, _)| *key == name)?;
            Some(found.1.to_string())
        };
        Settings::find(
            &flags,
            &Surroundings {
                home: Some(home.path().into()),
                env: &env,
            },
        )
    }

    const FILE: &str =
        "json_rpc_url: http://file.example\nkeypair_path: /file.json\ncommitment: processed\n";
    const ENV: [(&str, &str); 2] = [
        ("ANCHOR_PROVIDER_URL", "http://env.example"),
        ("ANCHOR_WALLET", "/env.json"),
    ];

    #[test]
    fn a_flag_beats_the_environment_which_beats_the_file() {
        let flags = Global {
            url: Some("d".into()),
            keypair: Some("/flag.json".into()),
            commitment: Some(Commitment::Finalized),
            ..Global::default()
        };
        let all = find(flags, &ENV, FILE, "").unwrap();
        assert_eq!(all.url.value, "https://api.devnet.solana.com");
        assert_eq!(all.keypair.value, "/flag.json");
        assert_eq!(all.commitment.value, Commitment::Finalized);
        assert_eq!(all.url.source, Source::Flag);

        let env = find(Global::default(), &ENV, FILE, "").unwrap();
        assert_eq!(env.url.value, "http://env.example");
        assert_eq!(env.keypair.value, "/env.json");
        assert_eq!(env.commitment.value, Commitment::Processed);

        let file = find(Global::default(), &[], FILE, "").unwrap();
        assert_eq!(file.url.value, "http://file.example");
        assert_eq!(
            file.keypair,
            Setting {
                value: "/file.json".into(),
                source: Source::File
            }
        );
    }

    #[test]
    fn without_anything_the_defaults_are_those_of_the_solana_tools() {
        let all = find(Global::default(), &[], "", "").unwrap();
        assert_eq!(all.url.value, "https://api.mainnet-beta.solana.com");
        assert!(all.keypair.value.ends_with("/.config/solana/id.json"));
        assert!(!all.keypair.value.starts_with('~'));
        assert_eq!(all.commitment.value, Commitment::Confirmed);
        assert_eq!(all.program.value, althing::ID);
        assert!(all.dao.is_none());
    }

    #[test]
    fn empty_values_count_as_none() {
        let env = [("ANCHOR_PROVIDER_URL", ""), ("ANCHOR_WALLET", "")];
        let all = find(Global::default(), &env, "json_rpc_url: ''\n", "").unwrap();
        assert_eq!(all.url.source, Source::Default);
        assert_eq!(all.keypair.source, Source::Default);
    }

    #[test]
    fn the_organisation_comes_from_flag_environment_or_own_file() {
        let own = format!("dao: '{DAO}'\n");
        let file = find(Global::default(), &[], "", &own).unwrap().dao.unwrap();
        assert_eq!(
            (file.value.to_string().as_str(), file.source),
            (DAO, Source::File)
        );
        let other = Pubkey::new_from_array([7; 32]).to_string();
        let env = find(Global::default(), &[("ALTHING_DAO", &other)], "", &own).unwrap();
        assert_eq!(env.dao.unwrap().value.to_string(), other);
    }

    #[test]
    fn bad_values_name_their_place_and_exit_as_usage() {
        let flags = Global {
            dao: Some("nonsense".into()),
            ..Global::default()
        };
        let error = find(flags, &[], "", "").unwrap_err();
        assert_eq!(error.exit, crate::Exit::Usage);
        assert!(error.what.contains("dao from flag"), "{error}");
        let env = find(
            Global::default(),
            &[("ANCHOR_PROVIDER_URL", "ftp://x")],
            "",
            "",
        );
        assert!(env
            .unwrap_err()
            .what
            .contains("environment (ANCHOR_PROVIDER_URL)"));
        assert!(find(Global::default(), &[], "commitment: never\n", "").is_err());
        assert!(find(Global::default(), &[], "- a list\n", "").is_err());
        assert!(find(Global::default(), &[], "json_rpc_url: [", "").is_err());
    }
}
