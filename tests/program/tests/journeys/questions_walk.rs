//! Operators, askers and judges do whatever comes to their minds. The books are checked after each step by
//! the world itself; here no token and no lamport may be made or lost, every refusal must have a name, and
//! in the end everybody can leave with what is theirs.

use althing::appeals::Question;
use althing::{instruction, LogBond};
use althing_program_tests::prelude::*;

/// Numbers from a seed (xorshift64*), the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) % bound
    }
}

struct Walk {
    w: World,
    k: Court,
    askers: Vec<Asker>,
    dice: Dice,
    done: usize,
    /// How often a question came to each state.
    states: [usize; 9],
}

impl Walk {
    fn new(seed: u64) -> Self {
        let (mut w, k) = court();
        let mut askers = vec![k.asker.clone()];
        for name in ["second", "third"] {
            askers.push(w.asker(&k.c, name));
        }
        Self {
            w,
            k,
            askers,
            dice: Dice(seed),
            done: 0,
            states: [0; 9],
        }
    }

    /// All base units of the organisation's mint that anybody here holds.
    fn tokens(&self) -> u64 {
        let mut accounts = vec![
            self.k.c.treasury,
            self.k.c.vault,
            self.k.o.tokens,
            self.k.o.vault,
        ];
        for asker in &self.askers {
            accounts.push(asker.tokens);
            for index in 0..DECISIONS as u64 {
                accounts.push(pda::vault(&self.k.question(asker, index)));
            }
        }
        let held = accounts.iter().filter(|account| self.w.exists(account));
        held.map(|account| self.w.balance(account)).sum()
    }

    fn judge(&mut self, result: Result<Sent, Refusal>) {
        match result {
            Ok(_) => self.done += 1,
            Err(refusal) => {
                let code = refusal
                    .custom_code()
                    .unwrap_or_else(|| panic!("a refusal without a name: {refusal}"));
                let broken = [
                    AlthingError::Overflow,
                    AlthingError::CheckpointOverwritten,
                    AlthingError::TransferNotExact,
                ];
                assert!(!broken.map(u32::from).contains(&code), "{refusal}");
            }
        }
    }

    fn send(&mut self, instruction: Instruction) {
        let (o, renter) = (self.k.o.key.insecure_clone(), &self.k.c.renter);
        let mut signers = vec![&o, renter];
        signers.extend(self.askers.iter().map(|asker| &asker.key));
        signers.extend(self.k.judges.iter());
        let result = self.w.send(&[instruction], &signers);
        self.judge(result);
    }

    fn step(&mut self) {
        // Mostly a part; now and then all that there can be.
        let amount = match self.dice.below(4) {
            0 => BOND,
            _ => self.dice.below(400),
        };
        let (c, o) = (self.k.c.clone(), self.k.o.clone());
        match self.dice.below(60) {
            0 if self.w.exists(&o.bond) => {
                self.send(
                    c.request_unbond(&o)
                        .call(instruction::RequestUnbond { amount }),
                );
            }
            1 => self.send(c.withdraw_bond(&o).call(instruction::WithdrawBond {})),
            2 => self.send(c.add_bond(&o).call(instruction::AddBond { amount })),
            3 => self.send(c.close_bond(&o).call(instruction::CloseBond {})),
            4..=6 if !self.w.exists(&o.bond) => {
                let args = bond_args();
                self.send(c.open_bond(&o).call(instruction::OpenBond { args }));
            }
            7 => {
                let note = c.note_checkpoint(&o, o.address());
                self.send(note.call(instruction::NoteCheckpoint {}));
            }
            8..=12 => {
                let seconds = 1 + self.dice.below(45) as i64;
                self.w.wait(seconds);
            }
            13 if self.dice.below(4) == 0 && self.w.exists(&o.bond) => {
                let result = self.w.as_authority(&c, c.slash_bond_by(&o, 500));
                self.judge(result);
            }
            _ => self.handle_a_question(),
        }
    }

    fn handle_a_question(&mut self) {
        let asker = self.askers[self.dice.below(3) as usize].clone();
        let index = self.dice.below(DECISIONS as u64);
        let at = self.k.question(&asker, index);
        if !self.w.exists(&at) {
            self.send(self.k.ask(&asker, index));
            return;
        }
        let choice = self.dice.below(3) as u8;
        let voter = match self.dice.below(5) {
            3 => self.k.o.address(),
            4 => self.k.asker.address(),
            number => self.k.judges[number as usize].pubkey(),
        };
        // Mostly something that its state allows.
        let (from, deeds) = match self.w.question(&self.k, &asker, index).state {
            _ if self.dice.below(4) == 0 => (0, 16),
            Question::OPEN => (0, 3),
            Question::ANSWERED => (3, 5),
            Question::APPEALED => (8, 5),
            _ => (13, 3),
        };
        match from + self.dice.below(deeds) {
            0..=2 => {
                if self.w.question(&self.k, &asker, index).state == Question::OPEN {
                    let answered = self.w.answer(&mut self.k, &asker, index);
                    self.judge(answered);
                }
            }
            3 => {
                let accepted = self.w.accept(&self.k, &asker, index);
                self.judge(accepted);
            }
            4 => {
                let caller = self.k.o.address();
                let accept = self.k.accept_answer(&asker, index, caller);
                self.send(accept.call(instruction::AcceptAnswer {}));
            }
            5..=7 => self.send(self.k.appeal(&asker, index)),
            8..=10 => self.send(self.k.vote(&asker, index, voter, choice)),
            11 | 12 => self.send(self.k.finalize(&asker, index)),
            13 => self.send(self.k.report(&asker, index)),
            14 => {
                let close = self.k.close_ballot(&asker, index, voter);
                self.send(close.call(instruction::CloseBallot {}));
            }
            _ => {
                let close = self.k.close_question(&asker, index);
                self.send(close.call(instruction::CloseQuestion {}));
            }
        }
        if self.w.exists(&at) {
            let state = self.w.question(&self.k, &asker, index).state;
            self.states[usize::from(state)] += 1;
        }
    }

