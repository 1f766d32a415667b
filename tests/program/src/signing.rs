//! A model with signing keys, and the accounts of every instruction of the room `signing`. Member 0 maintains every model here.

use althing::{accounts, instruction, RegisterVersionArgs};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use solana_keypair::Keypair;
use solana_sha256_hasher::hash;
use solana_signer::Signer;

use crate::client::Call;
use crate::community::Community;
use crate::pda;
use crate::registry::{catalogue, version_args, Catalogue};
use crate::signatory::{encoding, Signatory};
use crate::world::{Refusal, Sent, World};

/// A statement as OpenSSF model signing writes it, short enough to be signed whole.
pub const STATEMENT: &[u8] =
    br#"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"silero-vad","digest":{"sha256":"5d1f8d0d3b1e9b0bd3d1d7e3b1b8c2a5f4c6e7d8091a2b3c4d5e6f708192a3b4"}}],"predicateType":"https://model_signing/signature/v1.0","predicate":{"serialization":{"method":"files","hash_type":"sha256"},"resources":[{"name":".","algorithm":"sha256","digest":"02"}]}}"#;

/// Where the transaction's own instructions are shown.
pub const INSTRUCTIONS_SYSVAR: Pubkey =
    Pubkey::from_str_const("Sysvar1nstructions1111111111111111111111111");

/// [`catalogue`], where [`STATEMENT`] is about version 2, and a key of each scheme has been added.
pub struct Signed {
    pub c: Community,
    pub k: Catalogue,
    /// Version 2.
    pub version: Pubkey,
    pub ed25519: Signatory,
    pub p256: Signatory,
}

/// A world with a [`Signed`].
#[must_use]
pub fn signed() -> (World, Signed) {
    let (mut w, c, k) = catalogue();
    let version = w.version_of(&c, &k, STATEMENT);
    let (ed25519, p256) = (Signatory::ed25519("release"), Signatory::p256("release"));
    for key in [&ed25519, &p256] {
        w.add_key(&c, &k, key);
    }
    let signed = Signed {
        c,
        k,
        version,
        ed25519,
        p256,
    };
    (w, signed)
}

impl Signed {
    /// The account of one of the model's keys.
    #[must_use]
    pub fn key(&self, key: &Signatory) -> Pubkey {
        pda::signing_key(&self.k.model, &key.id())
    }

    /// The accounts that record a signature of this key over version 2.
    #[must_use]
    pub fn accounts(&self, key: &Signatory) -> accounts::SignVersion {
        self.c.sign_version(&self.k, self.version, key)
    }

    /// The instruction that records the signature checked so many places behind it.
    #[must_use]
    pub fn record(&self, key: &Signatory, relative_index: i16) -> Instruction {
        self.accounts(key)
            .call(instruction::SignVersion { relative_index })
    }

    /// Signs the message and records that, the signature first.
    ///
    /// # Errors
    /// The refusal of the program or of the signature's.
    #[track_caller]
    pub fn sign(&self, w: &mut World, key: &Signatory, message: &[u8]) -> Result<Sent, Refusal> {
        w.send(
            &[key.precompile(message), self.record(key, -1)],
            &[&self.c.renter],
        )
    }

