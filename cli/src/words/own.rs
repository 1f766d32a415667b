//! Instructions of the program itself.

use althing::{
    AppealTerms, Chamber, Config, Dao, LogBond, Model, ModelVersion, Proposal, Provider,
    RewardPool, Seat, SetWitnessesArgs, WitnessedLog,
};
use althing_tlog::key::{KeyType, VerifierKey};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::AnchorDeserialize;

use super::tokens;
use crate::chain::Stored;
use crate::commands::{chamber, dao::rules, question};
use crate::context::Context;
use crate::decode::idl::Decoded;
use crate::input::{self, bytes::to_hex, decimal::format_bps, format_duration};
use crate::output::{cell::unpad, text, Cell};

/// A call of the program.
pub struct Call<'a> {
    context: &'a Context,
    instruction: &'a Instruction,
    decoded: Decoded,
}

impl<'a> Call<'a> {
    pub fn new(context: &'a Context, instruction: &'a Instruction, decoded: Decoded) -> Self {
        Self {
            context,
            instruction,
            decoded,
        }
    }

    /// In one sentence; what has none of its own is told with its arguments.
    pub fn sentence(&self) -> String {
        self.known().unwrap_or_else(|| self.plain())
    }

    fn known(&self) -> Option<String> {
        Some(match self.decoded.name.as_str() {
            "promote_version" => self.promote()?,
            "deprecate_version" => format!("Take {} out of production.", self.version()?),
            "revoke_version" => format!("Withdraw {} for ever.", self.version()?),
            "offer_maintainership" => format!(
                "Offer {} to {}, who maintains it after accepting.",
                self.model()?,
                text::inline(self.argument("newMaintainer")?)
            ),
            "accept_maintainership" => format!(
                "Take over {}: {} maintains it from then on.",
                self.model()?,
                self.address("newMaintainer")?
            ),
            "withdraw_maintainership_offer" => {
                format!("Take back the offer of {}.", self.model()?)
            }
            "update_config" => self.rules()?,
            "create_chamber" => self.create_chamber()?,
            "grant_seat" => format!(
                "Give {} {} points in {}{}.",
                self.seat_holder()?,
                self.number("points")?,
                self.chamber()?,
                if self.number("points")? == 0 {
                    ", which takes the seat's weight away"
                } else {
                    ""
                }
            ),
            "create_reward_pool" => format!(
                "Create a reward pool for {} in the token {}; each funding flows out over {}.",
                self.subject(),
                self.address("mint")?,
                format_duration(i64::try_from(self.number("window")?).ok()?)
            ),
            "fund_reward_pool" => format!(
                "Put {} into the reward pool of {}.",
                tokens(self.context, &self.address("mint")?, self.number("amount")?),
                self.pool_subject()?
            ),
            "close_reward_pool" => format!("Close the reward pool of {}.", self.pool_subject()?),
            "slash_provider" => format!(
                "Take {} of all that is staked with {} for offence {}, into the treasury.",
                format_bps(u16::try_from(self.number("bps")?).ok()?),
                self.provider()?,
                text::inline(self.argument("offenceId")?)
            ),
            "slash_bond" => format!(
                "Take {} of the bond behind log {}, into the treasury; evidence {}.",
                format_bps(u16::try_from(self.number("bps")?).ok()?),
                self.account::<LogBond>("bond")?.audit_log,
                text::inline(self.argument("evidence")?)
            ),
            "override_taint" => format!(
                "Accept that {} was made from {}, which is revoked.",
                self.version()?,
                self.ancestor()?
            ),
            "set_witnesses" => self.witnesses()?,
            "admit_log" => format!(
                "Have the organisation's witnesses watch log {} under the name {}.",
                self.address("auditLog")?,
                text::inline(self.argument("origin")?)
            ),
            "close_witnessed_log" => format!(
                "Let witnesses watch log {} no more.",
                self.account::<WitnessedLog>("witnessedLog")?.audit_log
            ),
            "close_witness_set" => "Dismiss all witnesses of the organisation's logs.".into(),
            "set_appeal_rules" => self.appeal_rules()?,
            "cancel_proposal" => {
                let proposal: Proposal = self.account("proposal")?;
                format!(
                    "Cancel proposal {} ({:?}).",
                    proposal.number,
                    unpad(&proposal.title)
                )
            }
            _ => return None,
        })
    }

