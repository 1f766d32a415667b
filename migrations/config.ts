/** The file that says which organisation to found, and the check that names every field out of bounds. */
import { readFileSync } from "node:fs";
import type { ConfigArgs } from "@althing/client";
import { isAddress } from "@solana/kit";
import type { Address } from "@solana/kit";

/** A mint that the migration makes; on public clusters it must exist instead. */
export interface MintToCreate {
  /** 0 to 9. */
  readonly decimals: number;
  /** Base units, minted to the wallet. */
  readonly supply: bigint;
  /** Who may mint later: the organisation by vote, the wallet, or nobody. */
  readonly authority: "dao" | "wallet" | "none";
}

/** A founding member, whose deposit comes out of the wallet. */
export interface Founder {
  readonly holder: Address | "wallet";
  /** Base units. */
  readonly deposit: bigint;
}

/** The organisation to found. */
export interface Foundation {
  /** 1 to 64 bytes. */
  readonly name: string;
  readonly mint: Address | { readonly create: MintToCreate };
  readonly weighting: "linear" | "square-root";
  readonly rules: Required<ConfigArgs>;
  readonly founders: readonly Founder[];
}

/** A file with wrong fields: one line for each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(file: string, readonly faults: readonly string[]) {
    super(faults.map((fault) => `${file}: ${fault}`).join("\n"));
  }
}

const DAY = 86_400n;
const U64_MAX = 2n ** 64n - 1n;
/** Bounds of the rules, as constants.rs and config.rs of the program have them. */
const RULES: Readonly<Record<keyof ConfigArgs, readonly [min: bigint, max: bigint, kind: "number" | "bigint"]>> = {
  epochLength: [1n, 90n * DAY, "bigint"],
  votingPeriod: [3n, 90n * DAY, "bigint"],
  holdUp: [0n, 90n * DAY, "bigint"],
  executionWindow: [10n, 90n * DAY, "bigint"],
  withdrawalCooldown: [0n, 365n * DAY, "bigint"],
  proposalThreshold: [1n, U64_MAX, "bigint"],
  quorumBps: [1n, 10_000n, "number"],
  approvalBps: [5_000n, 10_000n, "number"],
  slashCapBps: [1n, 10_000n, "number"],
  attestationsNeeded: [0n, 64n, "number"],
};
/** A vote may span this many epochs. */
const MAX_EPOCHS = 14n;

/** Reads and checks a file. Throws a `ConfigError` that names every wrong field and its bound. */
export function readConfig(file: string): Foundation {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigError(file, [`cannot be read: ${(error as Error).message}`]);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(file, [`is not JSON: ${(error as Error).message}`]);
  }
  return checkConfig(json, file);
}

/** Checks the content of a file. */
export function checkConfig(json: unknown, file = "config"): Foundation {
  const check = new Checker();
  const top = check.object(json, "", ["name", "mint", "weighting", "rules", "founders"]);
  const name = check.text(top["name"], "name", 1, 64);
  const mint = checkMint(check, top["mint"]);
  const weighting = check.choice(top["weighting"] ?? "linear", "weighting", ["linear", "square-root"] as const);
  const rules = checkRules(check, top["rules"]);
  const founders = check.list(top["founders"] ?? [], "founders").map((each, i) => checkFounder(check, each, `founders[${i}]`));
  const holders = founders.map(({ holder }) => holder);
  holders.forEach((holder, i) => {
    if (holders.indexOf(holder) < i) check.fault(`founders[${i}].holder`, `${holder} is listed twice`);
  });
  if (check.faults.length > 0) throw new ConfigError(file, check.faults);
  return { name, mint, weighting, rules, founders };
}

