use althing::revenue::entries::RevenuePoolCreated;
use anchor_spl::token_interface::TokenAccount;

use super::*;

fn create(accounts: &accounts::CreateRevenuePool) -> Instruction {
    accounts.call(instruction::CreateRevenuePool {})
}

/// [`catalogue`] and the pool that its draft may have.
fn planned() -> (World, Community, Catalogue, Pool) {
    let (mut w, c, k) = catalogue();
    let mint = w.mint("revenue", TOKEN);
    let pool = Pool::of(&w, k.draft, mint);
    (w, c, k, pool)
}

#[test]
fn test_create_revenue_pool_ok() {
    let (mut w, c, k, pool) = planned();
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let sent = w.go(&[create(&c.create_revenue_pool(&pool))], &[&c.renter]);
    let made = read(&w, &pool);
    assert_eq!((made.version, made.children), (1, 0));
    assert_eq!((made.dao, made.model), (c.dao, k.model));
    assert_eq!((made.model_version, made.mint), (k.draft, pool.mint));
    assert_eq!((made.vault, made.payer), (pool.vault, c.renter.pubkey()));
    assert_eq!((made.dataset_count, made.parent_count), (0, 0));
    assert_eq!((made.released_at, made.deposited), (0, 0));
    let bps: Vec<_> = made.shares.iter().map(|share| share.bps).collect();
    assert_eq!((bps[0], &bps[1..]), (10_000, &[0; 13][..]));
    let vault: TokenAccount = w.borsh(&pool.vault);
    assert_eq!(
        (vault.mint, vault.owner, vault.amount),
        (pool.mint, pool.pool, 0)
    );
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(RevenuePool::SPACE) + w.rent(165)
    );
    let payload = RevenuePoolCreated {
        pool: pool.pool,
        model_version: k.draft,
        mint: pool.mint,
    };
    let kind = (EntryKind::RevenuePoolCreated, c.renter.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
}

#[test]
fn a_version_has_one_pool_for_each_mint() {
    let (mut w, c, k, pool) = planned();
    w.create_pool(&c, &pool);
    let again = w.send(&[create(&c.create_revenue_pool(&pool))], &[&c.renter]);
    assert_refused(again, SYSTEM_ACCOUNT_EXISTS);
    let other = Pool::of(&w, k.draft, c.mint);
    w.create_pool(&c, &other);
    assert_ne!(read(&w, &other).vault, read(&w, &pool).vault);
}

#[test]
fn a_mint_that_would_break_the_books_is_refused() {
    let (mut w, c, k, _) = planned();
    let attempt = |w: &mut World, name: &str, extension| {
        let mint = w.mint_with(name, TOKEN_2022, &[extension]);
        let pool = Pool::of(w, k.draft, mint);
        let accounts = accounts::CreateRevenuePool {
            token_program: TOKEN_2022,
            ..c.create_revenue_pool(&pool)
        };
        w.send(&[create(&accounts)], &[&c.renter])
    };
    for extension in Extension::HARMFUL {
        let refused = attempt(&mut w, &format!("{extension:?}"), extension);
        assert_refused(refused, AlthingError::MintExtensionRefused);
    }
    attempt(&mut w, "described", Extension::MetadataPointer).unwrap();
}

#[test]
fn lamports_sent_ahead_keep_no_pool_out() {
    let (mut w, c, _, pool) = planned();
    for address in [pool.pool, pool.vault] {
        w.svm.airdrop(&address, 1_000_000).unwrap();
    }
    w.create_pool(&c, &pool);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, _, pool) = planned();
    w.sweep(create(&c.create_revenue_pool(&pool)), &[&c.renter])
        .run();
}

#[test]
fn test_create_revenue_pool_refuses_accounts_of_another_organisation() {
    let (mut w, [c, other], [k, foreign]) = two_catalogues();
    let mint = w.mint("revenue", TOKEN);
    let (pool, theirs) = (
        Pool::of(&w, k.draft, mint),
        Pool::of(&w, foreign.draft, mint),
    );
    let a = || c.create_revenue_pool(&pool);
    let cases = [
        (
            accounts::CreateRevenuePool {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::CreateRevenuePool {
                log: pda::log(&k.model),
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::CreateRevenuePool {
                dao: other.dao,
                log: other.log,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (c.create_revenue_pool(&theirs), AlthingError::WrongDao),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[create(&accounts)], &[&c.renter]), error);
    }
    // The address of another version's pool, or of its vault.
    for accounts in [
        accounts::CreateRevenuePool {
            revenue_pool: theirs.pool,
            ..a()
        },
        accounts::CreateRevenuePool {
            vault: theirs.vault,
            ..a()
        },
    ] {
        let refused = w.send(&[create(&accounts)], &[&c.renter]);
        assert_refused(refused, AnchorError::ConstraintSeeds);
    }
}
