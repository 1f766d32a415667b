//! Signing keys, the signatures of them and statements.

use althing::signing::{Standing, Statement, VersionSignature};
use litesvm::LiteSVM;
use solana_sha256_hasher::hash;

use super::Books;
use crate::signatory::encoding;

pub fn check(svm: &LiteSVM, books: &Books) {
    for (at, key) in &books.signing_keys {
        let signatures = books.signatures.iter();
        let count = signatures.filter(|(_, each)| each.signing_key == *at);
        assert_eq!(
            count.count() as u64,
            key.signatures,
            "key {at}: its signatures"
        );
    }
    for (at, signature) in &books.signatures {
        let key = books
            .signing_keys
            .iter()
            .find(|(key, _)| *key == signature.signing_key);
        let (_, key) = key.unwrap_or_else(|| panic!("signature {at}: its key is gone"));
        assert_eq!(signature.scheme, key.scheme, "signature {at}: its scheme");
        let standing = signature.standing(key);
        assert!(
            matches!(standing, Standing::Good | Standing::Revoked),
            "signature {at}: was recorded although {standing:?}"
        );
        assert!(signature.form <= VersionSignature::HASH);
        if let Some((_, version)) = books
            .versions
            .iter()
            .find(|(version, _)| *version == signature.model_version)
        {
            assert_eq!(version.model, key.model, "signature {at}: its model");
        }
    }
    for (at, statement) in &books.statements {
        check_statement(svm, books, at, statement);
    }
}

fn check_statement(
    svm: &LiteSVM,
    books: &Books,
    at: &anchor_lang::prelude::Pubkey,
    statement: &Statement,
) {
    let data = svm.get_account(at).expect("a statement").data;
    assert_eq!(
        data.len(),
        Statement::HEADER + statement.length as usize,
        "statement {at}: its bytes"
    );
    if !statement.is_sealed() {
        assert_eq!(statement.encoding_hash, [0; 32], "statement {at}: its hash");
        return;
    }
    let body = &data[Statement::HEADER..];
    assert_eq!(
        statement.encoding_hash,
        hash(&encoding(body)).to_bytes(),
        "statement {at}: its hash"
    );
    if let Some((_, version)) = books
        .versions
        .iter()
        .find(|(version, _)| *version == statement.model_version)
    {
        assert_eq!(
            version.manifest_digest,
            hash(body).to_bytes(),
            "statement {at}: its version"
        );
    }
}
