/**
 * Founds the first organisation on any cluster where the program is deployed. Whatever is done already stays as it is,
 * so it may be run any number of times.
 *
 *   anchor migrate                                  with provider and wallet of Anchor.toml
 *   npm run migrate -- --url devnet --dry-run       with plain Node
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { isAbsolute, resolve } from "node:path";
import { parseArgs } from "node:util";
import { explainError, explanationText, sendAndConfirm } from "@althing/client";
import { createSolanaRpc } from "@solana/kit";
import type { Address, KeyPairSigner, Rpc, SolanaRpcApi } from "@solana/kit";
import { chooseTarget, identifyCluster, readWallet } from "./cluster.ts";
import type { ClusterName } from "./cluster.ts";
import { ConfigError, readConfig } from "./config.ts";
import type { Foundation } from "./config.ts";
import { prepare, steps } from "./steps.ts";

/** What became of a step. */
export interface StepResult {
  readonly step: string;
  readonly status: "done already" | "done" | "would do";
  readonly detail: string;
  readonly signature?: string;
  readonly feeLamports?: number;
}

/** What a run found and did. */
export interface Migration {
  readonly cluster: ClusterName;
  readonly wallet: Address;
  readonly dao: Address;
  readonly authority: Address;
  readonly log: Address;
  readonly mint: Address;
  readonly steps: readonly StepResult[];
}

/** How to run. */
export interface MigrateOptions {
  /** Changes nothing and says what would be done. */
  readonly dryRun?: boolean;
  /** Told each step as it is done. */
  readonly onStep?: (result: StepResult) => void;
}

/** Runs every step that is not done already. Throws at the first that cannot be done; those before it stay done. */
export async function migrate(
  rpc: Rpc<SolanaRpcApi>,
  cluster: ClusterName,
  wallet: KeyPairSigner,
  foundation: Foundation,
  { dryRun = false, onStep }: MigrateOptions = {},
): Promise<Migration> {
  const setting = await prepare(rpc, cluster, wallet, foundation);
  const results: StepResult[] = [];
  for (const { title: step, check, plan, instructions } of steps(setting)) {
    const found = await check();
    let result: StepResult;
    if (found !== undefined) {
      result = { step, status: "done already", detail: found };
    } else if (dryRun) {
      result = { step, status: "would do", detail: plan };
    } else {
      const { signature, feeLamports } = await sendAndConfirm(rpc, await instructions(), wallet);
      result = { step, status: "done", detail: plan, signature, feeLamports: Number(feeLamports) };
    }
    results.push(result);
    onStep?.(result);
  }
  const { dao, authority, log } = setting.dao;
  return { cluster, wallet: wallet.address, dao, authority, log, mint: setting.mint, steps: results };
}

/** What Anchor hands over: of it only the cluster's address is used, so that nothing of web3.js is needed. */
export interface AnchorProvider {
  readonly connection: { readonly rpcEndpoint: string };
}

/** The entrypoint of `anchor migrate`. Options come from the environment: ALTHING_MIGRATE_ARGS="--dry-run". */
export default async function deploy(provider: AnchorProvider): Promise<void> {
  const extra = process.env["ALTHING_MIGRATE_ARGS"]?.split(/\s+/).filter(Boolean) ?? [];
  process.exitCode = await main(["--url", provider.connection.rpcEndpoint, ...extra]);
}

const HELP = `usage: npm run migrate -- [OPTIONS]

Founds the organisation that a file describes, on any cluster where the program is deployed. Each step says whether it
was done already, was done now, or (with --dry-run) would be done; running it again does nothing more.

  -u, --url URL        localhost, devnet, testnet, mainnet-beta or a URL
                       (default: ANCHOR_PROVIDER_URL, ALTHING_RPC_URL, the Solana CLI's, localhost)
  -k, --keypair FILE   who founds and pays
                       (default: ANCHOR_WALLET, ALTHING_KEYPAIR, the Solana CLI's, ~/.config/solana/id.json)
  -c, --config FILE    the organisation (default: migrations/dao.json)
      --dry-run        changes nothing
      --yes            goes ahead on mainnet-beta
      --output FORMAT  text or json (default: text)
  -h, --help           this text

Exit: 0 all done, 1 failed, 2 wrong usage or configuration.
`;

/** Where a command writes: results, and what is for the person. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Runs as a command and resolves to the exit code. */
export async function main(args: readonly string[], output: Output = process): Promise<number> {
  try {
    return await run(args, output.stdout);
  } catch (error) {
    const usage = error instanceof ConfigError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
    const known = usage || !(error as { explanation?: unknown }).explanation;
    const message = known ? (error as Error).message : explanationText(explainError(error));
    output.stderr.write(`${message.replaceAll(/^/gm, "migrate: error: ")}\n`);
    return usage ? 2 : 1;
  }
}

async function run(args: readonly string[], stdout: Output["stdout"]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: "string", short: "u" },
      keypair: { type: "string", short: "k" },
      config: { type: "string", short: "c" },
      output: { type: "string", default: "text" },
      "dry-run": { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    stdout.write(HELP);
    return 0;
  }
  if (!["text", "json"].includes(values.output)) throw new ConfigError("--output", [`${values.output} is neither text nor json`]);
  const text = values.output === "text";

  const foundation = readConfig(values.config ? fromCaller(values.config) : fileURLToPath(new URL("dao.json", import.meta.url)));
  const target = chooseTarget({ ...(values.url && { url: values.url }), ...(values.keypair && { keypair: fromCaller(values.keypair) }) });
  const wallet = await readWallet(target.keypair);
  const rpc = createSolanaRpc(target.url);
  const cluster = await identifyCluster(rpc, target.url);
  if (cluster === "mainnet-beta" && !values.yes && !values["dry-run"]) {
    throw new ConfigError("--yes", ["is needed on mainnet-beta; try --dry-run first"]);
  }
  if (text) stdout.write(`cluster  ${cluster} (${new URL(target.url).host})\nwallet   ${wallet.address}\n`);
  const result = await migrate(rpc, cluster, wallet, foundation, {
    dryRun: values["dry-run"],
    onStep: (step) => text && stdout.write(`${line(step)}\n`),
  });
  stdout.write(text ? `${summary(result)}\n` : `${JSON.stringify(result, null, 2)}\n`);
  return 0;
}

function line({ step, status, detail, signature, feeLamports }: StepResult): string {
  const cost = signature === undefined ? "" : `\n${" ".repeat(14)}${signature}, fee ${feeLamports} lamports`;
  return `${status.padEnd(14)}${step}: ${detail}${cost}`;
}

function summary({ dao, steps: all }: Migration): string {
  const count = (status: StepResult["status"]) => all.filter((each) => each.status === status).length;
  const now = count("would do") > 0 ? `${count("would do")} steps would be done` : `${count("done")} steps done now`;
  return `${now}, ${count("done already")} done already; the organisation is ${dao}`;
}

/** npm runs scripts in the package's folder; paths are meant from where it was called. */
function fromCaller(path: string): string {
  if (isAbsolute(path) || path.startsWith("~/")) return path;
  return resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
