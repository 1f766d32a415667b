use althing_program_tests::prelude::*;

use crate::{leaves, Fixture};

fn release(f: &Fixture, keeper: &Keypair, payer: &Keypair) -> Instruction {
    let accounts = accounts::ReleaseRoot {
        kept_root: pda::kept_root(&f.log, &keeper.pubkey()),
        payer: payer.pubkey(),
    };
    accounts.call(instruction::ReleaseRoot {})
}

#[test]
fn test_release_root_ok() {
    let mut f = Fixture::made();
    f.grow(&leaves(3));
    let keeper = f.w.wallet("keeper");
    let before = f.w.lamports(&keeper.pubkey());
    f.keep(&keeper);
    let ix = release(&f, &keeper, &keeper);
    f.w.go(&[ix], &[&keeper]);
    assert!(!f.w.exists(&pda::kept_root(&f.log, &keeper.pubkey())));
    assert_eq!(f.w.lamports(&keeper.pubkey()), before);
    // And can be kept anew.
    f.keep(&keeper);
    assert_eq!(f.kept(&keeper).size, 3);
}

#[test]
fn only_who_keeps_it_may() {
    let mut f = Fixture::made();
    let (keeper, thief) = (f.w.wallet("keeper"), f.w.wallet("thief"));
    f.keep(&keeper);
    let ix = release(&f, &keeper, &thief);
    assert_refused(f.w.send(&[ix], &[&thief]), AlthingError::WrongKeptRoot);
}

#[test]
fn every_wrong_account_is_refused() {
    let mut f = Fixture::made();
    Community::found(&mut f.w, "Althing", TOKEN);
    let keeper = f.w.wallet("keeper");
    f.keep(&keeper);
    let ix = release(&f, &keeper, &keeper);
    f.w.sweep(ix, &[&keeper]).run();
}
