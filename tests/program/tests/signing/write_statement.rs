use althing::constants::MAX_STATEMENT;
use althing::signing::Statement;
use althing_program_tests::prelude::*;

fn write(
    w: &mut World,
    s: &Signed,
    payer: &Keypair,
    offset: u32,
    chunk: &[u8],
) -> Result<Sent, Refusal> {
    let write = s.c.write_statement(s.version, payer.pubkey());
    let chunk = chunk.to_vec();
    w.send(
        &[write.call(instruction::WriteStatement { offset, chunk })],
        &[payer],
    )
}

/// An empty statement.
fn opened() -> (World, Signed, Keypair, Pubkey) {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    w.write(&s.c, s.version, &payer, b"");
    let statement = pda::statement(&s.version, &payer.pubkey());
    (w, s, payer, statement)
}

#[test]
fn test_write_statement_ok() {
    let (mut w, s, payer, address) = opened();
    let before = w.lamports(&payer.pubkey());
    write(&mut w, &s, &payer, 0, b"one ").unwrap();
    write(&mut w, &s, &payer, 4, b"word").unwrap();
    let data = w.account(&address).unwrap().data;
    assert_eq!(&data[Statement::HEADER..], b"one word");
    assert_eq!(w.zero_copy::<Statement>(&address).length, 8);
    let paid = before - w.lamports(&payer.pubkey());
    let rent = |bytes: usize| w.rent(Statement::HEADER + bytes);
    assert_eq!(paid, rent(8) - rent(0));
}

#[test]
fn lamports_sent_ahead_count_towards_the_rent() {
    let (mut w, s, payer, address) = opened();
    w.svm.airdrop(&address, 1_000_000_000).unwrap();
    let before = w.lamports(&payer.pubkey());
    write(&mut w, &s, &payer, 0, &[7; 850]).unwrap();
    assert_eq!(w.lamports(&payer.pubkey()), before);
}

#[test]
fn a_chunk_begins_where_the_statement_ends_and_is_not_empty() {
    let (mut w, s, payer, _) = opened();
    let refusal = AlthingError::StatementChunkDoesNotFit;
    assert_refused(write(&mut w, &s, &payer, 1, b"x"), refusal);
    assert_refused(write(&mut w, &s, &payer, 0, b""), refusal);
    write(&mut w, &s, &payer, 0, b"word").unwrap();
    for (offset, chunk) in [
        (0, &b"word"[..]),
        (3, b"x"),
        (5, b"x"),
        (u32::MAX, b"x"),
        (4, b""),
    ] {
        assert_refused(write(&mut w, &s, &payer, offset, chunk), refusal);
    }
}

#[test]
fn a_statement_of_131072_bytes_is_taken_and_one_more_is_not() {
    let (mut w, s, payer, address) = opened();
    // As no transaction could at once.
    let size = Statement::HEADER + MAX_STATEMENT - 3;
    let mut account = w.account(&address).unwrap();
    account.data.resize(size, b'x');
    account.lamports = w.rent(size);
    w.svm.set_account(address, account).unwrap();
    let length = MAX_STATEMENT as u32 - 3;
    w.edit::<Statement>(&address, |statement| statement.length = length);

    let refusal = AlthingError::StatementTooLong;
    assert_refused(write(&mut w, &s, &payer, length, b"1234"), refusal);
    write(&mut w, &s, &payer, length, b"123").unwrap();
    let full = MAX_STATEMENT as u32;
    assert_refused(write(&mut w, &s, &payer, full, b"1"), refusal);
}

#[test]
fn a_sealed_statement_does_not_change() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    w.write_and_seal(&s.c, s.version, &payer, STATEMENT);
    let result = write(&mut w, &s, &payer, STATEMENT.len() as u32, b" ");
    assert_refused(result, AlthingError::StatementIsSealed);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, s, payer, _) = opened();
    let data = instruction::WriteStatement {
        offset: 0,
        chunk: b"word".to_vec(),
    };
    let write = s.c.write_statement(s.version, payer.pubkey()).call(data);
    w.sweep(write, &[&payer]).run();
}

#[test]
fn only_whoever_opened_it_may() {
    let (mut w, s, payer, statement) = opened();
    let stranger = w.wallet("stranger");
    let accounts = accounts::WriteStatement {
        statement,
        payer: stranger.pubkey(),
        system_program: system_program::ID,
    };
    let chunk = b"word".to_vec();
    let data = instruction::WriteStatement { offset: 0, chunk };
    let result = w.send(&[accounts.call(data)], &[&stranger]);
    assert_refused(result, AlthingError::WrongPayer);
    write(&mut w, &s, &payer, 0, b"word").unwrap();
}
