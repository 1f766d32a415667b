/** The steps of the foundation. Each knows whether it is done already, so that any number of runs give the same. */
import {
  ALTHING_PROGRAM_ADDRESS,
  daoAddresses,
  digest,
  fetchMaybeDao,
  fetchMaybeSeat,
  findDaoPda,
  findSeatPda,
  getCreateDaoInstructionAsync,
  getDepositTokensInstructionAsync,
  getOpenSeatInstructionAsync,
  hex,
} from "@althing/client";
import type { DaoAddresses } from "@althing/client";
import { getCreateAccountWithSeedInstruction } from "@solana-program/system";
import {
  AuthorityType,
  TOKEN_PROGRAM_ADDRESS,
  fetchMaybeMint,
  fetchMaybeToken,
  findAssociatedTokenPda,
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getInitializeMint2Instruction,
  getMintSize,
  getMintToInstruction,
  getSetAuthorityInstruction,
} from "@solana-program/token";
import { createAddressWithSeed, fetchEncodedAccount } from "@solana/kit";
import type { Address, Instruction, KeyPairSigner, Rpc, SolanaRpcApi } from "@solana/kit";
import type { ClusterName } from "./cluster.ts";
import type { Foundation, MintToCreate } from "./config.ts";

/** What all steps need. */
export interface Setting {
  readonly rpc: Rpc<SolanaRpcApi>;
  readonly cluster: ClusterName;
  readonly wallet: KeyPairSigner;
  readonly foundation: Foundation;
  readonly mint: Address;
  /** The token program that owns the mint. */
  readonly tokenProgram: Address;
  readonly dao: DaoAddresses;
}

/** One step. */
export interface Step {
  readonly title: string;
  /** What there is already, or `undefined` where the step is still to be done. Throws where it cannot be done. */
  readonly check: () => Promise<string | undefined>;
  /** What it will do, in words. */
  readonly plan: string;
  readonly instructions: () => Promise<Instruction[]>;
}

const BPF_UPGRADEABLE = "BPFLoaderUpgradeab1e11111111111111111111111";

/** Derives every address of the foundation. */
export async function prepare(
  rpc: Rpc<SolanaRpcApi>,
  cluster: ClusterName,
  wallet: KeyPairSigner,
  foundation: Foundation,
): Promise<Setting> {
  const { mint } = foundation;
  const address = typeof mint === "string" ? mint : await mintAddress(wallet.address, foundation.name);
  const account = await fetchEncodedAccount(rpc, address, { commitment: "confirmed" });
  const [dao] = await findDaoPda({ creator: wallet.address, nameHash: digest(foundation.name) });
  const tokenProgram = account.exists ? account.programAddress : TOKEN_PROGRAM_ADDRESS;
  return { rpc, cluster, wallet, foundation, mint: address, tokenProgram, dao: await daoAddresses(dao) };
}

/** The steps, in order. */
export function steps(setting: Setting): Step[] {
  const { mint } = setting.foundation;
  const created = typeof mint === "string" ? undefined : mint.create;
  return [
    program(setting),
    created ? createMint(setting, created) : existingMint(setting),
    found(setting),
    treasury(setting),
    ...setting.foundation.founders.map((_, i) => seatFounder(setting, i)),
    ...(created && created.authority !== "wallet" ? [handOverMint(setting, created.authority)] : []),
  ];
}

const confirmed = { commitment: "confirmed" } as const;
const refuseToRun = (): Promise<Instruction[]> => Promise.resolve([]);

function program({ rpc, cluster }: Setting): Step {
  return {
    title: "program",
    check: async () => {
      const account = await fetchEncodedAccount(rpc, ALTHING_PROGRAM_ADDRESS, confirmed);
      if (account.exists && account.executable) {
        return `${ALTHING_PROGRAM_ADDRESS}${account.programAddress === BPF_UPGRADEABLE ? ", upgradeable" : ""}`;
      }
      throw new Error(`program: ${ALTHING_PROGRAM_ADDRESS} is not on ${cluster}; deploy it first (anchor program deploy), or give another cluster with --url`);
    },
    plan: "",
    instructions: refuseToRun,
  };
}

function existingMint({ rpc, mint }: Setting): Step {
  return {
    title: "mint",
    check: async () => {
      const account = await fetchEncodedAccount(rpc, mint, confirmed);
      if (account.exists) return `${mint}, of the configuration`;
      throw new Error(`mint: ${mint} is not on this cluster; name one that is, or let it be created: {"create": {…}}`);
    },
    plan: "",
    instructions: refuseToRun,
  };
}

