//! `althing verify`: what somebody was given, held against the chain.

mod decision;
mod model;

group! {
    /// Check what you were given against the chain, or offline
    Group {
        Decision(decision::Decision),
        Model(model::Model),
    }
}
