use althing::audit::EntryKind;
use althing::witness::entries::WitnessesNamed;
use althing::witness::{Witness, WitnessSet};
use althing::SetWitnessesArgs;
use althing_program_tests::prelude::*;
use solana_sha256_hasher::hashv;

fn name(w: &mut World, c: &Community, args: SetWitnessesArgs) -> Result<Sent, Refusal> {
    let set = c.set_witnesses();
    w.as_authority(c, set.call(instruction::SetWitnesses { args }))
}

fn args(count: u8, quorum: u8) -> SetWitnessesArgs {
    SetWitnessesArgs {
        quorum,
        witnesses: named(count),
    }
}

/// A witness as it lies in the account: key, name, length, padding.
fn bytes(witness: &Witness) -> Vec<u8> {
    let mut bytes = witness.key.to_vec();
    bytes.extend(witness.name);
    bytes.push(witness.name_length);
    bytes.extend([0; 7]);
    bytes
}

#[test]
fn test_set_witnesses_ok() {
    let (mut w, c) = community();
    let motion = w.executable(
        &c,
        &[c.set_witnesses()
            .call(instruction::SetWitnesses { args: args(3, 2) })],
    );
    let log = w.log(&c);
    let sent = w.execute(&c, &motion, 0).unwrap();
    let set: WitnessSet = w.zero_copy(&pda::witness_set(&c.dao));
    assert_eq!(
        (set.version, set.quorum, set.count, set.revision, set.logs),
        (1, 2, 3, 1, 0)
    );
    assert_eq!((set.dao, set.payer), (c.dao, c.authority));
    for (index, named) in named(3).iter().enumerate() {
        let witness = &set.witnesses[index];
        assert_eq!(witness.key, named.key);
        let length = usize::from(witness.name_length);
        assert_eq!(&witness.name[..length], named.name.as_bytes());
    }
    let mut parts = vec![2];
    parts.extend(set.witnesses[..3].iter().flat_map(bytes));
    let payload = WitnessesNamed {
        revision: 1,
        quorum: 2,
        count: 3,
        set_hash: hashv(&[&parts]).to_bytes(),
    };
    let what = (EntryKind::WitnessesNamed, c.authority);
    w.assert_recorded(log, &sent, what, &payload);
}

#[test]
fn sixteen_with_the_longest_names_fit_an_action() {
    let (mut w, c) = community();
    let mut args = args(16, 16);
    for (index, witness) in args.witnesses.iter_mut().enumerate() {
        witness.name = format!("{index:>064}");
    }
    name(&mut w, &c, args).unwrap();
    let set: WitnessSet = w.zero_copy(&pda::witness_set(&c.dao));
    assert_eq!((set.count, set.witnesses[15].name_length), (16, 64));
}

#[test]
fn others_take_their_place_and_the_payer_stays() {
    let (mut w, watch) = watched();
    let before: WitnessSet = w.zero_copy(&watch.set);
    w.name_witnesses(&watch.c, 2, 1);
    let after: WitnessSet = w.zero_copy(&watch.set);
    assert_eq!((after.count, after.quorum), (2, 1));
    assert_eq!((after.revision, after.logs), (before.revision + 1, 1));
    assert_eq!(after.payer, before.payer);
    assert_eq!(bytes(&after.witnesses[2]), vec![0; 104]);
}

#[test]
fn number_quorum_names_and_keys_are_within_bounds() {
    use AlthingError::*;
    let (w, c) = community();
    type Change = fn(&mut SetWitnessesArgs);
    let cases: [(Change, AlthingError); 15] = [
        (|a| a.witnesses.clear(), WitnessCountOutOfBounds),
        (|a| a.witnesses = named(17), WitnessCountOutOfBounds),
        (|a| a.quorum = 0, WitnessQuorumOutOfBounds),
        (|a| a.quorum = 4, WitnessQuorumOutOfBounds),
        (|a| a.quorum = 255, WitnessQuorumOutOfBounds),
        (|a| a.witnesses[1].name.clear(), WitnessNameOutOfBounds),
        (
            |a| a.witnesses[1].name = "n".repeat(65),
            WitnessNameOutOfBounds,
        ),
        (
            |a| a.witnesses[1].name = "a b".into(),
            WitnessNameOutOfBounds,
        ),
        (
            |a| a.witnesses[1].name = "a+b".into(),
            WitnessNameOutOfBounds,
        ),
        (
            |a| a.witnesses[1].name = "a\n".into(),
            WitnessNameOutOfBounds,
        ),
        (
            |a| a.witnesses[1].name = "a\u{2003}".into(),
            WitnessNameOutOfBounds,
        ),
        (
            |a| a.witnesses[1].name = "\x7f".into(),
            WitnessNameOutOfBounds,
        ),
        (|a| a.witnesses[2].key = [0; 32], WitnessKeyIsZero),
        (|a| a.witnesses[2].key = a.witnesses[0].key, WitnessTwice),
        (
            |a| a.witnesses[2].name = a.witnesses[0].name.clone(),
            WitnessTwice,
        ),
    ];
    for (change, error) in cases {
        let mut args = args(3, 2);
        change(&mut args);
        assert_refused(name(&mut w.clone(), &c, args), error);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = community();
    let set = c
        .set_witnesses()
        .call(instruction::SetWitnesses { args: args(1, 1) });
    w.sweep_authority(&c, set).run();
}

#[test]
fn nobody_but_the_authority_may() {
    let (mut w, c, other) = two_communities();
    let direct = c
        .set_witnesses()
        .call(instruction::SetWitnesses { args: args(1, 1) });
    assert_refused(
        w.send(&[unsigned(direct, c.authority)], &[]),
        AnchorError::AccountNotSigner,
    );
    for signer in [&c.members[0].key, &c.creator] {
        let accounts = accounts::SetWitnesses {
            authority: signer.pubkey(),
            payer: signer.pubkey(),
            ..c.set_witnesses()
        };
        let set = accounts.call(instruction::SetWitnesses { args: args(1, 1) });
        assert_refused(w.send(&[set], &[signer]), AlthingError::NotAuthority);
    }
    // Another organisation's authority, for this one.
    let accounts = accounts::SetWitnesses {
        authority: other.authority,
        payer: other.authority,
        ..c.set_witnesses()
    };
    let set = accounts.call(instruction::SetWitnesses { args: args(1, 1) });
    assert_refused(w.as_authority(&other, set), AlthingError::NotAuthority);
}

#[test]
fn test_set_witnesses_refuses_another_log() {
    let (w, [c, other], [k, _]) = two_catalogues();
    for log in [k.log, other.log] {
        let accounts = accounts::SetWitnesses {
            log,
            ..c.set_witnesses()
        };
        let set = accounts.call(instruction::SetWitnesses { args: args(1, 1) });
        assert_refused(w.clone().as_authority(&c, set), AlthingError::WrongLog);
    }
}
