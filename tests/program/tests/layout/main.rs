//! Where every byte of an account lies. Clients read accounts by these numbers: a change here is a
//! change of the format, and wants a new layout version and a migration.

use std::mem::{align_of, offset_of, size_of};

use althing::appeals::{AppealBallot, AppealRules, Question};
use althing::audit::{AuditEntry, AuditLog, KeptRoot};
use althing::bond::LogBond;
use althing::compute::{Offence, Provider, StakePosition, Unbonding};
use althing::consent::{ClosedDataset, Dataset, Grant};
use althing::dao::{Chamber, Checkpoint, Checkpoints, Dao, Seat};
use althing::governance::{Action, Proposal, VoteRecord};
use althing::math::accumulator::{Accumulator, Holding, Mark};
use althing::math::meter::Meter;
use althing::math::split::Share;
use althing::registry::{Attestation, Model, ModelHistory, ModelVersion, StatusChange};
use althing::revenue::RevenuePool;
use althing::rewards::{RewardPool, RewardPosition};
use althing::signing::{SigningKey, Statement, VersionSignature};
use althing::witness::{
    Cosignature, Equivocation, LogCheckpoint, Witness, WitnessSet, WitnessedLog,
};
use althing_program_tests::prelude::*;
use anchor_lang::{AccountSerialize, Discriminator};

/// Asserts where fields begin, counted behind the discriminator.
macro_rules! offsets {
    ($account:ty: $($field:ident $at:literal),+ $(,)?) => {
        $(assert_eq!(offset_of!($account, $field), $at, concat!(stringify!($account), ".", stringify!($field)));)+
    };
}

#[test]
fn discriminators_are_those_of_the_account_names() {
    fn check<T: Discriminator>(name: &str) {
        let hash = solana_sha256_hasher::hash(format!("account:{name}").as_bytes());
        assert_eq!(T::DISCRIMINATOR, &hash.as_bytes()[..8], "{name}");
    }
    check::<Dao>("Dao");
    check::<Chamber>("Chamber");
    check::<Seat>("Seat");
    check::<AuditLog>("AuditLog");
    check::<AuditEntry>("AuditEntry");
    check::<KeptRoot>("KeptRoot");
    check::<Model>("Model");
    check::<ModelVersion>("ModelVersion");
    check::<ModelHistory>("ModelHistory");
    check::<Attestation>("Attestation");
    check::<SigningKey>("SigningKey");
    check::<Statement>("Statement");
    check::<VersionSignature>("VersionSignature");
    check::<Dataset>("Dataset");
    check::<ClosedDataset>("ClosedDataset");
    check::<Grant>("Grant");
    check::<WitnessSet>("WitnessSet");
    check::<WitnessedLog>("WitnessedLog");
    check::<LogCheckpoint>("LogCheckpoint");
    check::<Equivocation>("Equivocation");
    check::<RevenuePool>("RevenuePool");
    check::<RewardPool>("RewardPool");
    check::<RewardPosition>("RewardPosition");
    check::<Provider>("Provider");
    check::<StakePosition>("StakePosition");
    check::<Unbonding>("Unbonding");
    check::<Offence>("Offence");
    check::<Proposal>("Proposal");
    check::<Action>("Action");
    check::<VoteRecord>("VoteRecord");
    check::<LogBond>("LogBond");
    check::<AppealRules>("AppealRules");
    check::<Question>("Question");
    check::<AppealBallot>("AppealBallot");
}

