//! Revenue pools along a lineage, and the accounts of every instruction of the room `revenue`.

use althing::revenue::state::revenue_pool::TREASURY;
use althing::revenue::RevenueTable;
use althing::{accounts, instruction, Grant, ModelVersion, RevenuePool};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::system_program;
use solana_signer::Signer;
use std::sync::OnceLock;

use crate::client::Call;
use crate::community::{Community, SAVINGS};
use crate::consent::{Data, FREE};
use crate::pda;
use crate::registry::{catalogue, Catalogue};
use crate::tokens::TOKEN;
use crate::world::{Refusal, Sent, World};

/// A version's revenue pool in a mint.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    pub model: Pubkey,
    pub version: Pubkey,
    pub mint: Pubkey,
    pub pool: Pubkey,
    pub vault: Pubkey,
}

/// A version in production made from a base, each from data of its own, and their pools in a mint of revenue.
pub struct Earnings {
    /// The pool of version 2, which was made from version 1.
    pub child: Pool,
    /// The pool of version 1.
    pub base: Pool,
    /// The dataset of version 2.
    pub data: Data,
    /// The dataset of version 1.
    pub base_data: Data,
    pub mint: Pubkey,
    /// Member 1's, with [`SAVINGS`]: who deposits.
    pub purse: Pubkey,
    /// The authority's, empty.
    pub treasury: Pubkey,
    /// The maintainer's (member 0), empty.
    pub wages: Pubkey,
    /// That of the owner of `data`, empty.
    pub till: Pubkey,
    /// That of the owner of `base_data`, empty.
    pub base_till: Pubkey,
}

impl Clone for Earnings {
    fn clone(&self) -> Self {
        Self {
            data: self.data.clone(),
            base_data: self.base_data.clone(),
            ..*self
        }
    }
}

/// A table with everything for the treasury.
pub const TREASURYS: RevenueTable = RevenueTable {
    treasury: 10_000,
    maintainer: 0,
    datasets: [0; 8],
    parents: [0; 4],
};

/// 40 % treasury, 10 % maintainer, 20 % the dataset's owner, 30 % the parent.
#[must_use]
pub fn child_table() -> RevenueTable {
    let mut table = RevenueTable {
        treasury: 4_000,
        maintainer: 1_000,
        ..TREASURYS
    };
    (table.datasets[0], table.parents[0]) = (2_000, 3_000);
    table
}

/// 25 % treasury, 25 % maintainer, 50 % the dataset's owner.
#[must_use]
pub fn base_table() -> RevenueTable {
    let mut table = RevenueTable {
        treasury: 2_500,
        maintainer: 2_500,
        ..TREASURYS
    };
    table.datasets[0] = 5_000;
    table
}

/// [`catalogue`] with [`Earnings`] whose pools are empty and not shared yet.
#[must_use]
pub fn pooled() -> (World, Community, Catalogue, Earnings) {
    static READY: OnceLock<(World, Community, Catalogue, Earnings)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut w, c, k) = catalogue();
            let e = w.earnings(&c, &k);
            for pool in [&e.child, &e.base] {
                w.create_pool(&c, pool);
            }
            (w, c, k, e)
        })
        .clone()
}

/// [`pooled`], shared by [`child_table`] and [`base_table`].
#[must_use]
pub fn earning() -> (World, Community, Catalogue, Earnings) {
    static READY: OnceLock<(World, Community, Catalogue, Earnings)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut w, c, k, e) = pooled();
            let actions = [
                w.shares(&c, &e.base, base_table()),
                w.shares(&c, &e.child, child_table()),
            ];
            w.pass(&c, &actions);
            (w, c, k, e)
        })
        .clone()
}

impl Pool {
    /// The pool of a version in a mint, created or not.
    #[must_use]
    pub fn of(w: &World, version: Pubkey, mint: Pubkey) -> Self {
        let pool = pda::revenue_pool(&version, &mint);
        Self {
            model: w.zero_copy::<ModelVersion>(&version).model,
            version,
            mint,
            pool,
            vault: pda::vault(&pool),
        }
    }
}

