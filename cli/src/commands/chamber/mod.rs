//! `althing chamber`: bodies of members.

mod create;
mod list;

use althing::Chamber as Account;

group! {
    /// Bodies of members and what gives weight in them; made by vote (--propose TITLE)
    Group {
        Create(create::Create),
        List(list::List),
    }
}

/// A chamber's kind in words.
#[must_use]
pub fn kind(chamber: &Account) -> &'static str {
    kind_name(chamber.kind)
}

/// A kind of chamber in words.
#[must_use]
pub fn kind_name(kind: u8) -> &'static str {
    match kind {
        Account::KIND_TOKEN_HOLDERS => "token holders",
        Account::KIND_PROVIDERS => "providers",
        Account::KIND_EVALUATORS => "evaluators",
        Account::KIND_CITIZENS => "citizens",
        _ => "unknown",
    }
}

/// A chamber's weighting in words.
#[must_use]
pub fn weighting(chamber: &Account) -> &'static str {
    weighting_name(chamber.weighting)
}

/// A weighting in words.
#[must_use]
pub fn weighting_name(weighting: u8) -> &'static str {
    match weighting {
        Account::LINEAR => "linear",
        Account::SQUARE_ROOT => "square root",
        _ => "unknown",
    }
}
