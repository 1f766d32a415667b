//! `althing tx`: transactions in words.

mod decode;

group! {
    /// Transactions in words
    Group {
        Decode(decode::Decode),
    }
}
