//! Models, versions and attestations.

use althing::registry::VersionStatus;
use anchor_lang::prelude::Pubkey;

use super::Books;

pub fn check(books: &Books) {
    for (at, model) in &books.models {
        let versions: Vec<_> = books
            .versions
            .iter()
            .filter(|(_, version)| version.model == *at)
            .collect();
        assert_eq!(
            versions.len() as u64,
            model.open_versions,
            "model {at}: open versions"
        );
        let mut production = versions
            .iter()
            .filter(|(_, version)| version.status == VersionStatus::Production);
        let (address, number) = production
            .next()
            .map_or((Pubkey::default(), 0), |(at, version)| {
                (*at, version.number)
            });
        assert_eq!(
            (model.production_version, model.production),
            (address, number),
            "model {at}: production"
        );
        assert!(
            production.next().is_none(),
            "model {at}: two versions in production"
        );
    }
    for (at, version) in &books.versions {
        let words: Vec<_> = books
            .attestations
            .iter()
            .filter(|(_, word)| word.model_version == *at)
            .collect();
        assert_eq!(
            words.len() as u64,
            u64::from(version.open_attestations),
            "version {at}: open attestations"
        );
        if version.status == VersionStatus::Draft {
            let passed = words.iter().filter(|(_, word)| word.has_passed()).count();
            assert_eq!(
                passed,
                usize::from(version.attestations_passed),
                "version {at}: passed"
            );
            assert_eq!(
                words.len() - passed,
                usize::from(version.attestations_failed),
                "version {at}: failed"
            );
        }
    }
}
