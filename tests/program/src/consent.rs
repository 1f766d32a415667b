//! Datasets and grants, and the accounts of every instruction of the room `consent`.

use althing::consent::{AcceptGrantArgs, GrantTerms, OfferGrantArgs, RegisterDatasetArgs};
use althing::{accounts, instruction, ModelVersion};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::system_program;
use solana_keypair::Keypair;
use solana_sha256_hasher::hash;
use solana_signer::Signer;
use std::sync::OnceLock;

use crate::client::Call;
use crate::community::{community, Community, SAVINGS};
use crate::keys::key;
use crate::pda;
use crate::tokens::TOKEN;
use crate::world::{Refusal, Sent, World};

/// A dataset with its owner, who asks prices in a mint of its own, and a licensee who has some of it.
pub struct Data {
    pub owner: Keypair,
    pub licensee: Keypair,
    pub digest: [u8; 32],
    pub dataset: Pubkey,
    /// The model that grants are for.
    pub model: Pubkey,
    pub mint: Pubkey,
    /// A token account of the owner's, empty.
    pub till: Pubkey,
    /// A token account of the licensee's, with [`SAVINGS`].
    pub purse: Pubkey,
}

impl Clone for Data {
    fn clone(&self) -> Self {
        Self {
            owner: self.owner.insecure_clone(),
            licensee: self.licensee.insecure_clone(),
            ..*self
        }
    }
}

/// A grant of a [`Data`].
#[derive(Clone, Copy, Debug)]
pub struct Licence {
    pub grant: Pubkey,
    pub purpose: u8,
    pub terms: GrantTerms,
}

impl Licence {
    /// Its vault, where it has a price.
    #[must_use]
    pub fn vault(&self) -> Option<Pubkey> {
        (self.terms.price_kind != GrantTerms::FREE).then(|| pda::vault(&self.grant))
    }
}

/// Terms that ask nothing.
pub const FREE: GrantTerms = GrantTerms {
    price_kind: GrantTerms::FREE,
    price: 0,
    period: 0,
    starts_at: 0,
    expires_at: 0,
    use_cap: 0,
};

/// 1,000 base units, which accrue over 100 seconds.
pub const ONCE: GrantTerms = GrantTerms {
    price_kind: GrantTerms::ONCE,
    price: 1_000,
    period: 100,
    ..FREE
};

/// 50 base units for each use.
pub const PER_USE: GrantTerms = GrantTerms {
    price_kind: GrantTerms::PER_USE,
    price: 50,
    ..FREE
};

/// 10 base units every three seconds.
pub const STREAMED: GrantTerms = GrantTerms {
    price_kind: GrantTerms::STREAMED,
    price: 10,
    period: 3,
    ..FREE
};

/// [`community`] with a registered dataset.
#[must_use]
pub fn data() -> (World, Community, Data) {
    static READY: OnceLock<(World, Community, Data)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut w, c) = community();
            let data = w.data(&c, "corpus");
            (w, c, data)
        })
        .clone()
}

/// The arguments that register a dataset.
#[must_use]
pub fn dataset_args(digest: [u8; 32]) -> RegisterDatasetArgs {
    RegisterDatasetArgs {
        digest,
        uri: "https://example.org/data".into(),
        metadata_hash: [7; 32],
    }
}

