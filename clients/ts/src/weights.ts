/** Who weighs how much, and when: epochs and checkpoints as the program reads them. */
import type { Checkpoints, Config } from "./generated/index.ts";

/** What epochs depend on: an organisation's account has it. */
export interface EpochRules {
  readonly createdAt: bigint;
  readonly config: Pick<Config, "epochLength">;
}

/** The epoch that `now` (unix seconds) lies in; the first is 0. Throws a `RangeError` before the foundation. */
export function epochAt(dao: EpochRules, now: bigint): bigint {
  if (now < dao.createdAt) throw new RangeError(`time ${now} lies before the foundation at ${dao.createdAt}`);
  return (now - dao.createdAt) / dao.config.epochLength;
}

/** The first second of an epoch, unix seconds. */
export function epochStart(dao: EpochRules, epoch: bigint): bigint {
  return dao.createdAt + epoch * dao.config.epochLength;
}

/**
 * The weight that counts at `epoch`: that of the newest checkpoint not after it, zero before the first. `undefined`
 * where later changes have overwritten the answer; the program then refuses with `CheckpointOverwritten`.
 */
export function weightAt(checkpoints: Checkpoints, epoch: bigint): bigint | undefined {
  const { ring, written } = checkpoints;
  const kept = BigInt(ring.length);
  for (let back = 1n; back <= kept && back <= written; back += 1n) {
    const checkpoint = ring[Number((written - back) % kept)]!;
    if (checkpoint.epoch <= epoch) return checkpoint.weight;
  }
  return written > kept ? undefined : 0n;
}

/** The weight that will count from the next epoch on, if nothing changes. */
export function latestWeight(checkpoints: Checkpoints): bigint {
  const { ring, written } = checkpoints;
  return written === 0n ? 0n : ring[Number((written - 1n) % BigInt(ring.length))]!.weight;
}