    /// Signs version 2 whole.
    ///
    /// # Panics
    /// Where that is refused.
    #[track_caller]
    pub fn go(&self, w: &mut World, key: &Signatory) -> Sent {
        self.sign(w, key, &encoding(STATEMENT))
            .unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    /// The account of the key's signature over version 2.
    #[must_use]
    pub fn signature(&self, key: &Signatory) -> Pubkey {
        pda::signature(&self.version, &self.key(key))
    }
}

impl Community {
    #[must_use]
    pub fn add_signing_key(&self, model: Pubkey, key: &Signatory) -> accounts::AddSigningKey {
        accounts::AddSigningKey {
            model,
            signing_key: pda::signing_key(&model, &key.id()),
            log: pda::log(&model),
            instructions_sysvar: INSTRUCTIONS_SYSVAR,
            maintainer: self.members[0].address(),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn retire_signing_key(&self, model: Pubkey, key: &Signatory) -> accounts::RetireSigningKey {
        accounts::RetireSigningKey {
            model,
            signing_key: pda::signing_key(&model, &key.id()),
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    /// By the maintainer.
    #[must_use]
    pub fn revoke_signing_key(&self, model: Pubkey, key: &Signatory) -> accounts::RevokeSigningKey {
        accounts::RevokeSigningKey {
            dao: self.dao,
            model,
            signing_key: pda::signing_key(&model, &key.id()),
            log: pda::log(&model),
            revoker: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn close_signing_key(&self, model: Pubkey, key: &Signatory) -> accounts::CloseSigningKey {
        accounts::CloseSigningKey {
            model,
            signing_key: pda::signing_key(&model, &key.id()),
            closer: self.members[0].address(),
            payer: self.renter.pubkey(),
        }
    }

    /// Without a statement.
    #[must_use]
    pub fn sign_version(
        &self,
        k: &Catalogue,
        version: Pubkey,
        key: &Signatory,
    ) -> accounts::SignVersion {
        let signing_key = pda::signing_key(&k.model, &key.id());
        accounts::SignVersion {
            model_version: version,
            signing_key,
            statement: None,
            signature: pda::signature(&version, &signing_key),
            log: k.log,
            instructions_sysvar: INSTRUCTIONS_SYSVAR,
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn close_version_signature(
        &self,
        version: Pubkey,
        signing_key: Pubkey,
    ) -> accounts::CloseVersionSignature {
        accounts::CloseVersionSignature {
            signing_key,
            signature: pda::signature(&version, &signing_key),
            model_version: version,
            payer: self.renter.pubkey(),
        }
    }

    #[must_use]
    pub fn open_statement(&self, version: Pubkey, payer: Pubkey) -> accounts::OpenStatement {
        accounts::OpenStatement {
            model_version: version,
            statement: pda::statement(&version, &payer),
            payer,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn write_statement(&self, version: Pubkey, payer: Pubkey) -> accounts::WriteStatement {
        accounts::WriteStatement {
            statement: pda::statement(&version, &payer),
            payer,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn seal_statement(&self, version: Pubkey, payer: Pubkey) -> accounts::SealStatement {
        accounts::SealStatement {
            model_version: version,
            statement: pda::statement(&version, &payer),
        }
    }

    #[must_use]
    pub fn close_statement(&self, version: Pubkey, payer: Pubkey) -> accounts::CloseStatement {
        accounts::CloseStatement {
            statement: pda::statement(&version, &payer),
            payer,
        }
    }
}

impl World {
    /// Registers the next version of the catalogue's model, of which this is the statement.
    pub fn version_of(&mut self, c: &Community, k: &Catalogue, statement: &[u8]) -> Pubkey {
        let number = self.borsh::<althing::Model>(&k.model).version_count + 1;
        let args = RegisterVersionArgs {
            manifest_digest: hash(statement).to_bytes(),
            ..version_args(number)
        };
        let accounts = c.register_version(k.model, number);
        let register = accounts.call(instruction::RegisterVersion { args });
        self.go(&[register], &[&c.members[0].key, &c.renter]);
        accounts.model_version
    }

    /// Adds a key to the catalogue's model.
    pub fn add_key(&mut self, c: &Community, k: &Catalogue, key: &Signatory) -> Pubkey {
        let accounts = c.add_signing_key(k.model, key);
        let add = accounts.call(instruction::AddSigningKey { args: key.args() });
        self.go(&[key.proof(&k.model), add], &[&c.members[0].key, &c.renter]);
        accounts.signing_key
    }

    /// Opens a statement about a version and writes it, in as many transactions as it needs.
    pub fn write(&mut self, c: &Community, version: Pubkey, payer: &Keypair, statement: &[u8]) {
        let open = c.open_statement(version, payer.pubkey());
        self.go(&[open.call(instruction::OpenStatement {})], &[payer]);
        let mut offset = 0;
        for chunk in statement.chunks(850) {
            let write = c.write_statement(version, payer.pubkey());
            let data = instruction::WriteStatement {
                offset,
                chunk: chunk.to_vec(),
            };
            self.go(&[write.call(data)], &[payer]);
            offset += chunk.len() as u32;
        }
    }

    /// [`World::write`], and seals it.
    pub fn write_and_seal(
        &mut self,
        c: &Community,
        version: Pubkey,
        payer: &Keypair,
        statement: &[u8],
    ) -> Pubkey {
        self.write(c, version, payer, statement);
        let seal = c.seal_statement(version, payer.pubkey());
        self.go(&[seal.call(instruction::SealStatement {})], &[]);
        seal.statement
    }
}
