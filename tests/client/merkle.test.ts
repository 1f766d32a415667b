import {
  EMPTY_ROOT,
  MerkleTree,
  leafHash,
  nodeHash,
  perfectSubtrees,
  rootOfFrontier,
  subtreesToAppend,
  verifyConsistency,
  verifyInclusion,
} from "@althing/client/merkle";
import type { Subtree } from "@althing/client/merkle";
import { describe, expect, test } from "vitest";

const SIZES = 64;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

/** The entries of the Certificate Transparency reference tree, which implementations of RFC 6962 share as vectors. */
const REFERENCE_ENTRIES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map(bytes);

/** Roots of its prefixes, from no entry to eight. */
const REFERENCE_ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const REFERENCE_INCLUSION = [
  { index: 0, size: 1, path: [] },
  {
    index: 0,
    size: 8,
    path: [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  },
  {
    index: 5,
    size: 8,
    path: [
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  },
  { index: 2, size: 3, path: ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"] },
  {
    index: 1,
    size: 5,
    path: [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  },
];

const REFERENCE_CONSISTENCY = [
  { oldSize: 1, newSize: 1, path: [] },
  {
    oldSize: 1,
    newSize: 8,
    path: [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  },
  {
    oldSize: 6,
    newSize: 8,
    path: [
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  },
  {
    oldSize: 2,
    newSize: 5,
    path: [
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  },
];

/** RFC 6962, section 2.1, as it is written there: MTH, PATH and PROOF by plain recursion. */
const rfc = {
  split: (n: number) => 2 ** Math.ceil(Math.log2(n) - 1),
  root(leaves: Uint8Array[]): Uint8Array {
    if (leaves.length === 0) return EMPTY_ROOT;
    if (leaves.length === 1) return leaves[0]!;
    const k = this.split(leaves.length);
    return nodeHash(this.root(leaves.slice(0, k)), this.root(leaves.slice(k)));
  },
  path(m: number, leaves: Uint8Array[]): Uint8Array[] {
    if (leaves.length === 1) return [];
    const k = this.split(leaves.length);
    const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
    return m < k ? [...this.path(m, left), this.root(right)] : [...this.path(m - k, right), this.root(left)];
  },
  subproof(m: number, leaves: Uint8Array[], known: boolean): Uint8Array[] {
    if (m === leaves.length) return known ? [] : [this.root(leaves)];
    const k = this.split(leaves.length);
    const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
    if (m <= k) return [...this.subproof(m, left, known), this.root(right)];
    return [...this.subproof(m - k, right, false), this.root(left)];
  },
};

const leaves = Array.from({ length: SIZES }, (_, i) => leafHash(Uint8Array.of(i, i >> 8)));
const tree = MerkleTree.fromLeafHashes(leaves);
const flipped = (hash: Uint8Array) => hash.map((byte, i) => (i === 31 ? byte ^ 1 : byte));

describe("reference tree of Certificate Transparency", () => {
  const reference = new MerkleTree();
  reference.append(REFERENCE_ENTRIES);

  test.each(REFERENCE_ROOTS.map((root, size) => ({ size, root })))("root at size $size", ({ size, root }) => {
    expect(hex(reference.root(size))).toBe(root);
  });

  test.each(REFERENCE_INCLUSION)("inclusion of $index in $size", ({ index, size, path }) => {
    expect(reference.inclusionProof(index, size).map(hex)).toEqual(path);
    const root = bytes(REFERENCE_ROOTS[size]!);
    expect(verifyInclusion(leafHash(REFERENCE_ENTRIES[index]!), index, size, path.map(bytes), root)).toBe(true);
  });

  test.each(REFERENCE_CONSISTENCY)("consistency of $oldSize with $newSize", ({ oldSize, newSize, path }) => {
    expect(reference.consistencyProof(oldSize, newSize).map(hex)).toEqual(path);
    const [oldRoot, newRoot] = [bytes(REFERENCE_ROOTS[oldSize]!), bytes(REFERENCE_ROOTS[newSize]!)];
    expect(verifyConsistency(oldSize, newSize, path.map(bytes), oldRoot, newRoot)).toBe(true);
  });
});

describe(`every tree of up to ${SIZES} leaves`, () => {
  test("root and frontier equal the plain recursion", () => {
    for (let size = 0; size <= SIZES; size += 1) {
      const root = hex(rfc.root(leaves.slice(0, size)));
      expect(hex(tree.root(size))).toBe(root);
      const frontier = tree.frontier(size);
      expect(hex(rootOfFrontier(frontier))).toBe(root);
      expect(frontier.reduce((sum, { level }) => sum + 2 ** level, 0)).toBe(size);
      // One subtree per bit of the size, largest first.
      expect(frontier.map(({ level }) => level)).toEqual([6, 5, 4, 3, 2, 1, 0].filter((bit) => (size >> bit) & 1));
    }
  });

  test("every inclusion proof equals the plain recursion and verifies", () => {
    for (let size = 1; size <= SIZES; size += 1) {
      const root = tree.root(size);
      for (let index = 0; index < size; index += 1) {
        const path = tree.inclusionProof(index, size);
        expect(path.map(hex)).toEqual(rfc.path(index, leaves.slice(0, size)).map(hex));
        expect(verifyInclusion(leaves[index]!, index, size, path, root)).toBe(true);
      }
    }
  });

  test("every forged inclusion is refused", () => {
    for (let size = 1; size <= SIZES; size += 1) {
      const root = tree.root(size);
      for (let index = 0; index < size; index += 1) {
        const leaf = leaves[index]!;
        const path = tree.inclusionProof(index, size);
        expect(verifyInclusion(flipped(leaf), index, size, path, root)).toBe(false);
        expect(verifyInclusion(leaf, index, size, path, flipped(root))).toBe(false);
        expect(verifyInclusion(leaf, index, size, [...path, root], root)).toBe(false);
        expect(verifyInclusion(leaf, index + size, size, path, root)).toBe(false);
        if (size > 1) {
          expect(verifyInclusion(leaf, (index + 1) % size, size, path, root)).toBe(false);
          expect(verifyInclusion(leaf, index, size, path.slice(1), root)).toBe(false);
          expect(verifyInclusion(leaf, index, size, [flipped(path[0]!), ...path.slice(1)], root)).toBe(false);
        }
      }
    }
  });

  test("every consistency proof equals the plain recursion and verifies, and no forged one does", () => {
    for (let now = 1; now <= SIZES; now += 1) {
      for (let old = 1; old <= now; old += 1) {
        const path = tree.consistencyProof(old, now);
        const [oldRoot, newRoot] = [tree.root(old), tree.root(now)];
        expect(path.map(hex)).toEqual(rfc.subproof(old, leaves.slice(0, now), true).map(hex));
        expect(verifyConsistency(old, now, path, oldRoot, newRoot)).toBe(true);
        expect(verifyConsistency(old, now, path, flipped(oldRoot), newRoot)).toBe(false);
        expect(verifyConsistency(old, now, path, oldRoot, flipped(newRoot))).toBe(false);
        expect(verifyConsistency(old, now, [...path, newRoot], oldRoot, newRoot)).toBe(false);
        expect(verifyConsistency(now + 1, now, path, oldRoot, newRoot)).toBe(false);
        if (old < now) {
          expect(verifyConsistency(old, now, path.slice(1), oldRoot, newRoot)).toBe(false);
          expect(verifyConsistency(old, now, [...path.slice(0, -1), flipped(path.at(-1)!)], oldRoot, newRoot)).toBe(false);
        }
      }
    }
  });

  test("a tree without leaves is a prefix of every tree", () => {
    expect(tree.consistencyProof(0, 5)).toEqual([]);
    expect(verifyConsistency(0, 5, [], EMPTY_ROOT, tree.root(5))).toBe(true);
    expect(verifyConsistency(0, 5, [], tree.root(1), tree.root(5))).toBe(false);
  });

  test("a batch of any length extends any frontier", () => {
    for (let old = 0; old <= SIZES; old += 1) {
      for (let now = old; now <= SIZES; now += 1) {
        const batch = subtreesToAppend(old, leaves.slice(old, now));
        expect(batch.length).toBeLessThanOrEqual(2 * 6);
        expect(describeFrontier(extend(tree.frontier(old), batch))).toEqual(describeFrontier(tree.frontier(now)));
      }
    }
  });
});

describe("large positions", () => {
  test("spans beyond 32 bits", () => {
    expect(perfectSubtrees(2n ** 40n - 1n, 2n ** 40n + 2n)).toEqual([
      { start: 2 ** 40 - 1, level: 0 },
      { start: 2 ** 40, level: 1 },
    ]);
  });

  test("a path of 40 hashes proves an entry beyond 32 bits", () => {
    const index = 2n ** 40n - 3n;
    const path = Array.from({ length: 40 }, (_, i) => leafHash(Uint8Array.of(i)));
    const root = path.reduce(
      (hash, sibling, level) => ((index >> BigInt(level)) & 1n ? nodeHash(sibling, hash) : nodeHash(hash, sibling)),
      leaves[0]!,
    );
    expect(verifyInclusion(leaves[0]!, index, 2n ** 40n, path, root)).toBe(true);
    expect(verifyInclusion(leaves[0]!, index - 2n ** 32n, 2n ** 40n, path, root)).toBe(false);
  });
});

describe("bad arguments", () => {
  test("positions outside the tree", () => {
    expect(() => tree.root(SIZES + 1)).toThrow("size 65 exceeds the tree's 64 leaves");
    expect(() => tree.root(-1)).toThrow("size -1 is not in 0..2^53-1");
    expect(() => tree.inclusionProof(3, 3)).toThrow("index 3 is not in a tree of 3 leaves");
    expect(() => tree.consistencyProof(4, 3)).toThrow("old size 4 exceeds new size 3");
    expect(() => perfectSubtrees(4, 3)).toThrow("start 4 lies behind end 3");
    expect(() => perfectSubtrees(2n ** 63n, 2n ** 63n)).toThrow("is not in 0..2^53-1");
  });

  test("hashes that are not 32 bytes", () => {
    const short = new Uint8Array(31);
    expect(() => nodeHash(short, leaves[0]!)).toThrow("left child has 31 bytes, not 32");
    expect(() => subtreesToAppend(0, [short])).toThrow("leaf hash has 31 bytes, not 32");
    expect(() => new MerkleTree().appendLeafHash(short)).toThrow("leaf hash has 31 bytes, not 32");
    expect(verifyInclusion(leaves[0]!, 0, 2, [short], tree.root(2))).toBe(false);
  });
});

/** What the program does with a batch: put each subtree behind the frontier and merge equal levels. */
function extend(frontier: readonly Subtree[], batch: readonly Subtree[]): Subtree[] {
  const stack = [...frontier];
  for (const subtree of batch) {
    stack.push(subtree);
    for (let [left, right] = stack.slice(-2); right && left!.level === right.level; [left, right] = stack.slice(-2)) {
      stack.splice(-2, 2, { level: left!.level + 1, root: nodeHash(left!.root, right.root) });
    }
  }
  return stack;
}

function describeFrontier(frontier: readonly Subtree[]): string[] {
  return frontier.map(({ level, root }) => `${level}:${hex(root)}`);
}
