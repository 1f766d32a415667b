//! `althing seat`: places in chambers.

mod close;
mod grant;
mod list;
mod open;

group! {
    /// Places in chambers; points are granted by vote (--propose TITLE)
    Group {
        Close(close::Close),
        Grant(grant::Grant),
        List(list::List),
        Open(open::Open),
    }
}
