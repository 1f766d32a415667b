/** Sends transactions so that their fate is known: simulated first, sent again until they land or can no longer. */
import {
  appendTransactionMessageInstructions,
  createTransactionMessage,
  getBase64EncodedWireTransaction,
  getSignatureFromTransaction,
  pipe,
  setTransactionMessageComputeUnitLimit,
  setTransactionMessageComputeUnitPrice,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from "@solana/kit";
import type { Base64EncodedWireTransaction, Instruction, Rpc, Signature, SolanaRpcApi, TransactionSigner } from "@solana/kit";
import { explainError, explanationText } from "./errors/explain.ts";
import type { Explanation } from "./errors/explain.ts";
import { decodeEvents } from "./logs.ts";
import type { AlthingEvent } from "./generated/events.ts";

/** The calls that sending makes. */
export type SendRpc = Rpc<SolanaRpcApi>;

/** How far a transaction is. */
export type SendProgress =
  | { readonly stage: "simulated"; readonly computeUnits: number }
  | { readonly stage: "sent"; readonly signature: Signature; readonly times: number }
  | { readonly stage: "confirmed"; readonly signature: Signature };

/** How to send. */
export interface SendOptions {
  /** Called at every step. */
  readonly onProgress?: (progress: SendProgress) => void;
  /** Priority fee, in millionths of a lamport per compute unit. */
  readonly computeUnitPrice?: bigint;
  /** Compute units; from the simulation and a tenth more if left out. */
  readonly computeUnitLimit?: number;
  /** What counts as landed. */
  readonly commitment?: "processed" | "confirmed" | "finalized";
}

/** What a transaction did and cost. */
export interface Sent {
  readonly signature: Signature;
  readonly slot: bigint;
  readonly computeUnits: number;
  readonly feeLamports: bigint;
  readonly logs: readonly string[];
  /** The program's events. */
  readonly events: readonly AlthingEvent[];
}

/** A transaction that was refused, with the explanation. */
export class TransactionRefused extends Error {
  override readonly name = "TransactionRefused";
  readonly explanation: Explanation;

  constructor(
    readonly transactionError: unknown,
    readonly logs: readonly string[],
    readonly signature?: Signature,
  ) {
    const explanation = explainError({ transactionError, logs });
    super(explanationText(explanation));
    this.explanation = explanation;
  }
}

/** A transaction that can no longer land. Nothing of it has happened, so it may be signed anew. */
export class TransactionExpired extends Error {
  override readonly name = "TransactionExpired";

  constructor(readonly signature: Signature) {
    super(`transaction ${signature} did not land before its blockhash expired; nothing has happened, so try again`);
  }
}

const HIGHEST_LIMIT = 1_400_000;
const POLL_MS = 200;
const REBROADCAST_MS = 2_000;

/**
 * Simulates, signs, sends and confirms. Rejects with `TransactionRefused` (before it costs anything, if the simulation
 * finds out) or `TransactionExpired`. Never signs a second transaction, so nothing can happen twice.
 */
export async function sendAndConfirm(
  rpc: SendRpc,
  instructions: readonly Instruction[],
  feePayer: TransactionSigner,
  options: SendOptions = {},
): Promise<Sent> {
  const commitment = options.commitment ?? "confirmed";
  const { value: lifetime } = await rpc.getLatestBlockhash({ commitment }).send();
  const build = (limit: number) =>
    pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayerSigner(feePayer, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash(lifetime, message),
      (message) => setTransactionMessageComputeUnitLimit(limit, message),
      (message) => setTransactionMessageComputeUnitPrice(options.computeUnitPrice ?? 0n, message),
      (message) => appendTransactionMessageInstructions(instructions, message),
    );

  const limit = options.computeUnitLimit ?? (await simulatedLimit(rpc, build(HIGHEST_LIMIT), options));
  const transaction = await signTransactionMessageWithSigners(build(limit));
  const signature = getSignatureFromTransaction(transaction);
  const wire = getBase64EncodedWireTransaction(transaction);
  await broadcast(rpc, wire, signature, lifetime.lastValidBlockHeight, options);
  options.onProgress?.({ stage: "confirmed", signature });
  return readResult(rpc, signature, commitment === "finalized" ? "finalized" : "confirmed");
}

/** Sends batches one after the other; each must land before the next is sent. */
export async function sendInOrder(
  rpc: SendRpc,
  batches: readonly (readonly Instruction[])[],
  feePayer: TransactionSigner,
  options: SendOptions = {},
): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const batch of batches) sent.push(await sendAndConfirm(rpc, batch, feePayer, options));
  return sent;
}

