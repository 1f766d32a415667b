/**
 * Signatures of models as OpenSSF model signing has them, read as their standards say, whoever wrote them: Sigstore bundle,
 * DSSE envelope, in-toto statement. The same rules as `crates/digest` and `althing model verify`: base64 of either alphabet,
 * padded or not; several signatures, of which one must be the key's; `keyid` absent, empty or null; fields that DSSE does not
 * know; resources in any order, with the root in that order.
 *
 * Nothing in an envelope means anything before `verifyBundle` or `verifyEnvelope`. Certificates and keyless signatures are
 * not verified.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { isSignedBy } from "./log/key.ts";
import { manifestOf } from "./manifest.ts";
import type { Manifest, ManifestItem } from "./manifest.ts";
import { readJson } from "./record/strictJson.ts";
import { statementEncoding } from "./signature.ts";
import { concat, digest, hex } from "./text.ts";

/** Why a signature of a model is refused. */
export class BundleError extends Error {
  override readonly name = "BundleError";
}

/** A public key that signs models, see `modelKey`. */
export interface ModelKey {
  readonly kind: "Ed25519" | "P-256" | "P-384" | "P-521";
  readonly key: CryptoKey;
  /** The reference's hint in a bundle: SHA-256 of the key's PEM, in hexadecimal. */
  readonly hint: string;
}

/** The bytes of a statement and the signatures over their encoding. */
export interface Envelope {
  readonly payload: Uint8Array;
  readonly signatures: readonly { readonly signature: Uint8Array; readonly keyid: string }[];
}

/** A signed statement about a model. */
export interface ModelBundle {
  /** Which key to verify with; older signers left it out. */
  readonly hint?: string;
  readonly envelope: Envelope;
}

/** What a statement says of a model. */
export interface ModelStatement {
  /** The model's name: informative. */
  readonly model: string;
  /** The root that it states: over the digests in the order of its resources. */
  readonly root: Uint8Array;
  /** Its files in the order of names, and how they were hashed. */
  readonly manifest: Manifest;
  /** The exact bytes; `manifest_digest` of a version is their SHA-256. */
  readonly payload: Uint8Array;
}

const PAYLOAD_TYPE = "application/vnd.in-toto+json";
const MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
const MAX_SIGNATURE = 1024;
const MAX_SIGNATURES = 64;
/** Bytes of an ECDSA integer, and the hash that is signed. */
const CURVES = { "P-256": { size: 32, hash: "SHA-256" }, "P-384": { size: 48, hash: "SHA-384" }, "P-521": { size: 66, hash: "SHA-512" } } as const;

type Fields = Record<string, unknown>;

function fields(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new BundleError(`${what}: expected an object`);
  return value as Fields;
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new BundleError(`${what}: expected text`);
  return value;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new BundleError(`${what}: expected a list`);
  return value;
}

function json(input: string | Uint8Array, what: string): Fields {
  try {
    const read = typeof input === "string" ? input : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input);
    // Refuses two fields of one name, of which other readers take the first.
    readJson(read);
    return fields(JSON.parse(read), what);
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError(`${what}: not JSON (${(error as Error).message})`);
  }
}

