//! Transactions as the cluster keeps them: instructions, inner ones too, and events.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::Value;

use crate::rpc::strings;

/// A transaction and what it did.
#[derive(Clone, Debug)]
pub struct Transaction {
    pub slot: u64,
    /// Unix seconds; 0 where the node does not know.
    pub time: i64,
    /// Lamports.
    pub fee: u64,
    pub units: u64,
    /// As JSON-RPC spells it.
    pub error: Option<Value>,
    pub logs: Vec<String>,
    pub signers: Vec<Pubkey>,
    pub calls: Vec<Call>,
}

/// An instruction that was carried out.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its place among the transaction's instructions.
    pub index: u64,
    /// Whether a program called it, rather than the transaction.
    pub inner: bool,
    pub instruction: Instruction,
}

impl Transaction {
    /// Reads what `getTransaction` answers; `None` where it is malformed.
    #[must_use]
    pub fn parse(answer: &Value) -> Option<Self> {
        let wire = STANDARD.decode(answer["transaction"][0].as_str()?).ok()?;
        let meta = &answer["meta"];
        let mut message = Message::parse(&wire)?;
        message.load(&meta["loadedAddresses"])?;
        let mut calls = vec![];
        let inner = meta["innerInstructions"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        for (index, instruction) in (0u64..).zip(&message.instructions) {
            calls.push(Call {
                index,
                inner: false,
                instruction: message.instruction(instruction)?,
            });
            for group in inner
                .iter()
                .filter(|group| group["index"].as_u64() == Some(index))
            {
                for row in group["instructions"].as_array()? {
                    let compiled = Compiled::from_json(row)?;
                    calls.push(Call {
                        index,
                        inner: true,
                        instruction: message.instruction(&compiled)?,
                    });
                }
            }
        }
        Some(Self {
            slot: answer["slot"].as_u64()?,
            time: answer["blockTime"].as_i64().unwrap_or(0),
            fee: meta["fee"].as_u64().unwrap_or(0),
            units: meta["computeUnitsConsumed"].as_u64().unwrap_or(0),
            error: (!meta["err"].is_null()).then(|| meta["err"].clone()),
            logs: strings(&meta["logMessages"]),
            signers: message.keys.iter().take(message.signers).copied().collect(),
            calls,
        })
    }

    /// What a program told as events, in order. Lines of other programs do not count, whatever they say.
    #[must_use]
    pub fn events(&self, program: &Pubkey) -> Vec<Vec<u8>> {
        events(&self.logs, program)
    }
}

/// The data that `program` logged itself, by following who runs.
#[must_use]
pub fn events(logs: &[String], program: &Pubkey) -> Vec<Vec<u8>> {
    let program = program.to_string();
    let mut running: Vec<&str> = vec![];
    let mut found = vec![];
    for line in logs {
        if let Some(data) = line.strip_prefix("Program data: ") {
            if running.last() == Some(&program.as_str()) {
                found.extend(STANDARD.decode(data).ok());
            }
            continue;
        }
        let Some(rest) = line.strip_prefix("Program ") else {
            continue;
        };
        let mut words = rest.split(' ');
        match (words.next(), words.next()) {
            // A program's own words come behind "Program log: ", so they cannot pass for these.
            (Some(id), Some("invoke")) => running.push(id),
            (Some(id), Some("success" | "failed:")) if running.last() == Some(&id) => {
                running.pop();
            }
            _ => {}
        }
    }
    found
}

struct Compiled {
    program: usize,
    accounts: Vec<usize>,
    data: Vec<u8>,
}

impl Compiled {
    fn from_json(row: &Value) -> Option<Self> {
        let index = |value: &Value| usize::try_from(value.as_u64()?).ok();
        Some(Self {
            program: index(&row["programIdIndex"])?,
            accounts: row["accounts"]
                .as_array()?
                .iter()
                .map(index)
                .collect::<Option<_>>()?,
            data: bs58::decode(row["data"].as_str()?).into_vec().ok()?,
        })
    }
}

struct Message {
    keys: Vec<Pubkey>,
    writable: Vec<bool>,
    signers: usize,
    instructions: Vec<Compiled>,
}

impl Message {
    fn parse(wire: &[u8]) -> Option<Self> {
        let mut rest = Bytes(wire);
        let signatures = rest.length()?;
        rest.take(signatures.checked_mul(64)?)?;
        // The first bit tells a versioned message; there is version 0.
        if rest.0.first()? & 0x80 != 0 && rest.take(1)? != [0x80] {
            return None;
        }
        let header = rest.take(3)?;
        let (signers, still, plain) = (
            usize::from(header[0]),
            usize::from(header[1]),
            usize::from(header[2]),
        );
        let count = rest.length()?;
        let keys: Vec<Pubkey> = rest
            .take(count.checked_mul(32)?)?
            .chunks_exact(32)
            .map(|key| Pubkey::try_from(key).ok())
            .collect::<Option<_>>()?;
        let writable = (0..count)
            .map(|at| {
                at < signers.saturating_sub(still)
                    || (at >= signers && at < count.saturating_sub(plain))
            })
            .collect();
        rest.take(32)?;
        let instructions = (0..rest.length()?)
            .map(|_| rest.compiled())
            .collect::<Option<_>>()?;
        Some(Self {
            keys,
            writable,
            signers,
            instructions,
        })
    }

