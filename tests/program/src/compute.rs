//! Providers, stakers and their reward pools, and the accounts of every instruction of the room `compute`.

use althing::compute::{Offer, SlashProviderArgs};
use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use solana_keypair::Keypair;
use solana_signer::Signer;
use std::sync::OnceLock;

use crate::client::Call;
use crate::community::{community, Community};
use crate::pda;
use crate::tokens::TOKEN;
use crate::world::World;

/// What the rewards of [`rewarded`] are spread over, seconds.
pub const WINDOW: i64 = 1_000;

/// A provider of an organisation, and the addresses of its reward pool, which is in a mint of its own.
pub struct Host {
    pub operator: Keypair,
    pub provider: Pubkey,
    pub vault: Pubkey,
    pub reward_pool: Pubkey,
    pub reward_vault: Pubkey,
    pub reward_mint: Pubkey,
    /// A token account of the operator with savings of the reward's mint.
    pub purse: Pubkey,
    /// A token account of the organisation's authority in the reward's mint.
    pub reward_treasury: Pubkey,
}

impl Clone for Host {
    fn clone(&self) -> Self {
        Self {
            operator: self.operator.insecure_clone(),
            ..*self
        }
    }
}

/// Somebody with a stake position.
pub struct Staker {
    pub key: Keypair,
    /// A token account of the organisation's mint.
    pub tokens: Pubkey,
    /// A token account of the reward's mint.
    pub purse: Pubkey,
    pub position: Pubkey,
    pub reward_position: Pubkey,
}

impl Clone for Staker {
    fn clone(&self) -> Self {
        Self {
            key: self.key.insecure_clone(),
            ..*self
        }
    }
}

impl Staker {
    #[must_use]
    pub fn address(&self) -> Pubkey {
        self.key.pubkey()
    }
}

/// What providers here offer.
#[must_use]
pub fn offer() -> Offer {
    Offer {
        endpoint: "https://node.example".into(),
        region: "eu-north".into(),
        accelerator: "H100".into(),
        accelerators: 8,
        price_per_hour: 250,
    }
}

/// [`community`] with one provider, in which Anna has staked 600 and Bert 400.
#[must_use]
pub fn staked() -> (World, Community, Host, Staker, Staker) {
    static READY: OnceLock<(World, Community, Host, Staker, Staker)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut w, c) = community();
            let host = w.host(&c, "host");
            let anna = w.staker(&c, &host, "anna", 600);
            let bert = w.staker(&c, &host, "bert", 400);
            (w, c, host, anna, bert)
        })
        .clone()
}

/// [`staked`] with a reward pool that nobody has funded or joined. An epoch has just begun.
#[must_use]
pub fn rewarded() -> (World, Community, Host, Staker, Staker) {
    static READY: OnceLock<(World, Community, Host, Staker, Staker)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut w, c, host, anna, bert) = staked();
            w.as_authority(
                &c,
                c.create_reward_pool(&host)
                    .call(instruction::CreateRewardPool { window: WINDOW }),
            )
            .unwrap_or_else(|refusal| panic!("{refusal}"));
            w.next_epoch(&c);
            (w, c, host, anna, bert)
        })
        .clone()
}

/// The same things elsewhere: where wrong accounts come from.
pub struct Elsewhere {
    /// Another organisation, whose provider has a staker and a reward pool.
    pub other: Community,
    pub foreign: Host,
    pub stranger: Staker,
    /// Another provider of the first organisation, with Anna and a reward pool.
    pub neighbour: Host,
    pub guest: Staker,
}

/// Adds everything once more, in another organisation and beside, and with `joined` lets everybody join.
#[must_use]
pub fn elsewhere(w: &mut World, c: &Community, joined: bool) -> Elsewhere {
    let other = Community::with_members(w, "Other", TOKEN);
    let foreign = w.host(&other, "foreign host");
    let stranger = w.staker(&other, &foreign, "stranger", 600);
    let neighbour = w.host(c, "neighbour");
    let guest = w.staker(c, &neighbour, "anna", 600);
    for (c, host, staker) in [(&other, &foreign, &stranger), (c, &neighbour, &guest)] {
        w.pass(
            c,
            &[c.create_reward_pool(host)
                .call(instruction::CreateRewardPool { window: WINDOW })],
        );
        if joined {
            w.join_rewards(c, host, staker);
        }
    }
    Elsewhere {
        other,
        foreign,
        stranger,
        neighbour,
        guest,
    }
}

