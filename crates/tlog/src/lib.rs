//! Transparency logs: RFC 6962 trees, C2SP checkpoints, cosignatures, proofs and tiles.
