/** Proofs and entries from tiles that somebody else serves. */
import { LogError, MerkleTree, TiledLog, edgeTiles, httpTiles, leafHash, tilePathText, verifyConsistency, verifyInclusion } from "@althing/client/log";
import type { TileSource } from "@althing/client/log";
import { beforeAll, describe, expect, test } from "vitest";
import { hex } from "./vectors.ts";

const SIZE = 70_000;
const entryOf = (index: number) => new TextEncoder().encode(`entry ${index}`);
const tree = new MerkleTree();
const files = new Map<string, Uint8Array>();
const source: TileSource = async (path) => files.get(path);

function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Every full tile and bundle, and the partial ones of the right edge. */
beforeAll(() => {
  let hashes = Array.from({ length: SIZE }, (_, index) => leafHash(entryOf(index)));
  for (const hash of hashes) tree.appendLeafHash(hash);
  const bundle = (first: number, count: number) =>
    join(Array.from({ length: count }, (_, i) => join([Uint8Array.of(0, entryOf(first + i).length), entryOf(first + i)])));
  for (let level = 0; hashes.length > 0; level += 1) {
    const roots: Uint8Array[] = [];
    for (let index = 0; index * 256 < hashes.length; index += 1) {
      const tile = hashes.slice(index * 256, index * 256 + 256);
      files.set(tilePathText({ level, index: BigInt(index), width: tile.length }), join(tile));
      if (level === 0) files.set(tilePathText({ level: "entries", index: BigInt(index), width: tile.length }), bundle(index * 256, tile.length));
      if (tile.length === 256) roots.push(MerkleTree.fromLeafHashes(tile).root());
    }
    hashes = roots;
  }
});

describe("A log in tiles", () => {
  test("gives the same roots, proofs and entries as one in memory", async () => {
    const log = new TiledLog(source, SIZE);
    expect(hex(await log.root())).toBe(hex(tree.root()));
    for (const index of [0, 1, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999]) {
      const proof = await log.inclusionProof(index);
      expect(proof.map(hex)).toEqual(tree.inclusionProof(index).map(hex));
      expect(verifyInclusion(leafHash(await log.entry(index)), index, SIZE, proof, tree.root())).toBe(true);
    }
    for (const old of [0, 1, 256, 4_097, 65_536, 69_999, SIZE]) {
      const proof = await log.consistencyProof(old);
      expect(proof.map(hex)).toEqual(tree.consistencyProof(old).map(hex));
      expect(verifyConsistency(old, SIZE, proof, await log.root(old), tree.root())).toBe(true);
    }
    expect((await log.inclusionProof(300, 301)).map(hex)).toEqual(tree.inclusionProof(300, 301).map(hex));
    expect(hex(await new TiledLog(source, 0).root())).toBe(hex(tree.root(0)));
  });

  test("is read where its partial tiles have become full ones, and asks for no file twice", async () => {
    const asked: string[] = [];
    const older = new TiledLog(async (path) => (asked.push(path), source(path)), 65_600);
    const proof = await older.inclusionProof(65_599);
    expect(verifyInclusion(leafHash(await older.entry(65_599)), 65_599, 65_600, proof, tree.root(65_600))).toBe(true);
    await older.inclusionProof(65_598);
    // Entries are asked for each time; tiles of hashes once.
    const tiles = asked.filter((path) => !path.startsWith("tile/entries/"));
    expect(new Set(tiles).size).toBe(tiles.length);
  });

  test("that lacks a tile, or has another, proves nothing", async () => {
    const lacking = new TiledLog(async (path) => (path === "tile/1/000" ? undefined : source(path)), SIZE);
    await expect(lacking.inclusionProof(0)).rejects.toThrow("tile/1/000 is not there");
    const short = new TiledLog(async (path) => (await source(path))?.subarray(1), SIZE);
    await expect(short.root()).rejects.toThrow(LogError);
    await expect(short.entry(0)).rejects.toThrow(LogError);
    const forged = new TiledLog(async (path) => (await source(path))?.map((byte, i) => (i === 40 ? byte ^ 1 : byte)), SIZE);
    const proof = await forged.inclusionProof(0);
    expect(verifyInclusion(leafHash(entryOf(0)), 0, SIZE, proof, tree.root())).toBe(false);
    expect(edgeTiles(BigInt(SIZE)).every((path) => files.has(tilePathText(path)))).toBe(true);
  });

  test("is not asked beyond its size", async () => {
    const log = new TiledLog(source, SIZE);
    await expect(log.entry(SIZE)).rejects.toThrow(RangeError);
    await expect(log.inclusionProof(SIZE)).rejects.toThrow(RangeError);
    await expect(log.root(SIZE + 1)).rejects.toThrow(RangeError);
    await expect(log.consistencyProof(2, 1)).rejects.toThrow(RangeError);
    expect(() => new TiledLog(source, 2n ** 53n)).toThrow(RangeError);
  });
});

describe("A host", () => {
  const answering = (response: () => Response) => httpTiles("https://log.example/a/", async () => response());

  test("is asked by path, and may lack a file", async () => {
    const asked: string[] = [];
    const get = async (url: unknown) => (asked.push(String(url)), new Response("abc"));
    expect(await httpTiles("https://log.example/a/", get as typeof fetch)("tile/0/000")).toEqual(new TextEncoder().encode("abc"));
    expect(asked).toEqual(["https://log.example/a/tile/0/000"]);
    expect(await answering(() => new Response("", { status: 404 }))("tile/0/000")).toBeUndefined();
  });

  test("that fails, or sends without end, is refused", async () => {
    await expect(answering(() => new Response("", { status: 503 }))("tile/0/000")).rejects.toThrow("the host answers 503");
    let sent = 0;
    const endless = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            sent += 1;
            controller.enqueue(new Uint8Array(4096));
          },
        }),
      );
    await expect(answering(endless)("tile/0/000")).rejects.toThrow("more than the 8192 bytes");
    expect(sent).toBeLessThan(10);
  });
});
