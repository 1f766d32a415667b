//! An organisation's rules: as options, as a file, as output.

use std::fs;

use althing::{Chamber, Config};
use clap::Args;
use serde_json::{Map, Value};

use crate::chain::token::Mint;
use crate::error::{Error, Result};
use crate::input::{self, Decimal};
use crate::output::{Cell, Record};

/// The rules as options of the foundation.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rules")]
pub struct Rules {
    /// Length of an epoch, fixed for ever; a deposit counts from the next epoch on
    #[arg(long, value_name = "DURATION", default_value = "1d", value_parser = input::duration)]
    pub epoch: i64,
    /// How long a vote is open; at most 14 epochs
    #[arg(long, value_name = "DURATION", default_value = "3d", value_parser = input::duration)]
    pub voting_period: i64,
    /// Pause between the end of a vote and its execution
    #[arg(long, value_name = "DURATION", default_value = "1d", value_parser = input::duration)]
    pub hold_up: i64,
    /// How long after the pause a decision can be carried out
    #[arg(long, value_name = "DURATION", default_value = "7d", value_parser = input::duration)]
    pub execution_window: i64,
    /// Delay of withdrawals and of unstaking; at least an epoch, a vote and the pause together
    #[arg(long, value_name = "DURATION", default_value = "7d", value_parser = input::duration)]
    pub cooldown: i64,
    /// Weight needed to propose and to register models: whole tokens where weighting is linear, else points
    #[arg(long, value_name = "WEIGHT", default_value = "1")]
    pub proposal_threshold: Decimal,
    /// Turnout needed, abstentions included, as a percentage of the weight there is
    #[arg(long, value_name = "PERCENT", default_value = "10%", value_parser = input::percent)]
    pub quorum: u16,
    /// Yes needed, as a percentage of yes and no; at least 50%
    #[arg(long, value_name = "PERCENT", default_value = "50%", value_parser = input::percent)]
    pub approval: u16,
    /// The most that slashes may take of a provider's stake within an epoch
    #[arg(long, value_name = "PERCENT", default_value = "10%", value_parser = input::percent)]
    pub slash_cap: u16,
    /// Evaluators that must have passed a version before it can go into production, 0 to 64
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    pub attestations: u8,
}

impl Rules {
    /// The rules as the program wants them.
    ///
    /// # Errors
    /// The program's own refusal, before anything is sent.
    pub fn config(&self, mint: &Mint, weighting: u8) -> Result<Config> {
        let decimals = if weighting == Chamber::LINEAR {
            mint.decimals
        } else {
            0
        };
        let threshold = self.proposal_threshold.base_units(decimals);
        checked(Config {
            epoch_length: self.epoch,
            voting_period: self.voting_period,
            hold_up: self.hold_up,
            execution_window: self.execution_window,
            withdrawal_cooldown: self.cooldown,
            proposal_threshold: threshold
                .map_err(|why| Error::usage(format!("--proposal-threshold: {why}"), ""))?,
            quorum_bps: self.quorum,
            approval_bps: self.approval,
            slash_cap_bps: self.slash_cap,
            attestations_needed: self.attestations,
        })
    }
}

fn checked(config: Config) -> Result<Config> {
    match config.validate() {
        Ok(()) => Ok(config),
        Err(refusal) => {
            let message = match &refusal {
                anchor_lang::error::Error::AnchorError(error) => error.error_msg.clone(),
                other => other.to_string(),
            };
            Err(Error::usage(
                format!("rules: {message}"),
                "Correct that rule; see the bounds in the help.",
            ))
        }
    }
}

/// The rules as output; the JSON form is what [`from_file`] reads.
#[must_use]
pub fn describe(config: &Config, threshold: Cell) -> Record {
    record! {
        "epochLength" => Cell::Span(config.epoch_length),
        "votingPeriod" => Cell::Span(config.voting_period),
        "holdUp" => Cell::Span(config.hold_up),
        "executionWindow" => Cell::Span(config.execution_window),
        "withdrawalCooldown" => Cell::Span(config.withdrawal_cooldown),
        "proposalThreshold" => threshold,
        "quorumBps" => Cell::Bps(config.quorum_bps),
        "approvalBps" => Cell::Bps(config.approval_bps),
        "slashCapBps" => Cell::Bps(config.slash_cap_bps),
        "attestationsNeeded" => config.attestations_needed,
    }
}

/// The rules with those of a JSON file in their places; what the file leaves out stays.
///
/// # Errors
/// An unknown or bad value by its name.
pub fn from_file(path: &str, now: &Config) -> Result<Config> {
    let bad = |why: String| {
        Error::usage(
            format!("{path}: {why}"),
            "Want JSON such as {\"quorumBps\": 2000, \"votingPeriod\": \"3d\"}; `althing dao show --output json` shows all rules.",
        )
    };
    let text = fs::read_to_string(path).map_err(|e| bad(e.to_string()))?;
    checked(from_json(&text, now).map_err(bad)?)
}

