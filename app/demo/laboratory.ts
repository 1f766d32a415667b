/**
 * Runs the model while the story goes on, in a process of its own: inferences keep a core busy, and the votes must not
 * wait for them.
 */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ENTRY_BYTES } from "./model/index.ts";
import type { ReleaseName } from "./model/index.ts";

/** What the process is asked for: the records of `count` inferences by a release. */
export interface Order {
  readonly id: number;
  readonly release: ReleaseName;
  readonly count: number;
}

/** What it tells: how far it is, and at last the entries, one after the other. */
export type Report =
  | { readonly id: number; readonly done: number }
  | { readonly id: number; readonly entries: Uint8Array }
  | { readonly id: number; readonly failure: string };

/** A run that is under way. */
export interface Run {
  readonly entries: Promise<Uint8Array[]>;
  /** Inferences done so far. */
  readonly done: () => number;
}

/** A process that takes one order after the other. */
export class Laboratory {
  readonly #process: ChildProcess;
  readonly #runs: { done: number; resolve: (entries: Uint8Array[]) => void; reject: (error: Error) => void }[] = [];

  constructor() {
    const path = fileURLToPath(new URL("./laboratory-process.ts", import.meta.url));
    this.#process = fork(path, { serialization: "advanced" });
    this.#process.on("message", (report: Report) => this.#hear(report));
    this.#process.on("exit", (code) => this.#fail(new Error(`the model's process ended with ${code}`)));
  }

  /** Orders a run; runs are done in order. */
  run(release: ReleaseName, count: number): Run {
    const id = this.#runs.length;
    const entries = new Promise<Uint8Array[]>((resolve, reject) => this.#runs.push({ done: 0, resolve, reject }));
    // Whoever awaits it later sees the failure; until then it is not unhandled.
    entries.catch(() => {});
    this.#process.send({ id, release, count } satisfies Order);
    return { entries, done: () => this.#runs[id]!.done };
  }

  close(): void {
    this.#process.removeAllListeners("exit");
    this.#process.kill();
  }

  #hear(report: Report): void {
    const run = this.#runs[report.id]!;
    if ("done" in report) run.done = report.done;
    else if ("failure" in report) run.reject(new Error(report.failure));
    else {
      const count = report.entries.length / ENTRY_BYTES;
      run.resolve(Array.from({ length: count }, (_, i) => report.entries.subarray(i * ENTRY_BYTES, (i + 1) * ENTRY_BYTES)));
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#runs) reject(error);
  }
}
