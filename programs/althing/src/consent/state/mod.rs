pub mod dataset;
pub mod grant;
pub mod terms;

pub use dataset::Dataset;
pub use grant::Grant;
pub use terms::GrantTerms;
