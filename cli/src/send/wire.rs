//! Transactions as bytes.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::{v0, AddressLookupTableAccount, Message, VersionedMessage};
use solana_signer::Signer;

use crate::error::{Error, Result};

/// What fits the network, bytes.
pub const MAX_TRANSACTION: usize = 1_232;
const SIGNATURE: usize = 64;

/// A signed transaction.
pub struct Signed {
    pub wire: Vec<u8>,
    /// The first signature, by which the transaction is known.
    pub signature: String,
}

/// The message of these instructions, with every address in it.
#[must_use]
pub fn message(
    payer: &Pubkey,
    instructions: &[Instruction],
    blockhash: [u8; 32],
) -> VersionedMessage {
    let whole = Message::new_with_blockhash(instructions, Some(payer), &blockhash.into());
    VersionedMessage::Legacy(whole)
}

/// The message of these instructions, with what a lookup table has in a byte each; without one, [`message`].
///
/// # Errors
/// Where there are more than 256 addresses.
pub fn compile(
    payer: &Pubkey,
    instructions: &[Instruction],
    blockhash: [u8; 32],
    table: Option<&AddressLookupTableAccount>,
) -> Result<VersionedMessage> {
    let Some(table) = table else {
        return Ok(message(payer, instructions, blockhash));
    };
    let tables = std::slice::from_ref(table);
    v0::Message::try_compile(payer, instructions, tables, blockhash.into())
        .map(VersionedMessage::V0)
        .map_err(|why| Error::usage(why.to_string(), "Do less at once."))
}

/// Those who must sign, the payer first.
#[must_use]
pub fn signers(message: &VersionedMessage) -> Vec<Pubkey> {
    let count = usize::from(message.header().num_required_signatures);
    let keys = message.static_account_keys().iter();
    keys.take(count).copied().collect()
}

/// Bytes of the transaction of a message.
#[must_use]
pub fn length(message: &VersionedMessage) -> usize {
    let signatures = usize::from(message.header().num_required_signatures);
    1 + signatures * SIGNATURE + message.serialize().len()
}

/// The transaction without signatures.
///
/// # Errors
/// Where it is larger than the network takes.
pub fn unsigned(message: &VersionedMessage) -> Result<Vec<u8>> {
    assemble(message, &vec![[0; SIGNATURE]; signers(message).len()])
}

/// The transaction, signed by all of its signers.
///
/// # Errors
/// Where a key is missing, or it is too large.
pub fn sign(message: &VersionedMessage, keys: &[&Keypair]) -> Result<Signed> {
    let bytes = message.serialize();
    let mut signatures = vec![];
    for signer in signers(message) {
        let key = keys.iter().find(|key| key.pubkey() == signer);
        let key = key.ok_or_else(|| {
            Error::usage(
                format!("{signer} must sign, and its key is not at hand"),
                "Add --export to get the transaction for others to sign.",
            )
        })?;
        signatures.push(<[u8; SIGNATURE]>::from(key.sign_message(&bytes)));
    }
    let signature = signatures
        .first()
        .map(|first| bs58::encode(first).into_string());
    Ok(Signed {
        wire: assemble(message, &signatures)?,
        signature: signature.unwrap_or_default(),
    })
}

fn assemble(message: &VersionedMessage, signatures: &[[u8; SIGNATURE]]) -> Result<Vec<u8>> {
    // Below 128 a compact length is one byte, and no transaction has room for that many signatures.
    let mut wire = vec![u8::try_from(signatures.len()).unwrap_or(u8::MAX)];
    signatures
        .iter()
        .for_each(|signature| wire.extend_from_slice(signature));
    wire.extend(message.serialize());
    if wire.len() > MAX_TRANSACTION {
        return Err(Error::usage(
            format!(
                "the transaction would have {} bytes, {MAX_TRANSACTION} fit",
                wire.len()
            ),
            "Shorten the texts, or do less at once.",
        ));
    }
    Ok(wire)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anchor_lang::solana_program::instruction::AccountMeta;

    fn instruction(signer: Pubkey, data: usize) -> Instruction {
        let accounts = vec![AccountMeta::new(signer, true)];
        Instruction {
            program_id: Pubkey::new_from_array([9; 32]),
            accounts,
            data: vec![1; data],
        }
    }

    #[test]
    fn signatures_verify_and_stand_in_order() {
        let (payer, member) = (Keypair::new(), Keypair::new());
        let message = message(&payer.pubkey(), &[instruction(member.pubkey(), 3)], [7; 32]);
        let signed = sign(&message, &[&member, &payer]).unwrap();
        assert_eq!(signed.wire[0], 2);
        assert_eq!(signed.wire.len(), length(&message));
        let first = solana_keypair::Signature::try_from(&signed.wire[1..65]).unwrap();
        let second = solana_keypair::Signature::try_from(&signed.wire[65..129]).unwrap();
        let bytes = message.serialize();
        assert!(first.verify(payer.pubkey().as_ref(), &bytes));
        assert!(second.verify(member.pubkey().as_ref(), &bytes));
        assert_eq!(signed.signature, first.to_string());
        assert_eq!(&signed.wire[129..], bytes);
    }

    #[test]
    fn a_missing_key_and_too_many_bytes_are_refused() {
        let (payer, member) = (Keypair::new(), Keypair::new());
        let small = message(&payer.pubkey(), &[instruction(member.pubkey(), 3)], [7; 32]);
        assert_eq!(
            sign(&small, &[&payer]).err().unwrap().exit,
            crate::Exit::Usage
        );
        let fits = |data| {
            unsigned(&message(
                &payer.pubkey(),
                &[instruction(payer.pubkey(), data)],
                [7; 32],
            ))
        };
        let room = MAX_TRANSACTION - fits(200).unwrap().len() + 200;
        assert_eq!(fits(room).unwrap().len(), MAX_TRANSACTION);
        assert_eq!(fits(room + 1).unwrap_err().exit, crate::Exit::Usage);
    }
}
