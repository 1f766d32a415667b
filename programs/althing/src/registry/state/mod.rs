pub mod artifact;
pub mod attestation;
pub mod digest_index;
pub mod model;
pub mod model_history;
pub mod model_version;

pub use artifact::Artifact;
pub use attestation::Attestation;
pub use digest_index::DigestIndex;
pub use model::Model;
pub use model_history::{ModelHistory, StatusChange};
pub use model_version::{ModelVersion, VersionStatus};