impl Community {
    #[must_use]
    pub fn create_revenue_pool(&self, pool: &Pool) -> accounts::CreateRevenuePool {
        accounts::CreateRevenuePool {
            dao: self.dao,
            model_version: pool.version,
            revenue_pool: pool.pool,
            vault: pool.vault,
            mint: pool.mint,
            log: self.log,
            payer: self.renter.pubkey(),
            token_program: TOKEN,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn set_revenue_shares(&self, pool: &Pool) -> accounts::SetRevenueShares {
        accounts::SetRevenueShares {
            dao: self.dao,
            authority: self.authority,
            revenue_pool: pool.pool,
            model_version: pool.version,
            log: self.log,
        }
    }

    /// Member 1 deposits.
    #[must_use]
    pub fn deposit_revenue(&self, e: &Earnings, pool: &Pool) -> accounts::DepositRevenue {
        accounts::DepositRevenue {
            revenue_pool: pool.pool,
            vault: pool.vault,
            from: e.purse,
            mint: pool.mint,
            depositor: self.members[1].address(),
            token_program: TOKEN,
        }
    }

    #[must_use]
    pub fn claim_revenue(&self, pool: &Pool, source: Pubkey, to: Pubkey) -> accounts::ClaimRevenue {
        accounts::ClaimRevenue {
            revenue_pool: pool.pool,
            source,
            vault: pool.vault,
            to,
            mint: pool.mint,
            token_program: TOKEN,
        }
    }

    #[must_use]
    pub fn distribute_revenue(&self, pool: &Pool, parent: &Pool) -> accounts::DistributeRevenue {
        accounts::DistributeRevenue {
            revenue_pool: pool.pool,
            vault: pool.vault,
            parent_pool: parent.pool,
            parent_vault: parent.vault,
            mint: pool.mint,
            token_program: TOKEN,
        }
    }

    /// The payer of rent paid, and `caller` calls.
    #[must_use]
    pub fn close_revenue_pool(
        &self,
        e: &Earnings,
        pool: &Pool,
        caller: Pubkey,
    ) -> accounts::CloseRevenuePool {
        accounts::CloseRevenuePool {
            dao: self.dao,
            revenue_pool: pool.pool,
            model_version: pool.version,
            vault: pool.vault,
            treasury: Some(e.treasury),
            mint: pool.mint,
            log: self.log,
            caller,
            payer: self.renter.pubkey(),
            token_program: TOKEN,
        }
    }
}

impl World {
    /// Versions 1 and 2 of a catalogue, in production one after the other, with their data and everybody's tokens.
    /// There are no pools yet.
    pub fn earnings(&mut self, c: &Community, k: &Catalogue) -> Earnings {
        let base_data = self.data_of(c, k, "base corpus");
        self.link_dataset(c, &k.draft, &base_data, Grant::TRAIN);
        self.approve(c, k, &k.draft);
        self.promote(c, &k.draft);
        let data = self.data_of(c, k, "corpus");
        let version = self.version(c, &k.model, Some(k.draft));
        self.link_dataset(c, &version, &data, Grant::TRAIN);
        self.approve(c, k, &version);
        self.promote(c, &version);
        let mint = self.mint("revenue", TOKEN);
        let (payer, maintainer) = (c.members[1].address(), c.members[0].address());
        Earnings {
            child: Pool::of(self, version, mint),
            base: Pool::of(self, k.draft, mint),
            mint,
            purse: self.tokens("purse", &mint, &payer, SAVINGS),
            treasury: self.tokens("treasury", &mint, &c.authority, 0),
            wages: self.tokens("wages", &mint, &maintainer, 0),
            till: self.tokens("till", &mint, &data.owner.pubkey(), 0),
            base_till: self.tokens("till", &mint, &base_data.owner.pubkey(), 0),
            data,
            base_data,
        }
    }

    /// A dataset of this name, whose owner lets a catalogue's model be trained on it.
    pub fn data_of(&mut self, c: &Community, k: &Catalogue, name: &str) -> Data {
        let data = Data {
            model: k.model,
            ..self.data(c, name)
        };
        self.granted(c, &data, Grant::TRAIN, FREE, 0);
        data
    }

    /// Creates a pool.
    #[track_caller]
    pub fn create_pool(&mut self, c: &Community, pool: &Pool) {
        let create = c
            .create_revenue_pool(pool)
            .call(instruction::CreateRevenuePool {});
        self.go(&[create], &[&c.renter]);
    }

    /// The pools of a version's parents in the mint of its own pool, as further accounts.
    #[must_use]
    pub fn parent_pools(&self, pool: &Pool) -> Vec<AccountMeta> {
        let version: ModelVersion = self.zero_copy(&pool.version);
        let parents = version.parents().iter();
        parents
            .map(|parent| AccountMeta::new(pda::revenue_pool(parent, &pool.mint), false))
            .collect()
    }

    /// What sets the shares of a pool, parents' pools included; for the authority.
    #[must_use]
    pub fn shares(&self, c: &Community, pool: &Pool, table: RevenueTable) -> Instruction {
        c.set_revenue_shares(pool).call_with(
            instruction::SetRevenueShares { table },
            &self.parent_pools(pool),
        )
    }

    /// Sets the shares of a pool by a vote.
    ///
    /// # Errors
    /// The refusal of the execution.
    #[track_caller]
    pub fn share(
        &mut self,
        c: &Community,
        pool: &Pool,
        table: RevenueTable,
    ) -> Result<Sent, Refusal> {
        let action = self.shares(c, pool, table);
        self.as_authority(c, action)
    }

    /// Member 1 deposits.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn earn(
        &mut self,
        c: &Community,
        e: &Earnings,
        pool: &Pool,
        amount: u64,
    ) -> Result<Sent, Refusal> {
        let deposit = c
            .deposit_revenue(e, pool)
            .call(instruction::DepositRevenue { amount });
        self.send(&[deposit], &[&c.members[1].key])
    }

    /// Has a place paid, whose holder `source` names, into this token account.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn pay_out(
        &mut self,
        c: &Community,
        pool: &Pool,
        place: u8,
        source: Pubkey,
        to: Pubkey,
    ) -> Result<Sent, Refusal> {
        let claim = c
            .claim_revenue(pool, source, to)
            .call(instruction::ClaimRevenue { place });
        self.send(&[claim], &[])
    }

