//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`]. All go to the organisation's log.

use anchor_lang::prelude::*;

use super::RevenueTable;

/// `RevenuePoolCreated`. 96 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `pool` |
/// | 32 | 32 | `model_version` |
/// | 64 | 32 | `mint` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RevenuePoolCreated {
    pub pool: Pubkey,
    pub model_version: Pubkey,
    pub mint: Pubkey,
}

/// `RevenueSharesSet`, in basis points. 60 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `pool` |
/// | 32 | 2 | `treasury` |
/// | 34 | 2 | `maintainer` |
/// | 36 | 16 | `datasets`: 2 for each, in the version's order |
/// | 52 | 8 | `parents`: 2 for each, in the version's order |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RevenueSharesSet {
    pub pool: Pubkey,
    pub table: RevenueTable,
}

/// `RevenuePoolClosed`. 40 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `pool` |
/// | 32 | 8 | `returned`: base units that were left and went to the treasury |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RevenuePoolClosed {
    pub pool: Pubkey,
    pub returned: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(payload: &impl AnchorSerialize) -> usize {
        let mut bytes = vec![];
        payload.serialize(&mut bytes).unwrap();
        bytes.len()
    }

    #[test]
    fn the_payloads_are_as_documented() {
        let key = Pubkey::default();
        let created = RevenuePoolCreated {
            pool: key,
            model_version: key,
            mint: key,
        };
        let table = RevenueTable {
            treasury: 10_000,
            maintainer: 0,
            datasets: [0; 8],
            parents: [0; 4],
        };
        let closed = RevenuePoolClosed {
            pool: key,
            returned: 0,
        };
        assert_eq!(length(&created), 96);
        assert_eq!(length(&RevenueSharesSet { pool: key, table }), 60);
        assert_eq!(length(&closed), 40);
    }
}
