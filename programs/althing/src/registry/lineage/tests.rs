use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn key(index: usize) -> Pubkey {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&(index as u64 + 1).to_le_bytes());
    Pubkey::new_from_array(bytes)
}

fn version(status: VersionStatus) -> ModelVersion {
    ModelVersion {
        status: status as u8,
        lineage_revision: ModelVersion::UNCHECKED,
        ..bytemuck::Zeroable::zeroed()
    }
}

#[test]
fn a_set_holds_each_once_and_says_when_there_were_more() {
    let mut taints = Taints::default();
    for index in [0, 1, 0, 1] {
        taints.insert(&key(index));
    }
    assert_eq!(taints.as_slice(), [key(0), key(1)]);
    for index in 0..8 {
        taints.insert(&key(index));
    }
    assert_eq!((taints.count, taints.overflow), (8, 0));
    taints.insert(&key(7));
    assert_eq!(taints.overflow, 0);
    taints.insert(&key(8));
    assert_eq!((taints.count, taints.overflow), (8, 1));
}

#[test]
fn what_overflowed_in_a_parent_overflows_in_a_child() {
    let mut parent = version(VersionStatus::Staged);
    parent.taints_overflow = 1;
    let mut taints = Taints::default();
    taints.inherit(&key(0), &parent);
    assert_eq!((taints.count, taints.overflow), (0, 1));
}

#[test]
fn a_version_without_parents_is_always_checked() {
    let mut child = version(VersionStatus::Draft);
    assert!(child.is_checked(7));
    link(&mut child, &key(0), &version(VersionStatus::Staged), 7).unwrap();
    assert!(child.is_checked(7) && !child.is_checked(8));
    unlink(&mut child, &key(0)).unwrap();
    assert!(child.is_checked(8));
}

#[test]
fn a_parent_that_was_not_checked_makes_the_child_unchecked() {
    let mut parent = version(VersionStatus::Staged);
    parent.add_parent(key(9)).unwrap();
    parent.lineage_revision = 6;
    let mut child = version(VersionStatus::Draft);
    link(&mut child, &key(0), &parent, 7).unwrap();
    assert_eq!(child.lineage_revision, ModelVersion::UNCHECKED);
    // Another parent, which was checked, does not make it right.
    link(&mut child, &key(1), &version(VersionStatus::Staged), 7).unwrap();
    assert_eq!(child.lineage_revision, ModelVersion::UNCHECKED);
}

#[test]
fn after_a_parent_is_unlinked_the_others_are_looked_at_again() {
    let mut child = version(VersionStatus::Draft);
    for index in 0..2 {
        link(&mut child, &key(index), &version(VersionStatus::Staged), 0).unwrap();
    }
    unlink(&mut child, &key(0)).unwrap();
    assert_eq!(child.lineage_revision, ModelVersion::UNCHECKED);
    assert!(unlink(&mut child, &key(0)).is_err());
}

#[test]
fn every_taint_must_be_pardoned() {
    let mut child = version(VersionStatus::Staged);
    let mut taints = Taints::default();
    taints.insert(&key(0));
    taints.insert(&key(1));
    child.set_taints(taints, 1);
    assert!(child.pardon(key(2)).is_err());
    child.pardon(key(0)).unwrap();
    assert!(child.pardon(key(0)).is_err());
    assert!(child.require_untainted().is_err());
    child.pardon(key(1)).unwrap();
    assert!(child.require_untainted().is_ok());
    taints.overflow = 1;
    child.set_taints(taints, 2);
    assert!(child.require_untainted().is_err());
}

#[test]
fn pardons_of_the_past_leave_no_room_for_more_than_eight() {
    let mut child = version(VersionStatus::Staged);
    for round in 0..2 {
        let mut taints = Taints::default();
        (0..8).for_each(|index| taints.insert(&key(round * 8 + index)));
        child.set_taints(taints, round as u64);
        for index in 0..8 {
            let pardoned = child.pardon(key(round * 8 + index));
            assert_eq!(pardoned.is_ok(), round == 0);
        }
    }
}

