//! A tree whose nodes are all in memory: 64 bytes per leaf.

use std::convert::Infallible;

use super::fold;
use crate::hash::{empty_root, node_hash, Hash};
use crate::proof::{perfect_nodes, HashReader, Node};

/// Every node of every perfect subtree of a tree.
#[derive(Clone, Debug, Default)]
pub struct MemoryTree {
    levels: Vec<Vec<Hash>>,
}

impl MemoryTree {
    /// The tree over these leaf hashes.
    #[must_use]
    pub fn from_leaves(leaves: impl IntoIterator<Item = Hash>) -> Self {
        let mut tree = Self::default();
        leaves.into_iter().for_each(|leaf| tree.push(leaf));
        tree
    }

    /// Appends the hash of one leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(node);
            if nodes.len() % 2 == 1 {
                break;
            }
            node = node_hash(&nodes[nodes.len() - 2], &nodes[nodes.len() - 1]);
        }
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// The node, where the tree has it.
    #[must_use]
    pub fn node(&self, node: Node) -> Option<Hash> {
        self.levels
            .get(usize::from(node.level))?
            .get(usize::try_from(node.index).ok()?)
            .copied()
    }

    /// The root of the tree's first `size` leaves; `None` where it has fewer.
    #[must_use]
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        if size == 0 {
            return Some(empty_root());
        }
        let nodes = perfect_nodes(0, size);
        let hashes: Option<Vec<Hash>> = nodes.into_iter().map(|node| self.node(node)).collect();
        fold(hashes?.into_iter())
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root_at(self.size()).unwrap_or_else(empty_root)
    }
}

impl HashReader for MemoryTree {
    type Error = Infallible;

    fn read_hashes(&self, nodes: &[Node]) -> Result<Vec<Option<Hash>>, Infallible> {
        Ok(nodes.iter().map(|node| self.node(*node)).collect())
    }
}
