//! Why a transaction fails, by name, with what to do.

use anchor_lang::prelude::Pubkey;
use serde_json::Value;

use crate::commands::instructions::with_commands;
use crate::decode::idl;
use crate::error::Error;

const SYSTEM: &str = "11111111111111111111111111111111";
const TOKEN: [Pubkey; 2] = [anchor_spl::token::ID, anchor_spl::token_2022::ID];

/// A transaction error as JSON-RPC spells it, with the logs, in words.
#[must_use]
pub fn explain(error: &Value, logs: &[String], program: &Pubkey) -> Error {
    if let Some([_, inner]) = error["InstructionError"].as_array().map(Vec::as_slice) {
        return match inner["Custom"].as_u64() {
            Some(code) => custom(code, logs, program),
            None => builtin(&name(inner), logs),
        };
    }
    let (what, todo) = match name(error).as_str() {
        "AccountNotFound" => (
            "the fee payer has no SOL".into(),
            "Send it some SOL, or name another --fee-payer.",
        ),
        "InsufficientFundsForFee" => (
            "the fee payer has too little SOL for the fee".into(),
            "Send it some SOL, or name another --fee-payer.",
        ),
        "InsufficientFundsForRent" => (
            "an account would have too little SOL for its rent".into(),
            "Send the payer some SOL, or name another --fee-payer.",
        ),
        "BlockhashNotFound" => (
            "the cluster does not know the block hash".into(),
            "Try again; check that --url is the cluster you mean.",
        ),
        "AlreadyProcessed" => (
            "the very same transaction was carried out before".into(),
            "Nothing is to be done.",
        ),
        other => (
            format!("the cluster refuses the transaction: {other}"),
            "Try again, or see --dry-run.",
        ),
    };
    Error::failed(what, todo)
}

fn name(error: &Value) -> String {
    match error {
        Value::String(name) => name.clone(),
        Value::Object(fields) => fields.keys().next().cloned().unwrap_or_default(),
        other => other.to_string(),
    }
}

/// A program's own error: whose is it?
fn custom(code: u64, logs: &[String], program: &Pubkey) -> Error {
    let failed = failed_program(logs);
    let ours = failed
        .as_deref()
        .is_none_or(|failed| failed == program.to_string());
    if let Some(known) = idl::error(code).filter(|_| ours) {
        return Error::failed(
            format!("the program refuses: {} ({code})", known.name),
            sentence(&known.message),
        );
    }
    if let Some((anchor, message)) = anchor_error(logs) {
        return Error::failed(
            format!("the program refuses: {anchor} ({code}): {message}"),
            "Check the addresses: an account is not what the instruction needs.",
        );
    }
    let failed = failed.unwrap_or_else(|| "a program".into());
    if failed == SYSTEM {
        let (what, todo) = match code {
            0 => (
                "an account exists already at an address that would be made",
                "It was done before; look with the matching show command.",
            ),
            1 => (
                "the payer has too little SOL for the rent",
                "Send the payer some SOL, or name another --fee-payer.",
            ),
            _ => ("the system program refuses", "See --dry-run for its logs."),
        };
        return Error::failed(format!("{what} (system program, {code})"), todo);
    }
    if TOKEN.iter().any(|token| token.to_string() == failed) {
        let (what, todo) = match code {
            1 => (
                "too few tokens",
                "See `spl-token accounts`, and deposit or transfer less.",
            ),
            3 => (
                "the token account is of another mint",
                "Give a token account of the organisation's mint.",
            ),
            4 => (
                "the token account belongs to somebody else",
                "Give a token account that you own.",
            ),
            17 => (
                "the token account is frozen",
                "Ask the mint's freeze authority.",
            ),
            _ => ("the token program refuses", "See --dry-run for its logs."),
        };
        return Error::failed(format!("{what} (token program, {code})"), todo);
    }
    Error::failed(
        format!("{failed} refuses with error {code}"),
        "See --dry-run for its logs.",
    )
}

fn builtin(name: &str, logs: &[String]) -> Error {
    let whose = failed_program(logs).unwrap_or_else(|| "a program".into());
    let todo = match name {
        "ProgramAccountNotFound" | "UnsupportedProgramId" | "InvalidProgramForExecution" => {
            "The program is not deployed there: check --url and --program-id with `althing doctor`."
        }
        "ComputationalBudgetExceeded" | "ProgramFailedToComplete" => "Do less in one transaction.",
        "MissingRequiredSignature" => "An account must sign that does not.",
        _ => "See --dry-run for the logs.",
    };
    Error::failed(format!("{whose} fails: {name}"), todo)
}

