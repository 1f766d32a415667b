//! The accounts of every instruction of the room `rewards`, for the reward pool of a [`Host`].

use althing::accounts;
use anchor_lang::prelude::Pubkey;
use anchor_lang::system_program;
use solana_signer::Signer;

use crate::community::Community;
use crate::compute::{Host, Staker};
use crate::tokens::TOKEN;

impl Community {
    /// The authority itself pays.
    #[must_use]
    pub fn create_reward_pool(&self, host: &Host) -> accounts::CreateRewardPool {
        accounts::CreateRewardPool {
            dao: self.dao,
            authority: self.authority,
            subject: host.provider,
            reward_pool: host.reward_pool,
            vault: host.reward_vault,
            mint: host.reward_mint,
            log: self.log,
            payer: self.authority,
            token_program: TOKEN,
            system_program: system_program::ID,
        }
    }

    /// The operator funds.
    #[must_use]
    pub fn fund_reward_pool(&self, host: &Host) -> accounts::FundRewardPool {
        accounts::FundRewardPool {
            reward_pool: host.reward_pool,
            vault: host.reward_vault,
            from: host.purse,
            mint: host.reward_mint,
            funder: host.operator.pubkey(),
            token_program: TOKEN,
        }
    }

    #[must_use]
    pub fn claim_reward(&self, host: &Host, staker: &Staker) -> accounts::ClaimReward {
        accounts::ClaimReward {
            reward_pool: host.reward_pool,
            reward_position: staker.reward_position,
            vault: host.reward_vault,
            to: staker.purse,
            mint: host.reward_mint,
            token_program: TOKEN,
        }
    }

    /// The authority paid, and takes what is left; `caller` calls.
    #[must_use]
    pub fn close_reward_pool(&self, host: &Host, caller: Pubkey) -> accounts::CloseRewardPool {
        accounts::CloseRewardPool {
            dao: self.dao,
            reward_pool: host.reward_pool,
            vault: host.reward_vault,
            treasury: Some(host.reward_treasury),
            mint: host.reward_mint,
            caller,
            payer: self.authority,
            token_program: TOKEN,
        }
    }
}