impl Community {
    #[must_use]
    pub fn register_dataset(&self, data: &Data) -> accounts::RegisterDataset {
        accounts::RegisterDataset {
            dao: self.dao,
            dataset: data.dataset,
            mint: Some(data.mint),
            log: self.log,
            owner: data.owner.pubkey(),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn update_dataset(&self, data: &Data) -> accounts::UpdateDataset {
        accounts::UpdateDataset {
            dataset: data.dataset,
            mint: Some(data.mint),
            log: self.log,
            owner: data.owner.pubkey(),
        }
    }

    #[must_use]
    pub fn offer_dataset_transfer(&self, data: &Data) -> accounts::OfferDatasetTransfer {
        accounts::OfferDatasetTransfer {
            dataset: data.dataset,
            log: self.log,
            owner: data.owner.pubkey(),
        }
    }

    #[must_use]
    pub fn accept_dataset_transfer(
        &self,
        data: &Data,
        new_owner: Pubkey,
    ) -> accounts::AcceptDatasetTransfer {
        accounts::AcceptDatasetTransfer {
            dataset: data.dataset,
            log: self.log,
            new_owner,
        }
    }

    #[must_use]
    pub fn close_dataset(&self, data: &Data) -> accounts::CloseDataset {
        accounts::CloseDataset {
            dataset: data.dataset,
            log: self.log,
            owner: data.owner.pubkey(),
            payer: self.renter.pubkey(),
        }
    }

    #[must_use]
    pub fn offer_grant(&self, data: &Data, licence: &Licence) -> accounts::OfferGrant {
        accounts::OfferGrant {
            dataset: data.dataset,
            model: data.model,
            grant: licence.grant,
            vault: licence.vault(),
            mint: licence.vault().map(|_| data.mint),
            log: self.log,
            owner: data.owner.pubkey(),
            payer: self.renter.pubkey(),
            token_program: TOKEN,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn accept_grant(&self, data: &Data, licence: &Licence) -> accounts::AcceptGrant {
        let priced = licence.vault().is_some();
        accounts::AcceptGrant {
            grant: licence.grant,
            vault: licence.vault(),
            from: priced.then_some(data.purse),
            mint: priced.then_some(data.mint),
            log: self.log,
            licensee: data.licensee.pubkey(),
            token_program: TOKEN,
        }
    }

    #[must_use]
    pub fn fund_grant(&self, data: &Data, licence: &Licence) -> accounts::FundGrant {
        accounts::FundGrant {
            grant: licence.grant,
            vault: pda::vault(&licence.grant),
            from: data.purse,
            mint: data.mint,
            funder: data.licensee.pubkey(),
            token_program: TOKEN,
        }
    }

    #[must_use]
    pub fn use_grant(&self, data: &Data, licence: &Licence) -> accounts::UseGrant {
        accounts::UseGrant {
            grant: licence.grant,
            log: self.log,
            licensee: data.licensee.pubkey(),
        }
    }

    #[must_use]
    pub fn claim_grant(&self, data: &Data, licence: &Licence) -> accounts::ClaimGrant {
        accounts::ClaimGrant {
            dataset: data.dataset,
            grant: licence.grant,
            vault: pda::vault(&licence.grant),
            to: data.till,
            mint: data.mint,
            token_program: TOKEN,
        }
    }

    #[must_use]
    pub fn revoke_grant(&self, data: &Data, licence: &Licence) -> accounts::RevokeGrant {
        let priced = licence.vault().is_some();
        accounts::RevokeGrant {
            dataset: data.dataset,
            grant: licence.grant,
            vault: licence.vault(),
            to: priced.then_some(data.purse),
            mint: priced.then_some(data.mint),
            log: self.log,
            owner: data.owner.pubkey(),
            token_program: TOKEN,
        }
    }

    #[must_use]
    pub fn end_grant(&self, data: &Data, licence: &Licence) -> accounts::EndGrant {
        let priced = licence.vault().is_some();
        accounts::EndGrant {
            grant: licence.grant,
            vault: licence.vault(),
            to: priced.then_some(data.purse),
            mint: priced.then_some(data.mint),
            log: self.log,
            caller: data.licensee.pubkey(),
            token_program: TOKEN,
        }
    }

    #[must_use]
    pub fn refund_grant(&self, data: &Data, licence: &Licence) -> accounts::RefundGrant {
        accounts::RefundGrant {
            grant: licence.grant,
            vault: pda::vault(&licence.grant),
            to: data.purse,
            mint: data.mint,
            token_program: TOKEN,
        }
    }

    /// The owner calls.
    #[must_use]
    pub fn close_grant(&self, data: &Data, licence: &Licence) -> accounts::CloseGrant {
        let priced = licence.vault().is_some();
        accounts::CloseGrant {
            dataset: data.dataset,
            grant: licence.grant,
            vault: licence.vault(),
            to: None,
            mint: priced.then_some(data.mint),
            log: self.log,
            caller: data.owner.pubkey(),
            payer: self.renter.pubkey(),
            token_program: TOKEN,
        }
    }

    #[must_use]
    pub fn link_dataset(
        &self,
        model: Pubkey,
        version: Pubkey,
        dataset: Pubkey,
    ) -> accounts::LinkDataset {
        accounts::LinkDataset {
            model,
            model_version: version,
            dataset,
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn unlink_dataset(&self, model: Pubkey, version: Pubkey) -> accounts::UnlinkDataset {
        accounts::UnlinkDataset {
            model,
            model_version: version,
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    /// Member 1 calls.
    #[must_use]
    pub fn check_consent(
        &self,
        model: Pubkey,
        version: Pubkey,
        grant: Pubkey,
    ) -> accounts::CheckConsent {
        accounts::CheckConsent {
            model,
            model_version: version,
            grant,
            log: pda::log(&model),
            caller: self.members[1].address(),
        }
    }

    /// The instruction that offers a grant to the licensee.
    #[must_use]
    pub fn offer(&self, data: &Data, licence: &Licence) -> Instruction {
        let args = OfferGrantArgs {
            purpose: licence.purpose,
            licensee: data.licensee.pubkey(),
            terms: licence.terms,
        };
        self.offer_grant(data, licence)
            .call(instruction::OfferGrant { args })
    }

    /// The instruction that accepts it.
    #[must_use]
    pub fn accept(&self, data: &Data, licence: &Licence, prepay: u64) -> Instruction {
        let args = AcceptGrantArgs {
            terms: licence.terms,
            prepay,
        };
        self.accept_grant(data, licence)
            .call(instruction::AcceptGrant { args })
    }
}

impl World {
    /// A dataset of this name before it is registered, with its people and their tokens.
    pub fn plan_data(&mut self, community: &Community, name: &str) -> Data {
        let digest = hash(name.as_bytes()).to_bytes();
        let owner = self.wallet(&format!("owner of {name}"));
        let licensee = self.wallet(&format!("licensee of {name}"));
        let mint = self.mint(&format!("money of {name}"), TOKEN);
        Data {
            digest,
            dataset: pda::dataset(&community.dao, &digest),
            model: key(&format!("model of {name}")).pubkey(),
            mint,
            till: self.tokens("till", &mint, &owner.pubkey(), 0),
            purse: self.tokens("purse", &mint, &licensee.pubkey(), SAVINGS),
            owner,
            licensee,
        }
    }

    /// A registered dataset of this name.
    pub fn data(&mut self, community: &Community, name: &str) -> Data {
        let data = self.plan_data(community, name);
        let args = dataset_args(data.digest);
        let register = community
            .register_dataset(&data)
            .call(instruction::RegisterDataset { args });
        self.go(&[register], &[&data.owner, &community.renter]);
        data
    }

    /// The owner closes a dataset.
    #[track_caller]
    pub fn close_dataset(&mut self, community: &Community, data: &Data) -> Sent {
        let close = community.close_dataset(data);
        self.go(&[close.call(instruction::CloseDataset {})], &[&data.owner])
    }

    /// Links a dataset to a draft.
    #[track_caller]
    pub fn link_dataset(
        &mut self,
        community: &Community,
        version: &Pubkey,
        data: &Data,
        purpose: u8,
    ) {
        let link = community.link_dataset(data.model, *version, data.dataset);
        self.go(
            &[link.call(instruction::LinkDataset { purpose })],
            &[&community.members[0].key],
        );
    }

    /// The grants of a version's datasets, as the last further accounts of its promotion.
    #[must_use]
    pub fn grants(&self, version: &Pubkey) -> Vec<AccountMeta> {
        let version: ModelVersion = self.zero_copy(version);
        let links = version.datasets().iter().zip(version.purposes);
        links
            .map(|(dataset, purpose)| pda::grant(dataset, &version.model, purpose))
            .map(|grant| AccountMeta::new_readonly(grant, false))
            .collect()
    }

    /// Offers a grant to the licensee.
    pub fn offered(
        &mut self,
        community: &Community,
        data: &Data,
        purpose: u8,
        terms: GrantTerms,
    ) -> Licence {
        let licence = Licence {
            grant: pda::grant(&data.dataset, &data.model, purpose),
            purpose,
            terms,
        };
        let offer = community.offer(data, &licence);
        self.go(&[offer], &[&data.owner, &community.renter]);
        licence
    }

    /// Offers a grant, and accepts it with this much prepaid.
    pub fn granted(
        &mut self,
        community: &Community,
        data: &Data,
        purpose: u8,
        terms: GrantTerms,
        prepay: u64,
    ) -> Licence {
        let licence = self.offered(community, data, purpose, terms);
        let accept = community.accept(data, &licence, prepay);
        self.go(&[accept], &[&data.licensee]);
        licence
    }

    /// The licensee records uses.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn record_uses(
        &mut self,
        community: &Community,
        data: &Data,
        licence: &Licence,
        uses: u64,
    ) -> Result<Sent, Refusal> {
        let accounts = community.use_grant(data, licence);
        self.send(
            &[accounts.call(instruction::UseGrant { uses })],
            &[&data.licensee],
        )
    }

    /// The licensee adds to what is prepaid.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn fund_grant(
        &mut self,
        community: &Community,
        data: &Data,
        licence: &Licence,
        amount: u64,
    ) -> Result<Sent, Refusal> {
        let accounts = community.fund_grant(data, licence);
        self.send(
            &[accounts.call(instruction::FundGrant { amount })],
            &[&data.licensee],
        )
    }

    /// The owner is paid what has accrued.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn claim_grant(
        &mut self,
        community: &Community,
        data: &Data,
        licence: &Licence,
    ) -> Result<Sent, Refusal> {
        let accounts = community.claim_grant(data, licence);
        self.send(&[accounts.call(instruction::ClaimGrant {})], &[])
    }

    /// The owner takes consent back.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn revoke_grant(
        &mut self,
        community: &Community,
        data: &Data,
        licence: &Licence,
    ) -> Result<Sent, Refusal> {
        let accounts = community.revoke_grant(data, licence);
        self.send(
            &[accounts.call(instruction::RevokeGrant {})],
            &[&data.owner],
        )
    }

    /// The licensee gives the grant up.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn end_grant(
        &mut self,
        community: &Community,
        data: &Data,
        licence: &Licence,
    ) -> Result<Sent, Refusal> {
        let accounts = community.end_grant(data, licence);
        self.send(
            &[accounts.call(instruction::EndGrant {})],
            &[&data.licensee],
        )
    }

    /// The owner closes the grant.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn close_grant(
        &mut self,
        community: &Community,
        data: &Data,
        licence: &Licence,
    ) -> Result<Sent, Refusal> {
        let accounts = community.close_grant(data, licence);
        self.send(&[accounts.call(instruction::CloseGrant {})], &[&data.owner])
    }
}
