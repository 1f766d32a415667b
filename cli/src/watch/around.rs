//! What does not stand in a log's own transactions: published checkpoints, deadlines, signatures.

use althing::{AuditLog, LogBond, SigningKey, Standing, VersionSignature};
use anchor_lang::prelude::Pubkey;

use super::heads::Found;
use super::{Alert, Kind, Watch};
use crate::chain::stored::offset;
use crate::error::Result;
use crate::input::bytes::to_hex;
use crate::logs::Growth;
use crate::rpc::Memcmp;

impl Watch<'_> {
    /// Where a promotion needs a signature: one recorded by then, of a key that counted.
    pub(super) fn look_for_signature(&mut self, at: usize, growth: &Growth) -> Result<()> {
        let subject = &self.followed[at].subject;
        let Some((model, number)) = subject.promoted(growth).filter(|_| subject.signature) else {
            return Ok(());
        };
        let (context, version) = (
            self.context,
            self.context.at().version(&model.address, number),
        );
        let of_version = [Memcmp::key(offset::SIGNATURE_VERSION, &version)];
        let signatures = context.list::<VersionSignature>(&of_version)?;
        let keys: Vec<_> = signatures.iter().map(|(_, one)| one.signing_key).collect();
        let keys = context.fetch_many::<SigningKey>(&keys)?;
        let counts = |((_, one), key): (&(Pubkey, VersionSignature), &Option<SigningKey>)| {
            let good = |key: &SigningKey| one.standing(key) == Standing::Good;
            one.slot <= growth.slot && key.as_ref().is_some_and(good)
        };
        if signatures.iter().zip(&keys).any(counts) {
            return Ok(());
        }
        let detail = format!(
            "version {number} was promoted, and of its {} signatures none counts",
            signatures.len()
        );
        self.reporter.alert(&Alert {
            kind: Kind::PromotedWithoutProofs,
            log: self.followed[at].subject.log,
            slot: Some(growth.slot),
            signature: Some(growth.signature.clone()),
            detail,
        });
        Ok(())
    }

    /// Looks at the bond's deadline and at the published checkpoint.
    pub(super) fn look_around(&mut self, at: usize) -> Result<()> {
        let address = self.followed[at].subject.log;
        let bond = self.context.at().bond(&address);
        if let Some(bond) = self.context.fetch_if::<LogBond>(&bond)? {
            let clock = self.context.rpc.clock()?;
            let liable = bond.require_liable(clock.now).is_ok();
            let told = self.seen(at).missed == Some(bond.last_checkpoint_slot);
            if liable && bond.is_overdue(clock.slot) && !told {
                self.seen(at).missed = Some(bond.last_checkpoint_slot);
                let detail = format!(
                    "the last checkpoint was noted in slot {}, and the next one promised within {} slots; it is slot {}",
                    bond.last_checkpoint_slot, bond.checkpoint_interval, clock.slot
                );
                self.alert(at, Kind::MissedDeadline, Some(clock.slot), detail);
            }
        }
        let Some(place) = &self.followed[at].place else {
            return Ok(());
        };
        let log: AuditLog = self.context.fetch(&address)?;
        let last = self
            .state
            .logs
            .get(&address.to_string())
            .and_then(|seen| seen.checkpoint);
        match place.look(self.context, &address, &log, last.as_ref())? {
            Found::Nothing => {}
            Found::Good(mark) => {
                self.followed[at].told.clear();
                if last != Some(mark) {
                    self.seen(at).checkpoint = Some(mark);
                    let (size, root) = (mark.size, to_hex(&mark.root));
                    self.reporter.event(
                        "checkpoint",
                        record! { "log" => address, "size" => size, "root" => root },
                    );
                }
            }
            Found::Bad(kind, detail) => self.tell_once(at, kind, None, detail),
        }
        Ok(())
    }
}
