use althing::audit::events::RootKept;
use althing_program_tests::prelude::*;

use crate::{leaves, Fixture};

#[test]
fn test_keep_root_ok() {
    let (mut f, all) = (Fixture::made(), leaves(13));
    f.grow(&all);
    f.w.next_slot();
    let keeper = f.w.wallet("keeper");
    let before = f.w.lamports(&keeper.pubkey());
    let sent = f.keep(&keeper);
    let kept = f.kept(&keeper);
    assert_eq!(
        (kept.version, kept.audit_log, kept.payer),
        (1, f.log, keeper.pubkey())
    );
    assert_eq!((kept.size, kept.root), (13, merkle::root(&all)));
    assert_eq!(kept.slot, f.w.slot());
    assert_eq!(
        before - f.w.lamports(&keeper.pubkey()),
        f.w.rent(althing::KeptRoot::SPACE)
    );
    let [event] = &sent.events::<RootKept>()[..] else {
        panic!("one event");
    };
    assert_eq!(
        (event.kept_root, event.audit_log),
        (pda::kept_root(&f.log, &keeper.pubkey()), f.log)
    );
    assert_eq!((event.size, event.root), (13, merkle::root(&all)));
}

#[test]
fn it_stands_still_while_the_log_grows() {
    let (mut f, all) = (Fixture::made(), leaves(13));
    f.grow(&all[..5]);
    let keeper = f.w.wallet("keeper");
    f.keep(&keeper);
    f.grow(&all[5..]);
    let kept = f.kept(&keeper);
    assert_eq!((kept.size, kept.root), (5, merkle::root(&all[..5])));
}

#[test]
fn keeping_again_replaces_what_was_kept_at_no_cost() {
    let (mut f, all) = (Fixture::made(), leaves(13));
    let keeper = f.w.wallet("keeper");
    // Also of the empty log.
    f.keep(&keeper);
    assert_eq!(f.kept(&keeper).root, merkle::root(&[]));
    f.grow(&all);
    f.w.next_slot();
    let before = f.w.lamports(&keeper.pubkey());
    f.keep(&keeper);
    let kept = f.kept(&keeper);
    assert_eq!((kept.size, kept.root), (13, merkle::root(&all)));
    assert_eq!((kept.payer, kept.slot), (keeper.pubkey(), f.w.slot()));
    assert_eq!(f.w.lamports(&keeper.pubkey()), before);
}

#[test]
fn everybody_keeps_their_own_of_every_log() {
    let (mut w, c) = community();
    let o = w.bonded_operator(&c, "operator");
    let (one, two) = (w.wallet("one"), w.wallet("two"));
    w.grow_log(&o, &leaves(3));
    let keep = o.keep_root(one.pubkey());
    w.go(&[keep.call(instruction::KeepRoot {})], &[&one]);
    w.grow_log(&o, &leaves(3));
    let other = o.keep_root(two.pubkey());
    w.go(&[other.call(instruction::KeepRoot {})], &[&two]);
    let size = |w: &World, at: &Pubkey| w.zero_copy::<althing::KeptRoot>(at).size;
    assert_eq!(
        (size(&w, &keep.kept_root), size(&w, &other.kept_root)),
        (3, 6)
    );
    // Nobody replaces another's, nor takes one of another log for this log's.
    let theirs = accounts::KeepRoot {
        kept_root: keep.kept_root,
        ..o.keep_root(two.pubkey())
    };
    let result = w.send(&[theirs.call(instruction::KeepRoot {})], &[&two]);
    assert_refused(result, AnchorError::ConstraintSeeds);
    let mixed = accounts::KeepRoot {
        audit_log: c.log,
        ..o.keep_root(one.pubkey())
    };
    let result = w.send(&[mixed.call(instruction::KeepRoot {})], &[&one]);
    assert_refused(result, AnchorError::ConstraintSeeds);
}

#[test]
fn every_wrong_account_is_refused() {
    let mut f = Fixture::made();
    Community::found(&mut f.w, "Althing", TOKEN);
    let keeper = f.w.wallet("keeper");
    let keep = f.keep_root(keeper.pubkey());
    let keep = keep.call(instruction::KeepRoot {});
    f.w.sweep(keep.clone(), &[&keeper]).run();
    f.keep(&keeper);
    f.w.sweep(keep, &[&keeper])
        .expecting(
            pda::kept_root(&f.log, &keeper.pubkey()),
            AnchorError::ConstraintSeeds,
        )
        .run();
}
