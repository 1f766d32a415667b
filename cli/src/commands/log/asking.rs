//! What the commands share by which the program answers yes or no.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use base64::{engine::general_purpose::STANDARD, Engine};
use clap::Args;
use solana_signer::Signer;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::send::failure;

/// Where a proof comes from, and in whose name the program is asked.
#[derive(Args, Clone, Debug)]
pub struct Asking {
    /// The log's folder, or the URL at which its tiles are served; needed where entries came in batches [default: its transactions]
    #[arg(long, value_name = "DIR_OR_URL")]
    pub dir: Option<String>,
    /// An account with some SOL in whose name it is simulated; it pays nothing [default: your key's]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub payer: Option<Pubkey>,
}

impl Asking {
    /// The program's answer, in a simulation.
    ///
    /// # Errors
    /// Where it refuses to answer, or the cluster does.
    pub fn ask(&self, context: &Context, call: Instruction) -> Result<bool> {
        let payer = match self.payer {
            Some(payer) => payer,
            None => context
                .wallet()
                .map_err(|error| {
                    let todo = "Give an account in whose name it is simulated: --payer ADDRESS.";
                    error.advise(todo)
                })?
                .pubkey(),
        };
        let simulation = context.try_out(&payer, &[call])?;
        if let Some(error) = &simulation.error {
            return Err(failure::explain(
                error,
                &simulation.logs,
                &context.program(),
            ));
        }
        answer(&simulation.logs, &context.program()).ok_or_else(|| {
            Error::failed(
                "the node does not show what the program has answered",
                "Ask another node (--url).",
            )
        })
    }
}

/// What a program has returned, as the runtime logs it: one byte, 1 for yes.
fn answer(logs: &[String], program: &Pubkey) -> Option<bool> {
    let mark = format!("Program return: {program} ");
    let line = logs.iter().find_map(|line| line.strip_prefix(&mark))?;
    match STANDARD.decode(line).ok()?[..] {
        [0] => Some(false),
        [1] => Some(true),
        _ => None,
    }
}

/// Exit code 3 where the program has said no to `claim`.
pub fn refused(holds: bool, claim: &str) -> Result<()> {
    if holds {
        return Ok(());
    }
    Err(Error::mismatch(
        format!("the program does not find that {claim}"),
        "Find out where they differ: althing log verify.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_programs_own_yes_is_a_yes() {
        let program = Pubkey::new_from_array([7; 32]);
        let says = |line: String| answer(&["Program log: 1".into(), line], &program);
        assert_eq!(says(format!("Program return: {program} AQ==")), Some(true));
        assert_eq!(says(format!("Program return: {program} AA==")), Some(false));
        for other in [
            format!("Program return: {program} Ag=="),
            format!("Program return: {program} AQE="),
            format!("Program return: {program} "),
            format!("Program return: {} AQ==", Pubkey::default()),
            format!("Program log: Program return: {program} AQ=="),
        ] {
            assert_eq!(says(other.clone()), None, "{other}");
        }
    }
}
