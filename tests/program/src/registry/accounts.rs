//! The accounts of every instruction of the room `registry`.

use althing::{accounts, RegisterArtifactArgs};
use anchor_lang::prelude::Pubkey;
use anchor_lang::system_program;
use solana_signer::Signer;

use crate::community::{Community, Member};
use crate::pda;
use crate::registry::version_args;

impl Community {
    #[must_use]
    pub fn register_model(&self, maintainer: &Member, name: &str) -> accounts::RegisterModel {
        let model = pda::model(&self.dao, name);
        accounts::RegisterModel {
            dao: self.dao,
            chamber: self.chamber,
            seat: maintainer.seat,
            model,
            log: pda::log(&model),
            history: pda::history(&model),
            dao_log: self.log,
            maintainer: maintainer.address(),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn update_model(&self, model: Pubkey) -> accounts::UpdateModel {
        accounts::UpdateModel {
            model,
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn register_version(&self, model: Pubkey, number: u64) -> accounts::RegisterVersion {
        accounts::RegisterVersion {
            model,
            model_version: pda::version(&model, number),
            digest_index: pda::digest_index(&self.dao, &version_args(number).weights_digest),
            history: pda::history(&model),
            log: pda::log(&model),
            maintainer: self.members[0].address(),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn link_parent(
        &self,
        model: Pubkey,
        version: Pubkey,
        parent: Pubkey,
    ) -> accounts::LinkParent {
        accounts::LinkParent {
            dao: self.dao,
            model,
            model_version: version,
            parent,
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn unlink_parent(
        &self,
        model: Pubkey,
        version: Pubkey,
        parent: Pubkey,
    ) -> accounts::UnlinkParent {
        accounts::UnlinkParent {
            model,
            model_version: version,
            parent,
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn register_artifact(
        &self,
        model: Pubkey,
        args: &RegisterArtifactArgs,
    ) -> accounts::RegisterArtifact {
        accounts::RegisterArtifact {
            dao: self.dao,
            model,
            artifact: pda::artifact(&self.dao, args.kind, &args.digest),
            owner: self.members[0].address(),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn close_artifact(&self, artifact: Pubkey) -> accounts::CloseArtifact {
        accounts::CloseArtifact {
            artifact,
            owner: self.members[0].address(),
            payer: self.renter.pubkey(),
        }
    }

    #[must_use]
    pub fn link_artifact(
        &self,
        model: Pubkey,
        version: Pubkey,
        artifact: Pubkey,
    ) -> accounts::LinkArtifact {
        accounts::LinkArtifact {
            model,
            model_version: version,
            artifact,
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn unlink_artifact(
        &self,
        model: Pubkey,
        version: Pubkey,
        artifact: Pubkey,
    ) -> accounts::UnlinkArtifact {
        accounts::UnlinkArtifact {
            model,
            model_version: version,
            artifact,
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn update_card(&self, model: Pubkey, version: Pubkey) -> accounts::UpdateCard {
        accounts::UpdateCard {
            model,
            model_version: version,
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn offer_maintainership(&self, model: Pubkey) -> accounts::OfferMaintainership {
        accounts::OfferMaintainership {
            dao: self.dao,
            model,
            log: pda::log(&model),
            offerer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn withdraw_maintainership_offer(
        &self,
        model: Pubkey,
    ) -> accounts::WithdrawMaintainershipOffer {
        accounts::WithdrawMaintainershipOffer {
            dao: self.dao,
            model,
            log: pda::log(&model),
            offerer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn accept_maintainership(
        &self,
        model: Pubkey,
        new_maintainer: Pubkey,
    ) -> accounts::AcceptMaintainership {
        accounts::AcceptMaintainership {
            model,
            log: pda::log(&model),
            new_maintainer,
        }
    }

    #[must_use]
    pub fn check_lineage(&self, version: Pubkey) -> accounts::CheckLineage {
        accounts::CheckLineage {
            dao: self.dao,
            model_version: version,
        }
    }

    #[must_use]
    pub fn override_taint(&self, model: Pubkey, version: Pubkey) -> accounts::OverrideTaint {
        accounts::OverrideTaint {
            dao: self.dao,
            authority: self.authority,
            model,
            model_version: version,
            log: pda::log(&model),
        }
    }

    #[must_use]
    pub fn stage_version(&self, model: Pubkey, version: Pubkey) -> accounts::StageVersion {
        accounts::StageVersion {
            model,
            model_version: version,
            history: pda::history(&model),
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn unstage_version(&self, model: Pubkey, version: Pubkey) -> accounts::UnstageVersion {
        accounts::UnstageVersion {
            model,
            model_version: version,
            history: pda::history(&model),
            log: pda::log(&model),
            maintainer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn extend_history(&self, model: Pubkey) -> accounts::ExtendHistory {
        accounts::ExtendHistory {
            history: pda::history(&model),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn attest_version(
        &self,
        model: Pubkey,
        version: Pubkey,
        evaluator: Pubkey,
    ) -> accounts::AttestVersion {
        accounts::AttestVersion {
            dao: self.dao,
            chamber: self.evaluators,
            seat: pda::seat(&self.evaluators, &evaluator),
            model,
            model_version: version,
            attestation: pda::attestation(&version, &evaluator),
            log: pda::log(&model),
            evaluator,
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn withdraw_attestation(
        &self,
        model: Pubkey,
        version: Pubkey,
        evaluator: Pubkey,
    ) -> accounts::WithdrawAttestation {
        accounts::WithdrawAttestation {
            model,
            model_version: version,
            attestation: pda::attestation(&version, &evaluator),
            log: pda::log(&model),
            evaluator,
            payer: self.renter.pubkey(),
        }
    }

    /// Of a version while none is in production; [`World::promotion`] knows better.
    #[must_use]
    pub fn promote_version(&self, model: Pubkey, version: Pubkey) -> accounts::PromoteVersion {
        accounts::PromoteVersion {
            dao: self.dao,
            authority: self.authority,
            model,
            model_version: version,
            previous: None,
            history: pda::history(&model),
            log: pda::log(&model),
        }
    }

    #[must_use]
    pub fn deprecate_version(&self, model: Pubkey, version: Pubkey) -> accounts::DeprecateVersion {
        accounts::DeprecateVersion {
            dao: self.dao,
            authority: self.authority,
            model,
            model_version: version,
            history: pda::history(&model),
            log: pda::log(&model),
        }
    }

    #[must_use]
    pub fn revoke_version(&self, model: Pubkey, version: Pubkey) -> accounts::RevokeVersion {
        accounts::RevokeVersion {
            dao: self.dao,
            authority: self.authority,
            model,
            model_version: version,
            history: pda::history(&model),
            log: pda::log(&model),
        }
    }

    #[must_use]
    pub fn close_attestation(
        &self,
        version: Pubkey,
        evaluator: Pubkey,
    ) -> accounts::CloseAttestation {
        accounts::CloseAttestation {
            model_version: version,
            attestation: pda::attestation(&version, &evaluator),
            payer: self.renter.pubkey(),
        }
    }

    #[must_use]
    pub fn close_version(&self, model: Pubkey, version: Pubkey) -> accounts::CloseVersion {
        accounts::CloseVersion {
            model,
            model_version: version,
            digest_index: pda::digest_index(&self.dao, &version_args(1).weights_digest),
            index_payer: self.renter.pubkey(),
            closer: self.members[0].address(),
            payer: self.renter.pubkey(),
        }
    }

    #[must_use]
    pub fn close_model(&self, model: Pubkey) -> accounts::CloseModel {
        accounts::CloseModel {
            model,
            history: pda::history(&model),
            maintainer: self.members[0].address(),
            payer: self.renter.pubkey(),
        }
    }
}
