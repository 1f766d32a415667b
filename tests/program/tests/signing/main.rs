//! The room `signing`: keys, statements, and signatures that the runtime has checked.

mod add_signing_key;
mod close_signing_key;
mod close_statement;
mod close_version_signature;
mod open_statement;
mod retire_signing_key;
mod revoke_signing_key;
mod seal_statement;
mod sign_version;
mod write_statement;

use althing::signing::{SigningKey, VersionSignature};
use althing::AuditLog;
use althing_program_tests::prelude::*;

/// The model's log as it is now, for `assert_recorded` later.
fn log(w: &World, s: &Signed) -> (Pubkey, AuditLog) {
    (s.k.log, w.zero_copy(&s.k.log))
}

fn key_account(w: &World, s: &Signed, key: &Signatory) -> SigningKey {
    w.zero_copy(&s.key(key))
}

fn retire(
    w: &mut World,
    accounts: &accounts::RetireSigningKey,
    last_slot: u64,
    signer: &Keypair,
) -> Result<Sent, Refusal> {
    let data = instruction::RetireSigningKey { last_slot };
    w.send(&[accounts.call(data)], &[signer])
}

fn revoke(
    w: &mut World,
    accounts: &accounts::RevokeSigningKey,
    from_slot: u64,
    signer: &Keypair,
) -> Result<Sent, Refusal> {
    let data = instruction::RevokeSigningKey { from_slot };
    w.send(&[accounts.call(data)], &[signer])
}

/// Revokes version 2 and closes it, and the model's draft and the model where `model` is asked for.
fn close_all(w: &mut World, s: &Signed, model: bool) {
    let (c, k) = (&s.c, &s.k);
    let versions = if model {
        &[s.version, k.draft][..]
    } else {
        &[s.version]
    };
    for version in versions {
        let close = w.closes(c, version);
        w.go(&[close], &[&c.members[0].key]);
    }
    if model {
        let close = c.close_model(k.model).call(instruction::CloseModel {});
        w.go(&[close], &[&c.members[0].key]);
    }
}

/// What is recorded of a signature.
fn recorded(w: &World, s: &Signed, key: &Signatory) -> VersionSignature {
    w.zero_copy(&s.signature(key))
}