/** Base64 of either alphabet, padded or not, without stray bits. */
function base64(value: unknown, what: string): Uint8Array {
  const given = text(value, what);
  const bare = given.replace(/={1,2}$/, "");
  const alphabet = /^[A-Za-z0-9+/]*$/.test(bare) || /^[A-Za-z0-9_-]*$/.test(bare);
  const standard = bare.replaceAll("-", "+").replaceAll("_", "/");
  const padding = "=".repeat((4 - (standard.length % 4)) % 4);
  const padded = given === bare || given.length % 4 === 0;
  if (!alphabet || !padded || standard.length % 4 === 1) throw new BundleError(`${what}: is not base64`);
  const binary = atob(standard + padding);
  if (btoa(binary) !== standard + padding) throw new BundleError(`${what}: is not base64`);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Reads the JSON of an envelope. Throws a `BundleError`. */
export function parseEnvelope(input: string | Uint8Array): Envelope {
  return envelopeOf(json(input, "envelope"));
}

function envelopeOf(raw: Fields): Envelope {
  const type = text(raw.payloadType, "payloadType");
  if (type !== PAYLOAD_TYPE) throw new BundleError(`payload type ${JSON.stringify(type)} is not supported; a model's signature is over an in-toto statement`);
  const signatures = list(raw.signatures, "signatures");
  if (signatures.length === 0 || signatures.length > MAX_SIGNATURES) throw new BundleError(`the envelope must have a signature, and at most ${MAX_SIGNATURES}`);
  return {
    payload: base64(raw.payload, "payload"),
    signatures: signatures.map((each) => {
      const { sig, keyid } = fields(each, "signature");
      const signature = base64(sig, "signature");
      if (signature.length === 0 || signature.length > MAX_SIGNATURE) throw new BundleError("the signature is empty or too long");
      return { signature, keyid: keyid === undefined || keyid === null ? "" : text(keyid, "keyid") };
    }),
  };
}

/** Reads the JSON of a bundle. Throws a `BundleError`. */
export function parseBundle(input: string | Uint8Array): ModelBundle {
  const raw = known(json(input, "bundle"), ["mediaType", "verificationMaterial", "dsseEnvelope"], "bundle");
  const type = text(raw.mediaType, "mediaType");
  if (type !== MEDIA_TYPE) throw new BundleError(`media type ${JSON.stringify(type)} is not supported; a Sigstore bundle of version 0.3 is needed`);
  const names = ["publicKey", "x509CertificateChain", "certificate", "timestampVerificationData", "tlogEntries"];
  const material = known(fields(raw.verificationMaterial, "verificationMaterial"), names, "verificationMaterial");
  const has = (name: string) => material[name] !== undefined && material[name] !== null;
  if (has("x509CertificateChain") || has("certificate")) throw new BundleError("it is signed with a certificate, and only signatures with a key are verified");
  if (has("tlogEntries") && list(material.tlogEntries, "tlogEntries").length > 0) {
    throw new BundleError("it has entries of a transparency log, which a signature with a key has not");
  }
  if (!has("publicKey")) throw new BundleError("it does not say which key signed it");
  const { hint } = known(fields(material.publicKey, "publicKey"), ["hint", "rawBytes", "keyDetails"], "publicKey");
  const named = hint === undefined || hint === null ? "" : text(hint, "hint");
  return { ...(named !== "" && { hint: named }), envelope: envelopeOf(fields(raw.dsseEnvelope, "dsseEnvelope")) };
}

function known(object: Fields, names: readonly string[], what: string): Fields {
  const other = Object.keys(object).find((name) => !names.includes(name));
  if (other !== undefined) throw new BundleError(`${what}: unknown field ${JSON.stringify(other)}`);
  return object;
}

/** A key from the PEM of a public key, as OpenSSL writes it. Throws a `BundleError`. */
export async function modelKey(pem: string): Promise<ModelKey> {
  const [, body, more] = /-----BEGIN PUBLIC KEY-----\s([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----([^]*)/.exec(pem) ?? [];
  if (body === undefined || more?.includes("BEGIN PUBLIC KEY")) throw new BundleError("key: expected one PUBLIC KEY in PEM");
  const spki = base64(body.replaceAll(/\s/g, ""), "key");
  for (const kind of ["Ed25519", "P-256", "P-384", "P-521"] as const) {
    const algorithm = kind === "Ed25519" ? { name: kind } : { name: "ECDSA", namedCurve: kind };
    try {
      const key = await crypto.subtle.importKey("spki", new Uint8Array(spki), algorithm, true, ["verify"]);
      return { kind, key, hint: hex(digest(await pemOf(key))) };
    } catch (error) {
      // Another kind, or one that this WebCrypto lacks.
      if (!(error instanceof DOMException)) throw error;
    }
  }
  throw new BundleError("key: none of Ed25519, EC P-256, P-384 and P-521 that is known here");
}

/** Points uncompressed, lines of 64 characters, as the reference prints it. */
async function pemOf(key: CryptoKey): Promise<string> {
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", key));
  const lines = btoa(String.fromCharCode(...spki)).match(/.{1,64}/g)!;
  return `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n`;
}

/** That one of the envelope's signatures is the key's. Throws a `BundleError` where none is. */
export async function verifyEnvelope(envelope: Envelope, { kind, key }: ModelKey): Promise<ModelStatement> {
  const message = statementEncoding(envelope.payload);
  for (const { signature } of envelope.signatures) {
    if (kind === "Ed25519") {
      const raw = new Uint8Array(await crypto.subtle.exportKey("raw", key));
      if (await isSignedBy(raw, message, signature)) return parseStatement(envelope.payload);
      continue;
    }
    const { size, hash } = CURVES[kind];
    const plain = plainSignature(signature, size);
    if (plain === undefined) continue;
    if (await crypto.subtle.verify({ name: "ECDSA", hash }, key, new Uint8Array(plain), new Uint8Array(message))) return parseStatement(envelope.payload);
  }
  throw new BundleError("the signature does not fit the statement and the key; the envelope was altered or signed by somebody else");
}

/** Checks hint and signature, and reads the statement. The files are not looked at. Throws a `BundleError`. */
export async function verifyBundle({ hint, envelope }: ModelBundle, key: ModelKey): Promise<ModelStatement> {
  if (hint !== undefined && hint !== key.hint) throw new BundleError(`the signature was made with another key (hint ${hint}, yours is ${key.hint})`);
  return verifyEnvelope(envelope, key);
}

/** An ECDSA signature in DER as WebCrypto takes it: both numbers in `size` bytes. `undefined` for other bytes. */
function plainSignature(der: Uint8Array, size: number): Uint8Array | undefined {
  const long = der[1] === 0x81;
  const length = long ? der[2] : der[1];
  let at = long ? 3 : 2;
  if (der[0] !== 0x30 || length !== der.length - at || (long && length < 0x80)) return undefined;
  const numbers = [0, 1].map(() => {
    const [tag, count = 0] = der.subarray(at, at + 2);
    const bytes = der.slice(at + 2, at + 2 + count);
    at += 2 + count;
    const padded = bytes[0] === 0 && bytes.length > 1;
    // One spelling alone: positive, without zeros that are not needed.
    const minimal = bytes.length > 0 && bytes[0]! < 0x80 && !(padded && bytes[1]! < 0x80);
    const value = padded ? bytes.slice(1) : bytes;
    if (tag !== 2 || bytes.length !== count || !minimal || value.length > size) return undefined;
    return concat(new Uint8Array(size - value.length), value);
  });
  const [r, s] = numbers;
  return r && s && at === der.length ? concat(r, s) : undefined;
}

/** Reads a statement made by anybody. Throws a `BundleError` for one that describes no model. */
export function parseStatement(payload: Uint8Array): ModelStatement {
  const raw = json(payload, "statement");
  const expected = { _type: "https://in-toto.io/Statement/v1", predicateType: "https://model_signing/signature/v1.0" };
  for (const [name, value] of Object.entries(expected)) {
    const found = text(raw[name], `statement, ${name}`);
    if (found !== value) throw new BundleError(`statement: ${name} ${JSON.stringify(found)} is not supported`);
  }
  const [subject, second] = list(raw.subject, "statement, subject");
  if (subject === undefined || second !== undefined) throw new BundleError("statement: it must have exactly one subject");
  const model = text(fields(subject, "statement, subject").name, "statement, name");
  const bytes = new TextEncoder().encode(model).length;
  if (bytes === 0 || bytes > 4096) throw new BundleError("statement: the model's name is empty or longer than 4096 bytes");
  const stated = text(fields(fields(subject, "subject").digest, "statement, digest").sha256, "statement, sha256");
  const { serialization, resources } = fields(raw.predicate, "statement, predicate");
  const { shardSize, ...options } = serializationOf(fields(serialization, "statement, serialization"));
  const items = list(resources, "statement, resources").map((each) => itemOf(fields(each, "statement, resource"), shardSize));
  // In the statement's own order, whichever that is.
  const root = sha256(concat(...items.map((item) => item.sha256)));
  try {
    const manifest = manifestOf(items, { ...options, ...(shardSize !== undefined && { shardSize }) });
    if (stated !== hex(root)) throw new BundleError(`statement: the root is ${JSON.stringify(stated)}, but its resources give ${hex(root)}`);
    return { model, root, manifest, payload };
  } catch (error) {
    throw error instanceof RangeError ? new BundleError(`statement, resource ${error.message}`) : error;
  }
}

function serializationOf(raw: Fields) {
  const { method, hash_type: hashType, allow_symlinks: allowSymlinks, shard_size: shardSize, ignore_paths: ignored = [] } = raw;
  if (hashType !== "sha256") throw new BundleError(`statement: hash type ${JSON.stringify(hashType)} is not supported; sign the model with sha256`);
  if (method !== "files" && method !== "shards") throw new BundleError(`statement: serialization method ${JSON.stringify(method)} is not supported`);
  if (typeof allowSymlinks !== "boolean") throw new BundleError("statement, allow_symlinks: expected true or false");
  const ignorePaths = list(ignored, "statement, ignore_paths").map((path) => text(path, "statement, ignore_paths"));
  if (ignorePaths.some((path) => path.startsWith("/") || path.split("/").every((part) => part === "" || part === "."))) {
    throw new BundleError("statement: an ignored path is the whole model or absolute");
  }
  if (method === "files") return { allowSymlinks, ignorePaths, shardSize: undefined };
  if (!Number.isSafeInteger(shardSize) || (shardSize as number) < 1) throw new BundleError("statement: the shard size is not a whole number");
  return { allowSymlinks, ignorePaths, shardSize: shardSize as number };
}

function itemOf(raw: Fields, shardSize: number | undefined): ManifestItem {
  const name = text(raw.name, "statement, resource");
  const fault = (why: string) => new BundleError(`statement, resource ${JSON.stringify(name)}: ${why}`);
  if (raw.algorithm !== (shardSize === undefined ? "sha256" : `sha256-sharded-${shardSize}`)) throw fault("its algorithm is not that of the serialization");
  const digits = text(raw.digest, "statement, digest");
  if (!/^[0-9a-fA-F]{64}$/.test(digits)) throw fault("its digest is not 64 hexadecimal digits");
  const sha = Uint8Array.from(digits.match(/../g)!, (byte) => Number.parseInt(byte, 16));
  if (shardSize === undefined) return { name, sha256: sha };
  const [, path, start, end] = /^([^:]*):(0|[1-9][0-9]*):([1-9][0-9]*)$/.exec(name) ?? [];
  if (path === undefined) throw fault("the name of a shard is path:start:end");
  return { name: path, range: [Number(start), Number(end)], sha256: sha };
}
