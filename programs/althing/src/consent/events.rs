use anchor_lang::prelude::*;

/// A grant's prepaid balance was added to.
#[event]
pub struct GrantFunded {
    pub grant: Pubkey,
    pub funder: Pubkey,
    /// Base units.
    pub amount: u64,
    /// Base units that are prepaid now.
    pub prepaid: u64,
}

/// What a grant had accrued was paid to the dataset's owner.
#[event]
pub struct GrantClaimed {
    pub grant: Pubkey,
    pub owner: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// What was unused of a grant was paid back.
#[event]
pub struct GrantRefunded {
    pub grant: Pubkey,
    pub licensee: Pubkey,
    /// Base units.
    pub amount: u64,
}
