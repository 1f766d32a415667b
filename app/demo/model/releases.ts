/**
 * The releases of Silero VAD (a voice activity detector, MIT licence) that npm's `@ricky0123/vad-web` carries, and
 * their digests in the manner of OpenSSF model signing (OMS), computed from the files each time: those that
 * `althing model digest FILE` prints.
 */
import { SINGLE_FILE, manifestOf, modelStatement, versionDigests } from "@althing/client";
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
  readonly fileDigest: Uint8Array;
  /** OMS root: of a single file the SHA-256 of its raw digest. */
  readonly weightsDigest: Uint8Array;
  /** The in-toto statement that an OMS signature would sign, as the exact text of its payload. */
  readonly statement: string;
  /** SHA-256 of the statement. */
  readonly manifestDigest: Uint8Array;
}

const NAMES: readonly ReleaseName[] = ["legacy", "v5", "v6"];

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
  const fileDigest = sha256(content);
  const manifest = manifestOf([{ name: SINGLE_FILE, sha256: fileDigest }]);
  const statement = new TextDecoder().decode(modelStatement(file, manifest));
  return { name, file, path, bytes: content.length, fileDigest, statement, ...versionDigests(file, manifest) };
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}
