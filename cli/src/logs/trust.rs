//! Whose signatures make a checkpoint trusted: one key, or a policy with witnesses (C2SP tlog-policy).

use std::path::{Path, PathBuf};

use althing_tlog::key::KeyType;
use althing_tlog::policy::{Policy, MAX_POLICY};
use clap::Args;

use super::checkpoint::key;
use super::Head;
use crate::error::{Error, Result};
use crate::output::{file, Cell, Record};

/// Who must have signed, where that is given.
#[derive(Args, Clone, Debug, Default)]
#[group(id = "trust", multiple = false)]
pub struct Trust {
    /// Who must have signed the checkpoint: NAME+ID+BASE64, or an address
    #[arg(long)]
    pub key: Option<String>,
    /// Whose signatures the checkpoint needs, a log's and its witnesses': a policy file (C2SP tlog-policy)
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
}

impl Trust {
    /// Whether it says who.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.key.is_some() || self.policy.is_some()
    }

    /// That they have signed a checkpoint. Returns who did; nothing where nobody was asked for.
    ///
    /// # Errors
    /// Exit code 3 where they have not, 2 where the key or the policy is none.
    pub fn check(&self, head: &Head) -> Result<Option<Record>> {
        if let Some(path) = &self.policy {
            return by_policy(path, head).map(Some);
        }
        let Some(text) = &self.key else {
            return Ok(None);
        };
        let signer = head.signed_by(&[key(text, head.checkpoint.origin())?])?;
        Ok(Some(record! { "signedBy" => signer.to_string() }))
    }

    /// [`Self::check`] for whom a checkpoint that nobody has signed is worth nothing.
    ///
    /// # Errors
    /// As that, and exit code 2 where nobody was asked for.
    pub fn demand(&self, head: &Head) -> Result<Record> {
        self.check(head)?.ok_or_else(|| {
            Error::usage(
                "who must have signed the checkpoint?",
                "Say who: --key KEY, or with witnesses --policy FILE.",
            )
        })
    }
}

fn by_policy(path: &Path, head: &Head) -> Result<Record> {
    let policy = Policy::parse(&file::read(path, MAX_POLICY)?).map_err(|why| {
        Error::usage(
            format!("{}: {why}", path.display()),
            "Give a policy as C2SP tlog-policy specifies it: log, witness, group and quorum lines.",
        )
    })?;
    let trusted = policy.check(&head.note).map_err(|why| {
        Error::mismatch(
            format!("{}: {why}", head.name),
            format!(
                "Not enough of those whom {} names have signed it: do not trust it, or ask for one that they have.",
                path.display()
            ),
        )
    })?;
    let by = |kind: KeyType| {
        let signed = trusted.signatures.iter();
        let signed = signed.filter(move |one| one.key.kind() == kind);
        signed.map(|one| one.key.to_string()).collect::<Vec<_>>()
    };
    let at = trusted.witnessed_at();
    Ok(record! {
        "signedBy" => by(KeyType::Ed25519).join(" "),
        "witnesses" => by(KeyType::Cosignature),
        "witnessedAt" => at.and_then(|at| i64::try_from(at).ok()).map(Cell::Time),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exit;
    use althing_tlog::checkpoint::Checkpoint;
    use althing_tlog::cosignature;
    use althing_tlog::hash::empty_root;
    use althing_tlog::key::SignerKey;

    const ORIGIN: &str = "example.org/log";

    fn signer(name: &str, kind: KeyType, byte: u8) -> SignerKey {
        SignerKey::from_seed(name, kind, &[byte; 32]).unwrap()
    }

    fn witness(byte: u8) -> SignerKey {
        signer(&format!("w{byte}"), KeyType::Cosignature, byte)
    }

    /// Signed by the log, and by these witnesses, each at the second of its number.
    fn head(witnesses: &[u8]) -> Head {
        let checkpoint = Checkpoint::new(ORIGIN, 0, empty_root(), &[]).unwrap();
        let mut note = checkpoint
            .sign(&signer(ORIGIN, KeyType::Ed25519, 1))
            .unwrap();
        for byte in witnesses {
            let signature = cosignature::sign(&witness(*byte), note.text(), u64::from(*byte));
            note.add(signature.unwrap()).unwrap();
        }
        Head::parse("checkpoint", note.encode().as_bytes()).unwrap()
    }

    fn policy(text: &str) -> (tempfile::TempDir, Trust) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy");
        std::fs::write(&path, text).unwrap();
        let trust = Trust {
            key: None,
            policy: Some(path),
        };
        (folder, trust)
    }

    fn two_of_three() -> String {
        let log = signer(ORIGIN, KeyType::Ed25519, 1);
        let mut text = format!("log {}\n", log.verifier());
        for byte in [7, 8, 9] {
            text += &format!("witness w{byte} {}\n", witness(byte).verifier());
        }
        text + "group two 2 w7 w8 w9\nquorum two\n"
    }

    #[test]
    fn a_policy_wants_its_log_and_its_quorum() {
        let (_folder, trust) = policy(&two_of_three());
        let told = trust.check(&head(&[9, 7])).unwrap().unwrap();
        assert_eq!(told.get("witnessedAt"), Some(&Cell::Time(9)));
        let Some(Cell::List(witnesses)) = told.get("witnesses") else {
            panic!("{told:?}")
        };
        assert_eq!(witnesses.len(), 2);
        let error = trust.check(&head(&[8])).unwrap_err();
        assert_eq!(error.exit, Exit::Mismatch);
        assert!(error.what.contains("no quorum"), "{error}");
        // A witness that the policy does not know does not count.
        assert_eq!(
            trust.check(&head(&[8, 6])).unwrap_err().exit,
            Exit::Mismatch
        );
        let other = two_of_three().replace(ORIGIN, "example.org/other");
        let (_folder, other) = policy(&other);
        assert!(other.check(&head(&[7, 8, 9])).is_err());
    }

    #[test]
    fn what_is_no_policy_is_refused_with_its_name_and_line() {
        for (text, words) in [
            ("", "policy: line"),
            ("log x\nquorum none\n", "policy: line 1"),
            ("quorum two\n", "policy: line 1"),
        ] {
            let (_folder, trust) = policy(text);
            let error = trust.check(&head(&[])).unwrap_err();
            assert_eq!(error.exit, Exit::Usage);
            assert!(error.what.contains(words), "{error}");
        }
    }

    #[test]
    fn a_key_is_enough_and_nobody_is_nobody() {
        let key = signer(ORIGIN, KeyType::Ed25519, 1).verifier().to_string();
        let trust = |key: &str| Trust {
            key: Some(key.into()),
            policy: None,
        };
        assert!(trust(&key).demand(&head(&[])).is_ok());
        let other = signer(ORIGIN, KeyType::Ed25519, 2).verifier().to_string();
        let error = trust(&other).demand(&head(&[])).unwrap_err();
        assert_eq!(error.exit, Exit::Mismatch);
        let nobody = Trust::default();
        assert_eq!(nobody.check(&head(&[])), Ok(None));
        assert_eq!(nobody.demand(&head(&[])).unwrap_err().exit, Exit::Usage);
    }
}
