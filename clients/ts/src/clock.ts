/** The cluster's time, by which the program counts epochs and deadlines. */
import { address, fetchEncodedAccount, getI64Decoder } from "@solana/kit";
import type { Rpc, SolanaRpcApi } from "@solana/kit";

const CLOCK = address("SysvarC1ock11111111111111111111111111111111");
/** Behind slot, start of the epoch, epoch and leader schedule's epoch. */
const UNIX_TIMESTAMP_AT = 32;

/** Unix seconds, as a transaction would read them now. */
export async function chainTime(rpc: Rpc<SolanaRpcApi>): Promise<bigint> {
  const clock = await fetchEncodedAccount(rpc, CLOCK, { commitment: "confirmed" });
  if (!clock.exists) throw new Error("the cluster has no clock");
  return getI64Decoder().decode(clock.data, UNIX_TIMESTAMP_AT);
}

/** Waits until the cluster's time has reached `time` (unix seconds); `onWait` is told the seconds that are left. */
export async function waitUntil(rpc: Rpc<SolanaRpcApi>, time: bigint, onWait?: (secondsLeft: number) => void): Promise<void> {
  for (;;) {
    const left = Number(time - (await chainTime(rpc)));
    if (left <= 0) return;
    onWait?.(left);
    await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, left * 250)));
  }
}
