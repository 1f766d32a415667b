//! `althing grant`: consent to use data.

mod accept;
mod claim;
mod close;
mod end;
mod fund;
mod list;
mod offer;
mod refund;
mod revoke;
mod show;
mod use_;

use althing::{Dataset, Grant, GrantTerms};
use anchor_lang::prelude::Pubkey;
use clap::ValueEnum;

use crate::chain::token::Mint;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, format_duration};
use crate::output::{cell::optional, Cell, Record};

group! {
    /// Consent to use a dataset for one purpose of one model: terms, price, uses, revocation
    Group {
        Accept(accept::Accept),
        Claim(claim::Claim),
        Close(close::Close),
        End(end::End),
        Fund(fund::Fund),
        List(list::List),
        Offer(offer::Offer),
        Refund(refund::Refund),
        Revoke(revoke::Revoke),
        Show(show::Show),
        Use(use_::Use),
    }
}

/// What data may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Purpose {
    Train,
    FineTune,
    Evaluate,
    Retrieve,
    Align,
    Distill,
}

impl Purpose {
    const ALL: [(Self, u8); 6] = [
        (Self::Train, Grant::TRAIN),
        (Self::FineTune, Grant::FINE_TUNE),
        (Self::Evaluate, Grant::EVALUATE),
        (Self::Retrieve, Grant::RETRIEVE),
        (Self::Align, Grant::ALIGN),
        (Self::Distill, Grant::DISTILL),
    ];

    /// As the program says it.
    #[must_use]
    pub fn code(self) -> u8 {
        let found = Self::ALL.iter().find(|(purpose, _)| *purpose == self);
        found.map_or(u8::MAX, |(_, code)| *code)
    }
}

/// A purpose as options have it.
#[must_use]
pub fn purpose(code: u8) -> String {
    let found = Purpose::ALL.iter().find(|(_, known)| *known == code);
    found
        .and_then(|(purpose, _)| purpose.to_possible_value())
        .map_or_else(|| format!("unknown ({code})"), |v| v.get_name().into())
}

/// A grant by its address, or as `DATASET/MODEL/PURPOSE`.
pub fn find(context: &Context, text: &str) -> Result<(Pubkey, Grant)> {
    let bad = || {
        Error::usage(
            format!("{text}: not a grant's address or DATASET/MODEL/PURPOSE"),
            "See althing grant list.",
        )
    };
    let address = match text.splitn(3, '/').collect::<Vec<_>>()[..] {
        [dataset, model, purpose] => {
            let purpose = Purpose::from_str(purpose, true).map_err(|_| bad())?;
            let (dataset, found) = super::dataset::find(context, dataset)?;
            let model = match input::address(model) {
                Ok(address) => address,
                Err(_) => context.at().model(&found.dao, model),
            };
            context.at().grant(&dataset, &model, purpose.code())
        }
        _ => input::address(text).map_err(|_| bad())?,
    };
    Ok((address, context.fetch(&address)?))
}

/// The mint that a grant is paid in; none for a free one.
fn mint_of(context: &Context, grant: &Grant) -> Result<Option<Mint>> {
    if grant.price_kind == GrantTerms::FREE {
        return Ok(None);
    }
    context.mint(&grant.mint).map(Some)
}

/// A grant's mint, where it must have a price.
fn paid_mint(context: &Context, grant: &Grant) -> Result<Mint> {
    mint_of(context, grant)?
        .ok_or_else(|| Error::failed("the grant is free", "Nothing is paid or owed."))
}

/// The token program that an instruction names also where nothing is paid.
fn token_program(mint: Option<&Mint>) -> Pubkey {
    mint.map_or(anchor_spl::token::ID, |mint| mint.program)
}

