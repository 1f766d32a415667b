//! `althing version find`.

use althing::Model;
use clap::Args;

use super::status;
use crate::chain::weights::Holders;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::{hex, to_hex};
use crate::output::{cell::digest, Cell, Record};

/// Find the versions that have these weights, or prove that an organisation has none
///
/// The program keeps an index of weights, which exists exactly while a version has them and counts those versions. So an address
/// without an index is a proof, as of the slot shown, which is final unless --commitment says otherwise; and what is listed is all.
/// It is about one organisation, and about versions whose accounts are open: of a draft that was given up, or a revoked version
/// that was closed, only the model's log tells. The same files that were hashed otherwise (in shards, or without some of them)
/// have another digest. Exit code 0 where there is a version, 3 where there is none.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version find 2f0ae9b0ec7ea6bbd0b4ba2f4cd5ea1e6fbc2dab4b8bd0ef9c6ab0ed4f5e6a7b\n  althing version find 2f0ae9b0ec7ea6bbd0b4ba2f4cd5ea1e6fbc2dab4b8bd0ef9c6ab0ed4f5e6a7b --dao 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --output json"
)]
pub struct Find {
    /// The weights: 64 hex digits, the root that `althing model digest` prints
    #[arg(value_name = "DIGEST", value_parser = root)]
    pub weights: [u8; 32],
}

/// A root of weights. The hash of one file is none, so unlike other digests it is not taken from a file.
fn root(text: &str) -> std::result::Result<[u8; 32], String> {
    let bytes = hex(text).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| "not 64 hex digits; of files, althing model digest PATH makes them".into())
}

impl Run for Find {
    fn run(self, context: &Context) -> Result<()> {
        let context = &context.settled()?;
        let dao = context.dao_address()?;
        let holders = context.holders(&dao, &self.weights)?;
        if !holders.are_all() {
            return Err(Error::failed(
                format!(
                    "the node lists {} versions with these weights, but the program counts {}",
                    holders.versions.len(),
                    holders.counted
                ),
                "Ask another node: --url. One that leaves accounts out is not to be relied on.",
            ));
        }
        let found = holders.counted;
        let level = context.rpc.commitment().name();
        let says = match found {
            0 => format!(
                "no version of the organisation has these weights as of slot {} ({level}): there is no index of them",
                holders.slot
            ),
            1 => "one version has these weights, and the index counts no other".to_owned(),
            _ => format!("{found} versions have these weights, and the index counts no other"),
        };
        context.out.record(&record! {
            "exists" => found > 0,
            "says" => says,
            "weights" => to_hex(&self.weights),
            "dao" => dao,
            "slot" => holders.slot,
            "at" => Cell::Time(holders.now),
            "commitment" => level,
            "index" => holders.index,
            "versions" => rows(context, &holders)?,
        });
        if found > 0 {
            return Ok(());
        }
        Err(Error::mismatch(
            "no version of the organisation has these weights",
            "Check the digest and --dao; other organisations may have them.",
        ))
    }
}

fn rows(context: &Context, holders: &Holders) -> Result<Vec<Record>> {
    let models: Vec<_> = holders.versions.iter().map(|(_, one)| one.model).collect();
    let models = context.fetch_many::<Model>(&models)?;
    let rows = holders
        .versions
        .iter()
        .zip(models)
        .map(|((address, version), model)| {
            record! {
                "name" => model.map(|model| model.name),
                "number" => version.number,
                "status" => status(version.status()),
                "version" => address,
                "model" => version.model,
                "manifestDigest" => digest(&version.manifest_digest),
                "registeredAt" => Cell::Time(version.created_at),
            }
        });
    Ok(rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_root_is_taken() {
        assert_eq!(root(&"Ab".repeat(32)), Ok([0xab; 32]));
        for bad in [
            "",
            "ab",
            &"ab".repeat(33),
            "file:weights.bin",
            &"zz".repeat(32),
        ] {
            assert!(root(bad).is_err(), "{bad}");
        }
    }
}
