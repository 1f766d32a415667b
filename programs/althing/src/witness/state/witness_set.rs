use anchor_lang::prelude::*;
use solana_sha256_hasher::hashv;

use crate::constants::{MAX_NAME, MAX_WITNESSES};
use crate::error::AlthingError;

/// A witness as whoever names it writes it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct NamedWitness {
    /// 1 to 64 bytes without spaces, control characters and plus signs.
    pub name: String,
    /// Ed25519 key.
    pub key: [u8; 32],
}

/// A witness.
#[zero_copy]
#[derive(Debug, PartialEq, Eq)]
pub struct Witness {
    /// Ed25519 key that signs cosignatures.
    pub key: [u8; 32],
    /// Its name, UTF-8, zero padded.
    pub name: [u8; MAX_NAME],
    /// Bytes of the name.
    pub name_length: u8,
    pub _padding: [u8; 7],
}

/// An organisation's witnesses. Seeds: `"witnesses"`, dao.
#[account(zero_copy)]
#[derive(Debug)]
pub struct WitnessSet {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// How many of them have to sign.
    pub quorum: u8,
    /// How many there are.
    pub count: u8,
    pub _padding: [u8; 4],
    /// The organisation.
    pub dao: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// How often they have been named.
    pub revision: u64,
    /// Logs that they watch.
    pub logs: u64,
    /// The witnesses, then zeros.
    pub witnesses: [Witness; MAX_WITNESSES],
}

impl WitnessSet {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The key of witness `index`.
    ///
    /// # Errors
    /// [`AlthingError::WitnessUnknown`].
    pub fn key(&self, index: u8) -> Result<&[u8; 32]> {
        ensure!(index < self.count, AlthingError::WitnessUnknown);
        let witness = self.witnesses.get(usize::from(index));
        witness
            .map(|witness| &witness.key)
            .ok_or_else(|| AlthingError::WitnessUnknown.into())
    }

    /// Takes note of a log that they watch.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`].
    pub fn count_log(&mut self) -> Result<()> {
        self.logs = self.logs.checked_add(1).ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Takes note that they watch a log no more.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] if there was none.
    pub fn forget_log(&mut self) -> Result<()> {
        self.logs = self.logs.checked_sub(1).ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Replaces the witnesses.
    ///
    /// # Errors
    /// [`AlthingError::WitnessCountOutOfBounds`], [`AlthingError::WitnessQuorumOutOfBounds`],
    /// [`AlthingError::WitnessNameOutOfBounds`], [`AlthingError::WitnessKeyIsZero`],
    /// [`AlthingError::WitnessTwice`].
    pub fn name(&mut self, witnesses: &[NamedWitness], quorum: u8) -> Result<()> {
        let count = u8::try_from(witnesses.len()).unwrap_or(u8::MAX);
        ensure!(
            (1..=MAX_WITNESSES).contains(&usize::from(count)),
            AlthingError::WitnessCountOutOfBounds
        );
        ensure!(
            (1..=count).contains(&quorum),
            AlthingError::WitnessQuorumOutOfBounds
        );
        for (place, (slot, witness)) in self.witnesses.iter_mut().zip(witnesses).enumerate() {
            require_new(witnesses.get(..place).unwrap_or_default(), witness)?;
            write(slot, witness)?;
        }
        for slot in self.witnesses.iter_mut().skip(usize::from(count)) {
            *slot = bytemuck::Zeroable::zeroed();
        }
        (self.count, self.quorum) = (count, quorum);
        self.revision = self.revision.checked_add(1).ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// SHA-256 of the quorum and of each witness as it stands here.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let named = self.witnesses.get(..usize::from(self.count));
        let bytes: &[u8] = bytemuck::cast_slice(named.unwrap_or_default());
        hashv(&[&[self.quorum], bytes]).to_bytes()
    }
}

fn require_new(others: &[NamedWitness], witness: &NamedWitness) -> Result<()> {
    let NamedWitness { name, key } = witness;
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
    ensure!(
        (1..=MAX_NAME).contains(&name.len()) && name.chars().all(allowed),
        AlthingError::WitnessNameOutOfBounds
    );
    ensure!(*key != [0; 32], AlthingError::WitnessKeyIsZero);
    let same = |other: &NamedWitness| other.name == *name || other.key == *key;
    ensure!(!others.iter().any(same), AlthingError::WitnessTwice);
    Ok(())
}

fn write(slot: &mut Witness, witness: &NamedWitness) -> Result<()> {
    *slot = bytemuck::Zeroable::zeroed();
    slot.key = witness.key;
    slot.name_length =
        u8::try_from(witness.name.len()).map_err(|_| AlthingError::WitnessNameOutOfBounds)?;
    slot.name
        .get_mut(..witness.name.len())
        .ok_or(AlthingError::WitnessNameOutOfBounds)?
        .copy_from_slice(witness.name.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> WitnessSet {
        bytemuck::Zeroable::zeroed()
    }

    fn witnesses(count: u8) -> Vec<NamedWitness> {
        (1..=count)
            .map(|number| NamedWitness {
                name: format!("witness.example/{number}"),
                key: [number; 32],
            })
            .collect()
    }

    fn code(result: Result<()>) -> u32 {
        match result {
            Err(Error::AnchorError(error)) => error.error_code_number,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_to_sixteen_are_named_with_a_quorum_among_them() {
        for (count, quorum) in [(1, 1), (16, 1), (16, 16)] {
            set().name(&witnesses(count), quorum).unwrap();
        }
        for (count, quorum, error) in [
            (0, 0, AlthingError::WitnessCountOutOfBounds),
            (17, 1, AlthingError::WitnessCountOutOfBounds),
            (3, 0, AlthingError::WitnessQuorumOutOfBounds),
            (3, 4, AlthingError::WitnessQuorumOutOfBounds),
        ] {
            let result = set().name(&witnesses(count), quorum);
            assert_eq!(code(result), u32::from(error), "{count} {quorum}");
        }
    }

    #[test]
    fn who_is_gone_leaves_nothing_behind() {
        let mut set = set();
        set.name(&witnesses(16), 9).unwrap();
        set.name(&witnesses(2), 2).unwrap();
        assert_eq!((set.count, set.quorum, set.revision), (2, 2, 2));
        assert_eq!(set.key(1).unwrap(), &[2; 32]);
        assert!(set.key(2).is_err());
        let zero: Witness = bytemuck::Zeroable::zeroed();
        assert!(set.witnesses[2..].iter().all(|witness| *witness == zero));
        assert_eq!(&set.witnesses[0].name[..17], b"witness.example/1");
    }

    #[test]
    fn the_hash_changes_with_quorum_names_and_keys() {
        let mut hashes = vec![];
        let mut changed = witnesses(2);
        changed[1].name.push('x');
        let mut rekeyed = witnesses(2);
        rekeyed[1].key = [9; 32];
        for (witnesses, quorum) in [
            (witnesses(2), 1),
            (witnesses(2), 2),
            (witnesses(3), 2),
            (changed, 2),
            (rekeyed, 2),
        ] {
            let mut set = set();
            set.name(&witnesses, quorum).unwrap();
            hashes.push(set.hash());
        }
        let distinct: std::collections::HashSet<_> = hashes.iter().collect();
        assert_eq!(distinct.len(), hashes.len());
    }
}
