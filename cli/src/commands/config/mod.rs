//! `althing config`: what a run works with, and where it was found.

mod get;
mod set;

group! {
    /// Show or change the settings
    Group {
        Get(get::Get),
        Set(set::Set),
    }
}
