import { execFile } from "node:child_process";
import { createPrivateKey, createPublicKey, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fetchDao, sendAndConfirm } from "@althing/client";
import { getTransferSolInstruction } from "@solana-program/system";
import { createKeyPairSignerFromBytes, lamports } from "@solana/kit";
import { expect, inject, test } from "vitest";
import { found, nextEpoch, rpc, seat } from "./support/world.ts";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const readme = readFileSync(new URL("../../clients/ts/README.md", import.meta.url), "utf8");

/** The bytes of a new keypair as `solana-keygen` writes them. */
function keypairBytes(): Uint8Array {
  const secret = randomBytes(32);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), secret]);
  const key = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" })).export({ format: "der", type: "spki" });
  return new Uint8Array([...secret, ...key.subarray(-32)]);
}

test("Given a member, When the lines of the client's README run, Then they do what they say", async () => {
  const world = await found("Readme");
  const bytes = keypairBytes();
  const member = await createKeyPairSignerFromBytes(bytes);
  const gift = getTransferSolInstruction({ source: world.founder, destination: member.address, amount: lamports(1_000_000_000n) });
  await sendAndConfirm(rpc, [gift], world.founder);
  await seat(world, member, 1_000n);
  await nextEpoch(world);

  // Inside the package, so that its imports are found.
  const folder = mkdtempSync(join(here, ".readme-"));
  try {
    writeFileSync(join(folder, "member.json"), JSON.stringify(Array.from(bytes)));
    const snippet = /```ts\n(.*?)```/s.exec(readme)![1]!;
    const lines = snippet.trim().split("\n").filter((line) => line !== "" && !line.startsWith("import"));
    expect(lines.length).toBeLessThanOrEqual(20);
    const script = snippet
      .replace("http://127.0.0.1:8899", inject("rpcUrl"))
      .replace("member.json", join(folder, "member.json"))
      .replace("DAO_ADDRESS", world.dao);
    writeFileSync(join(folder, "snippet.ts"), script);
    await run(process.execPath, ["--import", "tsx", join(folder, "snippet.ts")], { cwd: here });
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect((await fetchDao(rpc, world.dao)).data.config.quorumBps).toBe(2_000);
});