    /// The instruction's own name, its arguments and its accounts.
    fn plain(&self) -> String {
        let fields = text::line(&self.decoded.fields);
        let accounts = self.decoded.accounts.iter().zip(&self.instruction.accounts);
        let own = self.context.program();
        let accounts: Vec<String> = accounts
            .filter(|(_, meta)| meta.pubkey != own)
            .map(|(name, meta)| format!("{name} {}", meta.pubkey))
            .collect();
        format!(
            "Call {} with {}; accounts: {}.",
            self.decoded.name.replace('_', " "),
            match fields.trim() {
                "" => "no arguments",
                fields => fields,
            },
            accounts.join(", ")
        )
    }

    fn address(&self, name: &str) -> Option<Pubkey> {
        let index = self.decoded.accounts.iter().position(|n| n == name)?;
        let address = self.instruction.accounts.get(index)?.pubkey;
        // The program in an account's place says that it is left out.
        (address != self.context.program()).then_some(address)
    }

    fn account<T: Stored>(&self, name: &str) -> Option<T> {
        self.context.fetch_if(&self.address(name)?).ok()?
    }

    fn argument(&self, name: &str) -> Option<&Cell> {
        let fields = &self.decoded.fields;
        fields.get(name).or_else(|| {
            let inner = fields.0.iter().find_map(|(_, value)| match value {
                Cell::Record(inner) => inner.get(name),
                _ => None,
            });
            inner
        })
    }

