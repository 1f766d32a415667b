//! Models, versions and attestations. Member 0 maintains every model here.

mod accounts;

use althing::{
    instruction, AttestVersionArgs, DigestIndex, Model, ModelVersion, RegisterArtifactArgs,
    RegisterModelArgs, RegisterVersionArgs, VersionStatus,
};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use solana_keypair::Keypair;
use solana_sha256_hasher::hash;
use solana_signer::Signer;
use std::sync::OnceLock;

use crate::client::Call;
use crate::community::{community, two_communities, Community};
use crate::pda;
use crate::world::{Refusal, Sent, World};

/// A model with one draft, and four evaluators whose weights count.
pub struct Catalogue {
    pub model: Pubkey,
    /// The model's log.
    pub log: Pubkey,
    /// Version 1, without parent and attestations.
    pub draft: Pubkey,
    pub evaluators: Vec<Keypair>,
}

impl Clone for Catalogue {
    fn clone(&self) -> Self {
        let evaluators = self
            .evaluators
            .iter()
            .map(Keypair::insecure_clone)
            .collect();
        Self {
            evaluators,
            ..*self
        }
    }
}

/// [`community`] with a [`Catalogue`]. Its rules need two attestations.
#[must_use]
pub fn catalogue() -> (World, Community, Catalogue) {
    static READY: OnceLock<(World, Community, Catalogue)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut world, community) = community();
            let catalogue = Catalogue::new(&mut world, &community);
            (world, community, catalogue)
        })
        .clone()
}

/// Two communities with a [`Catalogue`] each: where wrong accounts come from.
#[must_use]
pub fn two_catalogues() -> (World, [Community; 2], [Catalogue; 2]) {
    static READY: OnceLock<(World, [Community; 2], [Catalogue; 2])> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut world, community, other) = two_communities();
            let catalogues = [
                Catalogue::new(&mut world, &community),
                Catalogue::new(&mut world, &other),
            ];
            (world, [community, other], catalogues)
        })
        .clone()
}

impl Catalogue {
    fn new(world: &mut World, community: &Community) -> Self {
        let name = |index| format!("evaluator {index} of {}", community.name);
        let evaluators = (0..4)
            .map(|index| world.appoint(community, &name(index)))
            .collect();
        let model = world.model(community, "Silero VAD");
        let draft = world.version(community, &model, None);
        Self {
            model,
            log: pda::log(&model),
            draft,
            evaluators,
        }
    }
}

/// The arguments of an ordinary model.
#[must_use]
pub fn model_args(name: &str) -> RegisterModelArgs {
    RegisterModelArgs {
        name: name.into(),
        name_hash: hash(name.as_bytes()).to_bytes(),
        metadata_uri: "https://example.org/model".into(),
        metadata_hash: [1; 32],
    }
}

/// Hash of an ordinary version's card.
pub const CARD: [u8; 32] = [6; 32];

/// What promotes a version with a card of this hash.
#[must_use]
pub fn promotion(metadata_hash: [u8; 32]) -> instruction::PromoteVersion {
    instruction::PromoteVersion { metadata_hash }
}

/// The arguments of an ordinary version.
#[must_use]
pub fn version_args(number: u64) -> RegisterVersionArgs {
    RegisterVersionArgs {
        number,
        weights_digest: [2; 32],
        manifest_digest: [3; 32],
        code_digest: [4; 32],
        dataset_root: [5; 32],
        metadata_uri: "https://example.org/version".into(),
        metadata_hash: CARD,
    }
}

/// The arguments of an ordinary artifact.
#[must_use]
pub fn artifact_args(kind: u8, digest: [u8; 32]) -> RegisterArtifactArgs {
    RegisterArtifactArgs {
        kind,
        digest,
        metadata_uri: "https://example.org/artifact".into(),
        metadata_hash: [7; 32],
    }
}

impl World {
    /// Registers a model of this name.
    pub fn model(&mut self, community: &Community, name: &str) -> Pubkey {
        let accounts = community.register_model(&community.members[0], name);
        let register = accounts.call(instruction::RegisterModel {
            args: model_args(name),
        });
        self.go(&[register], &[&community.members[0].key, &community.renter]);
        accounts.model
    }

    /// Registers a model's next version, and links a parent, which is staged first if it is a draft.
    pub fn version(
        &mut self,
        community: &Community,
        model: &Pubkey,
        parent: Option<Pubkey>,
    ) -> Pubkey {
        let number = self.borsh::<Model>(model).version_count + 1;
        let accounts = community.register_version(*model, number);
        let register = accounts.call(instruction::RegisterVersion {
            args: version_args(number),
        });
        self.go(&[register], &[&community.members[0].key, &community.renter]);
        if let Some(parent) = parent {
            self.stage(community, &parent);
            self.link(community, &accounts.model_version, &parent);
        }
        accounts.model_version
    }

    /// Links a parent to a draft.
    #[track_caller]
    pub fn link(&mut self, community: &Community, version: &Pubkey, parent: &Pubkey) {
        let model = self.zero_copy::<ModelVersion>(version).model;
        let link = community.link_parent(model, *version, *parent);
        self.go(
            &[link.call(instruction::LinkParent {})],
            &[&community.members[0].key],
        );
    }

    /// Stages a version, if it is a draft.
    #[track_caller]
    pub fn stage(&mut self, community: &Community, version: &Pubkey) {
        let ModelVersion { model, status, .. } = self.zero_copy(version);
        if status != VersionStatus::Draft as u8 {
            return;
        }
        let stage = community.stage_version(model, *version);
        self.go(
            &[stage.call(instruction::StageVersion {})],
            &[&community.members[0].key],
        );
    }

