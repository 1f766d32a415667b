//! `althing config get`.

use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::Record;
use crate::settings::Source;

/// Show every setting and where it comes from
///
/// A flag counts before the environment (ANCHOR_PROVIDER_URL, ANCHOR_WALLET, ALTHING_DAO), that before the files of
/// `althing config set` and `solana config set`, those before the default.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing config get --output json")]
pub struct Get {}

impl Run for Get {
    fn run(self, context: &Context) -> Result<()> {
        let all = &context.settings;
        let row = |name: &str, value: String, source: Source| {
            Record::new()
                .with("name", name)
                .with("value", value)
                .with("source", source.name())
        };
        let mut rows = vec![
            row("url", all.url.value.clone(), all.url.source),
            row("keypair", all.keypair.value.clone(), all.keypair.source),
            row(
                "commitment",
                all.commitment.value.name().into(),
                all.commitment.source,
            ),
            row(
                "program-id",
                all.program.value.to_string(),
                all.program.source,
            ),
        ];
        if let Some(dao) = &all.dao {
            rows.push(row("dao", dao.value.to_string(), dao.source));
        }
        context.out.list("settings", &rows);
        Ok(())
    }
}
