/** The organisation's rules: real ones, with days cut down to seconds so that nobody waits long. */
import type { ConfigArgs } from "@althing/client";
import { toBase } from "./format.ts";

/** Seconds in which a reward pool's funds flow out. */
export const REWARD_WINDOW = 8;

/**
 * Short periods with room to spare: on a fast machine a round's proposals and votes are in within 2 s, on a busy one
 * within 5 s, and a proposal can still be executed long after its vote.
 */
export const RULES: ConfigArgs = {
  epochLength: 3,
  votingPeriod: 8,
  holdUp: 1,
  executionWindow: 120,
  // The least: an epoch, a vote and its hold-up, so that who leaves is still there for the verdict. By then no vote of
  // theirs is open either, and the seat can be closed as soon as it is empty.
  withdrawalCooldown: 12,
  proposalThreshold: toBase(5_000),
  quorumBps: 3_000,
  approvalBps: 6_000,
  slashCapBps: 2_000,
  attestationsNeeded: 2,
};

export const DAO_NAME = "Listeners' Assembly";
export const MODEL_NAME = "silero-vad";
/** Of all stake, basis points. */
export const SLASH_BPS = 1_500;
/** Whole tokens that the treasury begins with. */
export const TREASURY = 50_000;
/** Whole tokens that Ásdís puts into each reward pool. */
export const REWARDS = 300;
/** Whole tokens that Ásdís pays for what v6 has done. */
export const EARNED = 100;
/** Whole tokens that the treasury pays out by vote. */
export const GRANT = 1_200;
