/** Fits instructions into transactions. */
import {
  appendTransactionMessageInstructions,
  blockhash,
  createTransactionMessage,
  getTransactionMessageSize,
  pipe,
  setTransactionMessageComputeUnitLimit,
  setTransactionMessageComputeUnitPrice,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
} from "@solana/kit";
import type { Address, Instruction } from "@solana/kit";

/** Bytes of a transaction. */
export const TRANSACTION_BYTES = 1232;

const NO_BLOCKHASH = { blockhash: blockhash("11111111111111111111111111111111"), lastValidBlockHeight: 0n };

/** Bytes of the transaction with these instructions, including what `sendAndConfirm` adds to it. */
export function transactionSize(instructions: readonly Instruction[], feePayer: Address): number {
  return getTransactionMessageSize(
    pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayer(feePayer, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash(NO_BLOCKHASH, message),
      (message) => setTransactionMessageComputeUnitLimit(1_400_000, message),
      (message) => setTransactionMessageComputeUnitPrice(1n, message),
      (message) => appendTransactionMessageInstructions(instructions, message),
    ),
  );
}

/** Whether these instructions fit one transaction. */
export function fitsTransaction(instructions: readonly Instruction[], feePayer: Address): boolean {
  // A transaction locks at most 64 accounts; the compiler refuses more than 255 only.
  const addresses = new Set(instructions.flatMap((each) => [each.programAddress, ...(each.accounts ?? []).map((meta) => meta.address)]));
  return addresses.size < 64 && transactionSize(instructions, feePayer) <= TRANSACTION_BYTES;
}

/**
 * Splits instructions into transactions, in order and as few as fit, with at most `most` in each. Throws a `RangeError`
 * where one alone is too large.
 */
export function packInstructions(instructions: readonly Instruction[], feePayer: Address, most = Infinity): Instruction[][] {
  const batches: Instruction[][] = [];
  for (const instruction of instructions) {
    const batch = batches.at(-1);
    if (batch && batch.length < most && fitsTransaction([...batch, instruction], feePayer)) {
      batch.push(instruction);
    } else if (fitsTransaction([instruction], feePayer)) {
      batches.push([instruction]);
    } else {
      throw new RangeError(`an instruction of ${instruction.programAddress} does not fit one transaction`);
    }
  }
  return batches;
}
