/**
 * The proof that one entry is in a log, in one file that is checked offline (C2SP tlog-proof).
 *
 *   c2sp.org/tlog-proof@v1
 *   extra <base64>            (may be absent; nothing vouches for it)
 *   index <from 0>
 *   <hashes, base64, from the leaf's sibling up>
 *
 *   <checkpoint>
 */
import { verifyInclusion } from "../merkle.ts";
import { MAX_NOTE, noteText, parseNote } from "./note.ts";
import type { SignedNote } from "./note.ts";
import { Lines, LogError, checkedText, decimalOf, fromBase64, toBase64 } from "./text.ts";
import type { TextInput } from "./text.ts";
import { checkTreeHead, parseTreeHead } from "./treeHead.ts";
import type { LogPolicy, TrustedHead } from "./treeHead.ts";

/** Bytes of a proof file. */
export const MAX_TLOG_PROOF = 2 * MAX_NOTE;
const MAX_HASHES = 64;
const HEADER = "c2sp.org/tlog-proof@v1";

/** An inclusion proof with the checkpoint that it leads to. */
export interface TlogProof {
  /** Opaque, and authenticated by nothing. */
  readonly extra?: Uint8Array;
  /** The entry's index, from 0. */
  readonly index: bigint;
  /** From the leaf's sibling to the root's child. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint, not verified yet. */
  readonly checkpoint: SignedNote;
}

/** Reads a proof file. Throws a `LogError` that names the line. */
export function parseTlogProof(input: TextInput): TlogProof {
  const lines = new Lines(checkedText(input, MAX_TLOG_PROOF));
  if (lines.take("the header") !== HEADER) throw new LogError("Text", `expected ${HEADER}`, 1);
  let line = lines.take("the index");
  let extra: Uint8Array | undefined;
  if (line.startsWith("extra ")) {
    extra = fromBase64(line.slice("extra ".length));
    // "If no extra data is present, this line is omitted" (C2SP tlog-proof): empty data would be a second spelling.
    if (extra === undefined || extra.length === 0) throw new LogError("Text", "expected standard base64 with padding", 2);
    line = lines.take("the index");
  }
  const at = lines.next - 1;
  if (!line.startsWith("index ")) throw new LogError("Text", "expected index <number>", at);
  const index = decimalOf(line.slice("index ".length), at);
  const hashes = lines.hashes(MAX_HASHES);
  const first = lines.next;
  const checkpoint = parseNote(lines.rest, first);
  parseTreeHead(checkpoint.text, first);
  return { ...(extra && { extra }), index, hashes, checkpoint };
}

/** The file's content. */
export function tlogProofText(proof: TlogProof): string {
  const extra = proof.extra === undefined || proof.extra.length === 0 ? "" : `extra ${toBase64(proof.extra)}\n`;
  const hashes = proof.hashes.map((hash) => `${toBase64(hash)}\n`).join("");
  return `${HEADER}\n${extra}index ${proof.index}\n${hashes}\n${noteText(proof.checkpoint)}`;
}

/**
 * Checks that the entry of this leaf hash is in the log at `proof.index`, as the policy's log and witnesses say. Throws
 * a `LogError` that says which part does not hold.
 */
export async function verifyTlogProof(proof: TlogProof, leaf: Uint8Array, policy: LogPolicy): Promise<TrustedHead> {
  const trusted = await checkTreeHead(proof.checkpoint, policy);
  const { size, root } = trusted.head;
  if (!verifyInclusion(leaf, proof.index, size, proof.hashes, root)) {
    throw new LogError("NotIncluded", "the proof leads to another root: the entry, its index or the proof was changed");
  }
  return trusted;
}
