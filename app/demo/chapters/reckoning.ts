/** The end of the story: logs rebuilt from events, what remains on chain and why, and what everything cost. */
import {
  ALTHING_PROGRAM_ADDRESS,
  AlthingAccount,
  closedDatasetOwner,
  fetchAuditLog,
  getModelDecoder,
  getModelVersionDecoder,
  identifyAlthingAccount,
  treeOfEntries,
  versionStatus,
} from "@althing/client";
import type { Entry } from "@althing/client";
import type { Address } from "@solana/kit";
import { TOKEN_PROGRAM_ADDRESS, getMintSize, getTokenDecoder } from "@solana-program/token";
import { hex, sol, table, thousands, tokens } from "../format.ts";
import { Mismatch, expectEqual } from "../stage.ts";
import type { Stage } from "../stage.ts";
import type { Assembly } from "./founding.ts";
import type { Registered } from "./registration.ts";

/** Why an account of this kind is there when all is over; whatever is not named here is stranded. */
const RECORDS: Partial<Record<AlthingAccount, string>> = {
  [AlthingAccount.Dao]: "the organisation and its rules",
  [AlthingAccount.Chamber]: "its chambers, now empty",
  [AlthingAccount.AuditLog]: "the record: logs are never closed",
  [AlthingAccount.DigestIndex]: "the register: these weights are known, and whatever has none is not",
  [AlthingAccount.Model]: "the register: which model, and what is in production",
  [AlthingAccount.ModelHistory]: "the register: what stood where in every past slot",
  [AlthingAccount.ModelVersion]: "the register: in production, and what it can return to",
};

const SYSTEM_PROGRAM = "11111111111111111111111111111111" as Address;
const STRANDED = "STRANDED: should have been closed";

interface Remainder {
  readonly kind: string;
  readonly why: string;
  readonly bytes: number;
  readonly lamports: bigint;
}

/** Rebuilds the governed logs from the events of this story, and compares their roots with the chain's. */
export async function verifyLogs(stage: Stage, assembly: Assembly, registered: Registered): Promise<void> {
  const part = stage.part("Verification", "Anybody verifies: the logs, rebuilt from the transactions' events");
  const { data: model } = await fetchModelAccount(stage, registered.model);
  const appended = stage.receipts.flatMap(({ events }) => events.filter(({ name }) => name === "EntryAppended"));
  for (const [name, address] of [["organisation", assembly.log], ["model", model.log]] as const) {
    const { data: log } = await fetchAuditLog(stage.chain.rpc, address);
    const entries = appended
      .map(({ data }) => data as Entry)
      .filter((entry) => entry.log === address)
      .sort((a, b) => Number(a.index - b.index));
    treeOfEntries(log, entries);
    part.narrator.check(`the ${name}'s log: ${entries.length} entries give the root on chain, ${hex(log.root).slice(0, 16)}…`);
  }
}

async function fetchModelAccount(stage: Stage, model: Address) {
  const [account] = await accountsOf(stage, [model]);
  if (!account) throw new Mismatch("the model's account is gone");
  return { data: getModelDecoder().decode(account.data) };
}

/** Looks at every account that the story touched, and counts what should not be there any more. */
export async function reckon(stage: Stage, assembly: Assembly): Promise<void> {
  const addresses = [...stage.chain.touched].filter((address) => !stage.chain.wallets.has(address));
  const accounts = await accountsOf(stage, addresses);
  const remainders = accounts.map((account) => describe(assembly, stage.chain.wallets, account));
  stage.narrator.say("\nWhat remains on chain\n");
  stage.narrator.say(remainderTable(remainders));

  const stranded = remainders.filter(({ why }) => why === STRANDED).reduce((sum, { lamports }) => sum + lamports, 0n);
  const closed = addresses.length - accounts.length;
  stage.narrator.say(`\n  ${closed} accounts opened and closed again; stranded: ${stranded} lamports`);
  expectEqual("stranded lamports", stranded, 0n);

  const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
  const spent = sum(stage.parts.map((part) => part.spent));
  const fees = sum(stage.parts.map((part) => part.fees));
  const kept = sum(remainders.map(({ lamports }) => lamports));
  expectEqual("lamports spent", spent, fees + kept);
  stage.narrator.say(`  every lamport is accounted for: spent ${sol(spent, 0)} = fees ${sol(fees, 0)} + kept on chain ${sol(kept, 0)} SOL`);
}

