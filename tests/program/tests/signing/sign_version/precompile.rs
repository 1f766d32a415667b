//! What the instruction of the signature program may look like, and where it may stand.

use althing::precompile::Scheme;
use althing_program_tests::prelude::*;

use super::{key_account, recorded};

/// The runtime's refusal of a bad signature: `PrecompileError::InvalidSignature`.
const BAD_SIGNATURE: u32 = 2;

fn message() -> Vec<u8> {
    encoding(STATEMENT)
}

/// Changes one of the seven words of the offsets: signature and its instruction, key and its instruction,
/// message, its length and its instruction.
fn with_word(mut check: Instruction, word: usize, value: u16) -> Instruction {
    check.data[2 + 2 * word..4 + 2 * word].copy_from_slice(&value.to_le_bytes());
    check
}

#[test]
fn a_signature_of_another_key_is_refused() {
    let (mut w, s) = signed();
    let twins = [Signatory::ed25519("another"), Signatory::p256("another")];
    for (key, other) in [&s.ed25519, &s.p256].into_iter().zip(&twins) {
        let result = w.send(
            &[other.precompile(&message()), s.record(key, -1)],
            &[&s.c.renter],
        );
        assert_refused(result, AlthingError::SignatureOfAnotherKey);
    }
}

#[test]
fn a_signature_of_the_other_scheme_is_refused() {
    let (mut w, s) = signed();
    for (key, other) in [(&s.ed25519, &s.p256), (&s.p256, &s.ed25519)] {
        let result = w.send(
            &[other.precompile(&message()), s.record(key, -1)],
            &[&s.c.renter],
        );
        assert_refused(result, AlthingError::PrecompileMissing);
    }
}

#[test]
fn a_bad_signature_fails_the_transaction_before_and_after() {
    let (mut w, s) = signed();
    for key in [&s.ed25519, &s.p256] {
        let mut signature = key.sign(&message());
        signature[40] ^= 1;
        let check = precompile(key.scheme(), &key.public_key(), &signature, &message());
        let first = w.send(&[check.clone(), s.record(key, -1)], &[&s.c.renter]);
        assert_refused(first, BAD_SIGNATURE);
        let last = w.send(&[s.record(key, 1), check], &[&s.c.renter]);
        assert_refused(last, BAD_SIGNATURE);
        assert!(!w.exists(&s.signature(key)));
        assert_eq!(key_account(&w, &s, key).signatures, 0);
    }
}

#[test]
fn a_high_s_is_refused_by_the_runtime() {
    let (mut w, s) = signed();
    let low = s.p256.sign(&message());
    let high = with_high_s(&low);
    assert_ne!(low, high);
    let check = |signature| precompile(Scheme::P256, &s.p256.public_key(), signature, &message());
    let result = w.send(&[check(&high), s.record(&s.p256, -1)], &[&s.c.renter]);
    assert_refused(result, BAD_SIGNATURE);
    let result = w.send(&[check(&low), s.record(&s.p256, -1)], &[&s.c.renter]);
    result.unwrap_or_else(|refusal| panic!("{refusal}"));
}

#[test]
fn it_may_stand_before_or_after() {
    let (mut w, s) = signed();
    s.go(&mut w, &s.ed25519);
    w.go(
        &[s.record(&s.p256, 1), s.p256.precompile(&message())],
        &[&s.c.renter],
    );
    assert_eq!(recorded(&w, &s, &s.p256).slot, w.slot());
}

#[test]
fn the_index_is_that_of_the_signature() {
    let (mut w, s) = signed();
    let check = || s.ed25519.precompile(&message());
    // Of the recording itself, and out of range on both sides.
    for index in [0, 1, 2, -2, -3, i16::MIN, i16::MAX] {
        let result = w.send(&[check(), s.record(&s.ed25519, index)], &[&s.c.renter]);
        assert_refused(result, AlthingError::PrecompileMissing);
    }
    let result = w.send(&[s.record(&s.ed25519, -1)], &[&s.c.renter]);
    assert_refused(result, AlthingError::PrecompileMissing);
}

#[test]
fn the_right_one_of_several_is_read() {
    let (mut w, s) = signed();
    let short = b"something else";
    let all = |index| {
        [
            s.p256.precompile(short),
            s.ed25519.precompile(&message()),
            s.record(&s.ed25519, index),
        ]
    };
    let result = w.send(&all(-2), &[&s.c.renter]);
    assert_refused(result, AlthingError::PrecompileMissing);
    w.go(&all(-1), &[&s.c.renter]);
}

#[test]
fn two_signatures_in_one_instruction_are_refused() {
    let (mut w, s) = signed();
    for key in [&s.ed25519, &s.p256] {
        // The offsets twice, all 14 bytes later than before.
        let mut check = key.precompile(&message());
        check = with_word(check, 0, 16 + 14 + key.public_key().len() as u16);
        check = with_word(check, 2, 16 + 14);
        check = with_word(check, 4, 16 + 14 + 64 + key.public_key().len() as u16);
        let offsets = check.data[2..16].to_vec();
        check.data.splice(16..16, offsets);
        check.data[0] = 2;
        // The runtime takes it.
        w.go(&[check.clone()], &[]);
        let result = w.send(&[check, s.record(key, -1)], &[&s.c.renter]);
        assert_refused(result, AlthingError::PrecompileMalformed);
    }
}

