//! Payloads of the log entries that the program writes, by kind. The table is made from the program's sources when this is
//! built, see `build.rs`.

use serde_json::Value;

use super::value::Reader;
use crate::output::Record;

/// Kind, name, and fields as an IDL has them; the order is that of the bytes.
const KINDS: &[(u16, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/kinds.rs"));

/// A kind's name; kinds of others have none.
#[must_use]
pub fn name(kind: u16) -> Option<&'static str> {
    find(kind).map(|(_, name, _)| *name)
}

/// A payload by its kind; `None` where the kind is not the program's, or the bytes are not of that form.
#[must_use]
pub fn payload(kind: u16, bytes: &[u8]) -> Option<Record> {
    let (_, _, fields) = find(kind)?;
    let fields: Vec<Value> = serde_json::from_str(fields).ok()?;
    let mut reader = Reader::new(bytes);
    let record = reader.fields(&fields)?;
    reader.rest().is_empty().then_some(record)
}

fn find(kind: u16) -> Option<&'static (u16, &'static str, &'static str)> {
    KINDS.iter().find(|(known, _, _)| *known == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Cell;
    use althing::audit::EntryKind;
    use althing::{compute, dao, governance, registry, revenue, rewards, signing, Config};
    use anchor_lang::prelude::{AnchorSerialize, Pubkey};

    fn check(
        kind: EntryKind,
        payload: &impl AnchorSerialize,
        field: &str,
        expected: impl Into<Cell>,
    ) {
        let mut bytes = vec![];
        payload.serialize(&mut bytes).unwrap();
        let decoded = super::payload(kind as u16, &bytes).unwrap_or_else(|| panic!("{kind:?}"));
        assert_eq!(decoded.get(field), Some(&expected.into()), "{kind:?}");
        assert_eq!(name(kind as u16), Some(format!("{kind:?}").as_str()));
        assert_eq!(super::payload(kind as u16, &bytes[1..]), None, "{kind:?}");
    }

    /// A type that no payload of these bytes can have would be found here, before an entry of it is written.
    #[test]
    fn every_kind_of_the_program_has_fields_of_known_types() {
        assert!(KINDS.len() >= 23, "{}", KINDS.len());
        for (number, name, fields) in KINDS {
            let fields: Vec<Value> = serde_json::from_str(fields).unwrap();
            assert!(!fields.is_empty(), "{name}");
            for field in fields {
                let zeros = [0; 512];
                let read = Reader::new(&zeros).value(&field["type"]);
                assert!(read.is_some(), "{name} ({number}): {field}");
            }
        }
    }

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    fn config() -> Config {
        Config {
            epoch_length: 1,
            voting_period: 2,
            hold_up: 3,
            execution_window: 4,
            withdrawal_cooldown: 5,
            proposal_threshold: 6,
            quorum_bps: 7,
            approval_bps: 8,
            slash_cap_bps: 9,
            attestations_needed: 10,
        }
    }

    #[test]
    fn payloads_of_organisations_are_those_of_the_program() {
        use dao::entries::*;
        let created = DaoCreated {
            mint: key(1),
            config: config(),
            name: "n".into(),
        };
        check(EntryKind::DaoCreated, &created, "name", "n");
        let decoded = payload(2, &[created.config.try_to_vec_for_test()].concat()).unwrap();
        let Some(Cell::Record(rules)) = decoded.get("config") else {
            panic!("no rules")
        };
        assert_eq!(rules.get("attestationsNeeded"), Some(&Cell::Count(10)));
        check(
            EntryKind::ChamberCreated,
            &ChamberCreated {
                index: 2,
                kind: 3,
                weighting: 1,
            },
            "weighting",
            1u8,
        );
        let granted = SeatGranted {
            chamber: 1,
            holder: key(3),
            points: 7,
        };
        check(EntryKind::SeatGranted, &granted, "points", 7u128);
    }

    trait Bytes {
        fn try_to_vec_for_test(&self) -> Vec<u8>;
    }

    impl<T: AnchorSerialize> Bytes for T {
        fn try_to_vec_for_test(&self) -> Vec<u8> {
            let mut bytes = vec![];
            self.serialize(&mut bytes).unwrap();
            bytes
        }
    }

    #[test]
    fn payloads_of_votes_are_those_of_the_program() {
        use governance::entries::*;
        let submitted = ProposalSubmitted {
            proposal: key(1),
            number: 2,
            action_hash: [3; 32],
            description_hash: [4; 32],
            epoch: 5,
            eligible: 6,
            voting_ends_at: 7,
            executable_at: 8,
            expires_at: 9,
            quorum_bps: 10,
            approval_bps: 11,
        };
        check(
            EntryKind::ProposalSubmitted,
            &submitted,
            "approvalBps",
            11u16,
        );
        check(
            EntryKind::ProposalCancelled,
            &ProposalCancelled {
                proposal: key(1),
                number: 2,
            },
            "number",
            2u128,
        );
        let finalized = ProposalFinalized {
            proposal: key(1),
            number: 2,
            passed: true,
            yes: 3,
            no: 4,
            abstain: 5,
            eligible: 6,
        };
        check(EntryKind::ProposalFinalized, &finalized, "eligible", 6u128);
        let executed = ActionExecuted {
            proposal: key(1),
            number: 2,
            index: 3,
            program: key(4),
        };
        check(EntryKind::ActionExecuted, &executed, "program", key(4));
    }

    #[test]
    fn payloads_of_providers_and_rewards_are_those_of_the_program() {
        use compute::entries::*;
        let registered = ProviderRegistered {
            provider: key(1),
            accelerators: 2,
            price_per_hour: 3,
            endpoint: "e".into(),
            region: "r".into(),
            accelerator: "a".into(),
        };
        check(
            EntryKind::ProviderRegistered,
            &registered,
            "accelerator",
            "a",
        );
        check(
            EntryKind::ProviderRetired,
            &ProviderRetired { provider: key(1) },
            "provider",
            key(1),
        );
        let slashed = ProviderSlashed {
            provider: key(1),
            offence_id: [2; 32],
            bps: 3,
            from_active: 4,
            from_unbonding: 5,
        };
        check(EntryKind::ProviderSlashed, &slashed, "fromUnbonding", 5u128);
        let pool = rewards::entries::RewardPoolCreated {
            pool: key(1),
            subject: key(2),
            mint: key(3),
            window: -4,
        };
        check(EntryKind::RewardPoolCreated, &pool, "window", "-4");
    }

    #[test]
    fn payloads_of_the_registry_are_those_of_the_program() {
        use registry::entries::*;
        let model = ModelRegistered {
            model: key(1),
            log: key(2),
            metadata_hash: [3; 32],
            name: "n".into(),
            metadata_uri: "u".into(),
        };
        check(EntryKind::ModelRegistered, &model, "metadataUri", "u");
        let updated = ModelUpdated {
            metadata_hash: [3; 32],
            metadata_uri: "u".into(),
        };
        check(EntryKind::ModelUpdated, &updated, "metadataUri", "u");
        check(
            EntryKind::VersionDeprecated,
            &VersionDeprecated { number: 4 },
            "number",
            4u128,
        );
        let staged = VersionStaged { number: 4 };
        check(EntryKind::VersionStaged, &staged, "number", 4u128);
        let unstaged = VersionUnstaged { number: 4 };
        check(EntryKind::VersionUnstaged, &unstaged, "number", 4u128);
        let linked = ParentLinked {
            number: 4,
            parent: key(1),
            parent_number: 3,
            parent_weights_digest: [2; 32],
        };
        check(EntryKind::ParentLinked, &linked, "parentNumber", 3u128);
        let unlinked = ParentUnlinked {
            number: 4,
            parent: key(1),
        };
        check(EntryKind::ParentUnlinked, &unlinked, "parent", key(1));
    }

    #[test]
    fn payloads_of_revenue_are_those_of_the_program() {
        use revenue::entries::*;
        let created = RevenuePoolCreated {
            pool: key(1),
            model_version: key(2),
            mint: key(3),
        };
        check(
            EntryKind::RevenuePoolCreated,
            &created,
            "modelVersion",
            key(2),
        );
        let table = revenue::RevenueTable {
            treasury: 9_000,
            maintainer: 1_000,
            datasets: [0; 8],
            parents: [0; 4],
        };
        let set = RevenueSharesSet {
            pool: key(1),
            table,
        };
        check(EntryKind::RevenueSharesSet, &set, "pool", key(1));
        let mut bytes = vec![];
        set.serialize(&mut bytes).unwrap();
        let decoded = payload(EntryKind::RevenueSharesSet as u16, &bytes).unwrap();
        let Some(Cell::Record(shares)) = decoded.get("table") else {
            panic!("no table")
        };
        assert_eq!(shares.get("treasury"), Some(&Cell::Count(9_000)));
        let closed = RevenuePoolClosed {
            pool: key(1),
            returned: 5,
        };
        check(EntryKind::RevenuePoolClosed, &closed, "returned", 5u128);
    }

    #[test]
    fn payloads_of_signing_keys_are_those_of_the_program() {
        use signing::entries::*;
        let added = SigningKeyAdded {
            signing_key: key(1),
            scheme: 2,
            public_key: [3; 33],
            valid_from_slot: 4,
            valid_until_slot: 5,
        };
        check(EntryKind::SigningKeyAdded, &added, "validUntilSlot", 5u128);
        check(
            EntryKind::SigningKeyAdded,
            &added,
            "publicKey",
            "03".repeat(33),
        );
        let retired = SigningKeyRetired {
            signing_key: key(1),
            valid_until_slot: 2,
        };
        check(
            EntryKind::SigningKeyRetired,
            &retired,
            "validUntilSlot",
            2u128,
        );
        let revoked = SigningKeyRevoked {
            signing_key: key(1),
            revoked_at_slot: 2,
        };
        check(
            EntryKind::SigningKeyRevoked,
            &revoked,
            "revokedAtSlot",
            2u128,
        );
        let signed = VersionSigned {
            number: 1,
            signing_key: key(2),
            scheme: 1,
            form: 1,
            manifest_digest: [3; 32],
            signature: [4; 64],
        };
        check(
            EntryKind::VersionSigned,
            &signed,
            "signature",
            "04".repeat(64),
        );
    }
}
