use althing::registry::events::ArtifactClosed;
use althing::Artifact;
use althing_program_tests::prelude::*;

/// The code that the draft was registered with.
const CODE: [u8; 32] = [4; 32];

fn registered() -> (World, Community, Catalogue, Pubkey) {
    let (mut w, c, k) = catalogue();
    let code = w.artifact(&c, &k.model, Artifact::CODE, CODE);
    (w, c, k, code)
}

fn close(
    w: &mut World,
    accounts: &accounts::CloseArtifact,
    signer: &Keypair,
) -> Result<Sent, Refusal> {
    w.send(&[accounts.call(instruction::CloseArtifact {})], &[signer])
}

#[test]
fn test_close_artifact_ok() {
    let (mut w, c, k, code) = registered();
    w.svm.airdrop(&code, 12_345).unwrap();
    let (before, held) = (w.lamports(&c.renter.pubkey()), w.lamports(&code));
    let sent = close(&mut w, &c.close_artifact(code), &c.members[0].key).unwrap();
    assert!(!w.exists(&code));
    assert_eq!(w.lamports(&c.renter.pubkey()) - before, held);
    let [ArtifactClosed { artifact }] = sent.events::<ArtifactClosed>()[..] else {
        panic!("one event")
    };
    assert_eq!(artifact, code);
    // It may be registered again, and described otherwise.
    w.svm.expire_blockhash();
    assert_eq!(w.artifact(&c, &k.model, Artifact::CODE, CODE), code);
}

#[test]
fn not_while_a_version_links_it() {
    let (mut w, c, k, code) = registered();
    w.link_artifact(&c, &k.draft, &code);
    let accounts = c.close_artifact(code);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::ArtifactInUse,
    );
    w.revoke(&c, &k.draft);
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::ArtifactInUse,
    );
    let close_version = w.closes(&c, &k.draft);
    w.go(&[close_version], &[&c.members[0].key]);
    close(&mut w, &accounts, &c.members[0].key).unwrap();
}

#[test]
fn an_artifact_is_closed_once() {
    let (mut w, c, _, code) = registered();
    let once = c.close_artifact(code).call(instruction::CloseArtifact {});
    let both = w.send(&[once.clone(), once.clone()], &[&c.members[0].key]);
    assert_refused(both, AnchorError::AccountOwnedByWrongProgram);
}

#[test]
fn only_its_owner_may() {
    let (mut w, c, _, code) = registered();
    for key in [&c.members[1].key, &c.renter, &c.creator] {
        let accounts = accounts::CloseArtifact {
            owner: key.pubkey(),
            ..c.close_artifact(code)
        };
        assert_refused(
            close(&mut w, &accounts, key),
            AlthingError::NotArtifactOwner,
        );
    }
}

#[test]
fn test_close_artifact_refuses_another_payer() {
    let (mut w, c, _, code) = registered();
    let accounts = accounts::CloseArtifact {
        payer: c.members[0].address(),
        ..c.close_artifact(code)
    };
    assert_refused(
        close(&mut w, &accounts, &c.members[0].key),
        AlthingError::WrongPayer,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, _, code) = registered();
    let close = c.close_artifact(code).call(instruction::CloseArtifact {});
    w.sweep(close, &[&c.members[0].key]).run();
}
