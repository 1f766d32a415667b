pub mod closed_dataset;
pub mod dataset;
pub mod grant;
pub mod terms;

pub use closed_dataset::ClosedDataset;
pub use dataset::Dataset;
pub use grant::Grant;
pub use terms::GrantTerms;
