//! `althing seat`: places in chambers.

mod close;
mod list;
mod open;

group! {
    /// Places in chambers; points are granted by vote (proposal create --grant-seat)
    Group {
        Close(close::Close),
        List(list::List),
        Open(open::Open),
    }
}
