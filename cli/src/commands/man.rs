//! `althing man`.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man as Page;

use super::Run;
use crate::cli::Cli;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::file;

/// Write manual pages, one per command, into a folder
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing man ~/.local/share/man/man1")]
pub struct Man {
    /// The folder; it is made where it is missing
    pub folder: PathBuf,
}

impl Run for Man {
    fn run(self, context: &Context) -> Result<()> {
        let mut root = Cli::command();
        root.build();
        let bad = |e: io::Error| {
            Error::failed(
                format!("{}: {e}", self.folder.display()),
                "Check that you may write there.",
            )
        };
        fs::create_dir_all(&self.folder).map_err(bad)?;
        let count = write(&root, "althing", &self.folder)?;
        context
            .out
            .record(&record! { "folder" => self.folder.display().to_string(), "pages" => count });
        Ok(())
    }
}

fn write(command: &Command, name: &str, folder: &Path) -> Result<usize> {
    let mut page = vec![];
    let rendered = Page::new(command.clone()).title(name).render(&mut page);
    rendered.map_err(|why| Error::failed(format!("{name}: {why}"), ""))?;
    file::write(&folder.join(format!("{name}.1")), &page)?;
    let mut count = 1;
    for inner in command
        .get_subcommands()
        .filter(|inner| inner.get_name() != "help")
    {
        count += write(inner, &format!("{name}-{}", inner.get_name()), folder)?;
    }
    Ok(count)
}