/// The program that failed first, which is the innermost.
fn failed_program(logs: &[String]) -> Option<String> {
    let line = logs
        .iter()
        .find(|line| line.starts_with("Program ") && line.contains(" failed: "))?;
    line.split(' ').nth(1).map(Into::into)
}

/// `AnchorError … Error Code: NAME. Error Number: N. Error Message: TEXT.`
fn anchor_error(logs: &[String]) -> Option<(String, String)> {
    let line = logs.iter().find(|line| line.contains("AnchorError"))?;
    let after = |mark: &str| line.split_once(mark).map(|(_, rest)| rest);
    let code = after("Error Code: ")?.split('.').next()?;
    let message = after("Error Message: ")?.trim_end_matches('.');
    let account = after("caused by account: ").and_then(|rest| rest.split('.').next());
    let message = account.map_or(message.to_string(), |account| {
        format!("{account}: {message}")
    });
    Some((code.into(), message))
}

/// The program's messages begin in lower case with the field's name, and name instructions, not commands.
fn sentence(message: &str) -> String {
    format!("{}.", with_commands(message.trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn logs(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| line.to_string()).collect()
    }

    fn instruction(code: u64) -> Value {
        json!({ "InstructionError": [2, { "Custom": code }] })
    }

    #[test]
    fn the_programs_errors_have_their_name_and_message() {
        let line = format!(
            "Program {} failed: custom program error: 0x1778",
            althing::ID
        );
        let error = explain(&instruction(6_008), &logs(&[&line]), &althing::ID);
        assert_eq!(error.what, "the program refuses: QuorumOutOfBounds (6008)");
        assert_eq!(error.todo, "quorum_bps: must be 1 to 10000.");
        assert_eq!(error.exit, crate::Exit::Failed);
    }

    #[test]
    fn an_instruction_that_helps_is_named_with_its_command() {
        let error = explain(&instruction(6_238), &[], &althing::ID);
        assert!(error.what.contains("LineageNotChecked"), "{}", error.what);
        let part = "call check_lineage (althing version check-lineage) for it first";
        assert!(error.todo.contains(part), "{}", error.todo);
    }

    #[test]
    fn anothers_code_is_not_taken_for_ours() {
        let other = "Program Other111111111111111111111111111111111111111 failed: custom program error: 0x1778";
        let ours = format!(
            "Program {} failed: custom program error: 0x1778",
            althing::ID
        );
        let error = explain(&instruction(6_008), &logs(&[other, &ours]), &althing::ID);
        assert!(error.what.starts_with("Other1"), "{}", error.what);
    }

    #[test]
    fn anchors_own_errors_are_read_from_the_logs() {
        let line = "Program log: AnchorError caused by account: seat. Error Code: AccountNotInitialized. Error Number: 3012. \
                    Error Message: The program expected this account to be already initialized.";
        let error = explain(&instruction(3_012), &logs(&[line]), &althing::ID);
        assert_eq!(
            error.what,
            "the program refuses: AccountNotInitialized (3012): seat: The program expected this account to be already initialized"
        );
    }

    #[test]
    fn system_token_and_cluster_errors_say_what_to_do() {
        let system =
            logs(&["Program 11111111111111111111111111111111 failed: custom program error: 0x1"]);
        assert!(explain(&instruction(1), &system, &althing::ID)
            .what
            .contains("too little SOL"));
        let token = format!(
            "Program {} failed: custom program error: 0x1",
            anchor_spl::token::ID
        );
        assert!(explain(&instruction(1), &logs(&[&token]), &althing::ID)
            .what
            .contains("too few tokens"));
        assert!(explain(&json!("AccountNotFound"), &[], &althing::ID)
            .what
            .contains("no SOL"));
        let missing = json!({ "InstructionError": [0, "ProgramAccountNotFound"] });
        assert!(explain(&missing, &[], &althing::ID).todo.contains("doctor"));
        let rent = json!({ "InsufficientFundsForRent": { "account_index": 1 } });
        assert!(explain(&rent, &[], &althing::ID).what.contains("rent"));
    }
}
