//! What a cluster answers, typed.

use anchor_lang::prelude::Pubkey;
use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::Value;

use super::Commitment;
use crate::error::{Error, Result};

/// The cluster's clock.
pub const CLOCK: Pubkey = Pubkey::from_str_const("SysvarC1ock11111111111111111111111111111111");

/// An account as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub lamports: u64,
    pub owner: Pubkey,
    pub executable: bool,
    pub data: Vec<u8>,
}

/// The cluster's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub slot: u64,
    /// Unix seconds.
    pub now: i64,
}

impl Clock {
    /// The clock in its account's bytes.
    #[must_use]
    pub fn read(data: &[u8]) -> Option<Self> {
        let word = |at: usize| -> Option<[u8; 8]> { data.get(at..at + 8)?.try_into().ok() };
        Some(Self {
            slot: u64::from_le_bytes(word(0)?),
            now: i64::from_le_bytes(word(32)?),
        })
    }
}

/// A block that a transaction refers to, and the last height at which it may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blockhash {
    pub hash: [u8; 32],
    pub last_valid_height: u64,
}

/// What a simulation says.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// The transaction error as JSON-RPC spells it; `None` where it would succeed.
    pub error: Option<Value>,
    pub logs: Vec<String>,
    pub units: u64,
}

/// What became of a transaction that was handed over.
#[derive(Clone, Debug)]
pub enum Handed {
    /// The node has it.
    Taken,
    /// There was no answer: the node may have it.
    Lost,
    /// The node does not want it.
    Refused(Error),
}

/// How far a transaction has come.
#[derive(Clone, Debug)]
pub struct Status {
    pub slot: u64,
    pub error: Option<Value>,
    pub commitment: Commitment,
}

/// A transaction that touched an address.
#[derive(Clone, Debug)]
pub struct Seen {
    pub signature: String,
    pub slot: u64,
    pub failed: bool,
}

/// A condition on an account's bytes.
#[derive(Clone, Debug)]
pub struct Memcmp {
    pub offset: usize,
    pub bytes: Vec<u8>,
}

impl Memcmp {
    /// The account has this key there.
    #[must_use]
    pub fn key(offset: usize, key: &Pubkey) -> Self {
        Self {
            offset,
            bytes: key.to_bytes().to_vec(),
        }
    }
}

pub(super) fn strange(method: &str) -> Error {
    Error::failed(
        format!("{method}: the answer is not of the form that it should have"),
        "Check that --url is a Solana JSON-RPC endpoint, or try another node.",
    )
}

pub(super) fn number(value: &Value, method: &str) -> Result<u64> {
    value.as_u64().ok_or_else(|| strange(method))
}

pub(super) fn key(value: &Value) -> Result<Pubkey> {
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| strange("address"))
}

pub(crate) fn strings(value: &Value) -> Vec<String> {
    let rows = value.as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter()
        .filter_map(|row| row.as_str().map(Into::into))
        .collect()
}

pub(super) fn optional_account(value: &Value) -> Result<Option<Account>> {
    if value.is_null() {
        return Ok(None);
    }
    account(value).map(Some)
}

pub(super) fn account(value: &Value) -> Result<Account> {
    let data = value["data"][0]
        .as_str()
        .and_then(|text| STANDARD.decode(text).ok());
    Ok(Account {
        lamports: number(&value["lamports"], "account")?,
        owner: key(&value["owner"])?,
        executable: value["executable"].as_bool().unwrap_or(false),
        data: data.ok_or_else(|| strange("account"))?,
    })
}