    fn number(&self, name: &str) -> Option<u64> {
        match self.argument(name)? {
            Cell::Count(value) => Some(*value),
            Cell::Big(value) => u64::try_from(*value).ok(),
            Cell::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    fn promote(&self) -> Option<String> {
        let previous: Option<ModelVersion> = self.account("previous");
        let instead = previous.map_or(String::new(), |previous| {
            format!(" in place of version {}", previous.number)
        });
        let card = match self.instruction.data.get(8..40) {
            Some(hash) if hash != [0; 32] => format!(", with the model card {}", to_hex(hash)),
            _ => ", without a model card".to_owned(),
        };
        Some(format!(
            "Put {} into production{instead}{card}.",
            self.version()?
        ))
    }

    /// Its name, or its address where it cannot be read.
    fn model(&self) -> Option<String> {
        match self.account::<Model>("model") {
            Some(model) => Some(format!("model {:?}", model.name)),
            None => Some(format!("model {}", self.address("model")?)),
        }
    }

    fn version(&self) -> Option<String> {
        let name = self.account::<Model>("model").map_or_else(
            || self.address("model").map(|a| a.to_string()),
            |m| Some(format!("{:?}", m.name)),
        )?;
        match self.account::<ModelVersion>("modelVersion") {
            Some(version) => Some(format!("version {} of {name}", version.number)),
            None => Some(format!("{} of {name}", self.address("modelVersion")?)),
        }
    }

    /// The version that the argument `ancestor` names.
    fn ancestor(&self) -> Option<String> {
        let Cell::Text(text) = self.argument("ancestor")? else {
            return None;
        };
        let address = input::address(text).ok()?;
        let found = self.context.fetch_if::<ModelVersion>(&address).ok()?;
        let named = found.and_then(|version| {
            let model = self.context.fetch_if::<Model>(&version.model).ok()??;
            Some(format!(
                "version {} of {:?} ({address})",
                version.number, model.name
            ))
        });
        Some(named.unwrap_or_else(|| format!("version {address}")))
    }

    fn witnesses(&self) -> Option<String> {
        let args = SetWitnessesArgs::deserialize(&mut self.instruction.data.get(8..)?).ok()?;
        let keys = args.witnesses.iter().map(|one| {
            let key = VerifierKey::new(&one.name, KeyType::Cosignature, &one.key).ok()?;
            Some(key.to_string())
        });
        let keys: Option<Vec<String>> = keys.collect();
        Some(format!(
            "Name the witnesses of the organisation's logs, of whom {} must sign a checkpoint: {}.",
            args.quorum,
            keys?.join(", ")
        ))
    }

    /// On which terms a log can be questioned.
    fn appeal_rules(&self) -> Option<String> {
        let terms = AppealTerms::deserialize(&mut self.instruction.data.get(8..)?).ok()?;
        let org = self.context.org_at(&self.address("dao")?).ok()?;
        let bond: LogBond = self.account("bond")?;
        let terms = question::rules::describe(&org, &terms);
        let terms = terms.0.iter().map(|(name, value)| {
            format!(
                "{} {}",
                text::label(name).to_lowercase(),
                text::inline(value)
            )
        });
        Some(format!(
            "Let anybody question the log {} on these terms: {}.",
            bond.audit_log,
            terms.collect::<Vec<_>>().join(", ")
        ))
    }

    fn chamber(&self) -> Option<String> {
        match self.account::<Chamber>("chamber") {
            Some(found) => Some(format!(
                "chamber {} ({})",
                found.index,
                chamber::kind(&found)
            )),
            None => Some(format!("chamber {}", self.address("chamber")?)),
        }
    }

    fn seat_holder(&self) -> Option<String> {
        match self.account::<Seat>("seat") {
            Some(seat) => Some(seat.holder.to_string()),
            None => Some(format!("seat {}", self.address("seat")?)),
        }
    }

    fn subject(&self) -> String {
        self.provider_at("subject")
            .or_else(|| self.address("subject").map(|a| a.to_string()))
            .unwrap_or_default()
    }

    fn pool_subject(&self) -> Option<String> {
        match self.account::<RewardPool>("rewardPool") {
            Some(pool) => Some(pool.subject.to_string()),
            None => Some(format!("pool {}", self.address("rewardPool")?)),
        }
    }

    fn provider(&self) -> Option<String> {
        self.provider_at("provider")
            .or_else(|| self.address("provider").map(|a| a.to_string()))
    }

    fn provider_at(&self, name: &str) -> Option<String> {
        let provider: Provider = self.account(name)?;
        Some(format!(
            "provider {} ({:?})",
            provider.operator,
            unpad(&provider.endpoint)
        ))
    }

    fn create_chamber(&self) -> Option<String> {
        let kind = u8::try_from(self.number("kind")?).ok()?;
        let weighting = u8::try_from(self.number("weighting")?).ok()?;
        Some(format!(
            "Create a chamber of {} with {} weighting.",
            chamber::kind_name(kind),
            chamber::weighting_name(weighting)
        ))
    }

    /// What changes of the rules, old and new.
    fn rules(&self) -> Option<String> {
        let new = Config::deserialize(&mut self.instruction.data.get(8..)?).ok()?;
        let now: Dao = self.account("dao")?;
        let show = |config: &Config| {
            rules::describe(config, Cell::Big(u128::from(config.proposal_threshold)))
        };
        let (now, new) = (show(&now.config), show(&new));
        let changes: Vec<String> = new
            .0
            .iter()
            .filter_map(|(name, value)| {
                let before = now.get(name).filter(|before| *before != value)?;
                Some(format!(
                    "{} from {} to {}",
                    text::label(name).to_lowercase(),
                    text::inline(before),
                    text::inline(value)
                ))
            })
            .collect();
        Some(match changes.is_empty() {
            true => "Replace the rules by the same ones.".into(),
            false => format!("Change the rules: {}.", changes.join(", ")),
        })
    }
}
