/**
 * Proofs and entries from a log's tiles, wherever they are served. Nothing that a host answers is trusted: a proof made
 * from its tiles holds against a trusted root or does not.
 */
import { EMPTY_ROOT, nodeHash, perfectSubtrees } from "../merkle.ts";
import type { Position } from "../merkle.ts";
import { LogError } from "./text.ts";
import { TILE_WIDTH, bundleEntries, tileHashes, tilePathText } from "./tile.ts";
import type { TilePath } from "./tile.ts";

/** The file at a path such as `tile/0/000`; `undefined` where there is none. */
export type TileSource = (path: string) => Promise<Uint8Array | undefined>;

/** Bytes of an entry, at most. */
const MAX_ENTRY = 65_535;

/** A log's folder behind a URL. Throws a `LogError` where the host does not answer, or answers with more than fits the path. */
export function httpTiles(prefix: string, get: typeof fetch = fetch): TileSource {
  const base = prefix.replace(/\/+$/, "");
  return async (path) => {
    const response = await get(`${base}/${path}`);
    if (response.status === 404) return undefined;
    if (!response.ok) throw new LogError("Tile", `${base}/${path}: the host answers ${response.status}`);
    const limit = path.startsWith("tile/entries/") ? TILE_WIDTH * (2 + MAX_ENTRY) : 32 * TILE_WIDTH;
    return boundedBody(response, limit, `${base}/${path}`);
  };
}

/** Stops reading what is longer than it may be: a host could send without end. */
async function boundedBody(response: Response, limit: number, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new LogError("Tile", `${name}: more than the ${limit} bytes that fit a tile`);
    }
    chunks.push(value);
  }
  const body = new Uint8Array(length);
  chunks.reduce((at, chunk) => (body.set(chunk, at), at + chunk.length), 0);
  return body;
}

/** The tree of the first `size` entries, read tile by tile as it is asked for. */
export class TiledLog {
  readonly #source: TileSource;
  readonly #tiles = new Map<string, Promise<Uint8Array[]>>();
  readonly size: number;

  constructor(source: TileSource, size: Position) {
    this.#source = source;
    this.size = safe(size);
  }

  /** The root, of the first `size` entries where a size is given. */
  async root(size: Position = this.size): Promise<Uint8Array> {
    const end = this.#known(size);
    return end === 0 ? EMPTY_ROOT.slice() : this.#span(0, end);
  }

  /** Sibling hashes from the leaf at `index` up to the root of the first `size` entries. */
  async inclusionProof(index: Position, size: Position = this.size): Promise<Uint8Array[]> {
    const [leaf, end] = [safe(index), this.#known(size)];
    if (leaf >= end) throw new RangeError(`entry ${leaf} is not in a tree of ${end}`);
    const spans: [number, number][] = [];
    for (let [low, high] = [0, end]; high - low > 1; ) {
      const middle = low + splitOf(high - low);
      spans.push(leaf < middle ? [middle, high] : [low, middle]);
      if (leaf < middle) high = middle;
      else low = middle;
    }
    return Promise.all(spans.reverse().map(([low, high]) => this.#span(low, high)));
  }

  /** The proof that the first `old` entries are a prefix of the first `size`. */
  async consistencyProof(old: Position, size: Position = this.size): Promise<Uint8Array[]> {
    const [before, end] = [safe(old), this.#known(size)];
    if (before > end) throw new RangeError(`a tree of ${before} entries is no prefix of one of ${end}`);
    if (before === 0 || before === end) return [];
    const spans: [number, number][] = [];
    let [low, high] = [0, end];
    while (high !== before) {
      const middle = low + splitOf(high - low);
      spans.push(before <= middle ? [middle, high] : [low, middle]);
      if (before <= middle) high = middle;
      else low = middle;
    }
    if (low !== 0) spans.push([low, high]);
    return Promise.all(spans.reverse().map(([from, to]) => this.#span(from, to)));
  }

  /** One entry. */
  async entry(index: Position): Promise<Uint8Array> {
    const at = safe(index);
    if (at >= this.size) throw new RangeError(`entry ${at} is not in a tree of ${this.size}`);
    const bundle = Math.floor(at / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, this.size - bundle * TILE_WIDTH);
    const { bytes, found } = await this.#read({ level: "entries", index: BigInt(bundle), width });
    return bundleEntries(bytes, found)[at % TILE_WIDTH]!;
  }

  #known(size: Position): number {
    const wanted = safe(size);
    if (wanted > this.size) throw new RangeError(`size ${wanted} exceeds the tree's ${this.size} entries`);
    return wanted;
  }

  async #span(low: number, high: number): Promise<Uint8Array> {
    const roots = await Promise.all(perfectSubtrees(low, high).map(({ start, level }) => this.#node(start, level)));
    return roots.reduceRight((right, left) => nodeHash(left, right));
  }

  /** The root of the perfect subtree of `2^level` entries from `start` on. */
  async #node(start: number, level: number): Promise<Uint8Array> {
    const tileLevel = Math.floor(level / 8);
    const unit = 256 ** tileLevel;
    const [first, count] = [start / unit, 2 ** (level % 8)];
    const tile = Math.floor(first / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, Math.floor(this.size / unit) - tile * TILE_WIDTH);
    const hashes = await this.#tile({ level: tileLevel, index: BigInt(tile), width });
    let row = hashes.slice(first % TILE_WIDTH, (first % TILE_WIDTH) + count);
    while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!));
    return row[0]!;
  }

  #tile(path: TilePath): Promise<Uint8Array[]> {
    const name = tilePathText(path);
    let hashes = this.#tiles.get(name);
    if (hashes === undefined) {
      hashes = this.#read(path).then(({ bytes, found }) => tileHashes(bytes, found));
      this.#tiles.set(name, hashes);
      // What could not be read may be there the next time.
      hashes.catch(() => this.#tiles.delete(name));
    }
    return hashes;
  }

  /** A file and its width: where a partial one is gone, the full one begins with the same. */
  async #read(path: TilePath): Promise<{ bytes: Uint8Array; found: number }> {
    const bytes = await this.#source(tilePathText(path));
    if (bytes !== undefined) return { bytes, found: path.width };
    const full = path.width < TILE_WIDTH ? await this.#source(tilePathText({ ...path, width: TILE_WIDTH })) : undefined;
    if (full === undefined) throw new LogError("Tile", `${tilePathText(path)} is not there`);
    return { bytes: full, found: TILE_WIDTH };
  }
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (2 * split < size) split *= 2;
  return split;
}

function safe(position: Position): number {
  const value = Number(position);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${position} is not in 0..2^53-1`);
  return value;
}
