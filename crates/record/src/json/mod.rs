//! Records as JSON: one flat object per line, read strictly.

mod convert;
mod cursor;
mod personal;
mod show;

pub(crate) use convert::Line;
pub use convert::{Converted, Defaults, LineConverter, MAX_LINE};
pub(crate) use cursor::{fill, Cursor};
pub(crate) use personal::{Given, Personal, Sealing};
pub(crate) use show::{push_string, Shown};
