/**
 * Model digests as OpenSSF model signing makes them: a manifest of files, its root, and the in-toto statement that is
 * signed. `weights_digest` of a version is the root, `manifest_digest` the SHA-256 of the statement's exact bytes, because
 * the root does not cover the files' names. The same bytes as `crates/digest` and `althing model digest`.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, hex } from "./text.ts";

/** What is ignored at the top of a model unless told otherwise. */
export const GIT_PATHS = [".git", ".gitattributes", ".github", ".gitignore"] as const;
/** The name of a model that is a single file. */
export const SINGLE_FILE = ".";

/** One file, or a piece of one. */
export interface ManifestItem {
  /** Inside the model, `/` between components; `SINGLE_FILE` for a model that is one. */
  readonly name: string;
  /** First byte and the byte after the last, in shards only. */
  readonly range?: readonly [start: number, end: number];
  /** Of the file's or the piece's bytes. */
  readonly sha256: Uint8Array;
}

/** How the items were made; the statement carries it, so that a verifier can do the same. */
export interface ManifestOptions {
  /** Bytes of a shard; whole files where it is left out. */
  readonly shardSize?: number;
  readonly allowSymlinks?: boolean;
  /** `GIT_PATHS` where it is left out. */
  readonly ignorePaths?: readonly string[];
}

/** Items in the reference's order. */
export interface Manifest extends ManifestOptions {
  readonly items: readonly ManifestItem[];
}

/** Puts items in order and checks them. Throws a `RangeError` that names the first that cannot be in a model. */
export function manifestOf(items: readonly ManifestItem[], options: ManifestOptions = {}): Manifest {
  const { shardSize } = options;
  if (shardSize !== undefined && !(Number.isSafeInteger(shardSize) && shardSize > 0)) throw new RangeError(`shardSize: ${shardSize} is no size`);
  const sorted = items.toSorted((a, b) => compareNames(a.name, b.name) || (a.range?.[0] ?? 0) - (b.range?.[0] ?? 0));
  sorted.forEach((item, at) => {
    const why = nameFault(item.name) ?? itemFault(item, sorted[at - 1], shardSize) ?? (item.name === SINGLE_FILE && sorted[0]!.name !== SINGLE_FILE ? "it is not alone" : undefined);
    if (why !== undefined) throw new RangeError(`${JSON.stringify(item.name)}: ${why}`);
  });
  return { ...options, items: sorted };
}

/** SHA-256 over the items' digests in order. It does not cover the names. */
export function manifestRoot({ items }: Manifest): Uint8Array {
  return sha256(concat(...items.map((item) => item.sha256)));
}

/** The exact bytes of the statement about a model of that name. */
export function modelStatement(model: string, manifest: Manifest): Uint8Array {
  const { items, shardSize, allowSymlinks = false, ignorePaths = GIT_PATHS } = manifest;
  const sharded = shardSize !== undefined;
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: model, digest: { sha256: hex(manifestRoot(manifest)) } }],
    predicateType: "https://model_signing/signature/v1.0",
    predicate: {
      serialization: {
        method: sharded ? "shards" : "files",
        hash_type: "sha256",
        ...(sharded && { shard_size: shardSize }),
        allow_symlinks: allowSymlinks,
        ...(ignorePaths.length > 0 && { ignore_paths: ignorePaths }),
      },
      resources: items.map(({ name, range, sha256: digest }) => ({
        name: range === undefined ? name : `${name}:${range[0]}:${range[1]}`,
        algorithm: sharded ? `sha256-sharded-${shardSize}` : "sha256",
        digest: hex(digest),
      })),
    },
  };
  // As Python prints it: indented by two, ASCII alone.
  const text = JSON.stringify(statement, null, 2);
  const ascii = text.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return new TextEncoder().encode(ascii);
}

/** The digests that a version is registered with. */
export function versionDigests(model: string, manifest: Manifest): { readonly weightsDigest: Uint8Array; readonly manifestDigest: Uint8Array } {
  return { weightsDigest: manifestRoot(manifest), manifestDigest: sha256(modelStatement(model, manifest)) };
}

/** The reference's order: component by component, each by code points. `a`, `a/b`, `a-b`, `a.b`. */
export function compareNames(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => new TextEncoder().encode(name).map((byte) => (byte === 0x2f ? 0 : byte))) as [Uint8Array, Uint8Array];
  const at = left.findIndex((byte, i) => byte !== right[i]);
  return at < 0 ? left.length - right.length : left[at]! - (right[at] ?? -1);
}

function nameFault(name: string): string | undefined {
  if (name === SINGLE_FILE) return undefined;
  if (name === "" || name.startsWith("/") || name.includes("\0") || /\p{Surrogate}/u.test(name)) return "it is no relative name";
  if (new TextEncoder().encode(name).length > 4096) return "it is longer than 4,096 bytes";
  return name.split("/").some((part) => part === "" || part === "." || part === "..") ? "it has an empty, '.' or '..' component" : undefined;
}

function itemFault({ name, range, sha256: digest }: ManifestItem, previous: ManifestItem | undefined, shardSize: number | undefined): string | undefined {
  if (digest.length !== 32) return `a SHA-256 has 32 bytes, not ${digest.length}`;
  const again = previous?.name === name;
  if (previous?.name === SINGLE_FILE && !again) return "'.' is not alone";
  if (previous !== undefined && name.startsWith(`${previous.name}/`)) return "it lies below another file";
  if (shardSize === undefined) return range !== undefined ? "it has bounds, but there is no shard size" : again ? "it is named twice" : undefined;
  if (range === undefined) return "it has no bounds";
  if (name.includes(":")) return "its name has a colon";
  const [start, end] = range;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start >= end || end - start > shardSize) return "its bounds do not fit the shard size";
  const expected = again ? previous.range![1] : 0;
  const cut = again && previous.range![1] - previous.range![0] !== shardSize;
  return cut || start !== expected ? "a shard before it is missing or not of full size" : undefined;
}
