//! Members do whatever comes to their minds, in an order that nobody planned. The books are checked
//! after each step by the world itself; here every refusal must have a name, and never be the one that
//! only broken books can cause.

use althing::{instruction, Proposal};
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
    c: Community,
    dice: Dice,
    motions: Vec<Motion>,
    done: usize,
}

impl Walk {
    fn send(&mut self, ix: Instruction, m: &Member) {
        let result = self.w.send(&[ix], &[&m.key, &self.c.renter]);
        self.judge(result);
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

    fn step(&mut self) {
        let m = self.c.members[self.dice.below(5) as usize].clone();
        let amount = self.dice.below(500);
        let c = self.c.clone();
        match self.dice.below(20) {
            0 => self.send(
                c.deposit_tokens(&m)
                    .call(instruction::DepositTokens { amount }),
                &m,
            ),
            1 => self.send(
                c.request_withdrawal(&m)
                    .call(instruction::RequestWithdrawal { amount }),
                &m,
            ),
            2 => self.send(
                c.withdraw_tokens(&m).call(instruction::WithdrawTokens {}),
                &m,
            ),
            3 => {
                let seconds = 1 + self.dice.below(40) as i64;
                self.w.wait(seconds);
            }
            4 if self.dice.below(2) == 0 => self.propose(),
            _ => self.handle_a_motion(&m),
        }
    }

    fn propose(&mut self) {
        // By member 0, who may have left below the threshold.
        let (c, number) = (self.c.clone(), self.motions.len() as u64);
        let m = c.members[0].clone();
        let accounts = c.create_proposal(number, &m);
        let motion = Motion {
            number,
            proposal: accounts.proposal,
            actions: vec![],
        };
        self.send(
            accounts.call(instruction::CreateProposal {
                args: c.proposal_args(),
            }),
            &m,
        );
        if self.w.exists(&motion.proposal) {
            let mut motion = motion;
            let pay = self
                .w
                .transfer(&c.mint, &c.treasury, &m.tokens, &c.authority, 1);
            self.w.add_action(&c, &mut motion, &pay);
            let submitted = self.w.submit(&c, &motion);
            self.judge(submitted);
            self.motions.push(motion);
        }
    }

    fn handle_a_motion(&mut self, m: &Member) {
        if self.motions.is_empty() {
            return;
        }
        // Mostly one of the latest.
        let back = self.dice.below(2.min(self.motions.len() as u64)) as usize;
        let motion = self.motions[self.motions.len() - 1 - back].clone();
        if !self.w.exists(&motion.proposal) {
            return;
        }
        let (c, at) = (self.c.clone(), motion.proposal);
        let choice = self.dice.below(3) as u8;
        let vote = instruction::CastVote {
            choice,
            action_hash: motion.hash(),
        };
        match self.dice.below(12) {
            0..=3 => self.send(c.cast_vote(at, m).call(vote), m),
            4 => self.send(c.withdraw_vote(at, m).call(instruction::WithdrawVote {}), m),
            5 | 6 => self.send(
                c.finalize_proposal(at)
                    .call(instruction::FinalizeProposal {}),
                m,
            ),
            7 | 8 => {
                let executed = self.w.execute(&c, &motion, 0);
                self.judge(executed);
            }
            9 => self.send(c.close_vote(at, m).call(instruction::CloseVote {}), m),
            10 => self.send(c.close_action(at, 0).call(instruction::CloseAction {}), m),
            _ => self.send(c.close_proposal(at).call(instruction::CloseProposal {}), m),
        }
    }
}

#[test]
fn whatever_members_do_the_books_are_right() {
    let mut states = [0; 6];
    for seed in 1..=6u64 {
        let (w, c) = community();
        let mut walk = Walk {
            w,
            c,
            dice: Dice(seed),
            motions: vec![],
            done: 0,
        };
        for _ in 0..600 {
            walk.step();
            for motion in &walk.motions {
                if walk.w.exists(&motion.proposal) {
                    let state = walk.w.zero_copy::<Proposal>(&motion.proposal).state;
                    states[usize::from(state)] += 1;
                }
            }
        }
        assert!(
            walk.done > 60,
            "seed {seed}: only {} of 600 steps did something",
            walk.done
        );
        let spent = SAVINGS - walk.w.balance(&walk.c.treasury);
        assert!(
            spent <= walk.motions.len() as u64,
            "seed {seed}: {spent} paid by {} proposals",
            walk.motions.len()
        );
    }
    // The walks come through every state that they can reach.
    for state in [
        Proposal::VOTING,
        Proposal::SUCCEEDED,
        Proposal::DEFEATED,
        Proposal::EXECUTED,
    ] {
        assert!(
            states[usize::from(state)] > 0,
            "state {state} was never reached"
        );
    }
}