/** Creates the mint at an address that follows from wallet and name, and mints the supply, in one transaction. */
function createMint({ rpc, cluster, wallet, mint, foundation }: Setting, { decimals, supply }: MintToCreate): Step {
  return {
    title: "mint",
    check: async () => {
      const account = await fetchMaybeMint(rpc, mint, confirmed);
      if (account.exists) return `${mint}, ${account.data.supply} base units, ${account.data.decimals} decimals`;
      if (cluster === "mainnet-beta") throw new Error("mint: none is created on mainnet-beta; make one and name its address in the configuration");
      return undefined;
    },
    plan: `create ${mint} with ${supply} base units, ${decimals} decimals`,
    instructions: async () => {
      const space = BigInt(getMintSize());
      const amount = await rpc.getMinimumBalanceForRentExemption(space).send();
      const base = wallet.address;
      const [token] = await findAssociatedTokenPda({ owner: base, mint, tokenProgram: TOKEN_PROGRAM_ADDRESS });
      const seed = mintSeed(foundation.name);
      return [
        getCreateAccountWithSeedInstruction({ payer: wallet, newAccount: mint, baseAccount: wallet, base, seed, amount, space, programAddress: TOKEN_PROGRAM_ADDRESS }),
        getInitializeMint2Instruction({ mint, decimals, mintAuthority: base }),
        await getCreateAssociatedTokenIdempotentInstructionAsync({ payer: wallet, owner: base, mint }),
        getMintToInstruction({ mint, token, mintAuthority: wallet, amount: supply }),
      ];
    },
  };
}

function found(setting: Setting): Step {
  const { rpc, wallet, mint, tokenProgram, dao, foundation } = setting;
  const { name, rules, weighting } = foundation;
  return {
    title: "organisation",
    check: async () => {
      const account = await fetchMaybeDao(rpc, dao.dao, confirmed);
      if (!account.exists) return undefined;
      if (account.data.mint !== mint) {
        throw new Error(`organisation: "${name}" of this wallet exists with the mint ${account.data.mint}, not ${mint}; found another under another name`);
      }
      const config = account.data.config;
      const differing = (Object.keys(rules) as (keyof typeof config)[]).filter((rule) => config[rule] !== rules[rule]);
      const note = differing.map((rule) => `${rule} is ${config[rule]} there, ${rules[rule]} in the file`).join("; ");
      return `"${name}" ${dao.dao}${note === "" ? "" : ` (${note}: rules change by vote, see update_config)`}`;
    },
    plan: `found "${name}" at ${dao.dao}`,
    instructions: async () => [
      await getCreateDaoInstructionAsync({
        dao: dao.dao,
        mint,
        tokenProgram,
        creator: wallet,
        payer: wallet,
        name,
        nameHash: digest(name),
        config: rules,
        weighting: weighting === "linear" ? 0 : 1,
      }),
    ],
  };
}

function treasury({ rpc, wallet, mint, tokenProgram, dao }: Setting): Step {
  return {
    title: "treasury",
    check: async () => {
      const [address] = await findAssociatedTokenPda({ owner: dao.authority, mint, tokenProgram });
      return (await fetchMaybeToken(rpc, address, confirmed)).exists ? `${address} of authority ${dao.authority}` : undefined;
    },
    plan: `open a token account of authority ${dao.authority}`,
    instructions: async () => [
      await getCreateAssociatedTokenIdempotentInstructionAsync({ payer: wallet, owner: dao.authority, mint, tokenProgram }),
    ],
  };
}

function seatFounder(setting: Setting, index: number): Step {
  const { rpc, wallet, mint, tokenProgram, dao, foundation } = setting;
  const founder = foundation.founders[index]!;
  const holder = founder.holder === "wallet" ? wallet.address : founder.holder;
  const seatOf = async () => fetchMaybeSeat(rpc, (await findSeatPda({ chamber: dao.tokenChamber, holder }))[0], confirmed);
  return {
    title: `seat of ${holder}`,
    check: async () => {
      const seat = await seatOf();
      // A seat that was ever fed is its holder's own affair.
      return seat.exists && seat.data.weight.written > 0n ? `${seat.data.deposited} base units on deposit` : undefined;
    },
    plan: `deposit ${founder.deposit} base units of the wallet's`,
    instructions: async () => {
      const seat = await seatOf();
      const [from] = await findAssociatedTokenPda({ owner: wallet.address, mint, tokenProgram });
      const chamber = dao.tokenChamber;
      return [
        ...(seat.exists ? [] : [await getOpenSeatInstructionAsync({ chamber, holder, payer: wallet })]),
        await getDepositTokensInstructionAsync({
          dao: dao.dao,
          seat: seat.address,
          depositor: wallet,
          mint,
          from,
          tokenProgram,
          amount: founder.deposit,
        }),
      ];
    },
  };
}

function handOverMint({ rpc, wallet, mint, dao }: Setting, to: "dao" | "none"): Step {
  const wanted = to === "dao" ? dao.authority : null;
  return {
    title: "mint authority",
    check: async () => {
      const account = await fetchMaybeMint(rpc, mint, confirmed);
      if (!account.exists) return undefined;
      const now = account.data.mintAuthority.__option === "Some" ? account.data.mintAuthority.value : null;
      if (now === wanted) return wanted ?? "nobody";
      if (now === wallet.address) return undefined;
      throw new Error(`mint authority: is ${now ?? "nobody"}, so this wallet cannot hand it to ${wanted ?? "nobody"}`);
    },
    plan: `hand it to ${wanted ?? "nobody"}`,
    instructions: () =>
      Promise.resolve([
        getSetAuthorityInstruction({ owned: mint, owner: wallet, authorityType: AuthorityType.MintTokens, newAuthority: wanted }),
      ]),
  };
}

function mintSeed(name: string): string {
  return hex(digest(`mint of ${name}`)).slice(0, 32);
}

function mintAddress(base: Address, name: string): Promise<Address> {
  return createAddressWithSeed({ baseAddress: base, seed: mintSeed(name), programAddress: TOKEN_PROGRAM_ADDRESS });
}
