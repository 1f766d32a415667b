//! `althing config set`.

use std::{fs, path::PathBuf};

use clap::Args;
use serde_yaml::Value;

use crate::commands::Run;
use crate::context::{home, variable, Context};
use crate::error::{Error, Result};
use crate::settings::{read_file, Surroundings};

/// Keep the settings that are given as global options
///
/// --url, --keypair and --commitment are kept in the file of the Solana tools, ~/.config/solana/cli/config.yml, so that
/// both work with the same; --dao in ~/.config/althing/config.yml. Other values in those files stay as they are.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing config set -u devnet --dao 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Set {}

impl Run for Set {
    fn run(self, context: &Context) -> Result<()> {
        let (given, all) = (&context.global, &context.settings);
        let around = Surroundings {
            home: home(),
            env: &variable,
        };
        let mut shared = vec![];
        if given.url.is_some() {
            shared.push(("json_rpc_url", all.url.value.clone()));
        }
        if given.keypair.is_some() {
            shared.push(("keypair_path", absolute(&all.keypair.value)?));
        }
        if given.commitment.is_some() {
            shared.push(("commitment", all.commitment.value.name().into()));
        }
        let mut own = vec![];
        if let (Some(_), Some(dao)) = (&given.dao, &all.dao) {
            own.push(("dao", dao.value.to_string()));
        }
        if shared.is_empty() && own.is_empty() {
            return Err(Error::usage(
                "nothing to set",
                "Give --url, --keypair, --commitment or --dao.",
            ));
        }
        write(&around.solana_file()?, &shared)?;
        write(&around.own_file()?, &own)?;
        super::get::Get {}.run(context)
    }
}

fn absolute(path: &str) -> Result<String> {
    let path = std::path::absolute(path);
    let path =
        path.map_err(|e| Error::usage(format!("--keypair: {e}"), "Give the path of a key file."))?;
    Ok(path.display().to_string())
}

fn write(file: &PathBuf, values: &[(&str, String)]) -> Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let mut all = read_file(file)?;
    for (name, value) in values {
        all.insert(Value::from(*name), Value::from(value.as_str()));
    }
    let bad = |e: std::io::Error| {
        Error::failed(
            format!("{}: {e}", file.display()),
            "Check that you may write there.",
        )
    };
    let text = serde_yaml::to_string(&all).map_err(|e| {
        Error::failed(
            format!("{}: {e}", file.display()),
            "Correct or remove the file.",
        )
    })?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(bad)?;
    }
    // Never half a file, whatever happens.
    crate::output::file::write(file, text.as_bytes())
}
