/**
 * Tree heads as signed notes (C2SP tlog-checkpoint), and whose signatures make one trusted.
 *
 *   <origin>
 *   <size>
 *   base64(<root>)
 *   <extension lines, none of them empty>
 */
import { EMPTY_ROOT } from "../merkle.ts";
import { hex } from "../text.ts";
import type { VerifierKey } from "./key.ts";
import { MAX_NOTE, verifyNote } from "./note.ts";
import type { SignedNote, VerifiedSignature } from "./note.ts";
import { Lines, LogError, checkedText, decimalOf, hashOf, toBase64 } from "./text.ts";

/** Which log, how large, which root: what a C2SP checkpoint says. */
export interface TreeHead {
  /** The log's identity. */
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  /** Lines after the root, opaque. */
  readonly extensions: readonly string[];
}

/** Whose signatures are asked for: any of the logs under its own origin, and `threshold` of the witnesses. */
export interface LogPolicy {
  readonly logs: readonly VerifierKey[];
  readonly witnesses?: readonly VerifierKey[];
  /** 0 where it is left out. */
  readonly threshold?: number;
  /** In the place of a threshold: groups of the witnesses, and of groups. */
  readonly quorum?: WitnessGroup;
  /**
   * Whether lines behind the root are taken; not where it is left out. Who signs a false root answers for it with a bond, but
   * only where the signed text fits a transaction.
   */
  readonly extensions?: boolean;
}

/** Witnesses or groups, of which `threshold` must have signed. */
export interface WitnessGroup {
  readonly threshold: number;
  readonly members: readonly (VerifierKey | WitnessGroup)[];
}

/** A tree head that satisfies a policy. */
export interface TrustedHead {
  readonly head: TreeHead;
  /** The signatures that count, in the order of the note. */
  readonly signatures: readonly VerifiedSignature[];
}

/** Reads a note's text. Throws a `LogError` that names the line. */
export function parseTreeHead(text: string, first = 1): TreeHead {
  const lines = new Lines(checkedText(text, MAX_NOTE), first);
  const origin = lines.take("the origin");
  if (origin === "") throw new LogError("Text", "expected the log's origin", first);
  const size = decimalOf(lines.take("the size"), first + 1);
  const root = hashOf(lines.take("the root"), first + 2);
  if (size === 0n && hex(root) !== hex(EMPTY_ROOT)) throw new LogError("Text", "expected the empty tree's root, as the size is 0", first + 2);
  const extensions: string[] = [];
  while (lines.rest !== "") {
    const number = lines.next;
    const line = lines.take("an extension");
    if (line === "") throw new LogError("Text", "expected an extension line that is not empty", number);
    extensions.push(line);
  }
  return { origin, size, root, extensions };
}

/** The note's text. */
export function treeHeadText(head: TreeHead): string {
  return [head.origin, head.size, toBase64(head.root), ...head.extensions].map((line) => `${line}\n`).join("");
}

/** Checks a signed tree head. Throws a `LogError` that says what is missing. */
export async function checkTreeHead(note: SignedNote, policy: LogPolicy): Promise<TrustedHead> {
  const { logs, witnesses = [], threshold = 0, quorum } = checkedPolicy(policy);
  const all = await verifyNote(note, [...logs, ...witnesses]);
  const head = parseTreeHead(note.text);
  if (head.extensions.length > 0 && !policy.extensions) {
    throw new LogError("Extension", "there are lines behind the root, and no bond covers such a checkpoint", 4);
  }
  const byLog = ({ key }: VerifiedSignature) => key.type === "log" && key.name === head.origin;
  if (!all.some(byLog)) throw new LogError("NotTheLog", `no log of the policy has signed a checkpoint of ${head.origin}`);
  const signatures = all.filter((signature) => signature.key.type === "witness" || byLog(signature));
  const cosigners = new Set(signatures.map(({ key }) => key).filter(({ type }) => type === "witness"));
  const cosigned = cosigners.size;
  if (quorum !== undefined && !isQuorum(quorum, cosigners)) throw new LogError("NoQuorum", `${cosigned} of the policy's witnesses have signed, and these are no quorum`);
  if (cosigned < threshold) throw new LogError("NoQuorum", `${cosigned} of the policy's witnesses have signed, ${threshold} are asked for`);
  return { head, signatures };
}

function isQuorum(group: WitnessGroup, cosigners: ReadonlySet<VerifierKey>): boolean {
  const signed = group.members.filter((member) => ("members" in member ? isQuorum(member, cosigners) : cosigners.has(member)));
  return signed.length >= group.threshold;
}

/** The witnesses of a group and of the groups in it. */
function membersOf(group: WitnessGroup): readonly VerifierKey[] {
  return group.members.flatMap((member) => ("members" in member ? membersOf(member) : [member]));
}

/** A threshold of none would be met by nobody. */
function thresholdsFit({ threshold, members }: WitnessGroup): boolean {
  const fits = Number.isInteger(threshold) && threshold >= 1 && threshold <= members.length;
  return fits && members.every((member) => !("members" in member) || thresholdsFit(member));
}

/** A witness given twice, also under two names, would count twice. */
function checkedPolicy(policy: LogPolicy): LogPolicy {
  const { logs, witnesses = [], threshold = 0 } = policy;
  const wrong = logs.some(({ type }) => type !== "log") || witnesses.some(({ type }) => type !== "witness");
  if (wrong) throw new LogError("Key", "a log's key is of type 0x01, a witness's of type 0x04");
  for (const keys of [logs, witnesses]) {
    if (new Set(keys.map(({ publicKey }) => hex(publicKey))).size !== keys.length) throw new LogError("Key", "a key is given twice");
  }
  if (!Number.isInteger(threshold) || threshold < 0 || threshold > witnesses.length) {
    throw new LogError("NoQuorum", `the threshold must be between 0 and the number of witnesses, ${witnesses.length}`);
  }
  const { quorum } = policy;
  if (quorum === undefined) return policy;
  const counted = membersOf(quorum);
  if (threshold > 0 || new Set(counted).size !== counted.length || counted.some((key) => !witnesses.includes(key))) {
    throw new LogError("Key", "a quorum stands in the place of a threshold, and counts each of the witnesses once");
  }
  if (!thresholdsFit(quorum)) throw new LogError("NoQuorum", "a group's threshold must be between 1 and the number of its members");
  return policy;
}
