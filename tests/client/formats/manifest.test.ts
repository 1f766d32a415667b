/** Model digests by tests/vectors/models.json, which the Rust crate makes. */
import { createHash } from "node:crypto";
import { compareNames, manifestOf, manifestRoot, modelStatement, versionDigests } from "@althing/client";
import type { ManifestItem } from "@althing/client";
import { describe, expect, test } from "vitest";
import { bytes, hex, vectors } from "./vectors.ts";

interface Models {
  readonly models: readonly {
    readonly name: string;
    readonly model: string;
    readonly shardSize: number | null;
    readonly ignorePaths: readonly string[];
    readonly allowSymlinks: boolean;
    readonly items: readonly { readonly name: string; readonly range: readonly [number, number] | null; readonly sha256: string }[];
    readonly root: string;
    readonly statement: string;
    readonly statementHash: string;
  }[];
}

const item = (name: string, range?: readonly [number, number]): ManifestItem => ({ name, ...(range && { range }), sha256: new Uint8Array(32).fill(7) });

describe("manifests", () => {
  test.each(vectors<Models>("models").models)("$name: root and statement are those of Rust, whatever the order given", (model) => {
    const items = model.items.map(({ name, range, sha256 }) => ({ name, ...(range && { range }), sha256: bytes(sha256) }));
    const { ignorePaths, allowSymlinks } = model;
    const options = { ignorePaths, allowSymlinks, ...(model.shardSize !== null && { shardSize: model.shardSize }) };
    for (const given of [items, items.toReversed()]) {
      const manifest = manifestOf(given, options);
      expect(manifest.items.map(({ name }) => name)).toEqual(items.map(({ name }) => name));
      expect(hex(manifestRoot(manifest))).toBe(model.root);
      expect(new TextDecoder().decode(modelStatement(model.model, manifest))).toBe(model.statement);
      const digests = versionDigests(model.model, manifest);
      expect([hex(digests.weightsDigest), hex(digests.manifestDigest)]).toEqual([model.root, model.statementHash]);
    }
  });

  test("of a single file have the root of its digest", () => {
    const digest = createHash("sha256").update("weights").digest();
    const manifest = manifestOf([{ name: ".", sha256: new Uint8Array(digest) }]);
    expect(hex(manifestRoot(manifest))).toBe(createHash("sha256").update(digest).digest("hex"));
    expect(hex(manifestRoot(manifestOf([])))).toBe(createHash("sha256").digest("hex"));
  });

  test("are in the reference's order", () => {
    const names = ["a.b", "a-b", "a/b", "a", "\u{10000}", "\uffff", "Z"];
    expect(names.sort(compareNames)).toEqual(["Z", "a", "a/b", "a-b", "a.b", "\uffff", "\u{10000}"]);
    expect([compareNames("a", "a"), Math.sign(compareNames("a", "ab")), Math.sign(compareNames("ab", "a"))]).toEqual([0, -1, 1]);
  });

  test.each([
    ["an empty name", [item("")], {}],
    ["an absolute name", [item("/a")], {}],
    ["a way out", [item("a/../b")], {}],
    ["a NUL", [item("a\0")], {}],
    ["half a surrogate pair", [item("a\ud800")], {}],
    ["a name twice", [item("a"), item("a")], {}],
    ["a file below a file", [item("a"), item("a/b")], {}],
    ["a single file with another", [item("."), item("a")], {}],
    ["another before a single file", [item("-"), item(".")], {}],
    ["a short digest", [{ name: "a", sha256: new Uint8Array(31) }], {}],
    ["bounds without a shard size", [item("a", [0, 1])], {}],
    ["a shard size of zero", [], { shardSize: 0 }],
    ["no bounds", [item("a")], { shardSize: 4 }],
    ["a shard too long", [item("a", [0, 5])], { shardSize: 4 }],
    ["an empty shard", [item("a", [0, 0])], { shardSize: 4 }],
    ["a shard missing", [item("a", [4, 8])], { shardSize: 4 }],
    ["a short shard before the last", [item("a", [0, 3]), item("a", [3, 7])], { shardSize: 4 }],
    ["a colon in a shard's name", [item("a:b", [0, 1])], { shardSize: 4 }],
  ])("refuse %s", (_, items, options) => {
    expect(() => manifestOf(items, options)).toThrow(RangeError);
  });
});
