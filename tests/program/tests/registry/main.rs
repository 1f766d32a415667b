//! The room `registry`: models, their versions, what evaluators say, and what a vote makes of it.

mod accept_maintainership;
mod attest_version;
mod check_consent;
mod check_lineage;
mod close_artifact;
mod close_attestation;
mod close_model;
mod close_version;
mod deprecate_version;
mod digest_index;
mod extend_history;
mod link_artifact;
mod link_dataset;
mod link_parent;
mod offer_maintainership;
mod override_taint;
mod promote_version;
mod register_artifact;
mod register_model;
mod register_version;
mod revoke_version;
mod stage_version;
mod unlink_artifact;
mod unlink_dataset;
mod unlink_parent;
mod unstage_version;
mod update_card;
mod update_model;
mod withdraw_attestation;
mod withdraw_maintainership_offer;

use std::fmt::Debug;

use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::registry::StatusChange;
use althing::{Artifact, AuditLog, Config, ModelHistory, UpdateCardArgs};
use althing_program_tests::prelude::*;
use anchor_lang::AnchorSerialize;

/// Every field is equal. (Anchor's accounts have no `PartialEq`.)
#[track_caller]
fn assert_same<T: Debug>(actual: &T, expected: &T) {
    assert_eq!(format!("{actual:#?}"), format!("{expected:#?}"));
}

/// The bump of the address of these seeds.
fn bump(seeds: &[&[u8]]) -> u8 {
    Pubkey::find_program_address(seeds, &althing::ID).1
}

/// An entry's bytes, written from their description in docs/audit-log.md.
fn entry_bytes(entry: &EntryAppended) -> Vec<u8> {
    let mut bytes = b"ALTHING\x01".to_vec();
    bytes.extend(entry.log.to_bytes());
    bytes.extend(entry.index.to_le_bytes());
    bytes.extend(entry.timestamp.to_le_bytes());
    bytes.extend(entry.slot.to_le_bytes());
    bytes.extend(entry.actor.to_bytes());
    bytes.extend(entry.kind.to_le_bytes());
    bytes.extend((entry.payload.len() as u16).to_le_bytes());
    bytes.extend(&entry.payload);
    bytes
}

/// A governed log and all its leaves, rebuilt from the events of transactions alone.
struct Reader {
    log: Pubkey,
    leaves: Vec<merkle::Hash>,
}

impl Reader {
    /// A reader that has seen nothing.
    fn new(log: Pubkey) -> Self {
        Self {
            log,
            leaves: vec![],
        }
    }

    /// Reads a transaction's entries in this log, and finds the chain's root in the leaves.
    #[track_caller]
    fn read(&mut self, w: &World, sent: &Sent) -> Vec<EntryAppended> {
        let entries: Vec<_> = sent
            .events::<EntryAppended>()
            .into_iter()
            .filter(|entry| entry.log == self.log)
            .collect();
        for entry in &entries {
            assert_eq!(entry.index, self.leaves.len() as u64);
            self.leaves.push(merkle::leaf(&entry_bytes(entry)));
            assert_eq!(entry.root, merkle::root(&self.leaves));
        }
        let log: AuditLog = w.zero_copy(&self.log);
        assert_eq!(
            (log.size, log.root),
            (self.leaves.len() as u64, merkle::root(&self.leaves))
        );
        entries
    }
}

/// A model's history.
fn changes(w: &World, model: &Pubkey) -> Vec<StatusChange> {
    let history = w.account(&pda::history(model)).unwrap();
    ModelHistory::changes(&history.data).unwrap()
}

/// The last change that a model's history has: the version's number, from and to.
fn last_change(w: &World, model: &Pubkey) -> (u64, u8, u8) {
    let change = *changes(w, model).last().unwrap();
    assert_eq!((change.slot, change.timestamp), (w.slot(), w.now()));
    (change.number, change.from, change.to)
}

/// The root that a log gets by one leaf more.
fn root_with(log: &AuditLog, leaf: merkle::Hash) -> merkle::Hash {
    let subtrees = (0..log.frontier.len()).filter(|level| log.size >> level & 1 == 1);
    // RFC 6962: the smaller trees are on the right, and so is the new leaf.
    subtrees.fold(leaf, |right, level| {
        let children = [[1].as_slice(), &log.frontier[level], &right].concat();
        solana_sha256_hasher::hash(&children).to_bytes()
    })
}

/// The transaction appended exactly this entry to the log, here and now, and its leaf makes the log's
/// root.
#[track_caller]
fn assert_recorded(
    w: &World,
    before: &AuditLog,
    sent: &Sent,
    kind: EntryKind,
    actor: &Pubkey,
    payload: &impl AnchorSerialize,
) {
    let log = pda::log(&before.subject);
    let entries: Vec<_> = sent
        .events::<EntryAppended>()
        .into_iter()
        .filter(|entry| entry.log == log)
        .collect();
    let mut bytes = vec![];
    payload.serialize(&mut bytes).unwrap();
    let mut expected = EntryAppended {
        log,
        index: before.size,
        timestamp: w.now(),
        slot: w.slot(),
        actor: *actor,
        kind: kind as u16,
        payload: bytes,
        root: [0; 32],
    };
    expected.root = root_with(before, merkle::leaf(&entry_bytes(&expected)));
    assert_eq!(entries.len(), 1);
    let told = |entry: &EntryAppended| (entry_bytes(entry), entry.root);
    assert_eq!(told(&entries[0]), told(&expected));

    let after: AuditLog = w.zero_copy(&log);
    assert_eq!(
        (after.size, after.root, after.slot),
        (before.size + 1, expected.root, w.slot())
    );
    assert_eq!(
        (after.subject, after.writer, after.payer),
        (before.subject, before.writer, before.payer)
    );
}

