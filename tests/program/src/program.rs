//! The compiled program, read once per test executable.

use std::path::PathBuf;
use std::sync::OnceLock;

/// Where the compiled program lies.
#[must_use]
pub fn path() -> PathBuf {
    std::env::var_os("ALTHING_PROGRAM_SO").map_or_else(
        || {
            PathBuf::from(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../target/deploy/althing.so"
            ))
        },
        PathBuf::from,
    )
}

/// The bytes of the compiled program.
///
/// # Panics
/// Where it was not built.
pub fn bytes() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let path = path();
        std::fs::read(&path).unwrap_or_else(|error| {
            panic!(
                "the compiled program is missing: run `make build` first ({}: {error})",
                path.display()
            )
        })
    })
}
