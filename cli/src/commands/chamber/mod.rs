//! `althing chamber`: bodies of members.

mod list;

use althing::Chamber as Account;

group! {
    /// Bodies of members and what gives weight in them; made by vote (proposal create --create-chamber)
    Group {
        List(list::List),
    }
}

/// A chamber's kind in words.
#[must_use]
pub fn kind(chamber: &Account) -> &'static str {
    match chamber.kind {
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
    match chamber.weighting {
        Account::LINEAR => "linear",
        Account::SQUARE_ROOT => "square root",
        _ => "unknown",
    }
}
