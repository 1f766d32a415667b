use althing::signing::Statement;
use althing_program_tests::prelude::*;
use solana_sha256_hasher::hash;

fn seal(w: &mut World, accounts: &accounts::SealStatement) -> Result<Sent, Refusal> {
    w.send(&[accounts.call(instruction::SealStatement {})], &[])
}

#[test]
fn test_seal_statement_ok() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    w.write(&s.c, s.version, &payer, STATEMENT);
    let accounts = s.c.seal_statement(s.version, payer.pubkey());
    seal(&mut w, &accounts).unwrap();
    let statement: Statement = w.zero_copy(&accounts.statement);
    assert!(statement.is_sealed());
    let expected = hash(&encoding(STATEMENT)).to_bytes();
    assert_eq!(statement.encoding_hash, expected);
    let refusal = AlthingError::StatementIsSealed;
    assert_refused(seal(&mut w, &accounts), refusal);
}

#[test]
fn only_the_versions_own_statement_is_sealed() {
    let (mut w, s) = signed();
    let shorter = &STATEMENT[..STATEMENT.len() - 1];
    let longer = [STATEMENT, b" "].concat();
    let mut changed = STATEMENT.to_vec();
    changed[200] ^= 1;
    for (index, text) in [b"", shorter, &longer, &changed].into_iter().enumerate() {
        let payer = w.wallet(&format!("writer {index}"));
        w.write(&s.c, s.version, &payer, text);
        let accounts = s.c.seal_statement(s.version, payer.pubkey());
        let refusal = AlthingError::StatementDigestMismatch;
        assert_refused(seal(&mut w, &accounts), refusal);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    w.write(&s.c, s.version, &payer, STATEMENT);
    let accounts = s.c.seal_statement(s.version, payer.pubkey());
    w.sweep(accounts.call(instruction::SealStatement {}), &[])
        .run();
}

#[test]
fn test_seal_statement_refuses_another_version() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    // Of the same statement, and of another.
    let twin = w.version_of(&s.c, &s.k, STATEMENT);
    w.write(&s.c, s.version, &payer, STATEMENT);
    for model_version in [twin, s.k.draft] {
        let accounts = accounts::SealStatement {
            model_version,
            ..s.c.seal_statement(s.version, payer.pubkey())
        };
        let refusal = AlthingError::WrongStatement;
        assert_refused(seal(&mut w, &accounts), refusal);
    }
}
