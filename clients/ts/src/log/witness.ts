/**
 * What a log asks of a witness and what the witness checks (C2SP tlog-witness, `add-checkpoint`).
 *
 *   old <size of the last checkpoint that the witness signed>
 *   <consistency proof, base64, at most 63 hashes>
 *
 *   <checkpoint>
 */
import { EMPTY_ROOT, verifyConsistency } from "../merkle.ts";
import { hex } from "../text.ts";
import type { VerifierKey } from "./key.ts";
import { MAX_NOTE, noteText, parseNote, verifyNote } from "./note.ts";
import type { SignedNote } from "./note.ts";
import { Lines, LogError, checkedText, decimalOf, toBase64 } from "./text.ts";
import type { TextInput } from "./text.ts";
import { parseTreeHead } from "./treeHead.ts";
import type { TreeHead } from "./treeHead.ts";

/** Bytes of a request. */
export const MAX_ADD_CHECKPOINT = MAX_NOTE + 4096;
const MAX_HASHES = 63;

/** A checkpoint and the proof that it extends an older one. */
export interface AddCheckpoint {
  /** The older one's size. */
  readonly oldSize: bigint;
  /** From the older one to the new one. */
  readonly proof: readonly Uint8Array[];
  /** The new one, not verified yet. */
  readonly checkpoint: SignedNote;
}

/** Why a witness does not sign, with the HTTP status that C2SP asks for. */
export class WitnessRefusal extends Error {
  override readonly name = "WitnessRefusal";
  constructor(
    readonly status: 400 | 403 | 404 | 409 | 422,
    reason: string,
  ) {
    super(reason);
  }
}

/** Reads a request's body. Throws a `LogError` that names the line. */
export function parseAddCheckpoint(input: TextInput): AddCheckpoint {
  const lines = new Lines(checkedText(input, MAX_ADD_CHECKPOINT));
  const line = lines.take("old <size>");
  if (!line.startsWith("old ")) throw new LogError("Text", "expected old <size>", 1);
  const oldSize = decimalOf(line.slice("old ".length), 1);
  const proof = lines.hashes(MAX_HASHES);
  const first = lines.next;
  const checkpoint = parseNote(lines.rest, first);
  parseTreeHead(checkpoint.text, first);
  return { oldSize, proof, checkpoint };
}

/** The request's body. */
export function addCheckpointText({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join("")}\n${noteText(checkpoint)}`;
}

/**
 * What a witness must find before it signs: a checkpoint signed by a known log that extends `latest`, the last one signed
 * there (`undefined` where there is none). Whoever signs then has to store the new one first, and to compare and store in
 * one step. Throws a `WitnessRefusal`.
 */
export async function checkAddCheckpoint(
  request: AddCheckpoint,
  logs: readonly VerifierKey[],
  latest: (origin: string) => { readonly size: bigint; readonly root: Uint8Array } | undefined,
): Promise<TreeHead> {
  const head = readHead(request.checkpoint.text);
  const keys = logs.filter(({ name, type }) => name === head.origin && type === "log");
  if (keys.length === 0) throw new WitnessRefusal(404, `the log ${head.origin} is not known here`);
  try {
    await verifyNote(request.checkpoint, keys);
  } catch (error) {
    if (error instanceof LogError) throw new WitnessRefusal(403, "none of the signatures is a valid one of the log's key");
    throw error;
  }
  const { oldSize, proof } = request;
  if (oldSize > head.size) throw new WitnessRefusal(400, `the old size ${oldSize} is larger than the new one, ${head.size}`);
  const known = latest(head.origin) ?? { size: 0n, root: EMPTY_ROOT };
  if (known.size !== oldSize) throw new WitnessRefusal(409, `the last checkpoint signed here is of size ${known.size}, not ${oldSize}`);
  if (oldSize === head.size && hex(known.root) !== hex(head.root)) {
    throw new WitnessRefusal(409, "a checkpoint of the same size with another root was signed here: the log shows two histories");
  }
  if (!verifyConsistency(oldSize, head.size, proof, known.root, head.root)) throw new WitnessRefusal(422, "the consistency proof does not hold");
  return head;
}

function readHead(text: string): TreeHead {
  try {
    return parseTreeHead(text);
  } catch (error) {
    if (error instanceof LogError) throw new WitnessRefusal(400, `the checkpoint's text: ${error.message}`);
    throw error;
  }
}