function checkMint(check: Checker, value: unknown): Foundation["mint"] {
  if (typeof value === "string") return check.address(value, "mint");
  const { create } = check.object(value, "mint", ["create"]);
  const fields = check.object(create, "mint.create", ["decimals", "supply", "authority"]);
  return {
    create: {
      decimals: Number(check.integer(fields["decimals"], "mint.create.decimals", 0n, 9n)),
      supply: check.integer(fields["supply"], "mint.create.supply", 1n, U64_MAX),
      authority: check.choice(fields["authority"] ?? "dao", "mint.create.authority", ["dao", "wallet", "none"] as const),
    },
  };
}

function checkRules(check: Checker, value: unknown): Required<ConfigArgs> {
  const fields = check.object(value, "rules", Object.keys(RULES));
  const before = check.faults.length;
  const rules = Object.fromEntries(
    Object.entries(RULES).map(([field, [min, max, kind]]) => {
      const number = check.integer(fields[field], `rules.${field}`, min, max);
      return [field, kind === "number" ? Number(number) : number];
    }),
  ) as Record<keyof ConfigArgs, bigint> & Required<ConfigArgs>;
  if (check.faults.length > before) return rules;
  const { epochLength, votingPeriod, holdUp, withdrawalCooldown } = rules;
  const leastCooldown = epochLength + votingPeriod + holdUp;
  if (votingPeriod > epochLength * MAX_EPOCHS) {
    check.fault("rules.votingPeriod", `${votingPeriod} is more than ${MAX_EPOCHS} epochs of ${epochLength} s`);
  }
  if (withdrawalCooldown < leastCooldown) {
    check.fault("rules.withdrawalCooldown", `${withdrawalCooldown} is less than epochLength + votingPeriod + holdUp (${leastCooldown}), so that tokens could leave before what they decide`);
  }
  return rules;
}

function checkFounder(check: Checker, value: unknown, path: string): Founder {
  const fields = check.object(value, path, ["holder", "deposit"]);
  const holder = fields["holder"] === "wallet" ? "wallet" : check.address(fields["holder"], `${path}.holder`);
  return { holder, deposit: check.integer(fields["deposit"], `${path}.deposit`, 1n, U64_MAX) };
}

/** Reads values and collects what is wrong with them. */
class Checker {
  readonly faults: string[] = [];

  fault(path: string, what: string): void {
    this.faults.push(path === "" ? what : `${path}: ${what}`);
  }

  object(value: unknown, path: string, known: readonly string[]): Record<string, unknown> {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.fault(path, `${show(value)} is not an object with ${known.join(", ")}`);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (!known.includes(key)) this.fault(path === "" ? key : `${path}.${key}`, `is unknown; there are ${known.join(", ")}`);
    }
    return value as Record<string, unknown>;
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.fault(path, `${show(value)} is not a list`);
    return [];
  }

  text(value: unknown, path: string, min: number, max: number): string {
    const bytes = typeof value === "string" ? Buffer.byteLength(value) : -1;
    if (typeof value === "string" && bytes >= min && bytes <= max && !/[\u0000-\u001f\u007f]/.test(value)) return value;
    this.fault(path, `${show(value)} is not a text of ${min} to ${max} bytes without control characters`);
    return "";
  }

  /** A whole number, also as a string, since JSON's numbers are exact only below 2^53. */
  integer(value: unknown, path: string, min: bigint, max: bigint): bigint {
    const whole = typeof value === "number" ? Number.isSafeInteger(value) : typeof value === "string" && /^\d+$/.test(value);
    if (whole) {
      const number = BigInt(value as number | string);
      if (number >= min && number <= max) return number;
    }
    this.fault(path, `${show(value)} is not a whole number in ${min}..${max}`);
    return min;
  }

  choice<const T extends string>(value: unknown, path: string, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.fault(path, `${show(value)} is none of ${choices.join(", ")}`);
    return found ?? choices[0]!;
  }

  address(value: unknown, path: string): Address {
    if (typeof value !== "string" || !isAddress(value)) this.fault(path, `${show(value)} is not an address`);
    return value as Address;
  }
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
