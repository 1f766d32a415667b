//! `althing proposal add-action`.

use std::{fs, io::Read, str::FromStr};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use base64::{engine::general_purpose::STANDARD, Engine};
use clap::Args;
use serde_json::Value;

use crate::commands::Run;
use crate::context::Context;
use crate::decode::{encode, idl, transaction};
use crate::error::{Error, Result};
use crate::input;
use crate::send::{propose::require_own_draft, Proposer, Sending};
use crate::words::sentence;

const BUDGET: Pubkey = Pubkey::from_str_const("ComputeBudget111111111111111111111111111111");

/// Add an action to a draft of yours: an instruction by name, or those of an unsigned transaction
///
/// The organisation's authority is the one signer that an action can have, and pays the rent of what it makes. A transaction
/// comes from --export --from AUTHORITY of any command here, or from another tool, such as `spl-token transfer … --sign-only
/// --dump-transaction-message`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing proposal add-action 7 --instruction grant_seat --arguments '{\"points\": 1}' \
                  --accounts '{\"chamber\": \"5ZWj7a1f8tWkjBESHKgrLmXshuXxqeY9SYcfbshpAqPG\", \"seat\": \"8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR9\"}'\n  \
                  althing proposal add-action 7 --transaction file:transfer.txt"
)]
pub struct AddAction {
    /// The draft: number or address
    pub proposal: String,
    /// An instruction of the program, as its interface description (IDL) names it
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with = "transaction",
        required_unless_present = "transaction"
    )]
    pub instruction: Option<String>,
    /// Its arguments as JSON, or file:PATH
    #[arg(long, value_name = "JSON", requires = "instruction")]
    pub arguments: Option<String>,
    /// Its accounts as JSON, address by name, or file:PATH; the organisation's own are known
    #[arg(long, value_name = "JSON", requires = "instruction")]
    pub accounts: Option<String>,
    /// An unsigned transaction or its message in base64, or file:PATH
    #[arg(long, value_name = "BASE64")]
    pub transaction: Option<String>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for AddAction {
    fn run(self, context: &Context) -> Result<()> {
        if self.sending.is_proposed() {
            return Err(Error::usage(
                "which proposal?",
                "Name it once, without --propose and --add-to.",
            ));
        }
        let member = self.sending.actor(context)?;
        let (_, proposal) = context.proposal(&self.proposal)?;
        require_own_draft(&proposal, &member.from)?;
        let dao: althing::Dao = context.fetch(&proposal.dao)?;
        let known = Known {
            dao: proposal.dao,
            authority: proposal.authority,
            log: dao.log,
        };
        let instructions = match (&self.instruction, &self.transaction) {
            (Some(name), _) => vec![by_name(
                context.program(),
                name,
                &self.arguments,
                &self.accounts,
                &known,
            )?],
            (None, text) => of_transaction(text.as_deref().unwrap_or_default())?,
        };
        let words: Vec<String> = instructions.iter().map(|i| sentence(context, i)).collect();
        let proposer = Proposer {
            member,
            dao: proposal.dao,
        };
        let plan = context.plan_addition(
            &proposer,
            &self.proposal,
            &instructions,
            &proposal.authority,
        )?;
        let told = plan.result.clone().with("added", words);
        context.send(&self.sending, &proposer.member, plan.tell(told))
    }
}

/// Accounts that every action of an organisation may need.
struct Known {
    dao: Pubkey,
    authority: Pubkey,
    log: Pubkey,
}

impl Known {
    fn account(&self, name: &str) -> Option<Pubkey> {
        match name {
            "dao" => Some(self.dao),
            "authority" | "payer" => Some(self.authority),
            "log" => Some(self.log),
            _ => None,
        }
    }
}

/// Text, or that of a file of at most 64 KiB.
fn text_of(text: &str, option: &str) -> Result<String> {
    const MAX: u64 = 1 << 16;
    let Some(path) = text.strip_prefix("file:") else {
        return Ok(text.into());
    };
    let bad = |why: String| Error::usage(format!("{option}: {path}: {why}"), "Check the file.");
    let mut read = String::new();
    let file = fs::File::open(path).map_err(|e| bad(e.to_string()))?;
    file.take(MAX + 1)
        .read_to_string(&mut read)
        .map_err(|e| bad(e.to_string()))?;
    if read.len() as u64 > MAX {
        return Err(bad("more than 64 KiB".into()));
    }
    Ok(read)
}

fn json(text: &Option<String>, option: &str) -> Result<Value> {
    let text = text_of(text.as_deref().unwrap_or("{}"), option)?;
    Value::from_str(&text).map_err(|e| {
        Error::usage(
            format!("{option}: {e}"),
            "Want a JSON object such as '{\"points\": 1}'.",
        )
    })
}

fn by_name(
    program: Pubkey,
    name: &str,
    arguments: &Option<String>,
    accounts: &Option<String>,
    known: &Known,
) -> Result<Instruction> {
    let bad = |option: &'static str| {
        move |why: String| {
            Error::usage(
                format!("{option}: {why}"),
                "docs/accounts.md lists every instruction with its arguments and accounts.",
            )
        }
    };
    let data =
        encode::instruction(name, &json(arguments, "--arguments")?).map_err(bad("--arguments"))?;
    let given = json(accounts, "--accounts")?;
    let accounts = metas(program, name, &given, known).map_err(bad("--accounts"))?;
    Ok(Instruction {
        program_id: program,
        accounts,
        data,
    })
}

