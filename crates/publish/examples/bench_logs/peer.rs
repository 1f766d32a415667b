//! The peer: `pymerkle`, the RFC 6962 trees of PyPI.

use std::path::{Path, PathBuf};
use std::process::Command;

use althing_record::to_hex;
use althing_tlog::hash::leaf_hash;
use althing_tlog::tree::Frontier;

use crate::{AnyError, Took};

/// Has it build the tree of a file's lines, which must have the root that we compute.
pub fn tree(lines: &str) -> Result<(Took, String), AnyError> {
    let python = std::env::var_os("ALTHING_PYTHON")
        .ok_or("ALTHING_PYTHON is not set; set it to what scripts/python.sh prints")?;
    let out = Command::new(python).arg(script()).arg(lines).output()?;
    if !out.status.success() {
        return Err(String::from_utf8_lossy(&out.stderr).into());
    }
    let text = String::from_utf8(out.stdout)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let [name, entries, wall, busy, memory, root] = words[..] else {
        return Err(format!("the peer said {text:?}").into());
    };
    let mut frontier = Frontier::new();
    for line in std::fs::read(lines)?.split(|byte| *byte == b'\n') {
        if !line.is_empty() {
            frontier.push_leaf(leaf_hash(line))?;
        }
    }
    if to_hex(&frontier.root()) != root {
        return Err("the peer's tree has another root".into());
    }
    let took = Took {
        entries: entries.parse()?,
        wall: wall.parse()?,
        busy: busy.parse()?,
        memory: memory.parse()?,
        transactions: 0,
    };
    Ok((took, name.into()))
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop/tree_speed.py")
}
