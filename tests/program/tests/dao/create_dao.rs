use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::{AuditLog, Chamber, Config, CreateDaoArgs, Dao};
use althing_program_tests::prelude::*;

fn planned() -> (World, Community) {
    let mut w = World::new();
    let c = Community::plan(&mut w, "Althing", TOKEN);
    (w, c)
}

fn create(w: &mut World, c: &Community, config: Config, weighting: u8) -> Result<Sent, Refusal> {
    w.send(
        &[c.create_dao_with(config, weighting)],
        &[&c.creator, &c.renter],
    )
}

fn create_named(w: &mut World, c: &mut Community, name: &str) -> Result<Sent, Refusal> {
    let mint = c.mint;
    *c = Community::plan_with_mint(w, name, mint);
    create(w, c, config(), 0)
}

#[test]
fn test_create_dao_ok() {
    let (mut w, c) = planned();
    let sent = create(&mut w, &c, config(), 0).unwrap();

    let dao: Dao = w.borsh(&c.dao);
    assert_eq!((dao.version, dao.name.as_str()), (1, "Althing"));
    assert_eq!(
        (dao.creator, dao.payer),
        (c.creator.pubkey(), c.renter.pubkey())
    );
    assert_eq!(
        (dao.mint, dao.authority, dao.log),
        (c.mint, c.authority, c.log)
    );
    assert_eq!(
        (dao.created_at, dao.proposal_count, dao.chamber_count),
        (START, 0, 2)
    );
    assert_eq!(dao.config, config());

    let holders: Chamber = w.zero_copy(&c.chamber);
    assert_eq!(
        (holders.index, holders.kind, holders.weighting),
        (0, Chamber::KIND_TOKEN_HOLDERS, 0)
    );
    assert_eq!(
        (holders.dao, holders.mint, holders.vault),
        (c.dao, c.mint, c.vault)
    );
    assert_eq!(
        (holders.deposited, holders.seats, holders.total.latest()),
        (0, 0, 0)
    );
    let evaluators: Chamber = w.zero_copy(&c.evaluators);
    assert_eq!(
        (evaluators.index, evaluators.kind),
        (1, Chamber::KIND_EVALUATORS)
    );
    assert_eq!(
        (evaluators.mint, evaluators.vault),
        (Pubkey::default(), Pubkey::default())
    );

    let vault: anchor_spl::token_interface::TokenAccount = w.borsh(&c.vault);
    assert_eq!(
        (vault.owner, vault.mint, vault.amount),
        (c.chamber, c.mint, 0)
    );
    let log: AuditLog = w.zero_copy(&c.log);
    assert_eq!(
        (log.subject, log.writer, log.size),
        (c.dao, Pubkey::default(), 1)
    );
    let entry = &sent.events::<EntryAppended>()[0];
    assert_eq!(
        (entry.kind, entry.actor, entry.root),
        (EntryKind::DaoCreated as u16, c.creator.pubkey(), log.root)
    );
}