/// The accounts of an instruction: those given, else those that are always the same; then `further` ones.
fn metas(
    program: Pubkey,
    name: &str,
    given: &Value,
    known: &Known,
) -> std::result::Result<Vec<AccountMeta>, String> {
    let given = given
        .as_object()
        .ok_or("want an object such as {\"seat\": ADDRESS}")?;
    let rows = idl::instruction_row(name).and_then(|row| row["accounts"].as_array());
    let rows = rows.map(Vec::as_slice).unwrap_or_default();
    let names: Vec<&str> = rows.iter().filter_map(|row| row["name"].as_str()).collect();
    let is_known = |key: &String| {
        key == "further" || names.iter().any(|name| key == name || *key == camel(name))
    };
    if let Some(unknown) = given.keys().find(|key| !is_known(key)) {
        return Err(format!(
            "{unknown}: no such account; there are: {}",
            names
                .iter()
                .map(|name| camel(name))
                .collect::<Vec<_>>()
                .join(", ")
        ));
    }
    let mut metas = vec![];
    for (row, name) in rows.iter().zip(&names) {
        let flag = |key: &str| row[key].as_bool().unwrap_or(false);
        let address = match given.get(*name).or_else(|| given.get(&camel(name))) {
            Some(value) => address(value, name)?,
            None => match row["address"].as_str() {
                Some(fixed) => input::address(fixed)?,
                None if flag("optional") => program,
                None => known
                    .account(name)
                    .ok_or_else(|| format!("{}: missing", camel(name)))?,
            },
        };
        let absent = address == program && flag("optional");
        metas.push(AccountMeta {
            pubkey: address,
            is_signer: flag("signer") && !absent,
            is_writable: flag("writable") && !absent,
        });
    }
    let further = given.get("further").and_then(Value::as_array);
    for value in further.map(Vec::as_slice).unwrap_or_default() {
        let is_writable = value["writable"].as_bool().unwrap_or(false);
        let text = value.get("address").unwrap_or(value);
        metas.push(AccountMeta {
            pubkey: address(text, "further")?,
            is_signer: false,
            is_writable,
        });
    }
    Ok(metas)
}

fn camel(name: &str) -> String {
    crate::decode::value::camel(name)
}

fn address(value: &Value, name: &str) -> std::result::Result<Pubkey, String> {
    let text = value.as_str().unwrap_or_default();
    input::address(text).map_err(|why| format!("{}: {why}", camel(name)))
}

/// The instructions of a transaction, or of its message alone, without those that set fees.
fn of_transaction(text: &str) -> Result<Vec<Instruction>> {
    let bad = |what: &str| {
        Error::usage(
            format!("--transaction: {what}"),
            "Give the base64 of --export, or of a message without lookup tables.",
        )
    };
    let text = text_of(text, "--transaction")?;
    let wire = STANDARD
        .decode(text.trim())
        .map_err(|_| bad("not base64"))?;
    let instructions = transaction::instructions(&wire).or_else(|| {
        let unsigned: Vec<u8> = std::iter::once(0).chain(wire.iter().copied()).collect();
        transaction::instructions(&unsigned)
    });
    let mut instructions = instructions.ok_or_else(|| bad("not a transaction"))?;
    instructions.retain(|instruction| instruction.program_id != BUDGET);
    if instructions.is_empty() {
        return Err(bad("it does nothing"));
    }
    Ok(instructions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::send::wire;
    use serde_json::json;

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    fn known() -> Known {
        Known {
            dao: key(1),
            authority: key(2),
            log: key(3),
        }
    }

    #[test]
    fn an_instruction_by_name_is_that_of_the_program() {
        use crate::chain::Call;
        use althing::{accounts, instruction};
        let given =
            json!({ "chamber": key(4).to_string(), "seat": key(5).to_string() }).to_string();
        let made = by_name(
            althing::ID,
            "grant_seat",
            &Some("{\"points\": 7}".into()),
            &Some(given),
            &known(),
        );
        let accounts = accounts::GrantSeat {
            dao: key(1),
            authority: key(2),
            chamber: key(4),
            seat: key(5),
            log: key(3),
        };
        let expected = accounts.call(althing::ID, instruction::GrantSeat { points: 7 });
        assert_eq!(made.unwrap(), expected);
    }

    #[test]
    fn missing_and_unknown_accounts_are_named() {
        let why = |given: Value| metas(althing::ID, "grant_seat", &given, &known()).unwrap_err();
        assert_eq!(
            why(json!({ "seat": key(5).to_string() })),
            "chamber: missing"
        );
        assert!(why(json!({ "sead": "x" })).contains("sead: no such account"));
        assert!(why(json!({ "chamber": "x" })).contains("chamber: not an address"));
    }

    #[test]
    fn a_transaction_or_its_message_gives_its_instructions() {
        let wanted = Instruction {
            program_id: key(9),
            accounts: vec![AccountMeta::new(key(2), true)],
            data: vec![1],
        };
        let budget = Instruction {
            program_id: BUDGET,
            accounts: vec![],
            data: vec![2, 0, 0, 0, 0],
        };
        let message = wire::message(&key(2), &[budget, wanted.clone()], [0; 32]);
        let whole = STANDARD.encode(wire::unsigned(&message).unwrap());
        assert_eq!(
            of_transaction(&whole).unwrap(),
            std::slice::from_ref(&wanted)
        );
        let bare = STANDARD.encode(message.serialize());
        assert_eq!(of_transaction(&bare).unwrap(), [wanted]);
        for bad in ["", "!", "AAAA"] {
            assert!(of_transaction(bad).is_err(), "{bad}");
        }
    }
}
