//! The methods that are used, typed.

use anchor_lang::prelude::Pubkey;
use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::{json, Value};

use super::{transport::Trouble, Commitment, Rpc};
use crate::error::{Error, Result};

/// The cluster's clock.
pub const CLOCK: Pubkey = Pubkey::from_str_const("SysvarC1ock11111111111111111111111111111111");
/// Accounts in one `getMultipleAccounts`.
const MANY: usize = 100;
/// Signatures in one `getSignaturesForAddress`.
const PAGE: usize = 1_000;

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

impl Rpc {
    fn options(&self) -> Value {
        json!({ "commitment": self.commitment.name(), "encoding": "base64" })
    }

    /// The account at an address.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn account(&self, address: &Pubkey) -> Result<Option<Account>> {
        let answer = self.call(
            "getAccountInfo",
            json!([address.to_string(), self.options()]),
        )?;
        optional_account(&answer["value"])
    }

    /// The accounts at these addresses, in their order.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>> {
        let mut found = Vec::with_capacity(addresses.len());
        for some in addresses.chunks(MANY) {
            let keys: Vec<String> = some.iter().map(Pubkey::to_string).collect();
            let answer = self.call("getMultipleAccounts", json!([keys, self.options()]))?;
            let values = answer["value"]
                .as_array()
                .filter(|values| values.len() == some.len());
            for value in values.ok_or_else(|| strange("getMultipleAccounts"))? {
                found.push(optional_account(value)?);
            }
        }
        Ok(found)
    }

    /// A program's accounts that meet all conditions, by rising address.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Memcmp],
    ) -> Result<Vec<(Pubkey, Account)>> {
        let filters: Vec<Value> = filters
            .iter()
            .map(|f| json!({ "memcmp": { "offset": f.offset, "bytes": bs58::encode(&f.bytes).into_string() } }))
            .collect();
        let mut options = self.options();
        options["filters"] = Value::Array(filters);
        let answer = self.call("getProgramAccounts", json!([program.to_string(), options]))?;
        let rows = answer
            .as_array()
            .ok_or_else(|| strange("getProgramAccounts"))?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.push((key(&row["pubkey"])?, account(&row["account"])?));
        }
        found.sort_by_key(|(address, _)| *address);
        Ok(found)
    }

    /// The cluster's clock, by which the program counts.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn clock(&self) -> Result<Clock> {
        let account = self.account(&CLOCK)?.ok_or_else(|| strange("clock"))?;
        Clock::read(&account.data).ok_or_else(|| strange("clock"))
    }

    /// A block to refer to.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn latest_blockhash(&self) -> Result<Blockhash> {
        let options = json!([{ "commitment": self.commitment.name() }]);
        let answer = self.call("getLatestBlockhash", options)?;
        let value = &answer["value"];
        Ok(Blockhash {
            hash: key(&value["blockhash"])?.to_bytes(),
            last_valid_height: number(&value["lastValidBlockHeight"], "getLatestBlockhash")?,
        })
    }

    /// The height of the latest block.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn block_height(&self) -> Result<u64> {
        let answer = self.call(
            "getBlockHeight",
            json!([{ "commitment": self.commitment.name() }]),
        )?;
        number(&answer, "getBlockHeight")
    }

    /// What a transaction would do, whoever has signed it.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn simulate(&self, wire: &[u8]) -> Result<Simulation> {
        let options = json!({
            "encoding": "base64", "commitment": self.commitment.name(), "sigVerify": false, "replaceRecentBlockhash": true,
        });
        let answer = self.call(
            "simulateTransaction",
            json!([STANDARD.encode(wire), options]),
        )?;
        let value = &answer["value"];
        Ok(Simulation {
            error: (!value["err"].is_null()).then(|| value["err"].clone()),
            logs: strings(&value["logs"]),
            units: value["unitsConsumed"].as_u64().unwrap_or(0),
        })
    }

    /// Hands a signed transaction to the cluster once, which may lose it.
    #[must_use]
    pub fn hand_over(&self, wire: &[u8]) -> Handed {
        let options = json!({ "encoding": "base64", "skipPreflight": true, "maxRetries": 0 });
        match self.attempt("sendTransaction", json!([STANDARD.encode(wire), options])) {
            Ok(_) => Handed::Taken,
            Err(Trouble::Again(..) | Trouble::Nobody(_)) => Handed::Lost,
            Err(Trouble::Final(error)) => Handed::Refused(error),
        }
    }

    /// How far a transaction has come; `history` also asks the archive.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn status(&self, signature: &str, history: bool) -> Result<Option<Status>> {
        let params = json!([[signature], { "searchTransactionHistory": history }]);
        let answer = self.call("getSignatureStatuses", params)?;
        let value = &answer["value"][0];
        if value.is_null() {
            return Ok(None);
        }
        let level = value["confirmationStatus"]
            .as_str()
            .and_then(|text| text.parse().ok());
        Ok(Some(Status {
            slot: number(&value["slot"], "getSignatureStatuses")?,
            error: (!value["err"].is_null()).then(|| value["err"].clone()),
            commitment: level.unwrap_or(Commitment::Processed),
        }))
    }

    /// What recent transactions that wrote to these accounts paid per compute unit, µlamports, rising.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn recent_prices(&self, writable: &[Pubkey]) -> Result<Vec<u64>> {
        let keys: Vec<String> = writable.iter().take(128).map(Pubkey::to_string).collect();
        let answer = self.call("getRecentPrioritizationFees", json!([keys]))?;
        let rows = answer
            .as_array()
            .ok_or_else(|| strange("getRecentPrioritizationFees"))?;
        let mut prices: Vec<u64> = rows
            .iter()
            .filter_map(|row| row["prioritizationFee"].as_u64())
            .collect();
        prices.sort_unstable();
        Ok(prices)
    }

    /// A transaction and what it did, as JSON-RPC tells it.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn transaction(&self, signature: &str) -> Result<Option<Value>> {
        // There is no transaction that is merely processed.
        let commitment = self.commitment.max(Commitment::Confirmed);
        let options = json!({ "encoding": "base64", "commitment": commitment.name(), "maxSupportedTransactionVersion": 0 });
        let answer = self.call("getTransaction", json!([signature, options]))?;
        Ok((!answer.is_null()).then_some(answer))
    }

    /// Every transaction that touched an address, the newest first; at most `limit`.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn signatures(&self, address: &Pubkey, limit: usize) -> Result<Vec<Seen>> {
        let mut seen: Vec<Seen> = vec![];
        while seen.len() < limit {
            let wanted = PAGE.min(limit - seen.len());
            let before = seen.last().map(|last| last.signature.clone());
            let page = self.signature_page(address, before.as_deref(), None, wanted)?;
            let ended = page.len() < wanted;
            seen.extend(page);
            if ended {
                break;
            }
        }
        Ok(seen)
    }

    /// Transactions that touched an address, the newest first, at most 1,000: those before one of them, and after
    /// another.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn signature_page(
        &self,
        address: &Pubkey,
        before: Option<&str>,
        until: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Seen>> {
        const METHOD: &str = "getSignaturesForAddress";
        let commitment = self.commitment.max(Commitment::Confirmed);
        let mut options = json!({ "limit": limit.min(PAGE), "commitment": commitment.name() });
        for (name, signature) in [("before", before), ("until", until)] {
            if let Some(signature) = signature {
                options[name] = json!(signature);
            }
        }
        let answer = self.call(METHOD, json!([address.to_string(), options]))?;
        let rows = answer.as_array().ok_or_else(|| strange(METHOD))?;
        let seen = rows.iter().map(|row| {
            let signature = row["signature"].as_str().ok_or_else(|| strange(METHOD))?;
            Ok(Seen {
                signature: signature.into(),
                slot: number(&row["slot"], METHOD)?,
                failed: !row["err"].is_null(),
            })
        });
        seen.collect()
    }

    /// Lamports of an address.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn balance(&self, address: &Pubkey) -> Result<u64> {
        let options = json!({ "commitment": self.commitment.name() });
        number(
            &self.call("getBalance", json!([address.to_string(), options]))?["value"],
            "getBalance",
        )
    }

    /// The node's software.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn version(&self) -> Result<String> {
        let answer = self.call("getVersion", json!([]))?;
        answer["solana-core"]
            .as_str()
            .map(Into::into)
            .ok_or_else(|| strange("getVersion"))
    }

    /// The hash of the cluster's first block, which tells clusters apart.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn genesis_hash(&self) -> Result<String> {
        let answer = self.call("getGenesisHash", json!([]))?;
        answer
            .as_str()
            .map(Into::into)
            .ok_or_else(|| strange("getGenesisHash"))
    }
}

fn strange(method: &str) -> Error {
    Error::failed(
        format!("{method}: the answer is not of the form that it should have"),
        "Check that --url is a Solana JSON-RPC endpoint, or try another node.",
    )
}

fn number(value: &Value, method: &str) -> Result<u64> {
    value.as_u64().ok_or_else(|| strange(method))
}

fn key(value: &Value) -> Result<Pubkey> {
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

fn optional_account(value: &Value) -> Result<Option<Account>> {
    if value.is_null() {
        return Ok(None);
    }
    account(value).map(Some)
}

pub(crate) fn account(value: &Value) -> Result<Account> {
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
