//! The files: their root, and the statement that names them.

use std::path::{Path, PathBuf};

use althing::ModelVersion;
use althing_digest::bundle::MAX_BUNDLE_BYTES;
use althing_digest::statement::MAX_STATEMENT_BYTES;
use althing_digest::{
    compare, digest_path, Bundle, CompareOptions, Comparison, ModelDigest, Options, Statement,
};

use super::{count, Report, Verdict};
use crate::commands::model::hashing::{with_bar, Hashing};
use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::output::file;

/// The file in a model that is looked for where no signature is named.
const USUAL: &str = "model.sig";

/// What the user has besides the files.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// A statement as it was signed.
    pub statement: Option<PathBuf>,
    /// A signature with its statement.
    pub signature: Option<PathBuf>,
}

/// A statement and where it came from.
pub struct Named {
    pub from: PathBuf,
    pub statement: Statement,
    /// The signature that it came in.
    pub bundle: Option<Bundle>,
}

/// What was found on the disk.
pub struct Files {
    pub root: [u8; 32],
    pub digest: ModelDigest,
    /// The files against a statement, where there is one.
    pub comparison: Option<Comparison>,
    pub named: Option<Named>,
    /// Statements that these files could have, by the model's name in them.
    pub guesses: Vec<(String, [u8; 32])>,
    /// Why the signature that lies in the model was not used.
    pub unused: Option<String>,
}

impl Given {
    /// Reads the statement: one that was named, or that of the signature that lies in the model.
    ///
    /// # Errors
    /// Where what was named cannot be read. What merely lies there is no error but a reason.
    pub fn read(&self, model: &Path) -> Result<(Option<Named>, Option<String>)> {
        if let Some(path) = &self.statement {
            let bytes = file::read(path, MAX_STATEMENT_BYTES)?;
            let statement = Statement::parse(&bytes).map_err(of(path))?;
            let bundle = self.signature.as_deref().map(bundle).transpose()?;
            let named = Named {
                from: path.clone(),
                statement,
                bundle,
            };
            return Ok((Some(named), None));
        }
        if let Some(path) = &self.signature {
            return Ok((Some(signed(path)?), None));
        }
        let usual = model.join(USUAL);
        if !usual.is_file() {
            return Ok((None, None));
        }
        match signed(&usual) {
            Ok(named) => Ok((Some(named), None)),
            Err(why) => Ok((None, Some(why.what))),
        }
    }
}

/// Reads a signature's file.
///
/// # Errors
/// Where it is none, with its name.
pub fn bundle(path: &Path) -> Result<Bundle> {
    Bundle::parse(&file::read(path, MAX_BUNDLE_BYTES)?).map_err(of(path))
}

/// What the engine says of a file, with the file's name.
pub fn of(path: &Path) -> impl Fn(althing_digest::Error) -> Error + '_ {
    |why| Error::from(why).within(path.display())
}

fn signed(path: &Path) -> Result<Named> {
    let bundle = bundle(path)?;
    Ok(Named {
        from: path.to_path_buf(),
        statement: Statement::parse(&bundle.envelope.payload).map_err(of(path))?,
        bundle: Some(bundle),
    })
}

