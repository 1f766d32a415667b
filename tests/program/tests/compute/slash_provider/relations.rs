//! The organisation, the log, the provider, the vault, the treasury and the mint.

use althing_program_tests::prelude::*;

use super::{spoiled, ID};

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, ..) = staked();
    w.sweep_authority(&c, c.slash(&host, ID, 100)).run();
}

#[test]
fn test_slash_provider_refuses_accounts_of_others() {
    let (mut w, c, host, anna, _) = staked();
    let e = elsewhere(&mut w, &c, false);
    let a = || c.slash_provider(&host, &ID);
    let of = |host: &Host| pda::offence(&host.provider, &ID);
    let own = w.tokens("operator's own", &c.mint, &host.operator.pubkey(), 0);
    let cases = [
        (
            accounts::SlashProvider {
                dao: e.other.dao,
                ..a()
            },
            AlthingError::NotAuthority.code(),
        ),
        (
            accounts::SlashProvider {
                log: e.other.log,
                ..a()
            },
            AlthingError::WrongLog.code(),
        ),
        (
            accounts::SlashProvider {
                provider: e.neighbour.provider,
                ..a()
            },
            AnchorError::ConstraintSeeds.code(),
        ),
        (
            accounts::SlashProvider {
                provider: e.neighbour.provider,
                offence: of(&e.neighbour),
                ..a()
            },
            AlthingError::WrongVault.code(),
        ),
        (
            accounts::SlashProvider {
                provider: e.foreign.provider,
                offence: of(&e.foreign),
                ..a()
            },
            AlthingError::WrongDao.code(),
        ),
        (
            accounts::SlashProvider {
                vault: e.neighbour.vault,
                ..a()
            },
            AlthingError::WrongVault.code(),
        ),
        (
            accounts::SlashProvider {
                vault: c.vault,
                ..a()
            },
            AlthingError::WrongVault.code(),
        ),
        (
            accounts::SlashProvider {
                treasury: anna.tokens,
                ..a()
            },
            AlthingError::WrongTokenOwner.code(),
        ),
        (
            accounts::SlashProvider {
                treasury: own,
                ..a()
            },
            AlthingError::WrongTokenOwner.code(),
        ),
        (
            accounts::SlashProvider {
                treasury: host.vault,
                ..a()
            },
            AlthingError::WrongTokenOwner.code(),
        ),
        (
            accounts::SlashProvider {
                treasury: e.other.treasury,
                ..a()
            },
            AlthingError::WrongMint.code(),
        ),
        (
            accounts::SlashProvider {
                treasury: host.reward_treasury,
                ..a()
            },
            AlthingError::WrongMint.code(),
        ),
        (
            accounts::SlashProvider {
                mint: e.other.mint,
                ..a()
            },
            AlthingError::WrongMint.code(),
        ),
    ];
    for (accounts, (error, name)) in cases {
        let refusal = w.clone().as_authority(&c, spoiled(accounts)).unwrap_err();
        assert_eq!(
            refusal.custom_code(),
            Some(error),
            "expected {name}, got {refusal}"
        );
    }
    // The authority of another organisation, with all its own accounts.
    let theirs = e.other.slash_provider(&host, &ID);
    assert_refused(
        w.as_authority(&e.other, spoiled(theirs)),
        AlthingError::WrongDao,
    );
}