interface Found {
  readonly address: Address;
  readonly owner: Address;
  readonly lamports: bigint;
  readonly data: Uint8Array;
}

async function accountsOf(stage: Stage, addresses: readonly Address[]): Promise<Found[]> {
  const found: Found[] = [];
  for (let at = 0; at < addresses.length; at += 100) {
    const some = addresses.slice(at, at + 100);
    const { value } = await stage.chain.rpc.getMultipleAccounts(some, { encoding: "base64", commitment: "confirmed" }).send();
    value.forEach((account, i) => {
      if (account === null || account.lamports === 0n) return;
      const data = new Uint8Array(Buffer.from(account.data[0], "base64"));
      found.push({ address: some[i]!, owner: account.owner, lamports: account.lamports, data });
    });
  }
  return found;
}

function describe(assembly: Assembly, wallets: ReadonlySet<Address>, account: Found): Remainder {
  const common = { bytes: account.data.length, lamports: account.lamports };
  if (account.owner === ALTHING_PROGRAM_ADDRESS) {
    if (closedDatasetOwner(account.data) !== undefined) {
      return { ...common, kind: "ClosedDataset", why: "a digest that nobody but its owner registers again" };
    }
    const kind = identifyAlthingAccount({ data: account.data });
    return { ...common, kind: nameOf(kind, account.data), why: RECORDS[kind] ?? STRANDED };
  }
  if (account.owner === TOKEN_PROGRAM_ADDRESS) return { ...common, ...describeToken(assembly, wallets, account) };
  if (account.owner === SYSTEM_PROGRAM) return { ...common, kind: "lamports without an account", why: STRANDED };
  throw new Mismatch(`${account.address} belongs to ${account.owner}, which is no part of the story`);
}

function nameOf(kind: AlthingAccount, data: Uint8Array): string {
  if (kind !== AlthingAccount.ModelVersion) return AlthingAccount[kind];
  const { number, status } = getModelVersionDecoder().decode(data);
  return `ModelVersion ${number}, ${versionStatus(status)}`;
}

function describeToken(assembly: Assembly, wallets: ReadonlySet<Address>, { address, data }: Found): Pick<Remainder, "kind" | "why"> {
  if (data.length === getMintSize()) return { kind: "token mint", why: "the governance token" };
  const { owner, amount } = getTokenDecoder().decode(data);
  if (address === assembly.treasury) return { kind: "treasury", why: `the organisation's ${tokens(amount)}` };
  if (address === assembly.vault) return { kind: "vault of chamber 0", why: `deposits: ${tokens(amount)} now` };
  if (wallets.has(owner)) return { kind: "token account of a person", why: "theirs, with what they own" };
  return { kind: "token account of a vault", why: STRANDED };
}

function remainderTable(remainders: readonly Remainder[]): string {
  const groups = new Map<string, { why: string; count: number; bytes: number; lamports: bigint }>();
  for (const { kind, why, bytes, lamports } of remainders) {
    const group = groups.get(kind) ?? { why, count: 0, bytes: 0, lamports: 0n };
    groups.set(kind, { why, count: group.count + 1, bytes: group.bytes + bytes, lamports: group.lamports + lamports });
  }
  const rows = [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([kind, { why, count, bytes, lamports }]) => {
    return [kind, String(count), thousands(bytes), sol(lamports), why];
  });
  return table(["account", "count", "bytes", "SOL of rent", "why it is there"], rows, [0, 4]);
}

/** What each part of the story cost. */
export function costTable(stage: Stage, seconds: number): string {
  const rows = stage.parts
    .filter(({ transactions }) => transactions > 0)
    .map(({ name, transactions, units, fees, spent }) => {
      return [name, String(transactions), thousands(units), sol(fees), sol(spent - fees), sol(spent)];
    });
  const sum = (pick: (part: Stage["parts"][number]) => bigint) => stage.parts.reduce((total, part) => total + pick(part), 0n);
  const transactions = sum((part) => BigInt(part.transactions));
  const fees = sum((part) => part.fees);
  const spent = sum((part) => part.spent);
  const units = sum((part) => BigInt(part.units));
  const total = [`in ${seconds.toFixed(1)} s`, String(transactions), thousands(units), sol(fees), sol(spent - fees), sol(spent)];
  return table(["part", "transactions", "CU", "SOL of fees", "SOL of rent", "SOL in all"], [...rows, total]);
}