impl Community {
    #[must_use]
    pub fn register_provider(&self, host: &Host) -> accounts::RegisterProvider {
        accounts::RegisterProvider {
            dao: self.dao,
            provider: host.provider,
            vault: host.vault,
            mint: self.mint,
            log: self.log,
            operator: host.operator.pubkey(),
            payer: self.renter.pubkey(),
            token_program: self.token_program,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn update_provider(&self, host: &Host) -> accounts::UpdateProvider {
        accounts::UpdateProvider {
            provider: host.provider,
            operator: host.operator.pubkey(),
        }
    }

    #[must_use]
    pub fn retire_provider(&self, host: &Host) -> accounts::RetireProvider {
        let operator = host.operator.pubkey();
        accounts::RetireProvider {
            dao: self.dao,
            provider: host.provider,
            log: self.log,
            operator,
        }
    }

    #[must_use]
    pub fn open_stake_position(&self, host: &Host, holder: Pubkey) -> accounts::OpenStakePosition {
        accounts::OpenStakePosition {
            provider: host.provider,
            position: pda::stake(&host.provider, &holder),
            holder,
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    /// For a position that has not joined a reward pool.
    #[must_use]
    pub fn stake_tokens(&self, host: &Host, staker: &Staker) -> accounts::StakeTokens {
        accounts::StakeTokens {
            provider: host.provider,
            position: staker.position,
            vault: host.vault,
            from: staker.tokens,
            mint: self.mint,
            holder: staker.address(),
            reward_pool: None,
            reward_position: None,
            token_program: self.token_program,
        }
    }

    /// For the tranche of this number of a position that has not joined a reward pool.
    #[must_use]
    pub fn request_unstake(
        &self,
        host: &Host,
        staker: &Staker,
        number: u64,
    ) -> accounts::RequestUnstake {
        accounts::RequestUnstake {
            dao: self.dao,
            provider: host.provider,
            position: staker.position,
            unbonding: pda::unbonding(&staker.position, number),
            holder: staker.address(),
            payer: self.renter.pubkey(),
            reward_pool: None,
            reward_position: None,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn withdraw_stake(
        &self,
        host: &Host,
        staker: &Staker,
        number: u64,
    ) -> accounts::WithdrawStake {
        accounts::WithdrawStake {
            provider: host.provider,
            position: staker.position,
            unbonding: pda::unbonding(&staker.position, number),
            vault: host.vault,
            to: staker.tokens,
            mint: self.mint,
            payer: self.renter.pubkey(),
            token_program: self.token_program,
        }
    }

    /// The authority itself pays.
    #[must_use]
    pub fn slash_provider(&self, host: &Host, offence_id: &[u8; 32]) -> accounts::SlashProvider {
        accounts::SlashProvider {
            dao: self.dao,
            authority: self.authority,
            provider: host.provider,
            offence: pda::offence(&host.provider, offence_id),
            vault: host.vault,
            treasury: self.treasury,
            mint: self.mint,
            log: self.log,
            payer: self.authority,
            token_program: self.token_program,
            system_program: system_program::ID,
        }
    }

    /// The instruction that slashes.
    #[must_use]
    pub fn slash(&self, host: &Host, offence_id: [u8; 32], bps: u16) -> Instruction {
        let args = SlashProviderArgs { offence_id, bps };
        self.slash_provider(host, &offence_id)
            .call(instruction::SlashProvider { args })
    }

    #[must_use]
    pub fn join_rewards(&self, host: &Host, staker: &Staker) -> accounts::JoinRewards {
        accounts::JoinRewards {
            provider: host.provider,
            position: staker.position,
            reward_pool: host.reward_pool,
            reward_position: staker.reward_position,
            holder: staker.address(),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn leave_rewards(&self, host: &Host, staker: &Staker) -> accounts::LeaveRewards {
        accounts::LeaveRewards {
            provider: host.provider,
            position: staker.position,
            reward_pool: host.reward_pool,
            reward_position: staker.reward_position,
            caller: staker.address(),
            payer: self.renter.pubkey(),
        }
    }

    #[must_use]
    pub fn close_stake_position(
        &self,
        host: &Host,
        staker: &Staker,
    ) -> accounts::CloseStakePosition {
        let payer = self.renter.pubkey();
        accounts::CloseStakePosition {
            provider: host.provider,
            position: staker.position,
            payer,
        }
    }

    #[must_use]
    pub fn close_offence(&self, host: &Host, offence_id: &[u8; 32]) -> accounts::CloseOffence {
        let offence = pda::offence(&host.provider, offence_id);
        accounts::CloseOffence {
            offence,
            provider: host.provider,
            payer: self.authority,
        }
    }

    #[must_use]
    pub fn close_provider(&self, host: &Host) -> accounts::CloseProvider {
        accounts::CloseProvider {
            dao: self.dao,
            provider: host.provider,
            vault: host.vault,
            treasury: None,
            mint: self.mint,
            payer: self.renter.pubkey(),
            token_program: self.token_program,
        }
    }
}
