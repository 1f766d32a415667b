//! Bonds of logs.

use litesvm::LiteSVM;

use super::{vault_balance, Books};

pub fn check(svm: &LiteSVM, books: &Books) {
    for (at, bond) in &books.bonds {
        let owed = u128::from(bond.amount) + u128::from(bond.unbonding);
        let vault = vault_balance(svm, &bond.vault);
        assert!(
            u128::from(vault) >= owed,
            "bond {at}: the vault holds {vault}, owes {owed}"
        );
        let log = books.logs.iter().find(|(log, _)| *log == bond.audit_log);
        let (_, log) = log.unwrap_or_else(|| panic!("bond {at}: of no log"));
        assert_eq!(log.writer, bond.operator, "bond {at}: its operator");
        assert!(
            bond.checkpoint_size <= log.size,
            "bond {at}: a checkpoint of {} leaves, the log has {}",
            bond.checkpoint_size,
            log.size
        );
    }
}