impl Files {
    /// Hashes the files: as the statement says, or else as the options say. `names` are what the model may be called in
    /// its statement.
    ///
    /// # Errors
    /// What cannot be read or hashed.
    pub fn hash(model: &Path, given: &Given, hashing: &Hashing, names: &[&str]) -> Result<Self> {
        let (named, unused) = given.read(model)?;
        if let Some(named) = named {
            let mut ignored = Options::default();
            for path in &hashing.ignore {
                ignored.ignore_given(model, path)?;
            }
            let options = CompareOptions {
                ignore: ignored.ignore,
                threads: hashing.threads.count(),
            };
            let manifest = named.statement.manifest();
            let comparison = with_bar(|bar| compare(model, manifest, &options, bar))?;
            let digest = comparison.found.clone();
            return Ok(Self {
                root: digest.root(),
                digest,
                comparison: Some(comparison),
                named: Some(named),
                guesses: vec![],
                unused,
            });
        }
        let usual = unused.as_ref().map(|_| model.join(USUAL));
        let mut options = hashing.options(model, usual.as_deref())?;
        // Who signs must know what other tools refuse; who verifies need not care for what is ignored.
        options.check_ignored = false;
        let digest = with_bar(|bar| digest_path(model, &options, bar))?;
        let mut guesses = vec![];
        let own = digest.name.clone();
        let others = names.iter().map(|name| (*name).to_owned());
        for name in std::iter::once(own).chain(others.filter(|_| hashing.name.is_none())) {
            if !guesses.iter().any(|(known, _)| *known == name) {
                let statement = Statement::new(&name, digest.manifest.clone())?;
                guesses.push((name, statement.hash()));
            }
        }
        Ok(Self {
            root: digest.root(),
            digest,
            comparison: None,
            named: None,
            guesses,
            unused,
        })
    }

    /// Whether a statement of this hash is at hand.
    #[must_use]
    pub fn knows(&self, hash: &[u8; 32]) -> bool {
        let named = self
            .named
            .iter()
            .any(|named| named.statement.hash() == *hash);
        named || self.guesses.iter().any(|(_, guess)| guess == hash)
    }

    /// The statement with this hash.
    #[must_use]
    pub fn statement(&self, hash: &[u8; 32]) -> Option<Statement> {
        if let Some(named) = &self.named {
            return (named.statement.hash() == *hash).then(|| named.statement.clone());
        }
        let (name, _) = self.guesses.iter().find(|(_, guess)| guess == hash)?;
        Statement::new(name, self.digest.manifest.clone()).ok()
    }

    /// Holds the files against a version.
    pub fn check(&self, version: &ModelVersion, report: &mut Report) {
        let same = self.root == version.weights_digest;
        report.judge(
            "root",
            same,
            format!(
                "the {} have the root that the version was registered with",
                count(self.digest.files, "file")
            ),
            format!(
                "the files' root is {}, the version was registered with {}",
                to_hex(&self.root),
                to_hex(&version.weights_digest)
            ),
        );
        self.check_statement(version, same, report);
        if let Some(comparison) = &self.comparison {
            let says = comparison.summary();
            report.judge(
                "files",
                comparison.holds(),
                format!(
                    "{} in the statement are here, unchanged, and no others",
                    count(comparison.found.files, "file")
                ),
                says.split("; ").next().unwrap_or(&says),
            );
        } else if !same {
            report.tell(
                "files",
                Verdict::Open,
                "which files differ only the statement tells; give --statement or --signature",
            );
        }
        if let Some(why) = &self.unused {
            report.tell("signature file", Verdict::Open, format!("not used: {why}"));
        }
    }

