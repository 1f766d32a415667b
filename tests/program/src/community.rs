//! An organisation with five members, a treasury and short periods, and the accounts of every
//! instruction of the room `dao` for it.

use althing::constants::{EVALUATOR_CHAMBER, TOKEN_CHAMBER};
use althing::{accounts, instruction, Config, CreateDaoArgs};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use solana_keypair::Keypair;
use solana_sha256_hasher::hash;
use solana_signer::Signer;
use std::sync::OnceLock;

use crate::client::Call;
use crate::keys::key;
use crate::pda;
use crate::tokens::TOKEN;
use crate::world::World;

/// What the five members deposit, base units: 1,000 in all. The fifth is below the threshold.
pub const DEPOSITS: [u64; 5] = [400, 300, 200, 80, 20];
/// What each member, and the treasury, has besides.
pub const SAVINGS: u64 = 1_000_000;

/// Rules with short periods: an epoch of 100 s, a vote of 50 s, a hold-up of 20 s, a window of 100 s.
#[must_use]
pub fn config() -> Config {
    Config {
        epoch_length: 100,
        voting_period: 50,
        hold_up: 20,
        execution_window: 100,
        withdrawal_cooldown: 200,
        proposal_threshold: 50,
        quorum_bps: 3_000,
        approval_bps: 5_000,
        slash_cap_bps: 3_000,
        attestations_needed: 2,
    }
}

/// A member: a key, a seat among the token holders, and a token account.
pub struct Member {
    pub key: Keypair,
    pub seat: Pubkey,
    pub tokens: Pubkey,
}

impl Member {
    #[must_use]
    pub fn address(&self) -> Pubkey {
        self.key.pubkey()
    }
}

impl Clone for Member {
    fn clone(&self) -> Self {
        Self {
            key: self.key.insecure_clone(),
            seat: self.seat,
            tokens: self.tokens,
        }
    }
}

/// An organisation and its addresses.
pub struct Community {
    pub name: String,
    pub creator: Keypair,
    /// Pays the rent of everything; apart from the payer of fees, so that rent can be counted.
    pub renter: Keypair,
    pub mint: Pubkey,
    pub token_program: Pubkey,
    pub dao: Pubkey,
    pub authority: Pubkey,
    /// Chamber 0.
    pub chamber: Pubkey,
    /// Chamber 1.
    pub evaluators: Pubkey,
    /// The vault of chamber 0.
    pub vault: Pubkey,
    pub log: Pubkey,
    /// A token account of the authority.
    pub treasury: Pubkey,
    pub members: Vec<Member>,
}

impl Clone for Community {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            creator: self.creator.insecure_clone(),
            renter: self.renter.insecure_clone(),
            members: self.members.clone(),
            ..*self
        }
    }
}

/// A world with one organisation whose five members' weights count: where most tests begin.
#[must_use]
pub fn community() -> (World, Community) {
    static READY: OnceLock<(World, Community)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let mut world = World::new();
            let community = Community::with_members(&mut world, "Althing", TOKEN);
            (world, community)
        })
        .clone()
}

/// [`community`], and another organisation with its own mint: where wrong accounts come from.
#[must_use]
pub fn two_communities() -> (World, Community, Community) {
    static READY: OnceLock<(World, Community, Community)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut world, community) = community();
            let other = Community::with_members(&mut world, "Other", TOKEN);
            (world, community, other)
        })
        .clone()
}

impl Community {
    /// The addresses of an organisation that is not founded yet, with a new mint.
    pub fn plan(world: &mut World, name: &str, token_program: Pubkey) -> Self {
        let mint = world.mint(name, token_program);
        Self::plan_with_mint(world, name, mint)
    }

    /// The addresses of an organisation that is not founded yet.
    pub fn plan_with_mint(world: &mut World, name: &str, mint: Pubkey) -> Self {
        let creator = world.wallet(&format!("creator of {name}"));
        let dao = pda::dao(&creator.pubkey(), name);
        let chamber = pda::chamber(&dao, TOKEN_CHAMBER);
        Self {
            name: name.into(),
            creator,
            renter: world.wallet(&format!("payer of rent of {name}")),
            mint,
            token_program: world.token_program(&mint),
            dao,
            authority: pda::authority(&dao),
            chamber,
            evaluators: pda::chamber(&dao, EVALUATOR_CHAMBER),
            vault: pda::vault(&chamber),
            log: pda::log(&dao),
            treasury: Pubkey::default(),
            members: vec![],
        }
    }

    /// Founds an organisation without members, with SOL and tokens in its treasury.
    pub fn found(world: &mut World, name: &str, token_program: Pubkey) -> Self {
        let mut community = Self::plan(world, name, token_program);
        let create = community.create_dao_with(config(), 0);
        world.go(&[create], &[&community.creator, &community.renter]);
        world.endow(&mut community);
        community
    }

    /// Founds an organisation with five members whose weights count.
    pub fn with_members(world: &mut World, name: &str, token_program: Pubkey) -> Self {
        let mut community = Self::found(world, name, token_program);
        for (index, deposit) in DEPOSITS.into_iter().enumerate() {
            let member = world.join(&community, &format!("member {index} of {name}"), deposit);
            community.members.push(member);
        }
        world.wait(config().epoch_length);
        community
    }

    // ---- accounts of the instructions ----

    #[must_use]
    pub fn create_dao(&self) -> accounts::CreateDao {
        accounts::CreateDao {
            dao: self.dao,
            authority: self.authority,
            token_chamber: self.chamber,
            vault: self.vault,
            evaluator_chamber: self.evaluators,
            log: self.log,
            mint: self.mint,
            creator: self.creator.pubkey(),
            payer: self.renter.pubkey(),
            token_program: self.token_program,
            system_program: system_program::ID,
        }
    }

