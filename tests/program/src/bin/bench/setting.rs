//! Where the bench measures: a community, and keys whose addresses are found at the first try.

use std::sync::OnceLock;

use althing::constants::*;
use althing_program_tests::prelude::*;

use crate::report::Report;

/// The seeds of an address.
pub type Seeds = Vec<Vec<u8>>;

/// Owned seeds.
pub fn seeds(parts: &[&[u8]]) -> Seeds {
    parts.iter().map(|part| part.to_vec()).collect()
}

fn is_found_at_once(seeds: &Seeds) -> bool {
    let parts: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    Pubkey::find_program_address(&parts, &althing::ID).1 == u8::MAX
}

/// The first name, by its number, whose addresses are all found at the first try. It is always the
/// same for the same address of the program.
pub fn lucky(stem: &str, addresses: impl Fn(&str) -> Vec<Seeds>) -> String {
    let names = (1_u32..).map(|number| format!("{stem} {number}"));
    let mut found = names.filter(|name| addresses(name).iter().all(is_found_at_once));
    found.next().expect("names do not end")
}

/// The name of the measured community: everything that founding makes, a further chamber, and the
/// first proposal with its action and three votes are found at the first try.
pub fn name() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| lucky("Bench", addresses_of_community))
}

fn addresses_of_community(name: &str) -> Vec<Seeds> {
    let creator = key(&format!("creator of {name}")).pubkey();
    let dao = pda::dao(&creator, name);
    let chamber = pda::chamber(&dao, TOKEN_CHAMBER);
    let proposal = pda::proposal(&dao, 0);
    let hash = solana_sha256_hasher::hash(name.as_bytes());
    let mut all = vec![
        seeds(&[SEED_DAO, creator.as_ref(), hash.as_ref()]),
        seeds(&[SEED_AUTHORITY, dao.as_ref()]),
        seeds(&[SEED_VAULT, chamber.as_ref()]),
        seeds(&[SEED_LOG, dao.as_ref()]),
        seeds(&[SEED_PROPOSAL, dao.as_ref(), &0_u64.to_le_bytes()]),
        seeds(&[SEED_ACTION, proposal.as_ref(), &[0]]),
    ];
    all.extend((0..3).map(|index| seeds(&[SEED_CHAMBER, dao.as_ref(), &[index]])));
    all.extend((0..3).map(|index| {
        let member = key(&format!("member {index} of {name}")).pubkey();
        seeds(&[
            SEED_VOTE,
            proposal.as_ref(),
            pda::seat(&chamber, &member).as_ref(),
        ])
    }));
    all
}

/// The measured community, whose five members' weights count.
pub fn place() -> (World, Community) {
    static READY: OnceLock<(World, Community)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let mut world = World::new();
            let community = Community::with_members(&mut world, name(), TOKEN);
            (world, community)
        })
        .clone()
}

/// Every one of these accounts of the program was found at the first try.
///
/// # Panics
/// Where one was not, or does not exist.
#[track_caller]
pub fn assert_lucky(w: &World, addresses: &[Pubkey]) {
    for address in addresses {
        let account = w.account(address).expect("an account");
        // Discriminator, layout version, bump.
        assert_eq!(
            (account.owner, account.data[9]),
            (althing::ID, u8::MAX),
            "{address}: its bump"
        );
    }
}

/// Measures what only the authority may do, inside the execution of a vote. The answer is the whole
/// execution.
#[track_caller]
pub fn by_vote(
    report: &mut Report,
    w: &mut World,
    c: &Community,
    name: &str,
    action: Instruction,
) -> Sent {
    let sent = w
        .as_authority(c, action)
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    let prefix = format!("Program {} consumed ", althing::ID);
    // The inner call ends first.
    let inner = sent
        .logs
        .iter()
        .find_map(|line| line.strip_prefix(&prefix)?.split(' ').next()?.parse().ok());
    report.units(name, inner.expect("the log of the inner call"));
    sent
}