    /// Passes on what is due to the first parent.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn pass_on(&mut self, c: &Community, pool: &Pool, parent: &Pool) -> Result<Sent, Refusal> {
        let distribute = c
            .distribute_revenue(pool, parent)
            .call(instruction::DistributeRevenue { place: 0 });
        self.send(&[distribute], &[])
    }

    /// What closes a pool, called by `caller`; parents' pools included where its shares were set.
    #[must_use]
    pub fn closes_pool(
        &self,
        c: &Community,
        e: &Earnings,
        pool: &Pool,
        caller: Pubkey,
    ) -> Instruction {
        let noted = self.zero_copy::<RevenuePool>(&pool.pool);
        let parents = noted.parents().iter();
        let parents: Vec<_> = parents
            .map(|parent| AccountMeta::new(*parent, false))
            .collect();
        c.close_revenue_pool(e, pool, caller)
            .call_with(instruction::CloseRevenuePool {}, &parents)
    }

    /// What is due to each place of a pool.
    #[must_use]
    #[track_caller]
    pub fn due(&self, pool: &Pool) -> Vec<u64> {
        let pool: RevenuePool = self.zero_copy(&pool.pool);
        pool.shares.iter().map(|share| share.owed).collect()
    }

    /// Pays everything that is due in the pools of [`Earnings`] to everybody.
    ///
    /// # Panics
    /// Where the program refuses.
    #[track_caller]
    pub fn settle_earnings(&mut self, c: &Community, e: &Earnings) {
        if self.due(&e.child)[10] > 0 {
            self.pass_on(c, &e.child, &e.base)
                .unwrap_or_else(|refusal| panic!("{refusal}"));
        }
        for (pool, data, till) in [
            (&e.child, &e.data, e.till),
            (&e.base, &e.base_data, e.base_till),
        ] {
            let holders = [
                (c.dao, e.treasury),
                (pool.model, e.wages),
                (data.dataset, till),
            ];
            // From the last place on: what is forfeited becomes the treasury's.
            for (place, (source, to)) in holders.into_iter().enumerate().rev() {
                if self.due(pool)[TREASURY + place] > 0 {
                    self.pay_out(c, pool, place as u8, source, to)
                        .unwrap_or_else(|refusal| panic!("{refusal}"));
                }
            }
        }
    }
}
