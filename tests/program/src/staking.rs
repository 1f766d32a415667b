//! Providers and stakers at work: the calls of the rooms `compute` and `rewards` that tests make often.

use althing::audit::entry::{EntryHeader, EntryKind};
use althing::audit::events::EntryAppended;
use althing::audit::AuditLog;
use althing::compute::StakePosition;
use althing::instruction;
use anchor_lang::prelude::{AnchorSerialize, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use solana_signer::Signer;

use crate::client::Call;
use crate::community::{Community, SAVINGS};
use crate::compute::{offer, Host, Staker};
use crate::pda;
use crate::tokens::TOKEN;
use crate::world::{Refusal, Sent, World};

impl Community {
    /// The instruction by which a staker stakes, with the reward accounts where `joined`.
    #[must_use]
    pub fn stake(&self, host: &Host, staker: &Staker, joined: bool, amount: u64) -> Instruction {
        let mut accounts = self.stake_tokens(host, staker);
        if joined {
            accounts.reward_pool = Some(host.reward_pool);
            accounts.reward_position = Some(staker.reward_position);
        }
        accounts.call(instruction::StakeTokens { amount })
    }

    /// The instruction by which a staker requests tranche `number`, with the reward accounts where
    /// `joined`.
    #[must_use]
    pub fn unstake(
        &self,
        host: &Host,
        staker: &Staker,
        joined: bool,
        number: u64,
        shares: u64,
    ) -> Instruction {
        let mut accounts = self.request_unstake(host, staker, number);
        if joined {
            accounts.reward_pool = Some(host.reward_pool);
            accounts.reward_position = Some(staker.reward_position);
        }
        accounts.call(instruction::RequestUnstake { shares })
    }

    /// The instruction by which a staker is paid.
    #[must_use]
    pub fn claim(&self, host: &Host, staker: &Staker) -> Instruction {
        self.claim_reward(host, staker)
            .call(instruction::ClaimReward {})
    }

    /// The instruction by which a staker leaves the reward pool.
    #[must_use]
    pub fn leave(&self, host: &Host, staker: &Staker) -> Instruction {
        self.leave_rewards(host, staker)
            .call(instruction::LeaveRewards {})
    }
}

impl World {
    /// The addresses of a provider that is not registered yet, and the mint of its rewards.
    pub fn plan_host(&mut self, community: &Community, name: &str) -> Host {
        let operator = self.wallet(name);
        let provider = pda::provider(&community.dao, &operator.pubkey());
        let reward_pool = pda::reward_pool(&community.dao, &provider);
        let reward_mint = self.mint(&format!("rewards of {name}"), TOKEN);
        Host {
            provider,
            vault: pda::vault(&provider),
            reward_pool,
            reward_vault: pda::vault(&reward_pool),
            reward_mint,
            purse: self.tokens(name, &reward_mint, &operator.pubkey(), SAVINGS),
            reward_treasury: self.tokens("treasury", &reward_mint, &community.authority, 0),
            operator,
        }
    }

    /// A provider without stake.
    ///
    /// # Panics
    /// Where the program refuses it.
    #[track_caller]
    pub fn host(&mut self, community: &Community, name: &str) -> Host {
        let host = self.plan_host(community, name);
        let register = community
            .register_provider(&host)
            .call(instruction::RegisterProvider { offer: offer() });
        self.go(&[register], &[&host.operator, &community.renter]);
        host
    }

    /// Somebody who has [`SAVINGS`] of the organisation's mint and stakes `amount` of them.
    ///
    /// # Panics
    /// Where the program refuses it.
    #[track_caller]
    pub fn staker(
        &mut self,
        community: &Community,
        host: &Host,
        name: &str,
        amount: u64,
    ) -> Staker {
        let key = self.wallet(name);
        // A name may stand for the same person with another provider.
        let account = format!("{name} with {}", host.provider);
        let tokens = self.tokens(&account, &community.mint, &key.pubkey(), SAVINGS);
        let purse = self.tokens(&account, &host.reward_mint, &key.pubkey(), 0);
        let open = community.open_stake_position(host, key.pubkey());
        let reward_position = pda::reward_position(&host.reward_pool, &key.pubkey());
        let staker = Staker {
            tokens,
            purse,
            position: open.position,
            reward_position,
            key,
        };
        self.go(
            &[open.call(instruction::OpenStakePosition {})],
            &[&community.renter],
        );
        if amount > 0 {
            self.go(
                &[community.stake(host, &staker, false, amount)],
                &[&staker.key],
            );
        }
        staker
    }

    /// A staker stakes more, whether joined or not.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn stake(
        &mut self,
        community: &Community,
        host: &Host,
        staker: &Staker,
        amount: u64,
    ) -> Result<Sent, Refusal> {
        let stake = community.stake(host, staker, self.has_joined(staker), amount);
        self.send(&[stake], &[&staker.key])
    }

    /// A staker requests the next tranche, whether joined or not.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn unstake(
        &mut self,
        community: &Community,
        host: &Host,
        staker: &Staker,
        shares: u64,
    ) -> Result<Sent, Refusal> {
        let number = self
            .zero_copy::<StakePosition>(&staker.position)
            .unbonding_count;
        let unstake = community.unstake(host, staker, self.has_joined(staker), number, shares);
        self.send(&[unstake], &[&staker.key, &community.renter])
    }

    /// A tranche is paid out.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn withdraw(
        &mut self,
        community: &Community,
        host: &Host,
        staker: &Staker,
        number: u64,
    ) -> Result<Sent, Refusal> {
        let withdraw = community
            .withdraw_stake(host, staker, number)
            .call(instruction::WithdrawStake {});
        self.send(&[withdraw], &[])
    }

    /// A staker joins the provider's reward pool.
    ///
    /// # Panics
    /// Where the program refuses it.
    #[track_caller]
    pub fn join_rewards(&mut self, community: &Community, host: &Host, staker: &Staker) -> Sent {
        let join = community
            .join_rewards(host, staker)
            .call(instruction::JoinRewards {});
        self.go(&[join], &[&staker.key, &community.renter])
    }

    /// The operator funds the reward pool.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn fund(
        &mut self,
        community: &Community,
        host: &Host,
        amount: u64,
    ) -> Result<Sent, Refusal> {
        let fund = community
            .fund_reward_pool(host)
            .call(instruction::FundRewardPool { amount });
        self.send(&[fund], &[&host.operator])
    }

    /// A staker is paid what the pool owes.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn claim(
        &mut self,
        community: &Community,
        host: &Host,
        staker: &Staker,
    ) -> Result<Sent, Refusal> {
        self.send(&[community.claim(host, staker)], &[])
    }

    /// The operator retires.
    ///
    /// # Panics
    /// Where the program refuses it.
    #[track_caller]
    pub fn retire(&mut self, community: &Community, host: &Host) -> Sent {
        let retire = community
            .retire_provider(host)
            .call(instruction::RetireProvider {});
        self.go(&[retire], &[&host.operator])
    }

    fn has_joined(&self, staker: &Staker) -> bool {
        self.zero_copy::<StakePosition>(&staker.position)
            .reward_position
            != Pubkey::default()
    }

    /// The organisation's log as it is now, for [`World::assert_recorded`] later.
    #[must_use]
    pub fn log(&self, community: &Community) -> (Pubkey, AuditLog) {
        (community.log, self.zero_copy(&community.log))
    }

    /// The transaction's last entry in `log`, which was `before`, is exactly this one, now, and the
    /// log's root is that of all its entries.
    ///
    /// # Panics
    /// Where it is not.
    #[track_caller]
    pub fn assert_recorded(
        &self,
        (log, mut before): (Pubkey, AuditLog),
        sent: &Sent,
        (kind, actor): (EntryKind, Pubkey),
        payload: &impl AnchorSerialize,
    ) {
        let entries = sent.events::<EntryAppended>();
        let mut bytes = vec![];
        for entry in &entries {
            let header = EntryHeader {
                log,
                index: before.size,
                timestamp: self.now(),
                slot: self.slot(),
                actor: entry.actor,
                kind: entry.kind,
            };
            let leaf = header.leaf(&entry.payload).expect("a leaf");
            before
                .append_leaf(leaf, self.slot())
                .expect("space in the log");
            bytes.clone_from(&entry.payload);
        }
        let last = entries.last().expect("an entry");
        assert_eq!((last.kind, last.actor), (kind as u16, actor));
        let mut expected = vec![];
        payload.serialize(&mut expected).expect("a payload");
        assert_eq!(bytes, expected, "the entry's payload");
        let after: AuditLog = self.zero_copy(&log);
        assert_eq!(
            (after.size, after.root, after.slot),
            (before.size, before.root, self.slot())
        );
    }
}
