//! `althing verify`: what somebody was given, held against the chain.

mod consistency;
mod decision;
mod model;
mod proof;

group! {
    /// Check what you were given against the chain, or offline
    Group {
        Consistency(consistency::Consistency),
        Decision(decision::Decision),
        Model(model::Model),
        Proof(proof::Proof),
    }
}