#[test]
fn the_weighting_of_deposits_is_chosen_at_foundation() {
    for weighting in [Chamber::LINEAR, Chamber::SQUARE_ROOT] {
        let (mut w, c) = planned();
        create(&mut w, &c, config(), weighting).unwrap();
        assert_eq!(w.zero_copy::<Chamber>(&c.chamber).weighting, weighting);
        assert_eq!(
            w.zero_copy::<Chamber>(&c.evaluators).weighting,
            Chamber::LINEAR
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = planned();
    let ix = c.create_dao_with(config(), 0);
    w.sweep(ix, &[&c.creator, &c.renter]).run();
}

#[test]
fn test_create_dao_refuses_a_second_time() {
    let (mut w, c) = planned();
    create(&mut w, &c, config(), 0).unwrap();
    assert_refused(create(&mut w, &c, config(), 1), SYSTEM_ACCOUNT_EXISTS);
}

#[test]
fn test_create_dao_name_bounds() {
    let (mut w, mut c) = planned();
    for name in ["", &"a".repeat(65), "two\nlines", "\u{7f}"] {
        assert_refused(
            create_named(&mut w, &mut c, name),
            AlthingError::NameOutOfBounds,
        );
    }
    for name in ["a", &"a".repeat(64), "Þingvellir"] {
        create_named(&mut w, &mut c, name).unwrap();
        assert_eq!(w.borsh::<Dao>(&c.dao).name, name);
    }
}

#[test]
fn test_create_dao_refuses_the_hash_of_another_name() {
    let (mut w, c) = planned();
    let other = Community::plan_with_mint(&mut w, "Other", c.mint);
    let name_hash = solana_sha256_hasher::hash(b"Other").to_bytes();
    let args = CreateDaoArgs {
        name: "Althing".into(),
        name_hash,
        config: config(),
        weighting: 0,
    };
    let accounts = accounts::CreateDao {
        creator: c.creator.pubkey(),
        ..other.create_dao()
    };
    // At the address of the other name under this creator.
    let dao = pda::dao(&c.creator.pubkey(), "Other");
    let chamber = pda::chamber(&dao, 0);
    let accounts = accounts::CreateDao {
        dao,
        authority: pda::authority(&dao),
        token_chamber: chamber,
        vault: pda::vault(&chamber),
        evaluator_chamber: pda::chamber(&dao, 1),
        log: pda::log(&dao),
        ..accounts
    };
    let ix = accounts.call(instruction::CreateDao { args });
    assert_refused(
        w.send(&[ix], &[&c.creator, &other.renter]),
        AlthingError::NameHashMismatch,
    );
}

#[test]
fn test_create_dao_refuses_unknown_weighting() {
    let (mut w, c) = planned();
    assert_refused(
        create(&mut w, &c, config(), 2),
        AlthingError::WeightingUnknown,
    );
    assert_refused(
        create(&mut w, &c, config(), 255),
        AlthingError::WeightingUnknown,
    );
}

#[test]
fn test_create_dao_refuses_each_rule_out_of_bounds() {
    use AlthingError::*;
    let (mut w, c) = planned();
    for (change, error) in crate::update_config::RULES_OUT_OF_BOUNDS {
        let mut rules = config();
        change(&mut rules);
        assert_refused(create(&mut w, &c, rules, 0), *error);
    }
    for (epoch_length, error) in [
        (0, EpochLengthOutOfBounds),
        (-1, EpochLengthOutOfBounds),
        (7_776_001, EpochLengthOutOfBounds),
    ] {
        assert_refused(
            create(
                &mut w,
                &c,
                Config {
                    epoch_length,
                    ..config()
                },
                0,
            ),
            error,
        );
    }
    create(&mut w, &c, config(), 0).unwrap();
}

#[test]
fn mints_that_would_break_the_books_are_refused() {
    let mut w = World::new();
    for extension in Extension::HARMFUL {
        let mint = w.mint_with(&format!("{extension:?}"), TOKEN_2022, &[extension]);
        let c = Community::plan_with_mint(&mut w, &format!("With {extension:?}"), mint);
        assert_refused(
            create(&mut w, &c, config(), 0),
            AlthingError::MintExtensionRefused,
        );
    }
}

#[test]
fn a_harmful_extension_is_found_behind_a_harmless_one() {
    let mut w = World::new();
    let mint = w.mint_with(
        "both",
        TOKEN_2022,
        &[Extension::MetadataPointer, Extension::PermanentDelegate],
    );
    let c = Community::plan_with_mint(&mut w, "Both", mint);
    assert_refused(
        create(&mut w, &c, config(), 0),
        AlthingError::MintExtensionRefused,
    );
}

#[test]
fn plain_mints_of_token_2022_are_taken_with_metadata_or_without() {
    let mut w = World::new();
    for (name, extensions) in [
        ("plain", &[][..]),
        ("described", &[Extension::MetadataPointer]),
    ] {
        let mint = w.mint_with(name, TOKEN_2022, extensions);
        let c = Community::plan_with_mint(&mut w, name, mint);
        create(&mut w, &c, config(), 0).unwrap();
        assert_eq!(w.token_program(&c.vault), TOKEN_2022);
    }
}

#[test]
fn test_create_dao_refuses_the_other_token_program() {
    let (mut w, c) = planned();
    let ix = swapped(c.create_dao_with(config(), 0), TOKEN, TOKEN_2022);
    assert_instruction_error(
        w.send(&[ix], &[&c.creator, &c.renter]),
        InstructionError::IncorrectProgramId,
    );
}

#[test]
fn lamports_sent_ahead_to_the_addresses_do_not_prevent_a_foundation() {
    let (mut w, c) = planned();
    for address in [c.dao, c.chamber, c.vault, c.evaluators, c.log] {
        w.svm.airdrop(&address, 1_000_000).unwrap();
    }
    create(&mut w, &c, config(), 0).unwrap();
}