/// The organisation's rules change to need this many attestations.
fn need_attestations(w: &mut World, c: &Community, attestations_needed: u8) {
    let config = Config {
        attestations_needed,
        ..config()
    };
    w.pass(
        c,
        &[c.update_config().call(instruction::UpdateConfig { config })],
    );
}

/// Texts over `max` bytes, and such as would garble a reader's screen.
fn bad_texts(max: usize) -> Vec<String> {
    let too_long = "a".repeat(max + 1);
    let too_long_in_bytes = "é".repeat(max / 2 + 1);
    vec![
        too_long,
        too_long_in_bytes,
        "a\nb".into(),
        "\0".into(),
        "\x1b[2J".into(),
        "a\x7f".into(),
    ]
}

/// The whole life of a model, read by somebody who has only the transactions' events.
#[test]
fn a_models_log_can_be_rebuilt_from_its_events() {
    let (mut w, c, k) = catalogue();
    let model = pda::model(&c.dao, "Second");
    let m = &c.members[0];
    let signers = [&m.key, &c.renter];
    let mut reader = Reader::new(pda::log(&model));
    let mut kinds = vec![];
    let mut read = |w: &World, sent: &Sent| {
        kinds.extend(reader.read(w, sent).iter().map(|entry| entry.kind));
    };

    let args = model_args("Second");
    let sent = w.go(
        &[c.register_model(m, "Second")
            .call(instruction::RegisterModel { args })],
        &signers,
    );
    read(&w, &sent);
    for number in [1, 2] {
        let args = version_args(number);
        let version = pda::version(&model, number);
        let register = c
            .register_version(model, number)
            .call(instruction::RegisterVersion { args });
        let sent = w.go(&[register], &signers);
        read(&w, &sent);
        if number == 2 {
            let parent = pda::version(&model, 1);
            for link in [
                c.link_parent(model, version, parent)
                    .call(instruction::LinkParent {}),
                c.unlink_parent(model, version, parent)
                    .call(instruction::UnlinkParent {}),
                c.link_parent(model, version, parent)
                    .call(instruction::LinkParent {}),
            ] {
                let sent = w.go(&[link], &signers);
                read(&w, &sent);
            }
            describe(&mut w, &c, model, version, &mut read);
        }
        for step in [
            c.stage_version(model, version)
                .call(instruction::StageVersion {}),
            c.unstage_version(model, version)
                .call(instruction::UnstageVersion {}),
            c.stage_version(model, version)
                .call(instruction::StageVersion {}),
        ] {
            let sent = w.go(&[step], &signers);
            read(&w, &sent);
        }
        for evaluator in &k.evaluators[..2] {
            let sent = w
                .attest(&c, &pda::version(&model, number), evaluator, true)
                .unwrap();
            read(&w, &sent);
        }
        let promote = w.promotes(&c, &pda::version(&model, number));
        let sent = w.as_authority(&c, promote).unwrap();
        read(&w, &sent);
    }
    let deprecate = c
        .deprecate_version(model, pda::version(&model, 2))
        .call(instruction::DeprecateVersion {});
    let sent = w.as_authority(&c, deprecate).unwrap();
    read(&w, &sent);
    let revoke = c
        .revoke_version(model, pda::version(&model, 1))
        .call(instruction::RevokeVersion {});
    let sent = w.as_authority(&c, revoke).unwrap();
    read(&w, &sent);
    hand_over(&mut w, &c, model, &mut read);

    let first = [18, 23, 24, 23, 19, 19, 20];
    let second = [18, 25, 26, 25, 28, 28, 28, 29, 23, 24, 23, 19, 19, 20];
    let last = [21, 22, 30, 30, 30, 31];
    assert_eq!(kinds, [&first[..], &second, &last].concat());
}

/// Links code to a draft, there and back, and gives it another card.
fn describe(
    w: &mut World,
    c: &Community,
    model: Pubkey,
    version: Pubkey,
    read: &mut impl FnMut(&World, &Sent),
) {
    let code = w.artifact(c, &model, Artifact::CODE, version_args(2).code_digest);
    let link = c.link_artifact(model, version, code);
    let link = link.call(instruction::LinkArtifact {});
    let unlink = c.unlink_artifact(model, version, code);
    let unlink = unlink.call(instruction::UnlinkArtifact {});
    let args = UpdateCardArgs {
        metadata_uri: "https://example.org/card".into(),
        metadata_hash: [9; 32],
    };
    let update = c.update_card(model, version);
    let update = update.call(instruction::UpdateCard { args });
    for step in [link.clone(), unlink, link, update] {
        let sent = w.go(&[step], &[&c.members[0].key]);
        read(w, &sent);
        w.svm.expire_blockhash();
    }
}

/// Offers a model, takes that back, offers it again, and has it accepted.
fn hand_over(w: &mut World, c: &Community, model: Pubkey, read: &mut impl FnMut(&World, &Sent)) {
    let heir = &c.members[1];
    let new_maintainer = heir.address();
    let offer = c.offer_maintainership(model);
    let offer = offer.call(instruction::OfferMaintainership { new_maintainer });
    let withdraw = c.withdraw_maintainership_offer(model);
    let withdraw = withdraw.call(instruction::WithdrawMaintainershipOffer {});
    let accept = c.accept_maintainership(model, new_maintainer);
    let accept = accept.call(instruction::AcceptMaintainership {});
    for step in [offer.clone(), withdraw, offer, accept] {
        let sent = w.go(&[step], &[&c.members[0].key, &heir.key]);
        read(w, &sent);
        w.svm.expire_blockhash();
    }
}