    /// Lets every deadline pass and closes everything, as anybody could.
    fn wind_up(&mut self) {
        let o = self.k.o.clone();
        if self.w.exists(&o.bond) && self.w.bond(&o).amount > 0 {
            let all = self.w.bond(&o).amount;
            self.w.unbond(&self.k.c, &o, all).unwrap();
        }
        self.w.wait(1_000);
        for asker in self.askers.clone() {
            for index in 0..DECISIONS as u64 {
                if self.w.exists(&self.k.question(&asker, index)) {
                    self.wind_up_question(&asker, index);
                }
            }
        }
        if self.w.exists(&o.bond) {
            if self.w.bond(&o).unbonding > 0 {
                self.w.withdraw_bond(&self.k.c, &o).unwrap();
            }
            let close = self.k.c.close_bond(&o).call(instruction::CloseBond {});
            self.w.go(&[close], &[]);
        }
    }

    fn wind_up_question(&mut self, asker: &Asker, index: u64) {
        let caller = self.k.o.key.insecure_clone();
        match self.w.question(&self.k, asker, index).state {
            Question::OPEN => {
                self.w.go(&[self.k.report(asker, index)], &[]);
            }
            Question::ANSWERED => {
                let accept = self.k.accept_answer(asker, index, caller.pubkey());
                self.w
                    .go(&[accept.call(instruction::AcceptAnswer {})], &[&caller]);
            }
            Question::APPEALED => {
                self.w.go(&[self.k.finalize(asker, index)], &[]);
            }
            _ => {}
        }
        for judge in 0..self.k.judges.len() + 1 {
            let voter = match self.k.judges.get(judge) {
                Some(judge) => judge.pubkey(),
                None => self.k.asker.address(),
            };
            let close = self.k.close_ballot(asker, index, voter);
            if self.w.exists(&close.ballot) {
                self.w.go(&[close.call(instruction::CloseBallot {})], &[]);
            }
        }
        let close = self.k.close_question(asker, index);
        self.w.go(&[close.call(instruction::CloseQuestion {})], &[]);
    }
}

#[test]
fn whatever_operators_askers_and_judges_do_nothing_is_made_or_lost() {
    let mut states = [0; 9];
    for seed in 1..=5u64 {
        let mut walk = Walk::new(seed);
        let tokens = walk.tokens();
        let renter = walk.k.c.renter.pubkey();
        let rent = walk.w.lamports(&renter) + walk.w.rent(LogBond::SPACE) + walk.w.rent(165);
        for step in 0..600 {
            walk.step();
            assert_eq!(walk.tokens(), tokens, "seed {seed}, step {step}");
        }
        assert!(
            walk.done > 100,
            "seed {seed}: only {} of 600 steps did something",
            walk.done
        );
        walk.wind_up();
        assert_eq!(walk.tokens(), tokens, "seed {seed}, in the end");
        // The proposals of votes to slash are not closed here; all else is.
        let kept: u64 = kept_by_votes(&walk.w);
        assert_eq!(
            walk.w.lamports(&renter) + kept,
            rent,
            "seed {seed}: rent that did not come back"
        );
        for (sum, state) in states.iter_mut().zip(walk.states) {
            *sum += state;
        }
    }
    for (state, count) in states.iter().enumerate() {
        assert!(*count > 0, "state {state} was never reached");
    }
}

/// Lamports that lie in proposals, actions and votes made since the court began.
fn kept_by_votes(w: &World) -> u64 {
    votes_rent(w) - votes_rent(&court().0)
}

fn votes_rent(w: &World) -> u64 {
    use althing::{Action, Proposal, VoteRecord};
    use anchor_lang::Discriminator;
    use solana_account::ReadableAccount;
    let kinds: [&[u8]; 3] = [
        Proposal::DISCRIMINATOR,
        Action::DISCRIMINATOR,
        VoteRecord::DISCRIMINATOR,
    ];
    let ours = w.svm.accounts_db().inner.values();
    ours.filter(|account| {
        *account.owner() == althing::ID && kinds.iter().any(|kind| account.data().starts_with(kind))
    })
    .map(ReadableAccount::lamports)
    .sum()
}
