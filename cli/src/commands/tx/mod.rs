//! `althing tx`: transactions in words, and what they leave.

mod close_table;
mod decode;

group! {
    /// Transactions in words; lookup tables of long ones
    Group {
        CloseTable(close_table::CloseTable),
        Decode(decode::Decode),
    }
}
