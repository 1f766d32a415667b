//! From a plan to a confirmed transaction, or to one for others to sign.
//!
//! Every transaction is simulated first. Its compute-unit limit is what the simulation used and a tenth more. It is
//! signed once and handed to the cluster again and again until it is confirmed or its block hash has expired; it is
//! never signed anew, because then both could be carried out. Where it is not known whether it arrived, the exit
//! code is 4 and the message has the signature. What is too long for the network goes by a lookup table ([`tables`]).

pub mod deliver;
pub mod failure;
pub mod options;
pub mod propose;
pub mod tables;
pub mod wire;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use base64::{engine::general_purpose::STANDARD, Engine};
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_keypair::Keypair;
use solana_message::AddressLookupTableAccount;

use tables::{is_too_long, require_fit};

pub use options::{Actor, Price, Proposer, Sending};
pub use propose::Motion;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::{Cell, Record};
use crate::rpc::Simulation;

/// The most compute units that a transaction can have.
const MAX_UNITS: u32 = 1_400_000;
/// What setting limit and price costs itself.
const BUDGET_UNITS: u64 = 300;

/// What is to be sent.
#[derive(Default)]
pub struct Plan {
    /// Transactions, in order. Each is confirmed before the next is sent.
    pub steps: Vec<Vec<Instruction>>,
    /// Keys that sign beside the actor's.
    pub signers: Vec<Keypair>,
    /// What is asked before anything is sent, where it cannot be undone.
    pub ask: Option<String>,
    /// What is told once it is done, such as addresses.
    pub result: Record,
    /// What to do where a later step fails, and the earlier are done.
    pub resume: String,
}

impl Plan {
    /// One transaction.
    #[must_use]
    pub fn new(instructions: Vec<Instruction>) -> Self {
        Self {
            steps: vec![instructions],
            ..Self::default()
        }
    }

    /// Asks before.
    #[must_use]
    pub fn ask(mut self, question: impl Into<String>) -> Self {
        self.ask = Some(question.into());
        self
    }

    /// Tells afterwards.
    #[must_use]
    pub fn tell(mut self, result: Record) -> Self {
        self.result = result;
        self
    }

    /// Signs with that key too.
    #[must_use]
    pub fn sign(mut self, key: Keypair) -> Self {
        self.signers.push(key);
        self
    }
}

impl Context {
    /// Sends a plan, or shows or exports it as asked, and prints the outcome.
    ///
    /// # Errors
    /// A refusal by name, or that it is not known whether it arrived.
    pub fn send(&self, sending: &Sending, actor: &Actor, plan: Plan) -> Result<()> {
        let outcome = self.carry_out(sending, actor, &plan)?;
        self.out.record(&match &actor.proposer {
            Some(_) => outcome.with("onceExecuted", plan.result),
            None => plan.result.and(outcome),
        });
        Ok(())
    }

    /// [`Self::send`] without printing.
    ///
    /// # Errors
    /// Those of [`Self::send`].
    pub fn carry_out(&self, sending: &Sending, actor: &Actor, plan: &Plan) -> Result<Record> {
        if let Some(proposer) = &actor.proposer {
            return self.propose(sending, actor, proposer, plan);
        }
        if sending.export {
            return self.export(sending, actor, plan);
        }
        if sending.dry_run {
            return self.dry_run(sending, actor, plan);
        }
        if let Some(question) = &plan.ask {
            self.confirm(question)?;
        }
        let (mut signatures, mut tables) = (vec![], vec![]);
        for (number, step) in plan.steps.iter().enumerate() {
            if plan.steps.len() > 1 {
                self.out.progress(&format!(
                    "transaction {} of {} ...",
                    number + 1,
                    plan.steps.len()
                ));
            }
            match self.send_one(sending, actor, step, &plan.signers) {
                Ok((signature, table)) => {
                    signatures.push(signature);
                    tables.extend(table.as_ref().map(Cell::from));
                }
                Err(error) if number > 0 && !plan.resume.is_empty() => {
                    let advice = format!(
                        "{} The first {number} transactions are done: {}",
                        error.todo, plan.resume
                    );
                    return Err(error.advise(advice));
                }
                Err(error) => return Err(error),
            }
        }
        let outcome = record! { "signatures" => signatures };
        Ok(match tables.is_empty() {
            true => outcome,
            // Their rent returns by `althing tx close-table`.
            false => outcome.with("lookupTables", tables),
        })
    }

