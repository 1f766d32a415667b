import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { daoAddresses, fetchDao, fetchSeat, findSeatPda, latestWeight } from "@althing/client";
import { checkConfig, ConfigError } from "@althing/migrations/config";
import { main, migrate } from "@althing/migrations";
import type { Migration } from "@althing/migrations";
import { fetchMint } from "@solana-program/token";
import type { Address, KeyPairSigner } from "@solana/kit";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { bank, createMint, person, refusal, rpc } from "./support/world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const EXAMPLE = JSON.parse(readFileSync(join(root, "migrations/dao.json"), "utf8")) as Record<string, unknown>;
const statuses = ({ steps }: Migration) => steps.map(({ status }) => status);

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
async function command(...args: string[]): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const into = (stream: keyof typeof written) => ({ write: (text: string) => (written[stream] += text) });
  const code = await main(args, { stdout: into("stdout"), stderr: into("stderr") });
  return { code, ...written };
}

/** Runs a script of the root package as a person would, in `folder`. */
function npm(folder: string, script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return new Promise((resolve) => {
    execFile("npm", ["run", "--silent", "--prefix", root, script, "--", ...args], { cwd: folder, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

describe("Given a wallet on a fresh cluster", () => {
  let wallet: KeyPairSigner;
  let other: Address;
  const run = (change: Record<string, unknown> = {}, dryRun = false) => migrate(rpc, "localnet", wallet, checkConfig({ ...EXAMPLE, ...change }), { dryRun });

  beforeAll(async () => {
    [wallet, { address: other }] = await Promise.all([person(), bank()]);
  });

  test("When it is tried first, Then it says everything and changes nothing", async () => {
    const before = await rpc.getBalance(wallet.address).send();
    const plan = await run({}, true);
    expect(statuses(plan)).toEqual(["done already", ...Array(5).fill("would do")]);
    expect((await rpc.getBalance(wallet.address).send()).value).toBe(before.value);
    expect((await rpc.getAccountInfo(plan.dao).send()).value).toBeNull();
  });

  test("When it runs twice, Then the first founds the organisation and the second does nothing", async () => {
    const founders = [{ holder: "wallet", deposit: "700" }, { holder: other, deposit: 300 }];
    const first = await run({ founders });
    expect(statuses(first)).toEqual(["done already", ...Array(6).fill("done")]);
    const { data } = await fetchDao(rpc, first.dao);
    expect([data.name, data.mint, data.config.quorumBps, data.config.proposalThreshold]).toEqual(["Althing", first.mint, 1_000, 1_000_000n]);
    const { tokenChamber: chamber } = await daoAddresses(first.dao);
    const [seat] = await findSeatPda({ chamber, holder: other });
    expect(latestWeight((await fetchSeat(rpc, seat)).data.weight)).toBe(300n);
    expect((await fetchMint(rpc, first.mint)).data).toMatchObject({ supply: 1_000_000_000_000n, mintAuthority: { value: first.authority } });

    const before = await rpc.getBalance(wallet.address).send();
    const second = await run({ founders });
    expect(statuses(second)).toEqual(Array(7).fill("done already"));
    expect((await rpc.getBalance(wallet.address).send()).value).toBe(before.value);
    expect({ ...second, steps: [] }).toEqual({ ...first, steps: [] });
  });

  test("When the file's rules have changed since, Then they are not touched but told", async () => {
    const rules = { ...(EXAMPLE["rules"] as object), quorumBps: 2_000 };
    const { steps } = await run({ rules });
    expect(steps.find(({ step }) => step === "organisation")!.detail).toContain("quorumBps is 1000 there, 2000 in the file: rules change by vote");
  });

  test("When a mint of one's own is configured, Then it is used, and another one later is refused", async () => {
    const mint = await createMint(wallet);
    const change = { name: "Own mint", mint, founders: [] };
    expect(statuses(await run(change))).toEqual(["done already", "done already", "done", "done"]);
    await expect(run({ ...change, mint: await createMint(wallet) })).rejects.toThrow(`exists with the mint ${mint}`);
    await expect(run({ ...change, mint: other })).rejects.toThrow("exists with the mint");
  });

  test("When a founder's deposit is more than the wallet has, Then the refusal is explained and the rest stays done", async () => {
    const change = { name: "Greedy", founders: [{ holder: "wallet", deposit: "1000000000001" }] };
    expect(await refusal(run(change))).toMatchObject({ name: "InsufficientFunds", cure: "move fewer, or fund it first" });
    expect(statuses(await run(change, true))).toEqual([...Array(4).fill("done already"), "would do", "would do"]);
  });

  test("When it is mainnet-beta, Then no mint is created", async () => {
    const attempt = migrate(rpc, "mainnet-beta", wallet, checkConfig({ ...EXAMPLE, name: "Main" }));
    await expect(attempt).rejects.toThrow("none is created on mainnet-beta");
  });
});

describe("Given a person at a terminal", () => {
  const folder = mkdtempSync(join(tmpdir(), "althing-migration-"));
  const target = ["--url", inject("rpcUrl"), "--keypair", inject("keypair")];
  const config = { ...EXAMPLE, name: `Terminal ${folder}`.slice(0, 64) };
  writeFileSync(join(folder, "dao.json"), JSON.stringify(config));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("When they migrate, and again by anchor migrate, Then the second finds everything done", async () => {
    const first = await npm(folder, "migrate", [...target, "--config", "dao.json"]);
    expect([first.code, first.stderr]).toEqual([0, ""]);
    expect(first.stdout).toContain("5 steps done now, 1 done already");

    // What anchor-cli 1.2.2 writes to .anchor/deploy.ts, and how it runs it.
    const host = join(folder, "deploy.ts");
    writeFileSync(
      host,
      `import * as anchor from '@anchor-lang/core';

// Deploy script defined by the user.
const userScript = require("${root}migrations/deploy.ts");

async function main() {
    const connection = new anchor.web3.Connection(
      "${inject("rpcUrl")}",
      anchor.AnchorProvider.defaultOptions().commitment
    );
    const wallet = anchor.Wallet.local();
    const provider = new anchor.AnchorProvider(connection, wallet);

    // Run the user's deploy script.
    userScript(provider);
}
main();
`,
    );
    const args = `--config ${join(folder, "dao.json")} --output json`;
    const second = await npm(root, "ts-node", [host], { ANCHOR_WALLET: inject("keypair"), ALTHING_MIGRATE_ARGS: args });
    expect([second.code, second.stderr]).toEqual([0, ""]);
    expect(statuses(JSON.parse(second.stdout) as Migration)).toEqual(Array(6).fill("done already"));
  });

  test("When the file is wrong, Then every field is named with its bound, and the exit code is 2", async () => {
    writeFileSync(join(folder, "wrong.json"), JSON.stringify({ ...config, name: "", rules: { ...(EXAMPLE["rules"] as object), quorumBps: 10_001 } }));
    const { code, stderr } = await command(...target, "-c", join(folder, "wrong.json"));
    expect(code).toBe(2);
    expect(stderr).toContain('wrong.json: name: "" is not a text of 1 to 64 bytes');
    expect(stderr).toContain("wrong.json: rules.quorumBps: 10001 is not a whole number in 1..10000");
  });

  test("When nothing answers, Then it says so, and the exit code is 1", async () => {
    const { code, stderr } = await command("--url", "http://127.0.0.1:9", "--keypair", inject("keypair"));
    expect(code).toBe(1);
    expect(stderr).toContain("http://127.0.0.1:9 does not answer");
  });

  test("When the keypair is missing, Then it says how to make one, and the exit code is 1", async () => {
    const { code, stderr } = await command("--url", inject("rpcUrl"), "--keypair", join(folder, "none.json"));
    expect(code).toBe(1);
    expect(stderr).toContain("make it with: solana-keygen new");
  });

  test("When they ask for help, Then there is help; for what is unknown, exit code 2", async () => {
    const [help, wrong, output] = [await command("--help"), await command("--nonsense"), await command("--output", "xml")];
    expect([help.code, wrong.code, output.code]).toEqual([0, 2, 2]);
    expect(help.stdout).toContain("--dry-run");
    expect(wrong.stderr).toContain("--nonsense");
  });
});

describe("checkConfig", () => {
  const rules = EXAMPLE["rules"] as Record<string, unknown>;
  test.each([
    [{ rules: { ...rules, votingPeriod: 2 } }, "rules.votingPeriod: 2 is not a whole number in 3..7776000"],
    [{ rules: { ...rules, epochLength: 0 } }, "rules.epochLength: 0 is not a whole number in 1..7776000"],
    [{ rules: { ...rules, approvalBps: 4_999 } }, "rules.approvalBps: 4999 is not a whole number in 5000..10000"],
    [{ rules: { ...rules, quorumBps: 0.5 } }, "rules.quorumBps: 0.5 is not a whole number"],
    [{ rules: { ...rules, proposalThreshold: "18446744073709551616" } }, "rules.proposalThreshold"],
    [{ rules: { ...rules, attestationsNeeded: 65 } }, "rules.attestationsNeeded: 65 is not a whole number in 0..64"],
    [{ rules: { ...rules, votingPeriod: 14 * 86_400 + 1, withdrawalCooldown: 31_536_000 } }, "rules.votingPeriod: 1209601 is more than 14 epochs"],
    [{ rules: { ...rules, withdrawalCooldown: 345_599 } }, "rules.withdrawalCooldown: 345599 is less than epochLength + votingPeriod + holdUp (432000)"],
    [{ rules: { ...rules, quorum: 1 } }, "rules.quorum: is unknown; there are epochLength"],
    [{ rules: undefined }, "rules: nothing is not an object"],
    [{ name: "é".repeat(33) }, "name:"],
    [{ name: "a\nb" }, "name:"],
    [{ mint: "nonsense" }, 'mint: "nonsense" is not an address'],
    [{ mint: { create: { decimals: 10, supply: 1 } } }, "mint.create.decimals: 10 is not a whole number in 0..9"],
    [{ mint: { create: { decimals: 6, supply: 0 } } }, "mint.create.supply: 0 is not a whole number in 1.."],
    [{ weighting: "cubic" }, 'weighting: "cubic" is none of linear, square-root'],
    [{ founders: [{ holder: "wallet", deposit: -1 }] }, "founders[0].deposit: -1 is not a whole number"],
    [{ founders: [{ holder: "wallet", deposit: 1 }, { holder: "wallet", deposit: 1 }] }, "founders[1].holder: wallet is listed twice"],
    [{ founders: {} }, "founders: {} is not a list"],
  ])("refuses %o", (change, message) => {
    expect(() => checkConfig({ ...EXAMPLE, ...change })).toThrow(ConfigError);
    expect(() => checkConfig({ ...EXAMPLE, ...change })).toThrow(message);
  });

  test("takes the example and the bounds themselves", () => {
    expect(() => checkConfig(EXAMPLE)).not.toThrow();
    const bounds = { epochLength: 1, votingPeriod: 14, holdUp: 0, executionWindow: 10, withdrawalCooldown: 15, proposalThreshold: 1, quorumBps: 10_000, approvalBps: 5_000, slashCapBps: 1, attestationsNeeded: 0 };
    expect(() => checkConfig({ ...EXAMPLE, rules: bounds })).not.toThrow();
  });
});