    /// An evaluator attests a version.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn attest(
        &mut self,
        community: &Community,
        version: &Pubkey,
        evaluator: &Keypair,
        passed: bool,
    ) -> Result<Sent, Refusal> {
        let model = self.zero_copy::<ModelVersion>(version).model;
        let args = AttestVersionArgs {
            result_hash: [8; 32],
            passed,
        };
        let accounts = community.attest_version(model, *version, evaluator.pubkey());
        self.send(
            &[accounts.call(instruction::AttestVersion { args })],
            &[evaluator, &community.renter],
        )
    }

    /// Two evaluators say that a version passed, as many as the rules need, and it is staged.
    ///
    /// # Panics
    /// Where the program refuses.
    #[track_caller]
    pub fn approve(&mut self, community: &Community, catalogue: &Catalogue, version: &Pubkey) {
        for evaluator in &catalogue.evaluators[..2] {
            self.attest(community, version, evaluator, true)
                .unwrap_or_else(|refusal| panic!("{refusal}"));
        }
        self.stage(community, version);
    }

    /// The accounts that promote a version as things stand, but for its parents.
    #[must_use]
    pub fn promotion(
        &self,
        community: &Community,
        version: &Pubkey,
    ) -> althing::accounts::PromoteVersion {
        let ModelVersion { model, .. } = self.zero_copy(version);
        let previous = self.borsh::<Model>(&model).production_version;
        althing::accounts::PromoteVersion {
            previous: Some(previous).filter(|address| *address != Pubkey::default()),
            ..community.promote_version(model, *version)
        }
    }

    /// A version's parents, as the further accounts of its promotion.
    #[must_use]
    pub fn parents(&self, version: &Pubkey) -> Vec<AccountMeta> {
        let version: ModelVersion = self.zero_copy(version);
        let parents = version.parents().iter();
        parents
            .map(|parent| AccountMeta::new_readonly(*parent, false))
            .collect()
    }

    /// What looks at a version's lineage, parents included.
    #[must_use]
    pub fn checks(&self, community: &Community, version: &Pubkey) -> Instruction {
        community
            .check_lineage(*version)
            .call_with(instruction::CheckLineage {}, &self.parents(version))
    }

    /// What promotes a version as things stand, with its card and all that it links.
    #[must_use]
    pub fn promotes(&self, community: &Community, version: &Pubkey) -> Instruction {
        let accounts = self.promotion(community, version);
        let found: ModelVersion = self.zero_copy(version);
        let artifacts = found.artifacts();
        let artifacts = artifacts.map(|address| AccountMeta::new_readonly(*address, false));
        let artifacts: Vec<_> = artifacts.collect();
        let further = [self.parents(version), self.grants(version), artifacts].concat();
        accounts.call_with(promotion(found.metadata_hash), &further)
    }

    /// What closes a version, parents and artifacts included.
    #[must_use]
    pub fn closes(&self, community: &Community, version: &Pubkey) -> Instruction {
        let found: ModelVersion = self.zero_copy(version);
        let linked = found.parents().iter().chain(found.artifacts());
        let linked: Vec<_> = linked
            .map(|address| AccountMeta::new(*address, false))
            .collect();
        let index = pda::digest_index(&found.dao, &found.weights_digest);
        let accounts = althing::accounts::CloseVersion {
            digest_index: index,
            index_payer: self.zero_copy::<DigestIndex>(&index).payer,
            ..community.close_version(found.model, *version)
        };
        accounts.call_with(instruction::CloseVersion {}, &linked)
    }

    /// Registers an artifact of this kind and digest.
    pub fn artifact(
        &mut self,
        community: &Community,
        model: &Pubkey,
        kind: u8,
        digest: [u8; 32],
    ) -> Pubkey {
        let args = artifact_args(kind, digest);
        let accounts = community.register_artifact(*model, &args);
        let register = accounts.call(instruction::RegisterArtifact { args });
        self.go(&[register], &[&community.members[0].key, &community.renter]);
        accounts.artifact
    }

    /// Links an artifact to a draft.
    #[track_caller]
    pub fn link_artifact(&mut self, community: &Community, version: &Pubkey, artifact: &Pubkey) {
        let model = self.zero_copy::<ModelVersion>(version).model;
        let link = community.link_artifact(model, *version, *artifact);
        self.go(
            &[link.call(instruction::LinkArtifact {})],
            &[&community.members[0].key],
        );
    }

    /// Offers a model to another key.
    #[track_caller]
    pub fn offer(&mut self, community: &Community, model: &Pubkey, new_maintainer: Pubkey) {
        let offer = community.offer_maintainership(*model);
        self.go(
            &[offer.call(instruction::OfferMaintainership { new_maintainer })],
            &[&community.members[0].key],
        );
    }

    /// Approves a new version of this parent and promotes it by a vote.
    ///
    /// # Panics
    /// Where the program refuses.
    #[track_caller]
    pub fn release(
        &mut self,
        community: &Community,
        catalogue: &Catalogue,
        parent: Option<Pubkey>,
    ) -> Pubkey {
        let version = self.version(community, &catalogue.model, parent);
        self.approve(community, catalogue, &version);
        self.promote(community, &version);
        version
    }

    /// Promotes a version by a vote.
    ///
    /// # Panics
    /// Where the program refuses.
    #[track_caller]
    pub fn promote(&mut self, community: &Community, version: &Pubkey) {
        let promote = self.promotes(community, version);
        self.pass(community, &[promote]);
    }

    /// Revokes a version by a vote.
    ///
    /// # Panics
    /// Where the program refuses.
    #[track_caller]
    pub fn revoke(&mut self, community: &Community, version: &Pubkey) {
        let model = self.zero_copy::<ModelVersion>(version).model;
        let revoke = community
            .revoke_version(model, *version)
            .call(instruction::RevokeVersion {});
        self.pass(community, &[revoke]);
    }
}