/// What happens to an organisation's versions.
#[derive(Clone, Debug)]
enum Step {
    /// A version is made from these, those of them that it can be made from.
    Make(Vec<usize>),
    /// One parent of a version is unlinked, while it has no children.
    Unlink(usize),
    Revoke(usize),
    /// Somebody asks to look at the lineage of one.
    Check(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let any = 0usize..24;
    let step = prop_oneof![
        4 => prop::collection::vec(any.clone(), 0..5).prop_map(Step::Make),
        1 => any.clone().prop_map(Step::Unlink),
        2 => any.clone().prop_map(Step::Revoke),
        6 => any.prop_map(Step::Check),
    ];
    prop::collection::vec(step, 1..60)
}

/// The versions, as the program would keep them.
#[derive(Default)]
struct Family {
    versions: Vec<ModelVersion>,
    revision: u64,
}

impl Family {
    fn parents(&self, child: usize) -> Vec<usize> {
        let index = |parent: &Pubkey| (0..self.versions.len()).find(|at| key(*at) == *parent);
        let parents = self.versions[child].parents();
        parents.iter().map(|each| index(each).unwrap()).collect()
    }

    fn has_children(&self, at: usize) -> bool {
        (0..self.versions.len()).any(|child| self.parents(child).contains(&at))
    }

    /// As [`taints_of`] does it from accounts; `None` where a parent is to be looked at first.
    fn check(&self, child: usize) -> Option<Taints> {
        let mut taints = Taints::default();
        for at in self.parents(child) {
            let parent = &self.versions[at];
            if !parent.is_checked(self.revision) {
                return None;
            }
            taints.inherit(&key(at), parent);
        }
        Some(taints)
    }

    fn take(&mut self, step: Step) {
        let count = self.versions.len();
        match step {
            Step::Make(parents) => {
                let mut child = version(VersionStatus::Staged);
                for at in parents.into_iter().filter(|at| *at < count) {
                    let parent = &self.versions[at];
                    if parent.status() != VersionStatus::Revoked {
                        // A parent given twice, or a fifth, is refused and changes nothing.
                        let before = child;
                        if link(&mut child, &key(at), parent, self.revision).is_err() {
                            child = before;
                        }
                    }
                }
                self.versions.push(child);
            }
            Step::Unlink(at) if at < count => {
                let first = self.versions[at].parents().first().copied();
                if let Some(parent) = first.filter(|_| !self.has_children(at)) {
                    unlink(&mut self.versions[at], &parent).unwrap();
                }
            }
            Step::Revoke(at)
                if at < count && self.versions[at].status() != VersionStatus::Revoked =>
            {
                self.versions[at].set_status(VersionStatus::Revoked);
                self.revision += u64::from(self.has_children(at));
            }
            Step::Check(at) if at < count => {
                if let Some(taints) = self.check(at) {
                    self.versions[at].set_taints(taints, self.revision);
                }
            }
            _ => {}
        }
    }

    /// Every revoked ancestor, found by walking all the way up.
    fn reachable(&self, from: usize) -> BTreeSet<Pubkey> {
        let (mut seen, mut open) = (BTreeSet::new(), self.parents(from));
        while let Some(at) = open.pop() {
            if seen.insert(at) {
                open.extend(self.parents(at));
            }
        }
        seen.into_iter()
            .filter(|at| self.versions[*at].status() == VersionStatus::Revoked)
            .map(key)
            .collect()
    }

    /// Taints found for a version are exactly its revoked ancestors, or eight of them and the rest unnamed.
    fn assert_exact(&self, at: usize, taints: &Taints) {
        let found: BTreeSet<_> = taints.as_slice().iter().copied().collect();
        assert_eq!(found.len(), usize::from(taints.count), "each once");
        let expected = self.reachable(at);
        if taints.overflow == 0 {
            assert_eq!(found, expected, "version {at}");
        } else {
            assert!(found.is_subset(&expected), "version {at}");
            assert!(expected.len() > MAX_TAINTS, "version {at}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever happens, a version that counts as checked has exactly its revoked ancestors for taints, and what
    /// a promotion finds is exact.
    #[test]
    fn taints_are_the_revoked_ancestors(steps in steps()) {
        let mut family = Family::default();
        for step in steps {
            family.take(step);
            for at in 0..family.versions.len() {
                let version = &family.versions[at];
                if version.is_checked(family.revision) {
                    family.assert_exact(at, &version.taints());
                }
                if let Some(taints) = family.check(at) {
                    family.assert_exact(at, &taints);
                }
            }
        }
    }

    /// Looking at all in the order in which they were made is always enough.
    #[test]
    fn ancestors_before_descendants_is_always_possible(steps in steps()) {
        let mut family = Family::default();
        for step in steps {
            family.take(step);
        }
        for at in 0..family.versions.len() {
            let taints = family.check(at).expect("the parents were looked at");
            family.versions[at].set_taints(taints, family.revision);
            family.assert_exact(at, &taints);
        }
    }
}
