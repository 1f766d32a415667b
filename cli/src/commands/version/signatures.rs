//! `althing version signatures`.

use althing::{SigningKey, VersionSignature};
use clap::Args;

use crate::chain::stored::offset;
use crate::commands::{key as keys, Run};
use crate::context::Context;
use crate::error::Result;
use crate::input::key;
use crate::output::{Cell, Record};
use crate::rpc::Memcmp;

/// List the signatures over a version that the chain has checked, each judged at its slot
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version signatures tutor@2 --output json")]
pub struct Signatures {
    /// The version: MODEL@NUMBER or address
    pub version: String,
}

impl Run for Signatures {
    fn run(self, context: &Context) -> Result<()> {
        let (address, _) = context.version(&self.version)?;
        let found = context
            .list::<VersionSignature>(&[Memcmp::key(offset::SIGNATURE_VERSION, &address)])?;
        let accounts: Vec<_> = found.iter().map(|(_, one)| one.signing_key).collect();
        let signers = context.fetch_many::<SigningKey>(&accounts)?;
        let rows: Vec<Record> = found
            .iter()
            .zip(&signers)
            .map(|((account, one), signer)| {
                let public = signer.as_ref().and_then(keys::public);
                record! {
                    "signer" => public.map(|public| key::shown(&public)),
                    "standing" => signer.as_ref().map(|signer| keys::standing(signer, one.slot)),
                    "slot" => one.slot,
                    "at" => Cell::Time(one.signed_at),
                    "form" => if one.form == VersionSignature::HASH { "hash" } else { "whole" },
                    "signature" => account,
                }
            })
            .collect();
        context.out.list("signatures", &rows);
        Ok(())
    }
}
