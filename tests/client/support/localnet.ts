/**
 * Runs once before all tests: finds the local validator that `scripts/with-localnet.sh` started, or starts one on free
 * ports and stops it afterwards.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the local validator answers. */
    rpcUrl: string;
    /** File of a keypair with SOL. */
    keypair: string;
  }
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
const binary = join(root, "target/debug/althing-localnet");
const START_MS = 30_000;

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  const { ALTHING_RPC_URL: rpcUrl, ALTHING_KEYPAIR: keypair } = process.env;
  if (rpcUrl && keypair) {
    project.provide("rpcUrl", rpcUrl);
    project.provide("keypair", keypair);
    return;
  }
  if (!existsSync(binary)) throw new Error(`${binary} is missing; run: make test SUITES=client`);

  const folder = mkdtempSync(join(tmpdir(), "althing-client-tests-"));
  const [ready, payer] = [join(folder, "ready.json"), join(folder, "payer.json")];
  const validator = spawn(binary, ["--free-ports", "--keypair", payer, "--ready-file", ready], { cwd: root, stdio: "ignore" });
  const stop = async () => {
    const ended = new Promise((resolve) => validator.once("exit", resolve));
    if (validator.exitCode === null && validator.kill()) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_MS;
  while (!existsSync(ready)) {
    if (validator.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${binary} was not ready within ${START_MS / 1000} s; run it by hand to see why`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  project.provide("rpcUrl", (JSON.parse(readFileSync(ready, "utf8")) as { rpcUrl: string }).rpcUrl);
  project.provide("keypair", payer);
  return stop;
}
