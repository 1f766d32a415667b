/** Who is in the story: keypairs with SOL and a token account each. */
import { createKeyPairSignerFromBytes, createKeyPairSignerFromPrivateKeyBytes, getAddressEncoder } from "@solana/kit";
import type { Address, KeyPairSigner } from "@solana/kit";
import { TOKEN_PROGRAM_ADDRESS, findAssociatedTokenPda } from "@solana-program/token";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

/** Somebody who signs. */
export interface Person {
  readonly name: Name;
  readonly signer: KeyPairSigner;
  readonly address: Address;
  /** What a key file holds: the private key's 32 bytes and the public key's. */
  readonly secret: Uint8Array;
  /** Their associated token account. */
  readonly purse: Address;
}

/** Deposits in whole tokens, by member. Together 100,000, so that a thousand is one per cent. */
export const MEMBERS = { Ásdís: 40_000, Björn: 25_000, Dagný: 20_000, Egill: 10_000, Freyja: 5_000 } as const;
export const EVALUATORS = ["Gunnar", "Hildur", "Ívar"] as const;
export const OPERATORS = ["Kári", "Skaði"] as const;
/** Who stakes how many whole tokens with whom. */
export const STAKES = [
  { holder: "Kári", operator: "Kári", whole: 3_000 },
  { holder: "Freyja", operator: "Kári", whole: 1_500 },
  { holder: "Skaði", operator: "Skaði", whole: 4_000 },
] as const;
/** Who funds the reward pools. */
export const PATRON = "Ásdís";
/** Whom the treasury pays, and whose recordings v6 was made from. */
export const GRANTEE = "Ljótur";
/** Who maintains the model. */
export const MAINTAINER = "Egill";

export type Member = keyof typeof MEMBERS;
export type Name = Member | (typeof EVALUATORS)[number] | (typeof OPERATORS)[number] | typeof GRANTEE;

/** Everybody with a new keypair, and the wallet that pays for the story. */
export interface People {
  readonly purseKeeper: KeyPairSigner;
  readonly of: (name: Name) => Person;
  readonly all: readonly Person[];
  readonly members: readonly Person[];
  readonly evaluators: readonly Person[];
}

export async function gather(keypairFile: string, mint: Address): Promise<People> {
  const purseKeeper = await readKeypair(keypairFile);
  const members = Object.keys(MEMBERS) as Member[];
  const names: Name[] = [...members, ...EVALUATORS, ...OPERATORS, GRANTEE];
  const all = await Promise.all(names.map((name) => person(name, mint)));
  const of = (name: Name) => all.find((each) => each.name === name)!;
  return { purseKeeper, of, all, members: members.map(of), evaluators: EVALUATORS.map(of) };
}

async function person(name: Name, mint: Address): Promise<Person> {
  const seed = new Uint8Array(randomBytes(32));
  const signer = await createKeyPairSignerFromPrivateKeyBytes(seed);
  const secret = Uint8Array.from([...seed, ...getAddressEncoder().encode(signer.address)]);
  return { name, signer, address: signer.address, secret, purse: await purseOf(signer.address, mint) };
}

/** The associated token account of an owner. */
export async function purseOf(owner: Address, mint: Address): Promise<Address> {
  return (await findAssociatedTokenPda({ owner, mint, tokenProgram: TOKEN_PROGRAM_ADDRESS }))[0];
}

/** A keypair in the file format of the Solana tools: an array of 64 bytes. */
export async function readKeypair(file: string): Promise<KeyPairSigner> {
  try {
    return await createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(readFileSync(file, "utf8")) as number[]));
  } catch (error) {
    throw new Error(`ALTHING_KEYPAIR ${file}: no keypair (${error instanceof Error ? error.message : String(error)})`);
  }
}
