use althing_program_tests::prelude::*;

#[test]
fn test_close_statement_ok() {
    for sealed in [false, true] {
        let (mut w, s) = signed();
        let payer = w.wallet("writer");
        let before = w.lamports(&payer.pubkey());
        if sealed {
            w.write_and_seal(&s.c, s.version, &payer, STATEMENT);
        } else {
            w.write(&s.c, s.version, &payer, b"half");
        }
        let accounts = s.c.close_statement(s.version, payer.pubkey());
        let close = accounts.call(instruction::CloseStatement {});
        w.go(std::slice::from_ref(&close), &[&payer]);
        assert!(!w.exists(&accounts.statement));
        assert_eq!(w.lamports(&payer.pubkey()), before);
        let again = w.send(&[close], &[&payer]);
        assert_refused(again, AnchorError::AccountOwnedByWrongProgram);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    w.write(&s.c, s.version, &payer, b"half");
    let accounts = s.c.close_statement(s.version, payer.pubkey());
    w.sweep(accounts.call(instruction::CloseStatement {}), &[&payer])
        .run();
}

#[test]
fn only_whoever_opened_it_may() {
    let (mut w, s) = signed();
    let (payer, stranger) = (w.wallet("writer"), w.wallet("stranger"));
    let statement = w.write_and_seal(&s.c, s.version, &payer, STATEMENT);
    let accounts = accounts::CloseStatement {
        statement,
        payer: stranger.pubkey(),
    };
    let close = accounts.call(instruction::CloseStatement {});
    let result = w.send(&[close], &[&stranger]);
    assert_refused(result, AlthingError::WrongPayer);
}
