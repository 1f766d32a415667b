//! The methods that are used, typed.

use std::panic::resume_unwind;
use std::thread;

use anchor_lang::prelude::Pubkey;
use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::{json, Value};

use super::answers::{account, key, number, optional_account, strange, strings};
use super::answers::{Account, Blockhash, Clock, Handed, Memcmp, Seen, Simulation, Status, CLOCK};
use super::{transport::Trouble, Commitment, Rpc};
use crate::error::Result;

/// Accounts in one `getMultipleAccounts`.
const MANY: usize = 100;
/// Signatures in one `getSignaturesForAddress`.
const PAGE: usize = 1_000;
/// Transactions that are asked for at once: there is no method for several, and public nodes count requests.
pub const AT_ONCE: usize = 8;

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

    /// The latest slot that is so settled.
    ///
    /// # Errors
    /// Those of [`Rpc::call`].
    pub fn slot(&self, commitment: Commitment) -> Result<u64> {
        let answer = self.call("getSlot", json!([{ "commitment": commitment.name() }]))?;
        number(&answer, "getSlot")
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

    /// An answer for each of these transactions, in their order; up to [`AT_ONCE`] are asked for at once.
    #[must_use]
    pub fn transactions(&self, signatures: &[&str]) -> Vec<Result<Option<Value>>> {
        let mut found = Vec::with_capacity(signatures.len());
        for some in signatures.chunks(AT_ONCE) {
            thread::scope(|scope| {
                let ask = |signature| scope.spawn(move || self.transaction(signature));
                let asked: Vec<_> = some.iter().copied().map(ask).collect();
                for one in asked {
                    found.push(one.join().unwrap_or_else(|panic| resume_unwind(panic)));
                }
            });
        }
        found
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