/// Accounts for paying somebody from a grant's vault: vault, token account, mint; none for a free grant, and where the token
/// account is missing.
fn purse(
    context: &Context,
    grant: &Grant,
    mint: Option<&Mint>,
    owner: &Pubkey,
    given: Option<Pubkey>,
) -> Result<Option<(Pubkey, Pubkey, Pubkey)>> {
    let Some(mint) = mint else {
        return Ok(None);
    };
    let address = given.unwrap_or_else(|| mint.account_of(owner));
    let exists = context.rpc.account(&address)?.is_some();
    if given.is_none() && !exists {
        return Ok(None);
    }
    let (to, _) = context.token_account(mint, owner, given)?;
    Ok(Some((grant.vault, to, mint.address)))
}

/// The terms in words.
fn price(terms: &GrantTerms, mint: Option<&Mint>) -> String {
    let amount = match mint {
        Some(mint) => input::decimal::format_units(terms.price, mint.decimals),
        None => format!("{} base units", terms.price),
    };
    let period = format_duration(i64::try_from(terms.period).unwrap_or(i64::MAX));
    match terms.price_kind {
        GrantTerms::FREE => "free".into(),
        GrantTerms::ONCE if terms.period == 0 => format!("{amount} once"),
        GrantTerms::ONCE => format!("{amount} once, earned over {period}"),
        GrantTerms::PER_USE => format!("{amount} per use"),
        GrantTerms::STREAMED => format!("{amount} per {period}"),
        other => format!("unknown ({other})"),
    }
}

fn state(grant: &Grant, now: i64) -> &'static str {
    match grant.state {
        Grant::REVOKED => "revoked",
        Grant::ENDED => "ended",
        _ if grant.is_expired(now) => "expired",
        Grant::OFFERED => "offered",
        Grant::ACTIVE if grant.require_valid(now).is_ok() => "valid",
        Grant::ACTIVE => "not valid now",
        _ => "unknown",
    }
}

/// What a list says of a grant.
pub fn summary(context: &Context, address: &Pubkey, grant: &Grant, now: i64) -> Result<Record> {
    let mint = mint_of(context, grant)?;
    Ok(record! {
        "grant" => address,
        "dataset" => grant.dataset,
        "model" => grant.model,
        "purpose" => purpose(grant.purpose),
        "state" => state(grant, now),
        "licensee" => optional(&grant.licensee),
        "price" => price(&grant.terms(), mint.as_ref()),
        "uses" => grant.uses,
        "useCap" => (grant.use_cap > 0).then_some(Cell::Count(grant.use_cap)),
        "expiresAt" => Cell::Time(grant.expires_at),
    })
}

/// The dataset of a grant.
fn dataset_of(context: &Context, grant: &Grant) -> Result<Dataset> {
    context.fetch(&grant.dataset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_are_those_of_the_program() {
        assert_eq!(purpose(Grant::FINE_TUNE), "fine-tune");
        assert_eq!(purpose(99), "unknown (99)");
        for value in Purpose::value_variants() {
            assert!(Grant::require_purpose(value.code()).is_ok());
        }
        assert!(Grant::require_purpose(Purpose::ALL.len() as u8).is_err());
    }

    #[test]
    fn prices_are_told_in_words() {
        let terms = |price_kind, price, period| GrantTerms {
            price_kind,
            price,
            period,
            starts_at: 0,
            expires_at: 0,
            use_cap: 0,
        };
        let mint = Mint {
            address: Pubkey::default(),
            program: Pubkey::default(),
            decimals: 1,
        };
        let says = |terms| price(&terms, Some(&mint));
        assert_eq!(says(terms(GrantTerms::FREE, 0, 0)), "free");
        assert_eq!(says(terms(GrantTerms::ONCE, 15, 0)), "1.5 once");
        assert_eq!(
            says(terms(GrantTerms::ONCE, 15, 60)),
            "1.5 once, earned over 1m"
        );
        assert_eq!(says(terms(GrantTerms::PER_USE, 15, 0)), "1.5 per use");
        assert_eq!(says(terms(GrantTerms::STREAMED, 15, 86_400)), "1.5 per 1d");
    }
}
