/** The chain as the demo uses it: transactions that come back with what they cost, and the chain's own clock. */
import { decodeEvents, sendAndConfirm } from "@althing/client";
import type { AlthingEvent } from "@althing/client";
import { createSolanaRpc, isWritableRole } from "@solana/kit";
import type { Address, Instruction, Signature, TransactionSigner } from "@solana/kit";

/** What a transaction did. */
export interface Receipt {
  readonly signature: Signature;
  readonly units: number;
  /** Fee in lamports. */
  readonly fee: bigint;
  /** Lamports that left the wallets, the fee included; negative where rent came back. */
  readonly spent: bigint;
  readonly logs: readonly string[];
  /** The program's events. */
  readonly events: readonly AlthingEvent[];
}

const CLOCK = "SysvarC1ock11111111111111111111111111111111" as Address;
const POLL_MS = 100;
/**
 * Units that every transaction may use. Simulation would find a tighter limit, but another's transaction in between can
 * make the same one a little dearer.
 */
const UNIT_LIMIT = 800_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A connection, and the wallets whose spending is counted. */
export class Chain {
  readonly rpc;
  /** Wallets of the people in the story. */
  readonly wallets = new Set<Address>();
  /** Every account that a transaction of the story could write to. */
  readonly touched = new Set<Address>();

  constructor(readonly url: string) {
    this.rpc = createSolanaRpc(url);
  }

  /** The chain's time, unix seconds. Votes and epochs go by it, not by this machine's. */
  async clock(): Promise<{ slot: bigint; time: number }> {
    const { value } = await this.rpc.getAccountInfo(CLOCK, { encoding: "base64", commitment: "confirmed" }).send();
    if (value === null) throw new Error("the chain has no clock");
    const data = Buffer.from(value.data[0], "base64");
    return { slot: data.readBigUInt64LE(0), time: Number(data.readBigInt64LE(32)) };
  }

  /** Resolves when the chain's clock has reached `time`, and tells how many seconds are left meanwhile. */
  async until(time: number, onTick: (left: number) => void = () => {}): Promise<void> {
    for (;;) {
      const left = time - (await this.clock()).time;
      if (left <= 0) return;
      onTick(left);
      await sleep(POLL_MS);
    }
  }

  /** Resolves in a slot later than `slot`. */
  async untilSlotAfter(slot: bigint): Promise<void> {
    while ((await this.clock()).slot <= slot) await sleep(POLL_MS);
  }

  async rent(bytes: number): Promise<bigint> {
    return this.rpc.getMinimumBalanceForRentExemption(BigInt(bytes)).send();
  }

  async balance(address: Address): Promise<bigint> {
    return (await this.rpc.getBalance(address, { commitment: "confirmed" }).send()).value;
  }

  /** Sends instructions as one transaction and waits until it is confirmed. */
  async send(payer: TransactionSigner, instructions: readonly Instruction[]): Promise<Receipt> {
    for (const { address, role } of instructions.flatMap(({ accounts = [] }) => accounts)) {
      if (isWritableRole(role)) this.touched.add(address);
    }
    const sent = await sendAndConfirm(this.rpc, instructions, payer, { computeUnitLimit: UNIT_LIMIT });
    const { signature, computeUnits: units, feeLamports: fee, logs, events } = sent;
    return { signature, units, fee, spent: await this.#spent(signature), logs, events };
  }

  async #spent(signature: Signature): Promise<bigint> {
    return this.#spentIn(await this.transactionOf(signature));
  }

  /** What the latest transaction that names an account did and cost: one that another program than this has sent. */
  async latestOf(address: Address): Promise<Receipt> {
    const [latest] = await this.rpc.getSignaturesForAddress(address, { limit: 1, commitment: "confirmed" }).send();
    if (latest === undefined) throw new Error(`no transaction names ${address}`);
    const found = await this.transactionOf(latest.signature);
    const logs = found.meta.logMessages ?? [];
    const units = Number(found.meta.computeUnitsConsumed ?? 0n);
    return { signature: latest.signature, units, fee: found.meta.fee, spent: this.#spentIn(found), logs, events: decodeEvents(logs) };
  }

  /** A transaction that was confirmed. */
  async transactionOf(signature: Signature) {
    const options = { encoding: "json", commitment: "confirmed", maxSupportedTransactionVersion: 0 } as const;
    const found = await this.rpc.getTransaction(signature, options).send();
    if (!found?.meta) throw new Error(`the validator confirmed ${signature} but does not show it`);
    return { ...found, meta: found.meta };
  }

  #spentIn({ meta, transaction }: Awaited<ReturnType<Chain["transactionOf"]>>): bigint {
    const { preBalances, postBalances } = meta;
    return transaction.message.accountKeys.reduce(
      (sum, key, i) => (this.wallets.has(key) ? sum + preBalances[i]! - postBalances[i]! : sum),
      0n,
    );
  }
}

/** The bytes that a program returned, from the line in which the validator logs them. */
export function returnedBytes(receipt: Receipt, program: Address): Uint8Array {
  const prefix = `Program return: ${program} `;
  const line = receipt.logs.findLast((log) => log.startsWith(prefix));
  if (line === undefined) throw new Error(`transaction ${receipt.signature} returned nothing`);
  return new Uint8Array(Buffer.from(line.slice(prefix.length), "base64"));
}
