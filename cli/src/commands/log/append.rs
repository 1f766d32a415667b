//! `althing log append`.

use std::path::PathBuf;

use althing::constants::MAX_URI;
use althing_publish::{Form, Input, Start};
use althing_record::Defaults;
use anchor_lang::prelude::Pubkey;
use clap::{Args, ValueEnum};

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::logs::publish::{with_publisher, Cluster, Publishing, Writing};
use crate::logs::secrets::Secrets;
use crate::send::options::price;
use crate::send::{Price, Sending};

/// Append lines of any number to a log that you write, as batches with their tiles
///
/// Every line of a file becomes one entry, in order. A batch is one small transaction however many entries it has; their
/// tiles go into a folder that any static host can serve, and from which everybody can check everything. Run it again after
/// a crash, or when the file has grown: it goes on where it stopped, and neither loses nor doubles a line. With --input-format
/// json (docs/records.md) a line is a record such as a decision, and what is personal in it becomes a salted commitment; what
/// opens those is kept in .althing/kept of the folder, for you alone.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log append decisions.jsonl --log decisions --dir public/log --uri https://example.org/log\n  journalctl -o json | althing log append - --log 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --dir log --input-format raw"
)]
pub struct Append {
    /// File with one entry per line, or - for the standard input (of which it is not remembered how far it was read)
    pub input: String,
    #[command(flatten)]
    pub publishing: Publishing,
    /// What a line is
    #[arg(long, value_enum, default_value_t = InputFormat::Json)]
    pub input_format: InputFormat,
    /// Entries of a batch, at most 2^30
    #[arg(long, value_name = "NUMBER", default_value_t = 1 << 20)]
    pub batch_size: u64,
    /// Where the folder is served, at most 200 bytes; each batch says it on the chain
    #[arg(long, default_value = "", hide_default_value = true)]
    pub uri: String,
    /// Keys of persons for what is personal: a file {"NAME": "64 hexadecimal digits", …}. Erasing a key erases all that it hides
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,
    /// The operator that the records name [default: you]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub operator: Option<Pubkey>,
    /// Leave out so many lines, whatever was read before (0 appends a file again)
    #[arg(long, value_name = "NUMBER")]
    pub skip: Option<u64>,
    /// Who pays the fees, a key file [default: you]
    #[arg(long, value_name = "FILE")]
    pub fee_payer: Option<String>,
    /// Price of a compute unit in micro-lamports, or auto for what recent transactions paid
    #[arg(id = "compute_unit_price", long = "with-compute-unit-price", value_name = "MICRO_LAMPORTS|auto", value_parser = price)]
    pub price: Option<Price>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// A record as JSON
    Json,
    /// The entry itself, at most 65,535 bytes
    Raw,
}

impl Run for Append {
    fn run(self, context: &Context) -> Result<()> {
        if self.uri.len() > MAX_URI {
            return Err(Error::usage(
                format!("--uri: {} bytes, at most {MAX_URI}", self.uri.len()),
                "Give a shorter one.",
            ));
        }
        let sending = Sending {
            fee_payer: self.fee_payer,
            price: self.price,
            ..Sending::default()
        };
        let actor = sending.actor(context)?;
        let (address, log) = context.find_log(&self.publishing.log)?;
        if log.writer != actor.from {
            return Err(Error::usage(
                format!("{address}: only its writer {} appends to it", log.writer),
                "Give the writer's key: -k FILE. To copy a log's entries into a folder: althing log sync.",
            ));
        }
        let secrets = Secrets::read(self.keys.as_deref())?;
        let writing = Writing {
            sending: &sending,
            actor: &actor,
            uri: &self.uri,
        };
        let cluster = Cluster::new(context, address, Some(writing));
        let mut settings = self
            .publishing
            .settings(context, &address, self.batch_size)?;
        settings.subtrees = cluster.room();
        let form = match self.input_format {
            InputFormat::Raw => Form::Raw,
            InputFormat::Json => Form::Json {
                defaults: Defaults {
                    log: Some(address.to_bytes()),
                    operator: Some(self.operator.unwrap_or(actor.from).to_bytes()),
                },
                salts: &secrets,
            },
        };
        let input = match self.input.as_str() {
            "-" => Input::Stream {
                name: "-".into(),
                from: Box::new(std::io::stdin()),
                skip: self.skip.unwrap_or(0),
            },
            path => Input::File {
                path: path.into(),
                start: self.skip.map_or(Start::Resume, Start::After),
            },
        };
        let told = with_publisher(&self.publishing, settings, cluster, log.size, |publisher| {
            publisher.append(input, form)
        })?;
        context.out.record(&told);
        Ok(())
    }
}
