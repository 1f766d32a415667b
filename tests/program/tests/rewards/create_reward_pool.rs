use althing::audit::entry::EntryKind;
use althing::rewards::entries::RewardPoolCreated;
use althing::Dao;
use althing_program_tests::prelude::*;
use anchor_spl::token_interface::TokenAccount;

use super::*;

const TEN_YEARS: i64 = 315_360_000;

fn create(accounts: accounts::CreateRewardPool, window: i64) -> Instruction {
    accounts.call(instruction::CreateRewardPool { window })
}

#[test]
fn test_create_reward_pool_ok() {
    let (mut w, c, host, ..) = staked();
    let motion = w.executable(&c, &[create(c.create_reward_pool(&host), 86_400)]);
    let (log, before) = (w.log(&c), w.lamports(&c.authority));
    let sent = w.execute(&c, &motion, 0).unwrap();

    let (pool, dao) = (pool(&w, &host), w.borsh::<Dao>(&c.dao));
    assert_eq!(
        (pool.version, pool.positions, pool.payer),
        (1, 0, c.authority)
    );
    assert_eq!((pool.dao, pool.subject), (c.dao, host.provider));
    assert_eq!(
        (pool.mint, pool.vault),
        (host.reward_mint, host.reward_vault)
    );
    assert_eq!((pool.epoch_zero, pool.epoch_length), (dao.created_at, 100));
    assert_eq!(
        (pool.window, pool.last, pool.funded, pool.paid),
        (86_400, w.now(), 0, 0)
    );
    assert_eq!((pool.stream, pool.accumulator), Default::default());
    let vault: TokenAccount = w.borsh(&host.reward_vault);
    assert_eq!(
        (vault.mint, vault.owner, vault.amount),
        (host.reward_mint, host.reward_pool, 0)
    );
    assert_eq!(
        before - w.lamports(&c.authority),
        w.rent(RewardPool::SPACE) + w.rent(165)
    );

    let payload = RewardPoolCreated {
        pool: host.reward_pool,
        subject: host.provider,
        mint: host.reward_mint,
        window: 86_400,
    };
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::RewardPoolCreated, c.authority),
        &payload,
    );
}

#[test]
fn windows_are_1_second_to_ten_years() {
    let (w, c, host, ..) = staked();
    for window in [0, -1, TEN_YEARS + 1, i64::MIN, i64::MAX] {
        let result = w
            .clone()
            .as_authority(&c, create(c.create_reward_pool(&host), window));
        assert_refused(result, AlthingError::RewardWindowOutOfBounds);
    }
    for window in [1, TEN_YEARS] {
        let mut w = w.clone();
        w.pass(&c, &[create(c.create_reward_pool(&host), window)]);
        assert_eq!(pool(&w, &host).window, window);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, ..) = staked();
    w.sweep_authority(&c, create(c.create_reward_pool(&host), WINDOW))
        .ignoring(host.provider)
        .run();
}

#[test]
fn nobody_but_the_authority_may_and_only_by_a_vote() {
    let (mut w, c, host, anna, _) = staked();
    let direct = accounts::CreateRewardPool {
        payer: c.renter.pubkey(),
        ..c.create_reward_pool(&host)
    };
    let direct = unsigned(create(direct, WINDOW), c.authority);
    assert_refused(
        w.send(&[direct], &[&c.renter]),
        AnchorError::AccountNotSigner,
    );
    for key in [&host.operator, &anna.key, &c.creator, &c.members[0].key] {
        let accounts = c.create_reward_pool(&host);
        let ix = create(
            accounts::CreateRewardPool {
                authority: key.pubkey(),
                payer: key.pubkey(),
                ..accounts
            },
            WINDOW,
        );
        assert_refused(w.send(&[ix], &[key]), AlthingError::NotAuthority);
    }
}

#[test]
fn test_create_reward_pool_refuses_accounts_of_another_organisation() {
    let (mut w, c, other) = two_communities();
    let host = w.host(&c, "host");
    let a = || c.create_reward_pool(&host);
    let log = accounts::CreateRewardPool {
        log: other.log,
        ..a()
    };
    assert_refused(
        w.clone().as_authority(&c, create(log, WINDOW)),
        AlthingError::WrongLog,
    );
    let reward_pool = pda::reward_pool(&other.dao, &host.provider);
    let dao = accounts::CreateRewardPool {
        dao: other.dao,
        reward_pool,
        vault: pda::vault(&reward_pool),
        ..a()
    };
    assert_refused(
        w.clone().as_authority(&c, create(dao, WINDOW)),
        AlthingError::NotAuthority,
    );
    let subject = accounts::CreateRewardPool {
        subject: other.dao,
        ..a()
    };
    assert_refused(
        w.as_authority(&c, create(subject, WINDOW)),
        AnchorError::ConstraintSeeds,
    );
}

#[test]
fn a_subject_has_one_pool_per_organisation() {
    let (mut w, c, host, ..) = rewarded();
    let again = create(c.create_reward_pool(&host), 5);
    assert_refused(w.as_authority(&c, again), SYSTEM_ACCOUNT_EXISTS);
    assert_eq!(pool(&w, &host).window, WINDOW);
}

#[test]
fn a_mint_that_would_break_the_books_is_refused() {
    let (w, c, host, ..) = staked();
    for extension in Extension::HARMFUL {
        let mut w = w.clone();
        let mint = w.mint_with("harmful", TOKEN_2022, &[extension]);
        let accounts = accounts::CreateRewardPool {
            mint,
            token_program: TOKEN_2022,
            ..c.create_reward_pool(&host)
        };
        let result = w.as_authority(&c, create(accounts, WINDOW));
        assert_refused(result, AlthingError::MintExtensionRefused);
    }
    for extensions in [&[][..], &[Extension::MetadataPointer]] {
        let mut w = w.clone();
        let mint = w.mint_with("harmless", TOKEN_2022, extensions);
        let accounts = accounts::CreateRewardPool {
            mint,
            token_program: TOKEN_2022,
            ..c.create_reward_pool(&host)
        };
        w.as_authority(&c, create(accounts, WINDOW)).unwrap();
        assert_eq!(pool(&w, &host).mint, mint);
    }
}

#[test]
fn rewards_may_be_in_the_organisations_own_mint() {
    let (mut w, c, host, anna, _) = staked();
    let own = Host {
        reward_mint: c.mint,
        purse: anna.tokens,
        ..host
    };
    w.as_authority(&c, create(c.create_reward_pool(&own), 10))
        .unwrap();
    let fund = accounts::FundRewardPool {
        funder: anna.address(),
        ..c.fund_reward_pool(&own)
    };
    w.go(
        &[fund.call(instruction::FundRewardPool { amount: 600 })],
        &[&anna.key],
    );
    w.join_rewards(&c, &own, &anna);
    w.wait(200);
    let paid_in_stake = Staker {
        purse: anna.tokens,
        ..anna.clone()
    };
    w.claim(&c, &own, &paid_in_stake).unwrap();
    assert_eq!(
        (w.balance(&anna.tokens), w.balance(&own.vault)),
        (SAVINGS - 600, 1_000)
    );
}