#[test]
fn zero_copy_accounts_have_their_sizes() {
    assert_eq!(Chamber::SPACE, 8 + 416);
    assert_eq!(Seat::SPACE, 8 + 424);
    assert_eq!(AuditLog::SPACE, 8 + 1_432);
    assert_eq!(KeptRoot::SPACE, 8 + 120);
    assert_eq!(Proposal::SPACE, 8 + 560);
    assert_eq!(VoteRecord::SPACE, 8 + 144);
    assert_eq!(Attestation::SPACE, 8 + 176);
    assert_eq!(ModelVersion::SPACE, 8 + 1_480);
    assert_eq!((ModelHistory::HEADER, StatusChange::SIZE), (8 + 72, 32));
    assert_eq!(SigningKey::SPACE, 8 + 184);
    assert_eq!(VersionSignature::SPACE, 8 + 184);
    assert_eq!(Statement::HEADER, 8 + 104);
    assert_eq!(WitnessSet::SPACE, 8 + 88 + 16 * 104);
    assert_eq!(WitnessedLog::SPACE, 8 + 320);
    assert_eq!(LogCheckpoint::SPACE, 8 + 176 + 16 * 72);
    assert_eq!(Equivocation::SPACE, 8 + 288);
    assert_eq!(Provider::SPACE, 8 + 448);
    assert_eq!(StakePosition::SPACE, 8 + 160);
    assert_eq!(Unbonding::SPACE, 8 + 168);
    assert_eq!(Offence::SPACE, 8 + 120);
    assert_eq!(Dataset::SPACE, 8 + 480);
    assert_eq!(ClosedDataset::SPACE, 8 + 40);
    assert_eq!(Grant::SPACE, 8 + 352);
    assert_eq!(RevenuePool::SPACE, 8 + 936);
    assert_eq!(RewardPool::SPACE, 8 + 1_312);
    assert_eq!(RewardPosition::SPACE, 8 + 192);
    assert_eq!(LogBond::SPACE, 8 + 472);
    assert_eq!(Question::SPACE, 8 + 576);
    assert_eq!(AppealBallot::SPACE, 8 + 144);
}

#[test]
fn borsh_accounts_have_their_sizes() {
    assert_eq!(Dao::SPACE, 8 + 3 + 5 * 32 + 55 + 8 + 8 + 1 + 8 + (4 + 64));
    assert_eq!(
        Model::SPACE,
        8 + 2 + 4 * 32 + 4 * 8 + 32 + 32 + (4 + 64) + (4 + 200)
    );
    assert_eq!(AppealRules::SPACE, 8 + 2 + 3 * 32 + 8 + 43 + (1 + 43));
    assert_eq!((Action::space(33), Action::space(10_000)), (114, 10_081));
    assert_eq!((AuditEntry::space(0), AuditEntry::space(512)), (136, 648));
    // A longer payload is refused anyway; its account is not.
    assert_eq!(AuditEntry::space(513), 648);
}

#[test]
fn zero_copy_accounts_can_be_read_at_any_place() {
    // Behind the discriminator an account begins at a multiple of 8.
    for align in [
        align_of::<Chamber>(),
        align_of::<Seat>(),
        align_of::<AuditLog>(),
        align_of::<KeptRoot>(),
        align_of::<Proposal>(),
    ] {
        assert_eq!(align, 8);
    }
    for align in [
        align_of::<Provider>(),
        align_of::<RevenuePool>(),
        align_of::<RewardPool>(),
        align_of::<RewardPosition>(),
        align_of::<LogBond>(),
        align_of::<SigningKey>(),
        align_of::<WitnessSet>(),
        align_of::<LogCheckpoint>(),
        align_of::<VersionSignature>(),
        align_of::<Dataset>(),
        align_of::<Grant>(),
        align_of::<Question>(),
        align_of::<AppealBallot>(),
    ] {
        assert_eq!(align, 8);
    }
}

#[test]
fn the_ring_of_checkpoints() {
    assert_eq!(
        (size_of::<Checkpoint>(), size_of::<Checkpoints>()),
        (16, 16 * 16 + 8)
    );
    offsets!(Checkpoint: epoch 0, weight 8);
    offsets!(Checkpoints: ring 0, written 256);
}

#[test]
fn fields_of_the_room_dao() {
    offsets!(Chamber: version 0, bump 1, index 2, kind 3, weighting 4, dao 8, payer 40, mint 72, vault 104,
        deposited 136, seats 144, total 152);
    offsets!(Seat: version 0, bump 1, dao 8, chamber 40, holder 72, payer 104, deposited 136, withdrawing 144,
        withdrawable_at 152, weight 160);
}

#[test]
fn fields_of_the_room_audit() {
    offsets!(AuditLog: version 0, bump 1, subject 8, writer 40, payer 72, size 104, root 112, slot 144, frontier 152);
    offsets!(KeptRoot: version 0, bump 1, audit_log 8, payer 40, size 72, root 80, slot 112);
}

#[test]
fn fields_of_the_room_governance() {
    offsets!(Proposal: version 0, bump 1, authority_bump 2, state 3, action_count 4, actions_executed 5,
        open_actions 6, quorum_bps 8, approval_bps 10, dao 16, authority 48, log 80, chamber 112, proposer 144,
        payer 176, number 208, epoch 216, eligible 224, yes 232, no 240, abstain 248, open_votes 256,
        submitted_at 264, voting_ends_at 272, executable_at 280, expires_at 288, finalized_slot 296,
        action_hash 304, description_hash 336, title 368, uri 432);
    offsets!(VoteRecord: version 0, bump 1, choice 2, proposal 8, seat 40, voter 72, payer 104, weight 136);
}

