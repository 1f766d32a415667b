//! What the fuzz targets run on any bytes: every parser of this crate, and what must hold of whatever it accepts. The
//! formats of records, logs, models and journals have their own targets, in the crates that read them.
//! `fuzz/` feeds them new input; `tests/corpus.rs` replays what it has found.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::LazyLock;

use althing::{
    Action, AppealBallot, AppealRules, Attestation, AuditEntry, AuditLog, Chamber, ClosedDataset,
    Config, Dao, Dataset, Equivocation, Grant, KeptRoot, LogBond, LogCheckpoint, Model,
    ModelHistory, ModelVersion, Offence, Proposal, Provider, Question, RevenuePool, RewardPool,
    RewardPosition, Seat, SigningKey, StakePosition, Statement, Unbonding, VersionSignature,
    VoteRecord, WitnessSet, WitnessedLog,
};
use althing_record::ENTRY_HEADER;
use anchor_lang::prelude::Pubkey;
use anchor_lang::AccountSerialize;
use serde_json::Value;

use crate::chain::Stored;
use crate::cli::Global;
use crate::commands::dao::rules;
use crate::decode::transaction::{instructions, Transaction};
use crate::decode::{describe, encode, entries, idl};
use crate::input::{self, bytes, decimal};
use crate::logs::history::{growth, What};
use crate::logs::secrets::Secrets;
use crate::output::Record;
use crate::rpc::answers::{account, Clock};
use crate::settings::{parse_file, Settings, Surroundings};
use crate::watch::{wake, State};

/// A target: its name, which is that of its folder in `fuzz/corpus`, and what it runs.
pub type Target = (&'static str, fn(&[u8]));

/// All targets of this crate.
pub const TARGETS: &[Target] = &[
    ("cli_account", fuzz_account),
    ("cli_answer", fuzz_answer),
    ("cli_data", fuzz_data),
    ("cli_keys", fuzz_keys),
    ("cli_rules", fuzz_rules),
    ("cli_settings", fuzz_settings),
    ("cli_state", fuzz_state),
    ("cli_text", fuzz_text),
    ("cli_transaction", fuzz_transaction),
    ("cli_wake", fuzz_wake),
];

/// The log that the seeds are about.
const LOG: Pubkey = Pubkey::new_from_array([7; 32]);

/// Accounts in Borsh form, and those that lie in memory as they are.
const ACCOUNTS: &[fn(&[u8])] = &[
    borsh::<Action>,
    borsh::<AppealRules>,
    borsh::<AuditEntry>,
    borsh::<Dao>,
    borsh::<Model>,
    plain::<AppealBallot>,
    plain::<Attestation>,
    plain::<AuditLog>,
    plain::<Chamber>,
    plain::<ClosedDataset>,
    plain::<Dataset>,
    plain::<Equivocation>,
    plain::<Grant>,
    plain::<KeptRoot>,
    plain::<LogBond>,
    plain::<LogCheckpoint>,
    plain::<ModelHistory>,
    plain::<ModelVersion>,
    plain::<Offence>,
    plain::<Proposal>,
    plain::<Provider>,
    plain::<Question>,
    plain::<RevenuePool>,
    plain::<RewardPool>,
    plain::<RewardPosition>,
    plain::<Seat>,
    plain::<SigningKey>,
    plain::<StakePosition>,
    plain::<Statement>,
    plain::<Unbonding>,
    plain::<VersionSignature>,
    plain::<VoteRecord>,
    plain::<WitnessSet>,
    plain::<WitnessedLog>,
];

/// The first byte says of what kind the account is, the rest is what a node says it holds, without the eight bytes that
/// tell its kind.
pub fn fuzz_account(data: &[u8]) {
    let Some((kind, body)) = data.split_first() else {
        return;
    };
    ACCOUNTS[usize::from(*kind) % ACCOUNTS.len()](body);
    let _ = Clock::read(data);
}

/// What was read is written as it was.
fn borsh<T: Stored + AccountSerialize>(body: &[u8]) {
    let data = [T::TAG, body].concat();
    if let Some(account) = T::read(&data) {
        let mut written = Vec::new();
        let result = account.try_serialize(&mut written);
        assert!(result.is_ok() && data.starts_with(&written), "{}", T::WHAT);
    }
}

fn plain<T: Stored>(body: &[u8]) {
    let data = [T::TAG, body].concat();
    assert_eq!(T::read(&data).is_some(), body.len() >= size_of::<T>());
    assert!(T::read(body).is_none() || body.starts_with(T::TAG));
}

/// What a node answers: an account, or to `getTransaction`, whose instructions are described and whose events are those
/// of appends to the log that was asked for.
pub fn fuzz_answer(data: &[u8]) {
    let Ok(answer) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    if let Ok(account) = account(&answer) {
        assert!(account.data.len() < data.len());
    }
    let Some(transaction) = Transaction::parse(&answer) else {
        return;
    };
    for call in &transaction.calls {
        shown(&describe(&call.instruction, &althing::ID));
    }
    for event in transaction.events(&althing::ID) {
        shown_if_any(idl::event(&event).map(|event| event.fields));
        appended(&event);
    }
}

static INSTRUCTIONS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| idl::tags("instructions"));
static EVENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| idl::tags("events"));