/// The rules with those of a JSON object in their places; says which value is wrong.
pub(crate) fn from_json(text: &str, now: &Config) -> std::result::Result<Config, String> {
    let fields: Map<String, Value> = serde_json::from_str(text).map_err(|e| e.to_string())?;
    if fields.is_empty() {
        return Err("changes nothing".into());
    }
    let mut config = now.clone();
    for (name, value) in &fields {
        set(&mut config, name, value).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(config)
}

/// The rules with those of `RULE=VALUE` pairs in their places; what they leave out stays.
///
/// # Errors
/// An unknown or bad value by its name.
pub fn from_pairs(pairs: &[String], now: &Config) -> Result<Config> {
    let mut config = now.clone();
    for pair in pairs {
        let bad = |why: &str| {
            Error::usage(
                format!("--set {pair}: {why}"),
                "Want RULE=VALUE such as quorumBps=20%; `althing dao show --output json` shows all rules.",
            )
        };
        let (name, text) = pair.split_once('=').ok_or_else(|| bad("no ="))?;
        let number = text.parse::<u64>().map(Value::from);
        let value = number.unwrap_or_else(|_| Value::from(text));
        set(&mut config, name, &value).map_err(|why| bad(&why))?;
    }
    checked(config)
}

fn set(config: &mut Config, name: &str, value: &Value) -> std::result::Result<(), String> {
    match name {
        "epochLength" => config.epoch_length = seconds(value)?,
        "votingPeriod" => config.voting_period = seconds(value)?,
        "holdUp" => config.hold_up = seconds(value)?,
        "executionWindow" => config.execution_window = seconds(value)?,
        "withdrawalCooldown" => config.withdrawal_cooldown = seconds(value)?,
        "proposalThreshold" => config.proposal_threshold = weight(value)?,
        "quorumBps" => config.quorum_bps = bps(value)?,
        "approvalBps" => config.approval_bps = bps(value)?,
        "slashCapBps" => config.slash_cap_bps = bps(value)?,
        "attestationsNeeded" => {
            let count = value.as_u64().and_then(|count| u8::try_from(count).ok());
            config.attestations_needed = count.ok_or("not a count")?;
        }
        _ => return Err("no such rule".into()),
    }
    Ok(())
}

fn seconds(value: &Value) -> std::result::Result<i64, String> {
    match value {
        Value::String(text) => input::duration(text),
        number => number
            .as_i64()
            .ok_or_else(|| "neither seconds nor a duration such as \"3d\"".into()),
    }
}

fn bps(value: &Value) -> std::result::Result<u16, String> {
    match value {
        Value::String(text) => input::percent(text),
        number => number
            .as_u64()
            .and_then(|bps| u16::try_from(bps).ok())
            .ok_or_else(|| "neither basis points nor a percentage such as \"10%\"".into()),
    }
}

/// Units of weight: a number, text, or an amount as the output has it.
fn weight(value: &Value) -> std::result::Result<u64, String> {
    let text = value.as_str().or_else(|| value["amount"].as_str());
    let number = text.map_or_else(|| value.as_u64(), |text| text.parse().ok());
    number.ok_or_else(|| {
        "not a number of units of weight (base units where weighting is linear)".into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config {
            epoch_length: 86_400,
            voting_period: 259_200,
            hold_up: 86_400,
            execution_window: 604_800,
            withdrawal_cooldown: 604_800,
            proposal_threshold: 1_000_000,
            quorum_bps: 1_000,
            approval_bps: 5_000,
            slash_cap_bps: 1_000,
            attestations_needed: 1,
        }
    }

    fn read(text: &str) -> Result<Config> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        from_file(&file.path().display().to_string(), &config())
    }

    #[test]
    fn what_is_shown_can_be_read_again() {
        let mut other = config();
        other.quorum_bps = 2_500;
        let shown = describe(&other, Cell::Amount(other.proposal_threshold, 6));
        assert_eq!(
            read(&serde_json::to_string(&shown).unwrap()).unwrap(),
            other
        );
        let shown = describe(&other, Cell::Big(u128::from(other.proposal_threshold)));
        assert_eq!(
            read(&serde_json::to_string(&shown).unwrap()).unwrap(),
            other
        );
    }

    #[test]
    fn a_file_may_change_one_rule_and_say_it_as_people_do() {
        let changed = read(r#"{"quorumBps": "12.5%", "votingPeriod": "2d"}"#).unwrap();
        assert_eq!(
            (changed.quorum_bps, changed.voting_period),
            (1_250, 172_800)
        );
        assert_eq!(changed.hold_up, config().hold_up);
    }

    #[test]
    fn rules_change_by_pairs() {
        let pairs = |pairs: &[&str]| {
            let pairs: Vec<String> = pairs.iter().map(|pair| pair.to_string()).collect();
            from_pairs(&pairs, &config())
        };
        let changed = pairs(&["quorumBps=20%", "votingPeriod=2d", "attestationsNeeded=3"]).unwrap();
        assert_eq!(
            (changed.quorum_bps, changed.voting_period),
            (2_000, 172_800)
        );
        assert_eq!(changed.attestations_needed, 3);
        assert_eq!(pairs(&["holdUp=60"]).unwrap().hold_up, 60);
        for (bad, part) in [
            ("quorumBps", "no ="),
            ("quorum=1", "no such rule"),
            ("quorumBps=0", "quorum_bps"),
        ] {
            assert!(pairs(&[bad]).unwrap_err().what.contains(part), "{bad}");
        }
    }

    #[test]
    fn bad_rules_are_named() {
        for (text, part) in [
            ("{}", "nothing"),
            ("[]", "expected a map"),
            (r#"{"quorum": 1}"#, "quorum: no such rule"),
            (r#"{"quorumBps": 70000}"#, "quorumBps"),
            (r#"{"quorumBps": 0}"#, "quorum_bps"),
            (r#"{"votingPeriod": 1.5}"#, "votingPeriod"),
            (r#"{"withdrawalCooldown": 1}"#, "withdrawal_cooldown"),
            (r#"{"attestationsNeeded": 256}"#, "attestationsNeeded"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.what.contains(part), "{text}: {}", error.what);
            assert_eq!(error.exit, crate::Exit::Usage);
        }
    }
}