#[test]
fn fields_of_the_room_registry() {
    offsets!(ModelVersion: version 0, bump 1, status 2, parent_count 3, dataset_count 4, taint_count 5, pardon_count 6,
        taints_overflow 7, dao 8, model 40, payer 72, code 104, evaluation 136, number 168, weights_digest 176,
        manifest_digest 208, code_digest 240, dataset_root 272, metadata_hash 304, parents 336, datasets 464,
        taints 720, pardons 976, lineage_revision 1232, created_at 1240, promoted_at 1248, open_attestations 1256,
        children 1260, attestations_passed 1264, attestations_failed 1266, consent_lost 1268, purposes 1272, metadata_uri 1280);
    offsets!(ModelHistory: version 0, bump 1, count 4, model 8, payer 40);
    offsets!(StatusChange: slot 0, timestamp 8, number 16, from 24, to 25);
    offsets!(Attestation: version 0, bump 1, passed 2, model_version 8, evaluator 40, seat 72, payer 104,
        result_hash 136, attested_at 168);
}

#[test]
fn fields_of_the_room_signing() {
    offsets!(SigningKey: version 0, bump 1, scheme 2, model 8, payer 40, added_by 72, public_key 104,
        added_at_slot 144, valid_from_slot 152, valid_until_slot 160, revoked_at_slot 168, signatures 176);
    offsets!(VersionSignature: version 0, bump 1, scheme 2, form 3, model_version 8, signing_key 40, payer 72,
        slot 104, signed_at 112, signature 120);
    offsets!(Statement: version 0, bump 1, sealed 2, length 4, model_version 8, payer 40, encoding_hash 72);
}

#[test]
fn fields_of_the_room_witness() {
    assert_eq!((size_of::<Witness>(), size_of::<Cosignature>()), (104, 72));
    offsets!(Witness: key 0, name 32, name_length 96);
    offsets!(Cosignature: time 0, signature 8);
    offsets!(WitnessSet: version 0, bump 1, quorum 2, count 3, dao 8, payer 40, revision 72, logs 80, witnesses 88);
    offsets!(WitnessedLog: version 0, bump 1, origin_length 2, ending 3, dao 8, witness_set 40, audit_log 72, payer 104,
        origin 136, checkpoints 264, latest_size 272, latest_root 280, latest_slot 312);
    offsets!(LogCheckpoint: version 0, bump 1, witnessed 2, cosigned 4, witnessed_log 8, audit_log 40, payer 72,
        size 104, root 112, slot 144, opened_slot 152, witnessed_slot 160, revision 168, cosignatures 176);
    offsets!(Equivocation: version 0, bump 1, ground 2, dao 8, audit_log 40, bond 72, reporter 104, payer 136,
        size 168, signing_key 176, signed_root 208, other_root 240, taken 272, slot 280);
}

#[test]
fn fields_of_the_room_compute() {
    offsets!(Provider: version 0, bump 1, status 2, accelerators 4, positions 8, offences 12, dao 16, operator 48,
        payer 80, mint 112, vault 144, endpoint 176, region 304, accelerator 336, price_per_hour 368, active 376,
        unbonding 400, slashed_epoch 424);
    offsets!(StakePosition: version 0, open_unbondings 4, provider 8, holder 40, payer 72, reward_position 104,
        shares 136, round 144, unbonding_count 152);
    offsets!(Unbonding: version 0, position 8, provider 40, holder 72, payer 104, number 136, shares 144, round 152,
        ready_at 160);
    offsets!(Offence: version 0, bps 2, provider 8, payer 40, offence_id 72, amount 104, slashed_at 112);
}

#[test]
fn fields_of_the_room_bond() {
    offsets!(LogBond: version 0, bump 1, origin_length 2, open_questions 4, operator 8, dao 40, audit_log 72, mint 104,
        vault 136, payer 168, signing_key 200, origin 232, amount 360, unbonding 368, available_at 376, at_stake 384,
        checkpoint_interval 400, last_checkpoint_slot 408, checkpoint_size 416, slashed 424, slashed_epoch 432,
        slashed_in_epoch 440, epoch_opening 448, opened_at 456, cooldown 464);
}