    fn check_statement(&self, version: &ModelVersion, same: bool, report: &mut Report) {
        let registered = to_hex(&version.manifest_digest);
        if let Some(named) = &self.named {
            let hash = named.statement.hash();
            report.judge(
                "statement",
                hash == version.manifest_digest,
                format!(
                    "{} has the statement that the version was registered with",
                    named.from.display()
                ),
                format!(
                    "the statement in {} has hash {}, the version was registered with {registered}",
                    named.from.display(),
                    to_hex(&hash)
                ),
            );
            return;
        }
        let fits = |(_, hash): &&(String, [u8; 32])| *hash == version.manifest_digest;
        if let Some((name, _)) = self.guesses.iter().find(fits) {
            let says = format!("the files, under the model's name {name:?}, have the statement that the version was registered with");
            report.tell("statement", Verdict::Holds, says);
        } else if same {
            report.tell(
                "statement",
                Verdict::Broken,
                format!(
                    "the contents are right, but no statement made of them has the registered hash {registered}: files \
                     were renamed, or the statement was made with other settings; give it by --statement or --signature, \
                     or its settings (--name, --ignore, --shard-size)"
                ),
            );
        } else {
            let says =
                format!("no statement made of these files has the registered hash {registered}");
            report.tell("statement", Verdict::Broken, says);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn version(root: [u8; 32], statement: [u8; 32]) -> ModelVersion {
        ModelVersion {
            weights_digest: root,
            manifest_digest: statement,
            ..bytemuck::Zeroable::zeroed()
        }
    }

    fn verdicts(files: &Files, version: &ModelVersion) -> Vec<(&'static str, Verdict)> {
        let mut report = Report::default();
        files.check(version, &mut report);
        report
            .findings
            .iter()
            .map(|one| (one.check, one.verdict))
            .collect()
    }

    #[test]
    fn files_are_found_by_any_name_that_they_could_have_had() {
        use Verdict::{Broken, Holds, Open};
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("download");
        fs::create_dir(&model).unwrap();
        fs::write(model.join("weights"), "1").unwrap();
        let hashing = Hashing::default();
        let files = Files::hash(&model, &Given::default(), &hashing, &["tutor"]).unwrap();
        let names: Vec<&str> = files
            .guesses
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(names, ["download", "tutor"]);
        let good = version(files.root, files.guesses[1].1);
        assert_eq!(
            verdicts(&files, &good),
            [("root", Holds), ("statement", Holds)]
        );
        assert_eq!(
            files.statement(&good.manifest_digest).unwrap().model_name(),
            "tutor"
        );

        // Another name for the file: the same contents, another statement.
        fs::rename(model.join("weights"), model.join("other")).unwrap();
        let renamed = Files::hash(&model, &Given::default(), &hashing, &["tutor"]).unwrap();
        assert_eq!(
            verdicts(&renamed, &good),
            [("root", Holds), ("statement", Broken)]
        );
        fs::write(model.join("other"), "2").unwrap();
        let changed = Files::hash(&model, &Given::default(), &hashing, &["tutor"]).unwrap();
        let expected = [("root", Broken), ("statement", Broken), ("files", Open)];
        assert_eq!(verdicts(&changed, &good), expected);
        // A name that was given is the only one.
        let named = Hashing {
            name: Some("x".into()),
            ..Hashing::default()
        };
        let files = Files::hash(&model, &Given::default(), &named, &["tutor"]).unwrap();
        assert_eq!(files.guesses.len(), 1);
    }

    #[test]
    fn with_a_statement_the_files_that_differ_have_names() {
        use Verdict::{Broken, Holds};
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path();
        fs::write(model.join("weights"), "1").unwrap();
        let digest = Hashing::default()
            .digest(model, Some(&model.join(USUAL)))
            .unwrap();
        let statement = digest.statement().unwrap();
        let key = althing_digest::SigningKey::from_ed25519_seed(&[1; 32]);
        let signature = Bundle::sign(&statement, &key).to_json();
        fs::write(model.join(USUAL), signature).unwrap();
        let good = version(digest.root(), statement.hash());
        let hashing = Hashing::default();
        // The signature in the model is found by itself.
        let files = Files::hash(model, &Given::default(), &hashing, &[]).unwrap();
        let all = [("root", Holds), ("statement", Holds), ("files", Holds)];
        assert_eq!(verdicts(&files, &good), all);
        fs::write(model.join("weights"), "0").unwrap();
        let files = Files::hash(model, &Given::default(), &hashing, &[]).unwrap();
        let some = [("root", Broken), ("statement", Holds), ("files", Broken)];
        assert_eq!(verdicts(&files, &good), some);
        assert_eq!(files.comparison.unwrap().differs[0].name, "weights");
        // One that cannot be read is said to be so, and no more.
        fs::write(model.join(USUAL), "{").unwrap();
        let files = Files::hash(model, &Given::default(), &hashing, &[]).unwrap();
        assert!(files.unused.is_some() && files.named.is_none());
        let given = Given {
            signature: Some(model.join(USUAL)),
            ..Given::default()
        };
        assert!(Files::hash(model, &given, &hashing, &[]).is_err());
    }
}
