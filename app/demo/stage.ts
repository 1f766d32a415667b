/** What every chapter has at hand: the chain, the narrator, and the account of what each part cost. */
import { packInstructions } from "@althing/client";
import type { Instruction, TransactionSigner } from "@solana/kit";
import type { Chain, Receipt } from "./chain.ts";
import type { Narrator } from "./narrator.ts";
import type { Tools } from "./tools.ts";

/** What a group of steps came to. */
export interface PartTotal {
  readonly name: string;
  transactions: number;
  units: number;
  fees: bigint;
  spent: bigint;
}

/** A mismatch between what should be and what is; ends the demo with exit code 1. */
export class Mismatch extends Error {}

/** A step that was refused, named by what it was to do; its cause is what the client threw. */
export class StepFailed extends Error {}

/** Ends the demo unless both are equal. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Mismatch(`${what} is ${String(actual)}, should be ${String(expected)}`);
}

/** Ends the demo unless the bytes are the same. */
export function expectBytes(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  const hex = (bytes: ArrayLike<number>) => Buffer.from(Uint8Array.from(bytes)).toString("hex");
  expectEqual(what, hex(actual), hex(expected));
}

/** The whole story. */
export class Stage {
  readonly parts: PartTotal[] = [];
  /** Every receipt, in the order of confirmation. */
  readonly receipts: Receipt[] = [];

  constructor(
    readonly chain: Chain,
    readonly narrator: Narrator,
    readonly tools: Tools,
  ) {}

  /** Begins a group of steps; `title` opens a chapter of the same number. */
  part(name: string, title = name): Part {
    const total: PartTotal = { name, transactions: 0, units: 0, fees: 0n, spent: 0n };
    this.parts.push(total);
    this.narrator.chapter(this.parts.length, title);
    return new Part(this, total);
  }

  /** Waits until the chain's clock has reached `time`. */
  async until(what: string, time: number): Promise<void> {
    let left = time - (await this.chain.clock()).time;
    if (left <= 0) return;
    const waited = this.chain.until(time, (now) => (left = now));
    await this.narrator.during(what, waited, () => `${Math.max(left, 0)} s left by the chain's clock`);
  }
}

/** One group of steps. */
export class Part {
  constructor(
    readonly stage: Stage,
    readonly total: PartTotal,
  ) {}

  get chain(): Chain {
    return this.stage.chain;
  }

  get narrator(): Narrator {
    return this.stage.narrator;
  }

  get tools(): Tools {
    return this.stage.tools;
  }

  /** Sends one transaction, paid and signed by `by`, and tells what it did. Throws a `StepFailed`. */
  async act(text: string, by: TransactionSigner, ...instructions: (Instruction | Promise<Instruction>)[]): Promise<Receipt> {
    return this.count(text, await this.#send(text, by, instructions));
  }

  /** Counts a transaction and tells what it did. */
  count(text: string, receipt: Receipt): Receipt {
    this.stage.receipts.push(receipt);
    this.total.transactions += 1;
    this.total.units += receipt.units;
    this.total.fees += receipt.fee;
    this.total.spent += receipt.spent;
    this.narrator.step(text, receipt);
    return receipt;
  }

  async #send(text: string, by: TransactionSigner, instructions: readonly (Instruction | Promise<Instruction>)[]): Promise<Receipt> {
    try {
      return await this.chain.send(by, await Promise.all(instructions));
    } catch (cause) {
      throw new StepFailed(text, { cause });
    }
  }

  /** Sends instructions in as few transactions as they fit into, one after the other. */
  async actPacked(text: string, by: TransactionSigner, instructions: readonly Instruction[], most?: number): Promise<void> {
    const packed = packInstructions(instructions, by.address, most);
    for (const [i, each] of packed.entries()) {
      await this.act(packed.length === 1 ? text : `${text} (${i + 1} of ${packed.length})`, by, ...each);
    }
  }
}