    /// Sends one transaction. Returns its signature, and the lookup table that was made for it where it is too long else.
    fn send_one(
        &self,
        sending: &Sending,
        actor: &Actor,
        step: &[Instruction],
        more: &[Keypair],
    ) -> Result<(String, Option<Pubkey>)> {
        if !is_too_long(&actor.fees, step, sending) {
            let sent = self.send_as(sending, actor, step, more, None)?;
            return Ok((sent, None));
        }
        self.send_by_table(sending, actor, step, more)
    }

    fn send_as(
        &self,
        sending: &Sending,
        actor: &Actor,
        step: &[Instruction],
        more: &[Keypair],
        table: Option<&AddressLookupTableAccount>,
    ) -> Result<String> {
        let simulation = self.must_succeed(&actor.fees, step, table)?;
        let price = self.price(sending, step)?;
        let budgeted = with_budget(step, simulation.units, price);
        let block = self.rpc.latest_blockhash()?;
        let message = wire::compile(&actor.fees, &budgeted, block.hash, table)?;
        let keys: Vec<&Keypair> = actor.keys.iter().chain(more).collect();
        let signed = wire::sign(&message, &keys)?;
        self.deliver(&signed, block.last_valid_height)
    }

    /// Simulates with the highest limit.
    fn must_succeed(
        &self,
        payer: &Pubkey,
        step: &[Instruction],
        table: Option<&AddressLookupTableAccount>,
    ) -> Result<Simulation> {
        let simulation = self.simulate(payer, step, table)?;
        match &simulation.error {
            None => Ok(simulation),
            Some(error) => Err(failure::explain(error, &simulation.logs, &self.program())),
        }
    }

    /// What a transaction would do, whoever signs it.
    ///
    /// # Errors
    /// Where it is too large, or the cluster does not answer.
    pub fn try_out(&self, payer: &Pubkey, step: &[Instruction]) -> Result<Simulation> {
        self.simulate(payer, step, None)
    }

    fn simulate(
        &self,
        payer: &Pubkey,
        step: &[Instruction],
        table: Option<&AddressLookupTableAccount>,
    ) -> Result<Simulation> {
        let limit = ComputeBudgetInstruction::set_compute_unit_limit(MAX_UNITS);
        let instructions: Vec<Instruction> =
            std::iter::once(limit).chain(step.iter().cloned()).collect();
        let message = wire::compile(payer, &instructions, [0; 32], table)?;
        self.rpc.simulate(&wire::unsigned(&message)?)
    }

    fn price(&self, sending: &Sending, step: &[Instruction]) -> Result<u64> {
        match sending.price {
            None => Ok(0),
            Some(Price::Fixed(price)) => Ok(price),
            Some(Price::Auto) => {
                let metas = step.iter().flat_map(|instruction| &instruction.accounts);
                let mut writable: Vec<Pubkey> =
                    metas.filter(|m| m.is_writable).map(|m| m.pubkey).collect();
                writable.sort_unstable();
                writable.dedup();
                Ok(typical(&self.rpc.recent_prices(&writable)?))
            }
        }
    }

    fn dry_run(&self, sending: &Sending, actor: &Actor, plan: &Plan) -> Result<Record> {
        let mut shown = vec![];
        // Later steps need what earlier ones leave, which a simulation does not keep.
        if let Some(step) = plan.steps.first() {
            require_fit(&actor.fees, step, sending)?;
            let simulation = self.must_succeed(&actor.fees, step, None)?;
            shown.push(record! {
                "computeUnits" => simulation.units,
                "bytes" => wire::unsigned(&wire::message(&actor.fees, step, [0; 32]))?.len(),
                "logs" => simulation.logs,
            });
        }
        Ok(record! {
            "dryRun" => true,
            "transactions" => plan.steps.len(),
            "simulated" => shown,
        })
    }

