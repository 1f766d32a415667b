use althing::signing::Statement;
use althing_program_tests::prelude::*;

#[test]
fn test_open_statement_ok() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    let accounts = s.c.open_statement(s.version, payer.pubkey());
    let before = w.lamports(&payer.pubkey());
    w.go(&[accounts.call(instruction::OpenStatement {})], &[&payer]);
    let statement: Statement = w.zero_copy(&accounts.statement);
    assert_eq!(
        (statement.version, statement.sealed, statement.length),
        (1, 0, 0)
    );
    assert_eq!(
        (statement.model_version, statement.payer),
        (s.version, payer.pubkey())
    );
    assert_eq!(statement.encoding_hash, [0; 32]);
    let paid = before - w.lamports(&payer.pubkey());
    assert_eq!(paid, w.rent(Statement::HEADER));
}

#[test]
fn each_writer_has_one_of_their_own() {
    let (mut w, s) = signed();
    let (one, other) = (w.wallet("one"), w.wallet("other"));
    for payer in [&one, &other] {
        let open = s.c.open_statement(s.version, payer.pubkey());
        w.go(&[open.call(instruction::OpenStatement {})], &[payer]);
    }
    let again = s.c.open_statement(s.version, one.pubkey());
    let result = w.send(&[again.call(instruction::OpenStatement {})], &[&one]);
    assert_refused(result, SYSTEM_ACCOUNT_EXISTS);
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    let open = s.c.open_statement(s.version, payer.pubkey());
    w.sweep(open.call(instruction::OpenStatement {}), &[&payer])
        .run();
}