    /// The instruction that founds it.
    #[must_use]
    pub fn create_dao_with(&self, config: Config, weighting: u8) -> Instruction {
        let name_hash = hash(self.name.as_bytes()).to_bytes();
        let args = CreateDaoArgs {
            name: self.name.clone(),
            name_hash,
            config,
            weighting,
        };
        self.create_dao().call(instruction::CreateDao { args })
    }

    #[must_use]
    pub fn update_config(&self) -> accounts::UpdateConfig {
        accounts::UpdateConfig {
            dao: self.dao,
            authority: self.authority,
            log: self.log,
        }
    }

    /// The authority itself pays.
    #[must_use]
    pub fn create_chamber(&self, index: u8) -> accounts::CreateChamber {
        accounts::CreateChamber {
            dao: self.dao,
            authority: self.authority,
            chamber: pda::chamber(&self.dao, index),
            log: self.log,
            payer: self.authority,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn open_seat(&self, chamber: Pubkey, holder: Pubkey) -> accounts::OpenSeat {
        accounts::OpenSeat {
            chamber,
            seat: pda::seat(&chamber, &holder),
            holder,
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn deposit_tokens(&self, member: &Member) -> accounts::DepositTokens {
        accounts::DepositTokens {
            dao: self.dao,
            chamber: self.chamber,
            seat: member.seat,
            vault: self.vault,
            from: member.tokens,
            mint: self.mint,
            depositor: member.address(),
            token_program: self.token_program,
        }
    }

    #[must_use]
    pub fn request_withdrawal(&self, member: &Member) -> accounts::RequestWithdrawal {
        accounts::RequestWithdrawal {
            dao: self.dao,
            chamber: self.chamber,
            seat: member.seat,
            holder: member.address(),
        }
    }

    #[must_use]
    pub fn withdraw_tokens(&self, member: &Member) -> accounts::WithdrawTokens {
        accounts::WithdrawTokens {
            chamber: self.chamber,
            seat: member.seat,
            vault: self.vault,
            to: member.tokens,
            mint: self.mint,
            holder: member.address(),
            token_program: self.token_program,
        }
    }

    #[must_use]
    pub fn grant_seat(&self, chamber: Pubkey, holder: Pubkey) -> accounts::GrantSeat {
        accounts::GrantSeat {
            dao: self.dao,
            authority: self.authority,
            chamber,
            seat: pda::seat(&chamber, &holder),
            log: self.log,
        }
    }

    #[must_use]
    pub fn close_seat(&self, chamber: Pubkey, holder: Pubkey) -> accounts::CloseSeat {
        accounts::CloseSeat {
            dao: self.dao,
            chamber,
            seat: pda::seat(&chamber, &holder),
            payer: self.renter.pubkey(),
        }
    }
}

impl Clone for World {
    fn clone(&self) -> Self {
        Self {
            svm: self.svm.clone(),
            payer: self.payer.insecure_clone(),
            fees: self.fees,
        }
    }
}

impl World {
    /// Gives an organisation's authority 100 SOL and a treasury.
    ///
    /// # Panics
    /// Never: an airdrop cannot fail here.
    pub fn endow(&mut self, community: &mut Community) {
        self.svm
            .airdrop(&community.authority, crate::world::WEALTH)
            .expect("an airdrop");
        community.treasury =
            self.tokens("treasury", &community.mint, &community.authority, SAVINGS);
    }

    /// A new member with a seat, a deposit and [`SAVINGS`]. The weight counts from the next epoch on.
    pub fn join(&mut self, community: &Community, name: &str, deposit: u64) -> Member {
        let key = self.wallet(name);
        let tokens = self.tokens(name, &community.mint, &key.pubkey(), deposit + SAVINGS);
        let open = community.open_seat(community.chamber, key.pubkey());
        let member = Member {
            seat: open.seat,
            key,
            tokens,
        };
        self.go(&[open.call(instruction::OpenSeat {})], &[&community.renter]);
        if deposit > 0 {
            self.deposit(community, &member, deposit);
        }
        member
    }

    /// A member deposits.
    pub fn deposit(&mut self, community: &Community, member: &Member, amount: u64) {
        let deposit = community
            .deposit_tokens(member)
            .call(instruction::DepositTokens { amount });
        self.go(&[deposit], &[&member.key]);
    }

    /// Waits until the next epoch of the organisation has begun.
    pub fn next_epoch(&mut self, community: &Community) {
        let dao: althing::Dao = self.borsh(&community.dao);
        let epoch = dao.epoch_at(self.now()).expect("an epoch");
        self.warp_to(dao.epoch_start(epoch + 1).expect("its start"));
    }

    /// The running epoch of the organisation.
    ///
    /// # Panics
    /// Before its foundation.
    #[must_use]
    pub fn epoch(&self, community: &Community) -> u64 {
        self.borsh::<althing::Dao>(&community.dao)
            .epoch_at(self.now())
            .expect("an epoch")
    }

    /// Appoints an evaluator by a vote: a seat in chamber 1 with one point, which counts from the next
    /// epoch on; waits for it.
    pub fn appoint(&mut self, community: &Community, name: &str) -> Keypair {
        let evaluator = key(name);
        self.svm
            .airdrop(&evaluator.pubkey(), crate::world::WEALTH)
            .expect("an airdrop");
        let open = community.open_seat(community.evaluators, evaluator.pubkey());
        self.go(&[open.call(instruction::OpenSeat {})], &[&community.renter]);
        let grant = community.grant_seat(community.evaluators, evaluator.pubkey());
        self.pass(
            community,
            &[grant.call(instruction::GrantSeat { points: 1 })],
        );
        self.next_epoch(community);
        evaluator
    }
}
