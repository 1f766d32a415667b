/**
 * Tiles and entry bundles (C2SP tlog-tiles), which a static host serves.
 *
 *   tile/<L>/<N>[.p/<W>]       hashes of level L: 256, or W at the right edge
 *   tile/entries/<N>[.p/<W>]   as many entries, each after its length (u16, big endian)
 *
 * `<N>` in groups of three digits, all but the last after an `x`: 1234067 is `x001/x234/067`.
 */
import { LogError, decimal } from "./text.ts";

/** Hashes of a full tile, entries of a full bundle. */
export const TILE_WIDTH = 256;
const MAX_LEVEL = 63;

/** What a path leads to. */
export interface TilePath {
  /** A level of hashes, 0 being the leaves', or the entries. */
  readonly level: number | "entries";
  readonly index: bigint;
  /** 1 to 256. */
  readonly width: number;
}

/** The path of a tile or a bundle. */
export function tilePathText({ level, index, width }: TilePath): string {
  const digits = index.toString();
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g)!;
  const last = groups.pop()!;
  const path = [...groups.map((group) => `x${group}`), last].join("/");
  return `tile/${level}/${path}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** The tile of a path; `undefined` for a text that is none, or no path's only spelling. */
export function parseTilePath(text: string): TilePath | undefined {
  const [, levelText, indexText, widthText] = /^tile\/(entries|[0-9]+)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]+))?$/.exec(text) ?? [];
  if (levelText === undefined || indexText === undefined) return undefined;
  const level = levelText === "entries" ? ("entries" as const) : Number(levelText);
  const index = decimal(indexText.replace(/[x/]/g, "").replace(/^0+(?=.)/, ""));
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText);
  if (index === undefined || (level !== "entries" && level > MAX_LEVEL) || width < 1 || width > TILE_WIDTH) return undefined;
  const path = { level, index, width };
  return tilePathText(path) === text ? path : undefined;
}

/** The partial bundle and the partial tiles at the right edge of a tree, the bundle first. */
export function edgeTiles(size: bigint): TilePath[] {
  const paths: TilePath[] = [];
  for (let level = 0; level < 8; level += 1) {
    const hashes = size >> BigInt(8 * level);
    const [index, width] = [hashes >> 8n, Number(hashes & 255n)];
    if (width === 0) continue;
    if (level === 0) paths.push({ level: "entries", index, width });
    paths.push({ level, index, width });
  }
  return paths;
}

/** A tile's hashes. Throws a `LogError` unless there are exactly `width`. */
export function tileHashes(bytes: Uint8Array, width: number): Uint8Array[] {
  if (bytes.length !== 32 * width) throw new LogError("Tile", `a tile ${width} wide has ${32 * width} bytes, this one has ${bytes.length}`);
  return Array.from({ length: width }, (_, at) => bytes.slice(32 * at, 32 * at + 32));
}

/** A bundle's entries. Throws a `LogError` that says at which byte it is not the bundle of `width` entries. */
export function bundleEntries(bytes: Uint8Array, width: number): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < width) {
    if (at + 2 > bytes.length) throw new LogError("Tile", `at byte ${at}: the bundle ends after ${entries.length} entries, ${width} are expected`);
    const end = at + 2 + view.getUint16(at);
    if (end > bytes.length) throw new LogError("Tile", `at byte ${at}: entry ${entries.length} goes on beyond the bundle's end`);
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  if (at < bytes.length) throw new LogError("Tile", `at byte ${at}: the bundle goes on after its ${width} entries`);
  return entries;
}