    fn export(&self, sending: &Sending, actor: &Actor, plan: &Plan) -> Result<Record> {
        let mut shown: Vec<Record> = vec![];
        let block = self.rpc.latest_blockhash()?;
        for (number, step) in plan.steps.iter().enumerate() {
            require_fit(&actor.fees, step, sending)?;
            let units = match number {
                0 if !sending.skip_simulation => self.must_succeed(&actor.fees, step, None)?.units,
                _ => 0,
            };
            let price = self.price(sending, step)?;
            let instructions = if units > 0 {
                with_budget(step, units, price)
            } else {
                step.clone()
            };
            let message = wire::message(&actor.fees, &instructions, block.hash);
            let signers: Vec<Cell> = wire::signers(&message).iter().map(Cell::from).collect();
            shown.push(record! {
                "transaction" => STANDARD.encode(wire::unsigned(&message)?),
                "message" => bs58::encode(message.serialize()).into_string(),
                "feePayer" => actor.fees,
                "signers" => signers,
                "blockhash" => bs58::encode(block.hash).into_string(),
                "lastValidBlockHeight" => block.last_valid_height,
            });
        }
        Ok(record! { "exported" => shown })
    }
}

/// Instructions that need not be carried out together, in as few transactions as they fit.
#[must_use]
pub fn pack(payer: &Pubkey, instructions: Vec<Instruction>) -> Vec<Vec<Instruction>> {
    let mut steps: Vec<Vec<Instruction>> = vec![];
    for instruction in instructions {
        if let Some(step) = steps.last_mut() {
            step.push(instruction.clone());
            let whole = wire::message(payer, &with_budget(step, u64::MAX, u64::MAX), [0; 32]);
            if wire::length(&whole) <= wire::MAX_TRANSACTION {
                continue;
            }
            step.pop();
        }
        steps.push(vec![instruction]);
    }
    steps
}

/// The instructions with the longest limit and price that they may be sent with.
fn with_any_budget(step: &[Instruction], sending: &Sending) -> Vec<Instruction> {
    with_budget(step, u64::MAX, if sending.price.is_some() { 1 } else { 0 })
}

/// The instructions with a limit that leaves a tenth of room, and a price where one is paid.
fn with_budget(step: &[Instruction], used: u64, price: u64) -> Vec<Instruction> {
    let room = used.saturating_add(used / 10).saturating_add(BUDGET_UNITS);
    let limit = u32::try_from(room).unwrap_or(MAX_UNITS).min(MAX_UNITS);
    let mut all = vec![ComputeBudgetInstruction::set_compute_unit_limit(limit)];
    if price > 0 {
        all.push(ComputeBudgetInstruction::set_compute_unit_price(price));
    }
    all.extend_from_slice(step);
    all
}

/// Three quarters of recent transactions paid at most that.
fn typical(rising: &[u64]) -> u64 {
    rising
        .get(rising.len().saturating_mul(3) / 4)
        .or(rising.last())
        .copied()
        .unwrap_or(0)
}

/// Where one account must sign and is not the wallet.
pub(crate) fn cannot_sign(address: &Pubkey, flag: &str) -> Error {
    Error::usage(
        format!("{flag} {address}: its key is not at hand, so it cannot sign here"),
        "Add --export to get the transaction for others to sign, or --dry-run to see what it would do.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_leaves_a_tenth_and_never_exceeds_the_most() {
        let limit = |used| with_budget(&[], used, 0)[0].data[1..].to_vec();
        assert_eq!(limit(10_000), 11_300u32.to_le_bytes());
        assert_eq!(limit(u64::MAX), MAX_UNITS.to_le_bytes());
        assert_eq!(with_budget(&[], 1, 0).len(), 1);
        assert_eq!(with_budget(&[], 1, 5).len(), 2);
    }

    #[test]
    fn packing_keeps_order_and_fits() {
        let instruction = |n: u8| Instruction {
            program_id: Pubkey::new_from_array([9; 32]),
            accounts: vec![],
            data: vec![n; 300],
        };
        let payer = Pubkey::new_from_array([1; 32]);
        let steps = pack(&payer, (0..10).map(instruction).collect());
        assert_eq!(steps.concat(), (0..10).map(instruction).collect::<Vec<_>>());
        assert_eq!(steps.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 3, 1]);
        for step in &steps {
            let message = wire::message(&payer, &with_budget(step, u64::MAX, u64::MAX), [0; 32]);
            assert!(wire::length(&message) <= wire::MAX_TRANSACTION);
        }
        assert!(pack(&payer, vec![]).is_empty());
    }

    #[test]
    fn the_automatic_price_is_the_third_quartile() {
        assert_eq!(typical(&[]), 0);
        assert_eq!(typical(&[7]), 7);
        assert_eq!(typical(&[0, 0, 10, 100]), 100);
        assert_eq!(typical(&[0, 1, 2, 3, 4, 5, 6, 7]), 6);
    }
}
