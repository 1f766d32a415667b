/** What the tests stand on: the validator, funded keys, a mint, and an organisation with short periods. */
import { readFileSync } from "node:fs";
import {
  chainTime,
  daoAddresses,
  digest,
  epochAt,
  epochStart,
  fetchDao,
  findDaoPda,
  findSeatPda,
  getCreateDaoInstructionAsync,
  getDepositTokensInstructionAsync,
  getOpenSeatInstructionAsync,
  sendAndConfirm,
  waitUntil,
} from "@althing/client";
import type { ConfigArgs, DaoAddresses, Explanation } from "@althing/client";
import { explainError } from "@althing/client";
import { getCreateAccountInstruction, getTransferSolInstruction } from "@solana-program/system";
import {
  TOKEN_PROGRAM_ADDRESS,
  findAssociatedTokenPda,
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getInitializeMint2Instruction,
  getMintSize,
  getMintToInstruction,
} from "@solana-program/token";
import { createKeyPairSignerFromBytes, createSolanaRpc, generateKeyPairSigner, lamports } from "@solana/kit";
import type { Address, KeyPairSigner } from "@solana/kit";
import { inject } from "vitest";

/** Calls to the validator. */
export const rpc = createSolanaRpc(inject("rpcUrl"));
/** Decimals of the test mints. */
export const DECIMALS = 6;

/** Short periods, so that a test can wait for them. */
export const CONFIG = {
  epochLength: 2n,
  votingPeriod: 5n,
  holdUp: 0n,
  executionWindow: 60n,
  withdrawalCooldown: 7n,
  proposalThreshold: 1n,
  quorumBps: 1_000,
  approvalBps: 5_000,
  slashCapBps: 3_000,
  attestationsNeeded: 1,
} satisfies ConfigArgs;

/** An organisation and its founder. */
export interface World extends DaoAddresses {
  readonly founder: KeyPairSigner;
  readonly mint: Address;
}

/** The validator's funded key. */
export async function bank(): Promise<KeyPairSigner> {
  return createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(readFileSync(inject("keypair"), "utf8")) as number[]));
}

/** A new key with 10 SOL. */
export async function person(): Promise<KeyPairSigner> {
  const [source, one] = await Promise.all([bank(), generateKeyPairSigner()]);
  const gift = getTransferSolInstruction({ source, destination: one.address, amount: lamports(10_000_000_000n) });
  await sendAndConfirm(rpc, [gift], source);
  return one;
}

/** A new mint of which `owner` is the authority. */
export async function createMint(owner: KeyPairSigner): Promise<Address> {
  const mint = await generateKeyPairSigner();
  const space = BigInt(getMintSize());
  const rent = await rpc.getMinimumBalanceForRentExemption(space).send();
  await sendAndConfirm(
    rpc,
    [
      getCreateAccountInstruction({ payer: owner, newAccount: mint, lamports: rent, space, programAddress: TOKEN_PROGRAM_ADDRESS }),
      getInitializeMint2Instruction({ mint: mint.address, decimals: DECIMALS, mintAuthority: owner.address }),
    ],
    owner,
  );
  return mint.address;
}

/** What founds an organisation. */
export function foundation(founder: KeyPairSigner, mint: Address, name: string, config: Partial<ConfigArgs> = {}) {
  return getCreateDaoInstructionAsync({
    mint,
    creator: founder,
    payer: founder,
    name,
    nameHash: digest(name),
    config: { ...CONFIG, ...config },
    weighting: 0,
  });
}

/** An organisation without members. */
export async function found(name = "Test", config: Partial<ConfigArgs> = {}): Promise<World> {
  const founder = await person();
  const mint = await createMint(founder);
  await sendAndConfirm(rpc, [await foundation(founder, mint, name, config)], founder);
  const [dao] = await findDaoPda({ creator: founder.address, nameHash: digest(name) });
  return { ...(await daoAddresses(dao)), founder, mint };
}

/** Address of an owner's token account. */
export async function tokenAccount(mint: Address, owner: Address): Promise<Address> {
  return (await findAssociatedTokenPda({ mint, owner, tokenProgram: TOKEN_PROGRAM_ADDRESS }))[0];
}

/** The instructions that mint tokens to an owner. */
export async function gift({ founder, mint }: World, owner: Address, amount: bigint) {
  const token = await tokenAccount(mint, owner);
  return [
    await getCreateAssociatedTokenIdempotentInstructionAsync({ payer: founder, owner, mint }),
    getMintToInstruction({ mint, token, mintAuthority: founder, amount }),
  ];
}

/** Seats a member with a deposit. Their weight counts from the next epoch on. */
export async function seat(world: World, member: KeyPairSigner, amount: bigint): Promise<Address> {
  const { founder, mint, dao, tokenChamber: chamber } = world;
  const [address] = await findSeatPda({ chamber, holder: member.address });
  await sendAndConfirm(
    rpc,
    [
      ...(await gift(world, member.address, amount)),
      await getOpenSeatInstructionAsync({ chamber, holder: member.address, payer: founder }),
      await getDepositTokensInstructionAsync({ dao, depositor: member, mint, from: await tokenAccount(mint, member.address), amount }),
    ],
    founder,
  );
  return address;
}

/** Waits for the epoch after the running one, in which what was deposited counts. */
export async function nextEpoch({ dao }: World): Promise<void> {
  const { data } = await fetchDao(rpc, dao);
  await waitUntil(rpc, epochStart(data, epochAt(data, await chainTime(rpc)) + 1n));
}

/** The explanation of why something was refused. Throws where it was not. */
export async function refusal(attempt: Promise<unknown>): Promise<Explanation> {
  const result = await attempt.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (!result) throw new Error("was not refused");
  return explainError(result.error);
}
