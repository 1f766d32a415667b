/** Wallets, a token, an organisation, and five members with seats and deposits. */
import {
  TOKEN_CHAMBER,
  daoAddresses,
  digest,
  epochAt,
  epochStart,
  fetchDao,
  fetchSeat,
  findDaoPda,
  findSeatPda,
  getCreateDaoInstructionAsync,
  getDepositTokensInstructionAsync,
  getOpenSeatInstructionAsync,
  latestWeight,
} from "@althing/client";
import type { DaoAddresses } from "@althing/client";
import { generateKeyPairSigner } from "@solana/kit";
import type { Address, Instruction, KeyPairSigner } from "@solana/kit";
import { getCreateAccountInstruction, getTransferSolInstruction } from "@solana-program/system";
import {
  TOKEN_PROGRAM_ADDRESS,
  getCreateAssociatedTokenIdempotentInstruction,
  getInitializeMint2Instruction,
  getMintSize,
  getMintToCheckedInstruction,
} from "@solana-program/token";
import { DECIMALS, toBase, tokens } from "../format.ts";
import { GRANTEE, MEMBERS, OPERATORS, PATRON, STAKES, gather, purseOf } from "../people.ts";
import type { Member, Name, People, Person } from "../people.ts";
import { DAO_NAME, EARNED, REWARDS, RULES, TREASURY } from "../rules.ts";
import { expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";

/** Lamports that each wallet begins with; what is left goes back at the end. */
const ALLOWANCE = 100_000_000n;
/** The organisation and everybody in it. */
export interface Assembly extends DaoAddresses {
  readonly mint: Address;
  readonly people: People;
  /** Token account of the authority. */
  readonly treasury: Address;
  readonly founder: KeyPairSigner;
  /** The first second of an epoch. */
  readonly epochBegins: (epoch: bigint) => number;
  /** The first second of the epoch after the running one. */
  readonly nextEpoch: () => Promise<number>;
}

export async function founding(stage: Stage, keypairFile: string): Promise<Assembly> {
  const part = stage.part("Founding", "Founding: a token, an organisation with its rules, five members");
  const mint = await generateKeyPairSigner();
  const people = await gather(keypairFile, mint.address);
  const founder = people.purseKeeper;
  stage.chain.wallets.add(founder.address);
  for (const person of people.all) stage.chain.wallets.add(person.address);

  part.narrator.heading();
  await fundWallets(part, people);
  await createMint(part, founder, mint);

  // A creator's organisations differ in name; the mint's first letters let the story be told twice on one chain.
  const name = `${DAO_NAME} ${mint.address.slice(0, 6)}`;
  const nameHash = digest(name);
  const [dao] = await findDaoPda({ creator: founder.address, nameHash });
  const addresses = await daoAddresses(dao);
  await part.act(
    `${DAO_NAME} founded: quorum 30 %, approval 60 %`,
    founder,
    getCreateDaoInstructionAsync({ mint: mint.address, creator: founder, payer: founder, name, nameHash, config: RULES, weighting: 0 }),
  );
  const treasury = await purseOf(addresses.authority, mint.address);
  await handOut(part, people, mint, treasury, addresses.authority);

  const { data } = await fetchDao(stage.chain.rpc, dao);
  const epochBegins = (epoch: bigint) => Number(epochStart(data, epoch));
  const nextEpoch = async () => epochBegins(epochAt(data, BigInt((await stage.chain.clock()).time)) + 1n);
  const assembly = { ...addresses, mint: mint.address, people, treasury, founder, epochBegins, nextEpoch };
  await takeSeats(part, assembly);
  return assembly;
}

async function fundWallets(part: Part, people: People): Promise<void> {
  const source = people.purseKeeper;
  const gifts = people.all.map(({ address }) =>
    getTransferSolInstruction({ source, destination: address, amount: ALLOWANCE }),
  );
  await part.act(`${people.all.length} wallets get 0.1 SOL each for fees and rent`, source, ...gifts);
}

async function createMint(part: Part, founder: KeyPairSigner, mint: KeyPairSigner): Promise<void> {
  const space = getMintSize();
  const create = getCreateAccountInstruction({
    payer: founder,
    newAccount: mint,
    lamports: await part.chain.rent(space),
    space,
    programAddress: TOKEN_PROGRAM_ADDRESS,
  });
  const initialise = getInitializeMint2Instruction({
    mint: mint.address,
    decimals: DECIMALS,
    mintAuthority: founder.address,
  });
  await part.act(`The governance token ALT is made, with ${DECIMALS} decimals`, founder, create, initialise);
}

/** Token accounts for everybody who holds tokens, and the first tokens. */
async function handOut(part: Part, people: People, mint: KeyPairSigner, treasury: Address, authority: Address): Promise<void> {
  const { purseKeeper: founder, all } = people;
  const open = (owner: Address, ata: Address) =>
    getCreateAssociatedTokenIdempotentInstruction({ payer: founder, owner, ata, mint: mint.address });
  const give = (token: Address, whole: number) =>
    getMintToCheckedInstruction({
      mint: mint.address,
      token,
      mintAuthority: founder,
      amount: toBase(whole),
      decimals: DECIMALS,
    });

  const instructions: Instruction[] = all.flatMap(({ name, address, purse }) => {
    const whole = needed(name);
    if (whole > 0) return [open(address, purse), give(purse, whole)];
    return name === GRANTEE ? [open(address, purse)] : [];
  });
  instructions.push(open(authority, treasury), give(treasury, TREASURY));
  await part.actPacked(`Token accounts; the treasury begins with ${tokens(toBase(TREASURY))}`, founder, instructions);
}

/** Whole tokens that somebody will deposit, stake, give to the pools or pay. */
function needed(name: Name): number {
  const staked = STAKES.filter(({ holder }) => holder === name).reduce((sum, { whole }) => sum + whole, 0);
  return (MEMBERS[name as Member] ?? 0) + staked + (name === PATRON ? REWARDS * OPERATORS.length + EARNED : 0);
}

/** Each member opens a seat and deposits, in one transaction. */
async function takeSeats(part: Part, assembly: Assembly): Promise<void> {
  const { dao, tokenChamber, mint, people } = assembly;
  const takeSeat = async (member: Person) => {
    const whole = MEMBERS[member.name as Member];
    await part.act(
      `${member.name} opens a seat and deposits ${tokens(toBase(whole))}`,
      member.signer,
      getOpenSeatInstructionAsync({ chamber: tokenChamber, holder: member.address, payer: member.signer }),
      getDepositTokensInstructionAsync({
        dao,
        chamber: tokenChamber,
        seat: await seatOf(tokenChamber, member.address),
        from: member.purse,
        mint,
        depositor: member.signer,
        amount: toBase(whole),
      }),
    );
  };
  await Promise.all(people.members.map(takeSeat));
  for (const member of people.members) {
    const { data } = await fetchSeat(part.chain.rpc, await seatOf(tokenChamber, member.address));
    expectEqual(`${member.name}'s weight`, latestWeight(data.weight), toBase(MEMBERS[member.name as Member]));
  }
  part.narrator.check(`a deposit weighs from the next epoch on; chamber ${TOKEN_CHAMBER} will weigh 100,000 ALT`);
}

/** A holder's seat in a chamber. */
export async function seatOf(chamber: Address, holder: Address): Promise<Address> {
  return (await findSeatPda({ chamber, holder }))[0];
}
