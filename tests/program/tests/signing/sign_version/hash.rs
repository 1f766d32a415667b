//! Signatures over the hash of a statement that is too long for a transaction.

use althing::signing::VersionSignature;
use althing_program_tests::prelude::*;
use solana_sha256_hasher::hash as sha256;

use super::recorded;

/// A statement that is written in five transactions.
fn long() -> Vec<u8> {
    STATEMENT.iter().copied().cycle().take(4_000).collect()
}

fn sign(
    w: &mut World,
    s: &Signed,
    key: &Signatory,
    (version, statement): (Pubkey, Option<Pubkey>),
    message: &[u8],
) -> Result<Sent, Refusal> {
    let accounts = accounts::SignVersion {
        statement,
        ..s.c.sign_version(&s.k, version, key)
    };
    let data = instruction::SignVersion { relative_index: -1 };
    let check = key.precompile(message);
    w.send(&[check, accounts.call(data)], &[&s.c.renter])
}

#[test]
fn a_long_statement_is_signed_by_its_hash_with_both_schemes() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    let version = w.version_of(&s.c, &s.k, &long());
    let statement = w.write_and_seal(&s.c, version, &payer, &long());
    let message = by_hash(&encoding(&long()));
    for key in [&s.ed25519, &s.p256] {
        sign(&mut w, &s, key, (version, Some(statement)), &message).unwrap();
        let address = pda::signature(&version, &s.key(key));
        let signature: VersionSignature = w.zero_copy(&address);
        assert_eq!(signature.form, VersionSignature::HASH);
        assert_eq!(signature.signature, key.sign(&message));
    }
    // The statement is not needed any more.
    let close = s.c.close_statement(version, payer.pubkey());
    w.go(&[close.call(instruction::CloseStatement {})], &[&payer]);
}

#[test]
fn the_hash_is_that_of_the_encoding_and_of_nothing_else() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    let statement = w.write_and_seal(&s.c, s.version, &payer, STATEMENT);
    let right = by_hash(&encoding(STATEMENT));
    let bare = sha256(&encoding(STATEMENT)).to_bytes();
    let behind = |words: &[u8], hash: &[u8]| [words, hash].concat();
    let words = b"althing-dsse-sha256/v1\n";
    for message in [
        // A hash that a key may well sign elsewhere.
        bare.to_vec(),
        vec![0; 32],
        // The words before another hash.
        behind(words, sha256(STATEMENT).as_ref()),
        behind(words, sha256(b"").as_ref()),
        behind(words, sha256(&bare).as_ref()),
        behind(words, &[0; 32]),
        // Other words, and other lengths.
        behind(b"althing-dsse-sha256/v2\n", &bare),
        behind(b"althing-dsse-sha256/v1 ", &bare),
        behind(b"althing-dsse-sha256/v1", &bare),
        right[..54].to_vec(),
        behind(&right, b"\n"),
        words.to_vec(),
    ] {
        let of = (s.version, Some(statement));
        let result = sign(&mut w, &s, &s.ed25519, of, &message);
        assert_refused(result, AlthingError::SignedMessageMismatch);
    }
}

#[test]
fn a_hash_wants_a_sealed_statement() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    let message = by_hash(&encoding(STATEMENT));
    let result = sign(&mut w, &s, &s.p256, (s.version, None), &message);
    assert_refused(result, AlthingError::StatementMissing);
    w.write(&s.c, s.version, &payer, STATEMENT);
    let statement = pda::statement(&s.version, &payer.pubkey());
    for message in [message, [&by_hash(b"")[..23], &[0; 32]].concat()] {
        let of = (s.version, Some(statement));
        let result = sign(&mut w, &s, &s.p256, of, &message);
        assert_refused(result, AlthingError::StatementNotSealed);
    }
}

#[test]
fn the_statement_is_the_versions_own() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    let other = w.version_of(&s.c, &s.k, b"{}");
    let statement = w.write_and_seal(&s.c, other, &payer, b"{}");
    let message = by_hash(&encoding(b"{}"));
    let of = (s.version, Some(statement));
    let result = sign(&mut w, &s, &s.p256, of, &message);
    assert_refused(result, AlthingError::WrongStatement);
}

#[test]
fn a_statement_beside_a_whole_encoding_does_not_matter() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    let statement = w.write_and_seal(&s.c, s.version, &payer, STATEMENT);
    let of = (s.version, Some(statement));
    sign(&mut w, &s, &s.p256, of, &encoding(STATEMENT)).unwrap();
    assert_eq!(recorded(&w, &s, &s.p256).form, VersionSignature::WHOLE);
}