/// Two bytes as a log entry's kind, the number of an instruction and of an event; the rest is the payload, the arguments,
/// the fields. What is shown of an instruction is written to the same bytes again.
pub fn fuzz_data(data: &[u8]) {
    let Some((number, body)) = data.split_first_chunk() else {
        return;
    };
    let number = u16::from_le_bytes(*number);
    shown_if_any(entries::payload(number, body));
    let tagged = |tags: &[Vec<u8>]| [&tags[usize::from(number) % tags.len()], body].concat();
    let event = tagged(&EVENTS);
    shown_if_any(idl::event(&event).map(|event| event.fields));
    appended(&event);
    let data = tagged(&INSTRUCTIONS);
    if let Some(decoded) = idl::instruction(&data) {
        let written = encode::instruction(&decoded.name, &shown(&decoded.fields));
        assert_eq!(written, Ok(data), "{}", decoded.name);
    }
}

/// An event of the log that is asked for, if it is one.
fn appended(event: &[u8]) {
    let Ok(Some(growth)) = growth(event, &LOG, "signature") else {
        return;
    };
    if let What::Entry(bytes) = growth.what {
        assert_eq!(growth.size, growth.old_size + 1);
        assert!(bytes.len() >= ENTRY_HEADER);
    }
}

/// A file of keys: what is wrong with it is said without its secrets.
pub fn fuzz_keys(data: &[u8]) {
    let Err(why) = Secrets::parse(data) else {
        return;
    };
    let named: BTreeMap<String, String> = serde_json::from_slice(data).unwrap_or_default();
    for digits in named.values() {
        let secret = digits.len() >= 16 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let is_name = named.keys().any(|name| name.contains(digits.as_str()));
        assert!(!secret || is_name || !why.contains(digits.as_str()));
    }
}

/// A file of rules: those that it leaves out stay, and what it sets can be set again.
pub fn fuzz_rules(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let now = Config {
        epoch_length: 86_400,
        voting_period: 259_200,
        hold_up: 86_400,
        execution_window: 604_800,
        withdrawal_cooldown: 604_800,
        proposal_threshold: 6,
        quorum_bps: 2_000,
        approval_bps: 5_000,
        slash_cap_bps: 1_000,
        attestations_needed: 1,
    };
    if let Ok(config) = rules::from_json(text, &now) {
        let again = rules::from_json(text, &config);
        assert_eq!(again.as_ref(), Ok(&config));
    }
}

/// A file of settings, as both files; the environment says nothing.
pub fn fuzz_settings(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(file) = parse_file(text) else {
        return;
    };
    let around = Surroundings {
        home: Some(PathBuf::from("/home/somebody")),
        env: &|_| None,
    };
    if let Ok(settings) = Settings::choose(&Global::default(), &around, &file, &file) {
        assert!(!settings.url.value.is_empty() && !settings.keypair.value.starts_with("~/"));
        let _ = wake::url_of(&settings.url.value);
    }
}

/// A state that is taken is written to one that says the same.
pub fn fuzz_state(data: &[u8]) {
    if let Ok(state) = State::parse(data) {
        assert_eq!(State::parse(&state.encode()), Ok(state));
    }
}

/// What people write in an argument: what it means is written so that it means the same.
pub fn fuzz_text(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(address) = input::address(text) {
        assert_eq!(address.to_string(), text);
    }
    if let Ok(moment) = input::time::moment(text) {
        same(moment, input::time::moment(&input::format_time(moment)));
    }
    if let Ok(bps) = input::percent(text) {
        same(bps, input::percent(&decimal::format_bps(bps)));
    }
    if let Ok(number) = text.parse::<input::Decimal>() {
        for decimals in [0, 6, 9, u8::MAX] {
            if let Ok(units) = number.base_units(decimals) {
                let written = decimal::format_units(units, decimals);
                // Longer numbers are refused, whatever they are.
                if written.len() <= 40 {
                    let read = written.parse::<input::Decimal>();
                    same(units, read.and_then(|number| number.base_units(decimals)));
                }
            }
        }
    }
    if let Some(read) = bytes::hex(text) {
        assert_eq!(bytes::to_hex(&read), text.to_ascii_lowercase());
    }
    if let Ok(seconds) = input::duration(text) {
        assert!(seconds >= 0 && !input::format_duration(seconds).is_empty());
    }
    let _ = (input::ed25519(text), input::url(text), wake::url_of(text));
    // Whatever names a file would read it.
    if !text.starts_with("file:") {
        let _ = (input::data(text), input::digest(text));
    }
}

/// A transaction, or its message alone, from somebody else: no instruction has more data than there were bytes.
pub fn fuzz_transaction(data: &[u8]) {
    let unsigned = [&[0], data].concat();
    for wire in [data, &unsigned] {
        for instruction in instructions(wire).unwrap_or_default() {
            assert!(instruction.data.len() < wire.len());
            shown(&describe(&instruction, &althing::ID));
        }
    }
}

/// What a node says over the WebSocket: it names no log but those that were asked for.
pub fn fuzz_wake(data: &[u8]) {
    let Ok(said) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    let mut numbers = [Some(5), None];
    let logs = [LOG, Pubkey::default()];
    if let Ok(Some(wake::Wake::Named(log))) = wake::read(&said, &logs, &mut numbers) {
        assert!(logs.contains(&log));
    }
}

/// As `--output json` has it.
fn shown(record: &Record) -> Value {
    serde_json::to_value(record).expect("every record can be shown")
}

fn shown_if_any(record: Option<Record>) {
    if let Some(record) = record {
        shown(&record);
    }
}

fn same<T: PartialEq + Debug, E: PartialEq + Debug>(value: T, again: Result<T, E>) {
    assert_eq!(again, Ok(value));
}
