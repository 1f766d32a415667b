//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`].

use anchor_lang::prelude::*;

use super::Config;

/// `DaoCreated`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct DaoCreated {
    pub mint: Pubkey,
    pub config: Config,
    pub name: String,
}

/// `ConfigUpdated`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ConfigUpdated {
    pub config: Config,
}

/// `ChamberCreated`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ChamberCreated {
    pub index: u8,
    pub kind: u8,
    pub weighting: u8,
}

/// `SeatGranted`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SeatGranted {
    pub chamber: u8,
    pub holder: Pubkey,
    pub points: u64,
}
