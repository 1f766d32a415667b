/** Proofs about audit logs, checked here, on chain, or by the account alone. */
import {
  appendTransactionMessageInstructions,
  compileTransaction,
  createTransactionMessage,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
} from "@solana/kit";
import type { Address, Instruction, Rpc, SolanaRpcApi, TransactionSigner } from "@solana/kit";
import { entryLeaf } from "./entry.ts";
import type { Entry } from "./entry.ts";
import {
  ALTHING_PROGRAM_ADDRESS,
  getAppendBatchInstruction,
  getVerifyConsistencyInstruction,
  getVerifyInclusionInstruction,
} from "./generated/index.ts";
import type { AuditLog } from "./generated/index.ts";
import { MerkleTree, rootOfFrontier, subtreesToAppend, verifyInclusion } from "./merkle.ts";
import type { Position, Subtree } from "./merkle.ts";
import { TransactionRefused } from "./send.ts";
import { hex } from "./text.ts";

/** The frontier of a log, left to right, as `rootOfFrontier` takes it: the chain stores one root per bit of the size. */
export function logFrontier(log: Pick<AuditLog, "size" | "frontier">): Subtree[] {
  return log.frontier
    .map((root, level) => ({ level, root: Uint8Array.from(root) }))
    .filter(({ level }) => (log.size >> BigInt(level)) & 1n)
    .reverse();
}

/** Whether a log's account is consistent in itself: its root is that of its frontier. */
export function isLogConsistent(log: AuditLog): boolean {
  return hex(rootOfFrontier(logFrontier(log))) === hex(log.root);
}

/**
 * Rebuilds a log's tree from its entries (from events, or from where a batch was published) and checks it against the
 * account. Throws an `Error` that says what differs; the tree then proves any of the entries.
 */
export function treeOfEntries(log: Pick<AuditLog, "size" | "root">, entries: readonly Entry[]): MerkleTree {
  entries.forEach((entry, i) => {
    if (entry.index !== BigInt(i)) throw new Error(`entry ${i} says that it is entry ${entry.index}`);
  });
  return checkedTree(log, entries.map(entryLeaf));
}

/** `treeOfEntries` for entries of any form, already hashed into leaves. */
export function checkedTree(log: Pick<AuditLog, "size" | "root">, leaves: readonly Uint8Array[]): MerkleTree {
  if (log.size !== BigInt(leaves.length)) throw new Error(`the log has ${log.size} entries, not ${leaves.length}`);
  const tree = MerkleTree.fromLeafHashes(leaves);
  if (hex(tree.root()) !== hex(log.root)) throw new Error("the entries do not give the log's root: some are missing, changed or in another order");
  return tree;
}

/** Whether a leaf stands at `index` of a log, by the log's account and a path alone. */
export function isIncluded(log: Pick<AuditLog, "size" | "root">, leaf: Uint8Array, index: Position, path: readonly Uint8Array[]): boolean {
  return verifyInclusion(leaf, index, log.size, path, Uint8Array.from(log.root));
}

/** What appends leaves to a log of `size` entries, whatever their number, in one transaction. */
export function appendBatchInstruction(input: {
  readonly log: Address;
  readonly writer: TransactionSigner;
  readonly size: bigint;
  readonly leaves: readonly Uint8Array[];
  /** Where the entries are published, at most 200 bytes. */
  readonly uri: string;
}): Instruction {
  const { log, writer, size, leaves, uri } = input;
  return getAppendBatchInstruction({ log, writer, oldSize: size, subtrees: subtreesToAppend(size, leaves), uri });
}

/** Asks the program, by a simulation that costs nothing, whether a leaf stands at `index` of a log. */
export function askInclusion(
  rpc: Rpc<SolanaRpcApi>,
  feePayer: Address,
  input: { readonly log: Address; readonly leaf: Uint8Array; readonly index: Position; readonly path: readonly Uint8Array[] },
): Promise<boolean> {
  const { log, leaf, index, path } = input;
  return ask(rpc, feePayer, getVerifyInclusionInstruction({ log, leaf, index, proof: [...path] }));
}

/** Asks the program whether an older tree is a prefix of a log. */
export function askConsistency(
  rpc: Rpc<SolanaRpcApi>,
  feePayer: Address,
  input: { readonly log: Address; readonly oldSize: Position; readonly oldRoot: Uint8Array; readonly path: readonly Uint8Array[] },
): Promise<boolean> {
  const { log, oldSize, oldRoot, path } = input;
  return ask(rpc, feePayer, getVerifyConsistencyInstruction({ log, oldSize, oldRoot, proof: [...path] }));
}

/** One byte of return data, 1 for yes. The runtime cuts trailing zeros off, so that no byte is a no. */
async function ask(rpc: Rpc<SolanaRpcApi>, feePayer: Address, instruction: Instruction): Promise<boolean> {
  const { value: lifetime } = await rpc.getLatestBlockhash().send();
  const wire = pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayer(feePayer, message),
    (message) => setTransactionMessageLifetimeUsingBlockhash(lifetime, message),
    (message) => appendTransactionMessageInstructions([instruction], message),
    (message) => getBase64EncodedWireTransaction(compileTransaction(message)),
  );
  const { value } = await rpc.simulateTransaction(wire, { encoding: "base64", sigVerify: false }).send();
  if (value.err !== null) throw new TransactionRefused(value.err, value.logs ?? []);
  if (value.returnData?.programId !== ALTHING_PROGRAM_ADDRESS) return false;
  return getBase64Encoder().encode(value.returnData.data[0])[0] === 1;
}
