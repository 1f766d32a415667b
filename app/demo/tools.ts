/** The command line `althing`, run as anybody would run it, in a folder of the story's own. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Person } from "./people.ts";
import { Mismatch } from "./stage.ts";

/** Exit codes of the command line. */
export const OK = 0;
export const DIFFERS = 3;

/** How a command ended. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  /** What it says to people: progress, and what is wrong. */
  readonly said: string;
}

/** Where `make host` puts the command line. */
const BUILT = fileURLToPath(new URL("../../target/debug/althing", import.meta.url));

/** The command line and a folder for files. */
export class Tools {
  readonly #folder = mkdtempSync(join(tmpdir(), "althing-demo-"));
  readonly #executable = process.env["ALTHING_CLI"] ?? BUILT;

  constructor(private readonly url: string) {}

  /** Refuses a checkout in which the command line was not built. */
  check(): void {
    if (!existsSync(this.#executable)) throw new Error(`${this.#executable} is missing; \`make host\` builds it (or set ALTHING_CLI)`);
  }

  /** A path in the story's folder. */
  path(...names: readonly string[]): string {
    const path = join(this.#folder, ...names);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  }

  /** Writes a file of the story's folder and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = this.path(name);
    writeFileSync(path, content);
    return path;
  }

  /** The key file of a person. */
  keyFile({ address, secret }: Person): string {
    const path = this.path(`${address}.json`);
    if (!existsSync(path)) writeFileSync(path, JSON.stringify([...secret]), { mode: 0o600 });
    return path;
  }

  /** Runs a command, whatever comes of it. */
  run(...args: readonly string[]): Promise<Outcome> {
    // Finality would take longer than the story; an auditor waits for it, which is the default.
    const all = [...args, "--url", this.url, "--commitment", "confirmed"];
    return new Promise((resolve, reject) => {
      execFile(this.#executable, all, { maxBuffer: 1 << 26, encoding: "utf8" }, (error, out, said) => {
        if (error !== null && typeof error.code !== "number") reject(new Error(`${this.#executable}: ${error.message}`));
        else resolve({ code: typeof error?.code === "number" ? error.code : OK, out: this.#local(out), said: this.#local(said) });
      });
    });
  }

  /** Without the story's folder in the paths. */
  #local(text: string): string {
    return text.replaceAll(`${this.#folder}/`, "");
  }

  /** Runs a command that should end well, and returns its JSON. */
  async ask<T>(...args: readonly string[]): Promise<T> {
    const { out } = await this.expect(OK, ...args, "--output", "json");
    return JSON.parse(out) as T;
  }

  /** Runs a command that should end with this exit code. */
  async expect(code: number, ...args: readonly string[]): Promise<Outcome> {
    const outcome = await this.run(...args);
    if (outcome.code === code) return outcome;
    throw new Mismatch(`althing ${args.join(" ")} exits with ${outcome.code}, should with ${code}: ${outcome.said.trim()}`);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
