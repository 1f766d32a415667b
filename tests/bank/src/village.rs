//! An organisation with five members in a bank, and what it does every day.

use althing::constants::{EVALUATOR_CHAMBER, TOKEN_CHAMBER};
use althing::{instruction, AddActionArgs, Config, Proposal};
use althing_program_tests::client::Call;
use althing_program_tests::community::{Community, Member, DEPOSITS, SAVINGS};
use althing_program_tests::governance::{payload, Motion};
use althing_program_tests::keys::key;
use althing_program_tests::pda;
use althing_program_tests::tokens::{DECIMALS, TOKEN};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::solana_program::program_pack::Pack;
use anchor_lang::solana_program::system_instruction;
use anchor_spl::token_2022::spl_token_2022::{self as token, state};
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction_error::TransactionError;

use crate::chain::{Chain, Group};

const NAME: &str = "Village";

/// A bank in which an organisation with these rules was founded. Its five members have tokens, but
/// have deposited nothing. Epoch 0 has just begun.
#[must_use]
pub fn founded(config: Config) -> (Chain, Community) {
    let mut community = plan();
    let members = community.members.iter().map(Member::address);
    let wallets: Vec<_> = [community.creator.pubkey(), community.renter.pubkey()]
        .into_iter()
        .chain(members)
        .collect();
    let mut chain = Chain::start(&wallets);
    chain.mint(&key(&format!("mint of {NAME}")));
    let found = community.create_dao_with(config, 0);
    chain.go(&[found], &[&community.creator, &community.renter]);
    community.treasury = chain.tokens(&community, &key("treasury"), &community.authority, SAVINGS);
    for index in 0..community.members.len() {
        let (tokens, owner) = (
            key(&format!("tokens {index}")),
            community.members[index].address(),
        );
        community.members[index].tokens = chain.tokens(&community, &tokens, &owner, SAVINGS);
        let open = community
            .open_seat(community.chamber, owner)
            .call(instruction::OpenSeat {});
        chain.go(&[open], &[&community.renter]);
    }
    (chain, community)
}

/// [`founded`], with [`DEPOSITS`] whose weights count: epoch 1 has just begun.
#[must_use]
pub fn village(config: Config) -> (Chain, Community) {
    let (mut chain, community) = founded(config);
    for (member, amount) in community.members.iter().zip(DEPOSITS) {
        chain.go(&[deposit(&community, member, amount)], &[&member.key]);
    }
    chain.next_epoch(&community);
    (chain, community)
}

/// All addresses but those of token accounts.
fn plan() -> Community {
    let creator = key("creator");
    let dao = pda::dao(&creator.pubkey(), NAME);
    let chamber = pda::chamber(&dao, TOKEN_CHAMBER);
    let member = |index| {
        let key = key(&format!("member {index}"));
        Member {
            seat: pda::seat(&chamber, &key.pubkey()),
            tokens: Pubkey::default(),
            key,
        }
    };
    Community {
        name: NAME.into(),
        renter: key("payer of rent"),
        mint: key(&format!("mint of {NAME}")).pubkey(),
        token_program: TOKEN,
        dao,
        authority: pda::authority(&dao),
        chamber,
        evaluators: pda::chamber(&dao, EVALUATOR_CHAMBER),
        vault: pda::vault(&chamber),
        log: pda::log(&dao),
        treasury: Pubkey::default(),
        members: (0..DEPOSITS.len()).map(member).collect(),
        creator,
    }
}

/// A member deposits.
#[must_use]
pub fn deposit(community: &Community, member: &Member, amount: u64) -> Instruction {
    community
        .deposit_tokens(member)
        .call(instruction::DepositTokens { amount })
}

/// A member votes.
#[must_use]
pub fn vote(community: &Community, motion: &Motion, member: &Member, choice: u8) -> Instruction {
    let data = instruction::CastVote {
        choice,
        action_hash: motion.hash(),
    };
    community.cast_vote(motion.proposal, member).call(data)
}

/// The members' votes, each as a transaction of its own.
#[must_use]
pub fn ballots<'a>(
    community: &'a Community,
    motion: &Motion,
    members: &'a [Member],
    choice: u8,
) -> Vec<Group<'a>> {
    let ballot = |member: &'a Member| {
        (
            vec![vote(community, motion, member, choice)],
            vec![&member.key, &community.renter],
        )
    };
    members.iter().map(ballot).collect()
}

/// Anybody counts.
#[must_use]
pub fn finalize(community: &Community, motion: &Motion) -> Instruction {
    community
        .finalize_proposal(motion.proposal)
        .call(instruction::FinalizeProposal {})
}

/// Anybody executes the one action.
#[must_use]
pub fn execute(community: &Community, motion: &Motion) -> Instruction {
    let accounts = community.execute_proposal(motion.proposal, 0);
    accounts.call_with(instruction::ExecuteProposal {}, &motion.execution_metas(0))
}

