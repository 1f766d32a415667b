/**
 * The releases of Silero VAD (a voice activity detector, MIT licence) that npm's `@ricky0123/vad-web` carries, and
 * their digests in the manner of OpenSSF model signing (OMS), computed from the files each time.
 *
 * For a model that is a single file, OMS lists one resource named `.`, and the manifest's root is the SHA-256 of that
 * file's raw digest. The root omits names, so the SHA-256 of the whole in-toto statement is given beside it. The
 * statement's bytes are its JSON without white space, keys in the order in which this file writes them.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** One of the releases, oldest first: 4 (which the package calls legacy), 5 and 6. */
export type ReleaseName = "legacy" | "v5" | "v6";

/** A released model file and what a registry records of it. */
export interface Release {
  readonly name: ReleaseName;
  /** Name of the `.onnx` file. */
  readonly file: string;
  /** Where the file is on this machine. */
  readonly path: string;
  /** Size of the file. */
  readonly bytes: number;
  /** SHA-256 of the file. */
  readonly weightsDigest: Uint8Array;
  /** OMS root: SHA-256 of the raw `weightsDigest`. */
  readonly manifestDigest: Uint8Array;
  /** The in-toto statement that an OMS signature would sign, as the exact text of its payload. */
  readonly statement: string;
  /** SHA-256 of `statement` in UTF-8. */
  readonly statementDigest: Uint8Array;
}

const NAMES: readonly ReleaseName[] = ["legacy", "v5", "v6"];

/** What OMS leaves out of every manifest. */
const IGNORED_PATHS = [".git", ".gitattributes", ".github", ".gitignore"];

/** All releases, oldest first. Reads the files. */
export function releases(): Release[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve("@ricky0123/vad-web/package.json")), "dist");
  return NAMES.map((name) => {
    const file = `silero_vad_${name}.onnx`;
    return describeRelease(name, file, join(folder, file));
  });
}

/** The release of this name. */
export function release(name: ReleaseName): Release {
  const found = releases().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no release ${name}; there are ${NAMES.join(", ")}`);
  return found;
}

function describeRelease(name: ReleaseName, file: string, path: string): Release {
  const content = readFileSync(path);
  const weightsDigest = sha256(content);
  const manifestDigest = sha256(weightsDigest);
  const statement = statementOf(file, weightsDigest, manifestDigest);
  const statementDigest = sha256(new TextEncoder().encode(statement));
  return { name, file, path, bytes: content.length, weightsDigest, manifestDigest, statement, statementDigest };
}

function statementOf(file: string, weightsDigest: Uint8Array, manifestDigest: Uint8Array): string {
  return JSON.stringify({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: file, digest: { sha256: hex(manifestDigest) } }],
    predicateType: "https://model_signing/signature/v1.0",
    predicate: {
      serialization: { method: "files", hash_type: "sha256", allow_symlinks: false, ignore_paths: IGNORED_PATHS },
      resources: [{ name: ".", algorithm: "sha256", digest: hex(weightsDigest) }],
    },
  });
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
