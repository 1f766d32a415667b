/** Reads a transaction's log lines: who called whom, who failed, and which events the program emitted. */
import { getBase64Encoder } from "@solana/kit";
import type { ReadonlyUint8Array } from "@solana/kit";
import { ALTHING_PROGRAM_ADDRESS } from "./generated/index.ts";
import { EVENTS } from "./generated/events.ts";
import type { AlthingEvent } from "./generated/events.ts";

const INVOKE = /^Program (\S+) invoke \[\d+\]$/;
const FAILED = /^Program (\S+) failed: (.*)$/;
const SUCCESS = /^Program (\S+) success$/;
const DATA = "Program data: ";

/** A line with the program that was running when it was written. */
export interface AttributedLine {
  readonly program: string | undefined;
  readonly line: string;
}

/** Tells of each line which program wrote it. */
export function attributeLines(logs: readonly string[]): AttributedLine[] {
  const running: string[] = [];
  return logs.map((line) => {
    const invoked = INVOKE.exec(line);
    if (invoked) running.push(invoked[1]!);
    const program = running.at(-1);
    if (SUCCESS.test(line) || FAILED.test(line)) running.pop();
    return { program, line };
  });
}

/**
 * The program's events in the order in which they were emitted, also those of calls that another program made. Data of
 * other programs is passed over, whatever it looks like.
 */
export function decodeEvents(logs: readonly string[]): AlthingEvent[] {
  return attributeLines(logs).flatMap(({ program, line }) => {
    if (program !== ALTHING_PROGRAM_ADDRESS || !line.startsWith(DATA)) return [];
    const event = decodeEvent(getBase64Encoder().encode(line.slice(DATA.length)));
    return event === undefined ? [] : [event];
  });
}

/** The event of these bytes, or `undefined` if they begin with the discriminator of none. */
export function decodeEvent(bytes: ReadonlyUint8Array): AlthingEvent | undefined {
  const known = EVENTS.find(({ discriminator }) => discriminator.every((byte, i) => bytes[i] === byte));
  return known && ({ name: known.name, data: known.decoder.decode(bytes, known.discriminator.length) } as AlthingEvent);
}

/** Whether the validator cut the lines off, so that events may be missing. */
export function isTruncated(logs: readonly string[]): boolean {
  return logs.includes("Log truncated");
}

/** The innermost program that failed, and why, in the validator's words. */
export function firstFailure(logs: readonly string[]): { program: string; reason: string } | undefined {
  for (const line of logs) {
    const failed = FAILED.exec(line);
    if (failed) return { program: failed[1]!, reason: failed[2]! };
  }
  return undefined;
}
