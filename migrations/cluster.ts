/** Which cluster and which wallet: by flag, environment, the Solana CLI's configuration, or what is usual. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createKeyPairSignerFromBytes } from "@solana/kit";
import type { KeyPairSigner, Rpc, SolanaRpcApi } from "@solana/kit";

/** Where to migrate, and who pays and founds. */
export interface Target {
  readonly url: string;
  readonly keypair: string;
}

/** A cluster by its genesis; everything unknown is somebody's own. */
export type ClusterName = "mainnet-beta" | "devnet" | "testnet" | "localnet";

const MONIKERS: Readonly<Record<string, string>> = {
  localhost: "http://127.0.0.1:8899",
  localnet: "http://127.0.0.1:8899",
  devnet: "https://api.devnet.solana.com",
  testnet: "https://api.testnet.solana.com",
  "mainnet-beta": "https://api.mainnet-beta.solana.com",
};

const GENESIS: Readonly<Record<string, ClusterName>> = {
  "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d": "mainnet-beta",
  EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG: "devnet",
  "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY": "testnet",
};

/** Chooses: what is given, then ANCHOR_… (set by Anchor), ALTHING_… (set by scripts/with-localnet.sh), the Solana CLI's file. */
export function chooseTarget(given: Partial<Target>, env: NodeJS.ProcessEnv = process.env): Target {
  const cli = solanaCliConfig();
  const url = given.url ?? env["ANCHOR_PROVIDER_URL"] ?? env["ALTHING_RPC_URL"] ?? cli["json_rpc_url"] ?? "localhost";
  const keypair = given.keypair ?? env["ANCHOR_WALLET"] ?? env["ALTHING_KEYPAIR"] ?? cli["keypair_path"] ?? "~/.config/solana/id.json";
  return { url: MONIKERS[url] ?? url, keypair: keypair.replace(/^~(?=\/)/, homedir()) };
}

/** The wallet in a file as `solana-keygen` writes it. */
export async function readWallet(file: string): Promise<KeyPairSigner> {
  let bytes: unknown;
  try {
    bytes = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`keypair ${file}: ${(error as Error).message}; give one with --keypair, or make it with: solana-keygen new -o ${file}`);
  }
  const isKeypair = Array.isArray(bytes) && bytes.length === 64 && bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);
  if (!isKeypair) throw new Error(`keypair ${file}: is not a list of 64 bytes, as solana-keygen writes it`);
  return createKeyPairSignerFromBytes(Uint8Array.from(bytes as number[]));
}

/** The cluster that answers. Throws where none does. */
export async function identifyCluster(rpc: Rpc<SolanaRpcApi>, url: string): Promise<ClusterName> {
  try {
    return GENESIS[await rpc.getGenesisHash().send()] ?? "localnet";
  } catch (error) {
    throw new Error(`${url} does not answer (${(error as Error).message}); start one with make localnet, or give another with --url`);
  }
}

/** The flat lines of ~/.config/solana/cli/config.yml. */
function solanaCliConfig(): Readonly<Record<string, string>> {
  const file = join(homedir(), ".config/solana/cli/config.yml");
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, "utf8").matchAll(/^(\w+): *["']?(.+?)["']? *$/gm);
  return Object.fromEntries(Array.from(lines, ([, key, value]) => [key!, value!]));
}
