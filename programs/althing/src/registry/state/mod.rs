pub mod attestation;
pub mod model;
pub mod model_history;
pub mod model_version;

pub use attestation::Attestation;
pub use model::Model;
pub use model_history::{ModelHistory, StatusChange};
pub use model_version::{ModelVersion, VersionStatus};
