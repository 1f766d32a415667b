/**
 * The Merkle tree of RFC 6962 (section 2.1), as the program's audit logs keep it.
 *
 *   leaf  = SHA-256(0x00 ‖ entry)
 *   node  = SHA-256(0x01 ‖ left ‖ right)
 *   empty = SHA-256("")
 *
 * The chain stores only the frontier: the roots of the perfect subtrees that a log of its size consists of, left to
 * right. A batch is appended as the roots of the perfect subtrees that continue it (`subtreesToAppend`), so its size
 * on chain does not depend on the number of entries. Proofs are verified by the algorithms of RFC 9162, sections
 * 2.1.3.2 and 2.1.4.2.
 *
 * Positions are `number | bigint` because the chain's are `u64`; a tree in memory holds at most 2^53 − 1 leaves.
 */
import { sha256 } from "@noble/hashes/sha2.js";

/** Bytes of a hash. */
export const HASH_BYTES = 32;

/** A position in a tree or its size. */
export type Position = number | bigint;

/** A perfect subtree of `2^level` leaves. */
export interface Subtree {
  readonly level: number;
  readonly root: Uint8Array;
}

/** Where a perfect subtree lies: it covers the leaves `[start, start + 2^level)`, and `start` is a multiple of its size. */
export interface SubtreeSpan {
  readonly start: number;
  readonly level: number;
}

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array());

/** Hash of a log entry. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const preimage = new Uint8Array(1 + entry.length);
  preimage.set(entry, 1);
  return sha256(preimage);
}

const nodePreimage = new Uint8Array(1 + 2 * HASH_BYTES);

/** Hash of an inner node. Throws a `RangeError` unless both children are 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  assertHash(left, "left child");
  assertHash(right, "right child");
  nodePreimage[0] = 1;
  nodePreimage.set(left, 1);
  nodePreimage.set(right, 1 + HASH_BYTES);
  return sha256(nodePreimage);
}

/**
 * The maximal aligned perfect subtrees that make up the leaves `[start, end)`, left to right: from each position the
 * largest power of two that both divides the position and still fits.
 */
export function perfectSubtrees(start: Position, end: Position): SubtreeSpan[] {
  const last = toSafe(end, "end");
  let at = toSafe(start, "start");
  if (at > last) throw new RangeError(`start ${at} lies behind end ${last}`);
  const spans: SubtreeSpan[] = [];
  while (at < last) {
    let level = 0;
    // Doubling by multiplication: JavaScript's shifts stop at 32 bits.
    for (let size = 2; at % size === 0 && at + size <= last; size *= 2) level += 1;
    spans.push({ start: at, level });
    at += 2 ** level;
  }
  return spans;
}

/**
 * The perfect subtrees which, appended in this order to the frontier of a log of `oldSize` entries, extend it by
 * `leafHashes`. This is the argument of the program's `append_batch`.
 */
export function subtreesToAppend(oldSize: Position, leafHashes: readonly Uint8Array[]): Subtree[] {
  const start = toSafe(oldSize, "oldSize");
  return perfectSubtrees(start, start + leafHashes.length).map((span) => {
    let row = leafHashes.slice(span.start - start, span.start - start + 2 ** span.level);
    for (const leaf of row) assertHash(leaf, "leaf hash");
    while (row.length > 1) {
      row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!));
    }
    return { level: span.level, root: row[0]! };
  });
}

/** Folds a frontier (left to right) into the root of its tree. */
export function rootOfFrontier(frontier: readonly Subtree[]): Uint8Array {
  return frontier.length === 0 ? EMPTY_ROOT.slice() : foldRight(frontier.map((subtree) => subtree.root));
}

/**
 * An append-only tree that keeps every node of its perfect subtrees (64 bytes per leaf), so that the root and the
 * proofs of any earlier size cost O(log² n) hashes at most.
 */
export class MerkleTree {
  readonly #levels: HashColumn[] = [new HashColumn()];

  /** A tree of these leaf hashes. */
  static fromLeafHashes(leafHashes: Iterable<Uint8Array>): MerkleTree {
    const tree = new MerkleTree();
    for (const hash of leafHashes) tree.appendLeafHash(hash);
    return tree;
  }

  /** Number of leaves. */
  get size(): number {
    return this.#levels[0]!.length;
  }

  /** Appends entries, hashing each as a leaf. */
  append(entries: Iterable<Uint8Array>): void {
    for (const entry of entries) this.appendLeafHash(leafHash(entry));
  }