    /// Adds the addresses that lookup tables stood for.
    fn load(&mut self, loaded: &Value) -> Option<()> {
        for (list, writable) in [("writable", true), ("readonly", false)] {
            for key in strings(&loaded[list]) {
                self.keys.push(key.parse().ok()?);
                self.writable.push(writable);
            }
        }
        Some(())
    }

    fn instruction(&self, compiled: &Compiled) -> Option<Instruction> {
        let meta = |at: &usize| {
            let (pubkey, is_writable) = (*self.keys.get(*at)?, *self.writable.get(*at)?);
            Some(AccountMeta {
                pubkey,
                is_signer: *at < self.signers,
                is_writable,
            })
        };
        Some(Instruction {
            program_id: *self.keys.get(compiled.program)?,
            accounts: compiled.accounts.iter().map(meta).collect::<Option<_>>()?,
            data: compiled.data.clone(),
        })
    }
}

/// Bytes yet to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A length in seven-bit groups, at most three.
    fn length(&mut self) -> Option<usize> {
        let mut value = 0usize;
        for shift in [0, 7, 14] {
            let byte = *self.take(1)?.first()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn compiled(&mut self) -> Option<Compiled> {
        let program = usize::from(*self.take(1)?.first()?);
        let count = self.length()?;
        let accounts = self
            .take(count)?
            .iter()
            .map(|at| usize::from(*at))
            .collect();
        let count = self.length()?;
        Some(Compiled {
            program,
            accounts,
            data: self.take(count)?.to_vec(),
        })
    }
}

/// A transaction's instructions, from its bytes alone.
#[must_use]
pub fn instructions(wire: &[u8]) -> Option<Vec<Instruction>> {
    let message = Message::parse(wire)?;
    message
        .instructions
        .iter()
        .map(|compiled| message.instruction(compiled))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::send::wire;

    fn sample() -> Vec<Instruction> {
        let key = |byte| Pubkey::new_from_array([byte; 32]);
        vec![
            Instruction {
                program_id: key(9),
                accounts: vec![
                    AccountMeta::new(key(1), true),
                    AccountMeta::new_readonly(key(2), true),
                    AccountMeta::new(key(3), false),
                    AccountMeta::new_readonly(key(4), false),
                ],
                data: vec![7; 200],
            },
            Instruction {
                program_id: key(8),
                accounts: vec![],
                data: vec![],
            },
        ]
    }

    #[test]
    fn a_transaction_comes_back_from_its_bytes() {
        let message = wire::message(&Pubkey::new_from_array([1; 32]), &sample(), [5; 32]);
        assert_eq!(
            instructions(&wire::unsigned(&message).unwrap()),
            Some(sample())
        );
    }

    #[test]
    fn truncated_bytes_are_none() {
        let message = wire::message(&Pubkey::new_from_array([1; 32]), &sample(), [5; 32]);
        let bytes = wire::unsigned(&message).unwrap();
        for length in 0..bytes.len() {
            assert_eq!(instructions(&bytes[..length]), None, "{length}");
        }
    }

    #[test]
    fn only_the_programs_own_data_are_events() {
        let program = Pubkey::new_from_array([3; 32]);
        let other = Pubkey::new_from_array([4; 32]);
        let logs: Vec<String> = [
            format!("Program {other} invoke [1]"),
            "Program data: Zm9yZ2Vk".into(),
            format!("Program {program} invoke [2]"),
            "Program data: cmVhbA==".into(),
            format!("Program log: Program {program} success"),
            format!("Program {other} invoke [3]"),
            "Program data: Zm9yZ2Vk".into(),
            format!("Program {other} failed: custom program error: 0x1"),
            "Program data: YWdhaW4=".into(),
            format!("Program {program} success"),
            "Program data: Zm9yZ2Vk".into(),
            format!("Program {other} success"),
        ]
        .into();
        assert_eq!(
            events(&logs, &program),
            [b"real".to_vec(), b"again".to_vec()]
        );
    }
}
