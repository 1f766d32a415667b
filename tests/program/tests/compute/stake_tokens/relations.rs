//! Who may, and the provider, the position, the vault, the tokens and their program.

use althing_program_tests::prelude::*;

use super::refused;

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, anna, _) = staked();
    w.sweep(c.stake(&host, &anna, false, 1), &[&anna.key]).run();
    let (mut w, c, host, anna, _) = rewarded();
    w.join_rewards(&c, &host, &anna);
    w.sweep(c.stake(&host, &anna, true, 1), &[&anna.key]).run();
}

#[test]
fn nobody_but_the_holder_may() {
    let (mut w, c, host, anna, bert) = staked();
    let a = || c.stake_tokens(&host, &anna);
    refused(
        &mut w,
        accounts::StakeTokens {
            holder: bert.address(),
            ..a()
        },
        &bert.key,
        AlthingError::WrongHolder,
    );
    refused(
        &mut w,
        accounts::StakeTokens {
            position: bert.position,
            ..a()
        },
        &anna.key,
        AlthingError::WrongHolder,
    );
    refused(
        &mut w,
        accounts::StakeTokens {
            from: bert.tokens,
            ..a()
        },
        &anna.key,
        TOKEN_OWNER_MISMATCH,
    );
    refused(
        &mut w,
        accounts::StakeTokens {
            from: host.vault,
            ..a()
        },
        &anna.key,
        TOKEN_OWNER_MISMATCH,
    );
}

#[test]
fn test_stake_tokens_refuses_accounts_of_others() {
    let (mut w, c, host, anna, _) = staked();
    let e = elsewhere(&mut w, &c, false);
    let fake = w.tokens("fake vault", &c.mint, &anna.address(), 0);
    let a = || c.stake_tokens(&host, &anna);
    let cases = [
        (
            accounts::StakeTokens {
                provider: e.foreign.provider,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::StakeTokens {
                provider: e.neighbour.provider,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens {
                position: e.guest.position,
                ..a()
            },
            AlthingError::WrongProvider,
        ),
        (
            accounts::StakeTokens {
                position: e.stranger.position,
                ..a()
            },
            AlthingError::WrongProvider,
        ),
        (
            accounts::StakeTokens {
                vault: e.foreign.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens {
                vault: e.neighbour.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens {
                vault: c.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens { vault: fake, ..a() },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens {
                from: e.stranger.tokens,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::StakeTokens {
                from: anna.purse,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::StakeTokens {
                mint: e.other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        refused(&mut w, accounts, &anna.key, error);
    }
    let neighbours = accounts::StakeTokens {
        provider: e.neighbour.provider,
        vault: e.neighbour.vault,
        ..a()
    };
    refused(&mut w, neighbours, &anna.key, AlthingError::WrongProvider);
}

#[test]
fn test_stake_tokens_refuses_another_token_program() {
    let (mut w, c, host, anna, _) = staked();
    let accounts = accounts::StakeTokens {
        token_program: TOKEN_2022,
        ..c.stake_tokens(&host, &anna)
    };
    let ix = accounts.call(instruction::StakeTokens { amount: 1 });
    assert_instruction_error(
        w.send(&[ix], &[&anna.key]),
        InstructionError::IncorrectProgramId,
    );
}