#[test]
fn fields_of_the_room_consent() {
    offsets!(Dataset: version 0, bump 1, open_grants 4, dao 8, log 40, owner 72, new_owner 104, payer 136, mint 168,
        digest 200, metadata_hash 232, created_at 264, grant_count 272, uri 280);
    offsets!(ClosedDataset: version 0, bump 1, owner 8);
    offsets!(Grant: version 0, bump 1, purpose 2, state 3, price_kind 4, dataset 8, model 40, licensee 72, log 104,
        mint 136, vault 168, payer 200, price 232, period 240, starts_at 248, expires_at 256, use_cap 264, uses 272,
        accepted_at 280, ended_at 288, funded 296, claimed 304, refunded 312, meter 320);
    offsets!(Meter: prepaid 0, owed 8, carry 16, last 24);
}

#[test]
fn fields_of_the_room_appeals() {
    offsets!(Question: version 0, bump 1, state 2, chamber_index 3, questioner_bps 4, quorum_bps 6, approval_bps 8,
        dao 16, bond 48, audit_log 80, operator 112, questioner 144, payer 176, mint 208, vault 240, chamber 272,
        leaf 304, question_hash 336, answer_hash 368, grounds_hash 400, index 432, log_size 440, answer_index 448,
        deposit 456, unanswered_penalty 464, upheld_penalty 472, opened_at 480, answer_by 488, appeal_period 496,
        appeal_by 504, voting_period 512, voting_ends_at 520, epoch 528, eligible 536, yes 544, no 552, abstain 560,
        open_ballots 568);
    offsets!(AppealBallot: version 0, bump 1, choice 2, question 8, seat 40, voter 72, payer 104, weight 136);
}

#[test]
fn fields_of_the_room_revenue() {
    assert_eq!(size_of::<Share>(), 24);
    offsets!(Share: owed 0, paid 8, bps 16, remainder 18);
    offsets!(RevenuePool: version 0, bump 1, dataset_count 2, parent_count 3, children 4, dao 8, model 40,
        model_version 72, mint 104, vault 136, payer 168, datasets 200, parents 456, released_at 584, deposited 592,
        shares 600);
}

#[test]
fn fields_of_the_room_rewards() {
    assert_eq!(
        (
            size_of::<Mark>(),
            size_of::<Accumulator>(),
            size_of::<Holding>()
        ),
        (32, 1_072, 56)
    );
    offsets!(RewardPool: version 0, positions 4, dao 8, subject 40, mint 72, vault 104, payer 136, epoch_zero 168,
        epoch_length 176, window 184, last 192, funded 200, paid 208, stream 216);
    offsets!(RewardPosition: version 0, reward_pool 8, holder 40, source 72, payer 104, holding 136);
}

/// The program reads actions in place, at these offsets, without decoding the account.
#[test]
fn an_action_lies_as_it_is_read_in_place() {
    let proposal = key("proposal").pubkey();
    let action = Action {
        version: 1,
        bump: 2,
        index: 3,
        proposal,
        payer: key("payer").pubkey(),
        length: 0x0201,
        payload: vec![9, 8, 7],
    };
    let mut bytes = vec![];
    action.try_serialize(&mut bytes).unwrap();
    assert_eq!(&bytes[8..11], [1, 2, 3]);
    assert_eq!(&bytes[11..43], proposal.as_ref());
    assert_eq!(&bytes[75..77], [1, 2]);
    assert_eq!(&bytes[77..81], [3, 0, 0, 0]);
    assert_eq!(&bytes[81..], [9, 8, 7]);
    assert_eq!(bytes.len(), Action::space(3));
}

/// What the compiled program writes has the version and the size that this crate reads.
#[test]
fn accounts_on_the_chain_begin_with_the_version() {
    let (mut w, c) = community();
    let action = w.transfer(&c.mint, &c.treasury, &c.members[0].tokens, &c.authority, 1);
    let motion = w.succeeded(&c, &[action]);
    let vote = pda::vote(&motion.proposal, &c.members[0].seat);
    let sizes = [
        (c.dao, Dao::SPACE),
        (c.chamber, Chamber::SPACE),
        (c.members[0].seat, Seat::SPACE),
        (c.log, AuditLog::SPACE),
        (motion.proposal, Proposal::SPACE),
        (vote, VoteRecord::SPACE),
        (
            motion.action(0),
            Action::space(payload(&motion.actions[0]).len() as u16),
        ),
    ];
    for (address, size) in sizes {
        let data = w.account(&address).unwrap().data;
        assert_eq!((data.len(), data[8]), (size, 1), "{address}");
    }
}