  /** Appends a leaf that is already hashed. */
  appendLeafHash(hash: Uint8Array): void {
    assertHash(hash, "leaf hash");
    let carried = hash;
    for (let level = 0; ; level += 1) {
      const column = (this.#levels[level] ??= new HashColumn());
      column.push(carried);
      if (column.length % 2 === 1) return;
      carried = nodeHash(column.at(column.length - 2), column.at(column.length - 1));
    }
  }

  /** The leaf hash at `index`. */
  leaf(index: Position): Uint8Array {
    return this.#levels[0]!.at(toSafe(index, "index")).slice();
  }

  /** Root of the first `size` leaves; of all without an argument. */
  root(size: Position = this.size): Uint8Array {
    const end = this.#knownSize(size);
    return end === 0 ? EMPTY_ROOT.slice() : this.#rangeRoot(0, end);
  }

  /** The perfect subtrees of the first `size` leaves, left to right: what the chain stores at that size. */
  frontier(size: Position = this.size): Subtree[] {
    return perfectSubtrees(0, this.#knownSize(size)).map((span) => ({ level: span.level, root: this.#perfect(span) }));
  }

  /** Sibling hashes from the leaf at `index` up to the root of the first `size` leaves. */
  inclusionProof(index: Position, size: Position = this.size): Uint8Array[] {
    const end = this.#knownSize(size);
    const leaf = toSafe(index, "index");
    if (leaf >= end) throw new RangeError(`index ${leaf} is not in a tree of ${end} leaves`);
    const path: Uint8Array[] = [];
    let [lo, hi] = [0, end];
    while (hi - lo > 1) {
      const middle = lo + splitOf(hi - lo);
      if (leaf < middle) {
        path.push(this.#rangeRoot(middle, hi));
        hi = middle;
      } else {
        path.push(this.#rangeRoot(lo, middle));
        lo = middle;
      }
    }
    return path.reverse();
  }

  /** Proof that the tree of `oldSize` leaves is a prefix of the tree of `newSize`. Empty when `oldSize` is 0. */
  consistencyProof(oldSize: Position, newSize: Position = this.size): Uint8Array[] {
    const end = this.#knownSize(newSize);
    const old = toSafe(oldSize, "oldSize");
    if (old > end) throw new RangeError(`old size ${old} exceeds new size ${end}`);
    if (old === 0 || old === end) return [];
    const path: Uint8Array[] = [];
    let [lo, hi] = [0, end];
    while (hi !== old) {
      const middle = lo + splitOf(hi - lo);
      if (old <= middle) {
        path.push(this.#rangeRoot(middle, hi));
        hi = middle;
      } else {
        path.push(this.#rangeRoot(lo, middle));
        lo = middle;
      }
    }
    // The old root itself is known to the verifier; only an inner part of it has to be sent.
    if (lo !== 0) path.push(this.#rangeRoot(lo, hi));
    return path.reverse();
  }

  #knownSize(size: Position): number {
    const wanted = toSafe(size, "size");
    if (wanted > this.size) throw new RangeError(`size ${wanted} exceeds the tree's ${this.size} leaves`);
    return wanted;
  }

  #perfect(span: SubtreeSpan): Uint8Array {
    return this.#levels[span.level]!.at(span.start / 2 ** span.level).slice();
  }

  /** Root of `[lo, hi)`, which the recursion of RFC 6962 reaches, so its perfect subtrees only shrink to the right. */
  #rangeRoot(lo: number, hi: number): Uint8Array {
    return foldRight(perfectSubtrees(lo, hi).map((span) => this.#perfect(span)));
  }
}

/** Whether `path` proves that `leaf` (a leaf hash) is entry `index` of the tree of `size` leaves with this `root`. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: Position,
  size: Position,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  let node = BigInt(index);
  let last = BigInt(size) - 1n;
  if (node < 0n || node > last || !allHashes([leaf, root, ...path])) return false;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0n) return false;
    if (node & 1n || node === last) {
      hash = nodeHash(sibling, hash);
      while (!(node & 1n) && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(hash, root);
}

/** Whether `path` proves that the tree (`oldSize`, `oldRoot`) is a prefix of the tree (`newSize`, `newRoot`). */
export function verifyConsistency(
  oldSize: Position,
  newSize: Position,
  path: readonly Uint8Array[],
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
): boolean {
  const old = BigInt(oldSize);
  const now = BigInt(newSize);
  if (old < 0n || old > now || !allHashes([oldRoot, newRoot, ...path])) return false;
  if (old === now) return path.length === 0 && equalBytes(oldRoot, newRoot);
  if (old === 0n) return path.length === 0 && equalBytes(oldRoot, EMPTY_ROOT);

  let node = old - 1n;
  let last = now - 1n;
  while (node & 1n) {
    node >>= 1n;
    last >>= 1n;
  }
  // An old tree that is one perfect subtree is its own first node, which RFC 9162 leaves out of the proof.
  const nodes = node === 0n ? [oldRoot, ...path] : [...path];
  const first = nodes.shift();
  if (first === undefined) return false;
  let oldHash = first;
  let newHash = first;
  for (const sibling of nodes) {
    if (last === 0n) return false;
    if (node & 1n || node === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (!(node & 1n) && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot);
}

/** Hashes side by side in one growing buffer: a million small arrays would cost several times the memory. */
class HashColumn {
  #bytes = new Uint8Array(64 * HASH_BYTES);
  length = 0;

  push(hash: Uint8Array): void {
    const offset = this.length * HASH_BYTES;
    if (offset === this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#bytes.length);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(hash, offset);
    this.length += 1;
  }

  /** A view into the column, valid until the next `push`. */
  at(index: number): Uint8Array {
    if (index >= this.length) throw new RangeError(`index ${index} is behind the last of ${this.length} hashes`);
    return this.#bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }
}

/** The largest power of two below `size`, where RFC 6962 splits a tree of `size` > 1 leaves. */
function splitOf(size: number): number {
  let split = 1;
  while (2 * split < size) split *= 2;
  return split;
}

function foldRight(hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

function toSafe(position: Position, name: string): number {
  const value = Number(position);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} ${position} is not in 0..2^53-1`);
  return value;
}

function assertHash(hash: Uint8Array, name: string): void {
  if (hash.length !== HASH_BYTES) throw new RangeError(`${name} has ${hash.length} bytes, not ${HASH_BYTES}`);
}

function allHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === HASH_BYTES);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