#[test]
fn a_count_of_none_is_refused() {
    let (mut w, s) = signed();
    let mut check = s.ed25519.precompile(&message());
    check.data = vec![0, 0];
    w.go(&[check.clone()], &[]);
    let result = w.send(&[check, s.record(&s.ed25519, -1)], &[&s.c.renter]);
    assert_refused(result, AlthingError::PrecompileMalformed);
}

#[test]
fn padding_that_the_runtime_ignores_is_refused() {
    let (mut w, s) = signed();
    let mut check = s.ed25519.precompile(&message());
    check.data[1] = 1;
    w.go(&[check.clone()], &[]);
    let result = w.send(&[check, s.record(&s.ed25519, -1)], &[&s.c.renter]);
    assert_refused(result, AlthingError::PrecompileMalformed);
}

/// What is checked lies in another instruction than the one that would be read.
#[test]
fn parts_in_another_instruction_are_refused() {
    let (mut w, s) = signed();
    // A short statement, so that there is room for two instructions.
    let version = w.version_of(&s.c, &s.k, b"{}");
    let message = encoding(b"{}");
    let data = instruction::SignVersion { relative_index: -2 };
    for key in [&s.ed25519, &s.p256] {
        let record = s.c.sign_version(&s.k, version, key).call(data.clone());
        let mut refused = |first: Instruction, second: Instruction| {
            // The runtime takes both.
            w.go(&[first.clone(), second.clone()], &[]);
            let result = w.send(&[first, second, record.clone()], &[&s.c.renter]);
            assert_refused(result, AlthingError::PrecompileMalformed);
        };
        for word in [1, 3, 6] {
            let check = with_word(key.precompile(&message), word, 1);
            refused(check, key.precompile(&message));
        }
        // Instruction 0 shows the right message, but what was signed is that of instruction 1.
        let mut check = key.precompile(&message);
        for word in [1, 3, 6] {
            check = with_word(check, word, 1);
        }
        let other = b"something else";
        check = with_word(check, 5, other.len() as u16);
        refused(check, key.precompile(other));
    }
}

#[test]
fn its_own_number_is_as_good_as_the_mark_for_itself() {
    let (mut w, s) = signed();
    let mut check = s.p256.precompile(&message());
    for word in [1, 3, 6] {
        check = with_word(check, word, 0);
    }
    w.go(&[check, s.record(&s.p256, -1)], &[&s.c.renter]);
}

#[test]
fn a_look_alike_of_the_sysvar_is_refused() {
    let (mut w, s) = signed();
    // The bytes that the sysvar would have with a signature at index 0.
    let check = s.ed25519.precompile(&message());
    let mut data = vec![1, 0, 4, 0, 0, 0];
    data.extend(check.program_id.to_bytes());
    data.extend((check.data.len() as u16).to_le_bytes());
    data.extend(&check.data);
    data.extend([0, 0]);
    let fake = key("fake sysvar").pubkey();
    w.plant(fake, system_program::ID, data);
    let accounts = accounts::SignVersion {
        instructions_sysvar: fake,
        ..s.accounts(&s.ed25519)
    };
    let record = accounts.call(instruction::SignVersion { relative_index: -1 });
    let result = w.send(&[record], &[&s.c.renter]);
    assert_refused(result, AnchorError::ConstraintAddress);
}

/// By way of another program nothing changes: what counts are the transaction's own instructions.
#[test]
fn a_call_by_another_program_is_held_to_the_same() {
    let (mut w, s) = signed();
    let accounts = accounts::SignVersion {
        payer: s.c.authority,
        ..s.accounts(&s.ed25519)
    };
    let record = accounts.call(instruction::SignVersion { relative_index: -1 });
    let motion = w.executable(&s.c, &[record]);
    let execute =
        s.c.execute_proposal(motion.proposal, 0)
            .call_with(instruction::ExecuteProposal {}, &motion.execution_metas(0));
    // Before the call stands nothing.
    let result = w.send(std::slice::from_ref(&execute), &[]);
    assert_refused(result, AlthingError::PrecompileMissing);
    let other = Signatory::ed25519("another").precompile(&message());
    let result = w.send(&[other, execute.clone()], &[]);
    assert_refused(result, AlthingError::SignatureOfAnotherKey);
    w.go(&[s.ed25519.precompile(&message()), execute], &[]);
    assert_eq!(recorded(&w, &s, &s.ed25519).payer, s.c.authority);
}

/// A signature program cannot be called by a program, so that its success could be feigned.
#[test]
fn a_signature_checked_by_a_call_does_not_count() {
    let (mut w, s) = signed();
    let check = s.ed25519.precompile(&message());
    let motion = w.executable(&s.c, &[check]);
    let execute =
        s.c.execute_proposal(motion.proposal, 0)
            .call_with(instruction::ExecuteProposal {}, &motion.execution_metas(0));
    let result = w.send(&[execute, s.record(&s.ed25519, -1)], &[&s.c.renter]);
    assert!(result.is_err());
    assert!(!w.exists(&s.signature(&s.ed25519)));
}