async function simulatedLimit(
  rpc: SendRpc,
  message: Parameters<typeof signTransactionMessageWithSigners>[0],
  { commitment = "confirmed", onProgress }: SendOptions,
): Promise<number> {
  const wire = getBase64EncodedWireTransaction(await signTransactionMessageWithSigners(message));
  const { value } = await rpc.simulateTransaction(wire, { commitment, encoding: "base64", sigVerify: false }).send();
  if (value.err !== null) throw new TransactionRefused(value.err, value.logs ?? []);
  const computeUnits = Number(value.unitsConsumed ?? 0n);
  onProgress?.({ stage: "simulated", computeUnits });
  return Math.min(HIGHEST_LIMIT, Math.ceil(computeUnits * 1.1) + 1_000);
}

async function broadcast(
  rpc: SendRpc,
  wire: Base64EncodedWireTransaction,
  signature: Signature,
  lastValidBlockHeight: bigint,
  { commitment = "confirmed", onProgress }: SendOptions,
): Promise<void> {
  const wanted = ["processed", "confirmed", "finalized"].indexOf(commitment);
  let sentAt = -Infinity;
  for (let times = 0; ; ) {
    if (Date.now() - sentAt >= REBROADCAST_MS) {
      await rpc.sendTransaction(wire, { encoding: "base64", maxRetries: 0n, skipPreflight: true }).send();
      sentAt = Date.now();
      onProgress?.({ stage: "sent", signature, times: (times += 1) });
    }
    const { value } = await rpc.getSignatureStatuses([signature]).send();
    const status = value[0];
    if (status?.err) throw await refusal(rpc, signature, status.err);
    const reached = ["processed", "confirmed", "finalized"].indexOf(status?.confirmationStatus ?? "");
    if (reached >= wanted) return;
    if (!status && (await rpc.getBlockHeight({ commitment: "confirmed" }).send()) > lastValidBlockHeight) {
      throw new TransactionExpired(signature);
    }
    await pause(POLL_MS);
  }
}

async function refusal(rpc: SendRpc, signature: Signature, error: unknown): Promise<TransactionRefused> {
  const transaction = await fetchTransaction(rpc, signature, "confirmed").catch(() => null);
  return new TransactionRefused(error, transaction?.meta?.logMessages ?? [], signature);
}

async function readResult(rpc: SendRpc, signature: Signature, commitment: "confirmed" | "finalized"): Promise<Sent> {
  // A node may know the status of a transaction a moment before it can show the transaction.
  for (let tries = 0; tries < 50; tries += 1) {
    const transaction = await fetchTransaction(rpc, signature, commitment);
    const meta = transaction?.meta;
    if (transaction && meta) {
      const logs = meta.logMessages ?? [];
      const computeUnits = Number(meta.computeUnitsConsumed ?? 0n);
      return { signature, slot: transaction.slot, computeUnits, feeLamports: meta.fee, logs, events: decodeEvents(logs) };
    }
    await pause(POLL_MS);
  }
  return { signature, slot: 0n, computeUnits: 0, feeLamports: 0n, logs: [], events: [] };
}

function fetchTransaction(rpc: SendRpc, signature: Signature, commitment: "confirmed" | "finalized") {
  return rpc.getTransaction(signature, { commitment, encoding: "json", maxSupportedTransactionVersion: 0 }).send();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