/// Everything of a finished proposal is closed, in one transaction.
#[must_use]
pub fn close(community: &Community, motion: &Motion, voters: &[Member]) -> Vec<Instruction> {
    let votes = voters.iter().map(|member| {
        community
            .close_vote(motion.proposal, member)
            .call(instruction::CloseVote {})
    });
    let mut all: Vec<_> = votes.collect();
    all.push(
        community
            .close_action(motion.proposal, 0)
            .call(instruction::CloseAction {}),
    );
    all.push(
        community
            .close_proposal(motion.proposal)
            .call(instruction::CloseProposal {}),
    );
    all
}

/// The treasury pays `amount` to a member.
///
/// # Panics
/// Never: the token program is known.
#[must_use]
pub fn payment(community: &Community, to: &Member, amount: u64) -> Instruction {
    let (from, owner) = (&community.treasury, &community.authority);
    token::instruction::transfer_checked(
        &TOKEN,
        from,
        &community.mint,
        &to.tokens,
        owner,
        &[],
        amount,
        DECIMALS,
    )
    .expect("an instruction")
}

impl Chain {
    /// Member 0 proposes this and puts it to the vote, in one transaction.
    ///
    /// # Errors
    /// The program's refusal.
    pub fn propose(
        &mut self,
        community: &Community,
        action: Instruction,
    ) -> Result<Motion, TransactionError> {
        let number = self.borsh::<althing::Dao>(&community.dao).proposal_count;
        let proposer = &community.members[0];
        let create = community.create_proposal(number, proposer);
        let motion = Motion {
            number,
            proposal: create.proposal,
            actions: vec![action],
        };
        let create = create.call(instruction::CreateProposal {
            args: community.proposal_args(),
        });
        let chunk = payload(&motion.actions[0]);
        let args = AddActionArgs {
            index: 0,
            length: chunk.len() as u16,
            chunk,
        };
        let add = community
            .add_action(motion.proposal, 0)
            .call(instruction::AddAction { args });
        let submit = community.submit_proposal(motion.proposal);
        let submit = submit.call_with(instruction::SubmitProposal {}, &motion.action_metas());
        self.send(&[create, add, submit], &[&proposer.key, &community.renter])?;
        Ok(motion)
    }

    /// A payment of `amount` to member 4 that the first three members have voted for; voting is still
    /// open.
    #[track_caller]
    pub fn voted(&mut self, community: &Community, amount: u64) -> Motion {
        let pay = payment(community, &community.members[4], amount);
        let motion = self
            .propose(community, pay)
            .unwrap_or_else(|error| panic!("{error:?}"));
        for member in &community.members[..3] {
            self.go(
                &[vote(community, &motion, member, Proposal::YES)],
                &[&member.key, &community.renter],
            );
        }
        motion
    }

    /// [`Chain::voted`] and counted, in the second in which voting ended.
    #[track_caller]
    pub fn counted(&mut self, community: &Community, amount: u64) -> Motion {
        let motion = self.voted(community, amount);
        self.wait_until(self.zero_copy::<Proposal>(&motion.proposal).voting_ends_at);
        self.go(&[finalize(community, &motion)], &[]);
        motion
    }

    /// Waits for the organisation's next epoch.
    ///
    /// # Panics
    /// Before its foundation.
    pub fn next_epoch(&mut self, community: &Community) {
        let dao: althing::Dao = self.borsh(&community.dao);
        let epoch = dao.epoch_at(self.now()).expect("an epoch");
        self.wait_until(dao.epoch_start(epoch + 1).expect("its start"));
    }

    /// Makes a mint whose authority is the payer of fees.
    fn mint(&mut self, mint: &Keypair) {
        let payer = self.payer().pubkey();
        let space = state::Mint::LEN;
        let create = system_instruction::create_account(
            &payer,
            &mint.pubkey(),
            self.rent(space),
            space as u64,
            &TOKEN,
        );
        let initialize =
            token::instruction::initialize_mint2(&TOKEN, &mint.pubkey(), &payer, None, DECIMALS);
        self.go(&[create, initialize.expect("an instruction")], &[mint]);
    }

    /// Makes a token account with `amount` base units.
    fn tokens(
        &mut self,
        community: &Community,
        account: &Keypair,
        owner: &Pubkey,
        amount: u64,
    ) -> Pubkey {
        let (payer, mint, address) = (self.payer().pubkey(), &community.mint, account.pubkey());
        let space = state::Account::LEN;
        let create = system_instruction::create_account(
            &payer,
            &address,
            self.rent(space),
            space as u64,
            &TOKEN,
        );
        let initialize = token::instruction::initialize_account3(&TOKEN, &address, mint, owner);
        let mint_to = token::instruction::mint_to(&TOKEN, mint, &address, &payer, &[], amount);
        let rest = [initialize, mint_to].map(|made| made.expect("an instruction"));
        self.go(&[&[create], &rest[..]].concat(), &[account]);
        address
    }
}
