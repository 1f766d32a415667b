//! Models, versions, histories and attestations.

use std::collections::{BTreeMap, BTreeSet};

use althing::consent::Grant;
use althing::registry::{Artifact, StatusChange, VersionStatus};
use althing::{Model, ModelVersion};
use anchor_lang::prelude::Pubkey;

use super::Books;
use crate::pda;

pub fn check(books: &Books) {
    for (at, model) in &books.models {
        let versions: Vec<_> = books
            .versions
            .iter()
            .filter(|(_, version)| version.model == *at)
            .collect();
        check_model(at, model, &versions);
        check_history(books, at, &versions);
    }
    for (at, version) in &books.versions {
        check_attestations(books, at, version);
        check_lists(version);
        check_family(books, at, version);
        check_taints(books, at, version);
    }
    check_indexes(books);
    for (at, artifact) in &books.artifacts {
        let links = books.versions.iter().filter(|(_, version)| {
            version.dao == artifact.dao && version.artifacts().any(|linked| linked == at)
        });
        assert_eq!(
            links.count(),
            artifact.links as usize,
            "artifact {at}: links"
        );
    }
    assert_eq!(
        books.histories.len(),
        books.models.len(),
        "a history for each model"
    );
}

fn check_model(at: &Pubkey, model: &Model, versions: &[&(Pubkey, ModelVersion)]) {
    assert_eq!(
        versions.len() as u64,
        model.open_versions,
        "model {at}: open versions"
    );
    let mut production = versions
        .iter()
        .filter(|(_, version)| version.status() == VersionStatus::Production);
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
    for (at, version) in versions {
        assert_eq!(version.dao, model.dao, "version {at}: organisation");
    }
}

/// The history's steps follow from one another, and end where the versions stand.
fn check_history(books: &Books, model: &Pubkey, versions: &[&(Pubkey, ModelVersion)]) {
    let address = pda::history(model);
    let found = books.histories.iter().find(|(at, _)| *at == address);
    let (_, (header, changes)) = found.unwrap_or_else(|| panic!("model {model}: no history"));
    assert_eq!(header.model, *model, "history {address}: model");
    let mut stands: BTreeMap<u64, u8> = BTreeMap::new();
    let mut slot = 0;
    for change in changes {
        assert!(change.slot >= slot, "history {address}: slots go back");
        slot = change.slot;
        let before = stands.insert(change.number, change.to);
        assert_eq!(
            before.unwrap_or(StatusChange::UNREGISTERED),
            change.from,
            "history {address}: version {} did not stand there",
            change.number
        );
    }
    for (at, version) in versions {
        assert_eq!(
            stands.get(&version.number),
            Some(&version.status),
            "version {at}: status in the history"
        );
    }
}

fn check_attestations(books: &Books, at: &Pubkey, version: &ModelVersion) {
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
    if version.status().is_open() {
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

/// Lists hold each key once, and zeros behind the last.
fn check_lists(version: &ModelVersion) {
    let lists = [
        (&version.parents[..], version.parent_count),
        (&version.taints[..], version.taint_count),
        (&version.pardons[..], version.pardon_count),
    ];
    for (list, count) in lists {
        let (used, free) = list.split_at(usize::from(count));
        assert!(free.iter().all(|key| *key == Pubkey::default()));
        for (index, key) in used.iter().enumerate() {
            assert_ne!(*key, Pubkey::default());
            assert!(!used[..index].contains(key), "{key} twice");
        }
    }
    check_datasets(version);
}

/// The list of datasets holds each with a purpose once, and zeros behind the last.
fn check_datasets(version: &ModelVersion) {
    let links = version.datasets.iter().zip(&version.purposes);
    let count = usize::from(version.dataset_count);
    for (index, link) in links.clone().enumerate() {
        if index >= count {
            assert_eq!(link, (&Pubkey::default(), &0), "a link behind the last");
            continue;
        }
        assert!(*link.1 <= Grant::DISTILL, "an unknown purpose");
        assert!(
            !links.clone().take(index).any(|each| each == link),
            "a dataset twice"
        );
    }
    let lost = version
        .consent_lost
        .checked_shr(u32::from(version.dataset_count));
    assert_eq!(lost.unwrap_or(0), 0, "consent lost to no dataset");
}

/// Parents exist, are of the same organisation and no drafts, and know how many children they have.
fn check_family(books: &Books, at: &Pubkey, version: &ModelVersion) {
    for parent in version.parents() {
        let found = books.versions.iter().find(|(address, _)| address == parent);
        let (_, parent) = found.unwrap_or_else(|| panic!("version {at}: no parent {parent}"));
        assert_eq!(parent.dao, version.dao, "version {at}: a parent elsewhere");
        assert_ne!(
            parent.status(),
            VersionStatus::Draft,
            "version {at}: a draft for a parent"
        );
    }
    let children = books
        .versions
        .iter()
        .filter(|(_, child)| child.parents().contains(at));
    assert_eq!(
        children.count(),
        version.children as usize,
        "version {at}: children"
    );
}

/// Where a version says that it was looked at, its taints are its revoked ancestors.
fn check_taints(books: &Books, at: &Pubkey, version: &ModelVersion) {
    let found = books.daos.iter().find(|(dao, _)| *dao == version.dao);
    let (_, dao) = found.unwrap_or_else(|| panic!("version {at}: no organisation"));
    if !version.is_checked(dao.lineage_revision) {
        return;
    }
    let (mut revoked, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut open = version.parents().to_vec();
    while let Some(ancestor) = open.pop().filter(|_| seen.len() <= books.versions.len()) {
        let found = books.versions.iter().find(|(key, _)| *key == ancestor);
        let (_, found) = found.unwrap_or_else(|| panic!("version {at}: no ancestor {ancestor}"));
        if seen.insert(ancestor) {
            open.extend(found.parents());
            if found.status() == VersionStatus::Revoked {
                revoked.insert(ancestor);
            }
        }
    }
    assert!(!seen.contains(at), "version {at}: its own ancestor");
    let taints: BTreeSet<_> = version.taints().as_slice().iter().copied().collect();
    if version.taints_overflow == 0 {
        assert_eq!(taints, revoked, "version {at}: taints");
    } else {
        assert!(taints.is_subset(&revoked) && revoked.len() > taints.len());
    }
}

/// Each organisation has an index of exactly the weights that its versions have.
fn check_indexes(books: &Books) {
    let mut counts: BTreeMap<Pubkey, u32> = BTreeMap::new();
    for (_, version) in &books.versions {
        let index = pda::digest_index(&version.dao, &version.weights_digest);
        *counts.entry(index).or_default() += 1;
    }
    let kept: BTreeMap<_, _> = books
        .digest_indexes
        .iter()
        .map(|(at, index)| (*at, index.count))
        .collect();
    assert_eq!(kept, counts, "indexes of weights");
    for (version, found) in &books.versions {
        for (address, kind) in [
            (found.code, Artifact::CODE),
            (found.evaluation, Artifact::EVALUATION),
        ] {
            if address == Pubkey::default() {
                continue;
            }
            let artifact = books.artifacts.iter().find(|(at, _)| *at == address);
            let (_, artifact) =
                artifact.unwrap_or_else(|| panic!("version {version}: no artifact"));
            assert_eq!((artifact.kind, artifact.dao), (kind, found.dao));
            let declared = kind == Artifact::CODE && found.code_digest != [0; 32];
            assert!(
                !declared || artifact.digest == found.code_digest,
                "version {version}: other code than it was registered with"
            );
        }
    }
}
