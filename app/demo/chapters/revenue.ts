/** Revenue: v6 was made from v5 and from Ljótur's recordings; what it earns reaches all of them by a table set by vote. */
import {
  GRANT_PURPOSES,
  PRICE_KINDS,
  ZERO_HASH,
  authoritySigner,
  digest,
  fetchRevenuePool,
  findDatasetPda,
  findGrantPda,
  findRevenuePoolPda,
  getAcceptGrantInstruction,
  getCloseDatasetInstruction,
  getCloseGrantInstruction,
  getCloseRevenuePoolInstructionAsync,
  getCreateRevenuePoolInstructionAsync,
  getDepositRevenueInstructionAsync,
  getEndGrantInstruction,
  getOfferGrantInstructionAsync,
  getRegisterDatasetInstructionAsync,
  getSetRevenueSharesInstructionAsync,
  planRevenue,
  revenueDue,
  revenueTable,
} from "@althing/client";
import type { RevenueTable } from "@althing/client";
import { AccountRole } from "@solana/kit";
import type { Address, Instruction } from "@solana/kit";
import { toBase, tokens } from "../format.ts";
import { GRANTEE, MAINTAINER, PATRON, purseOf } from "../people.ts";
import { EARNED } from "../rules.ts";
import { expectEqual } from "../stage.ts";
import type { Part, Stage } from "../stage.ts";
import type { Assembly } from "./founding.ts";
import type { Registered, Version } from "./registration.ts";
import { amountOf } from "./rewards.ts";

const TRAIN = GRANT_PURPOSES.indexOf("train");
const FREE = { priceKind: PRICE_KINDS.indexOf("free"), price: 0n, period: 0n, startsAt: 0n, expiresAt: 0n, useCap: 0n };
/** Of what v5 earns, a half is the maintainer's; the rest is the treasury's. */
const OLD_TABLE = revenueTable({ maintainer: 5_000 });
/** Of what v6 earns, a tenth is the maintainer's, a fifth is Ljótur's, three tenths go to v5; the rest is the treasury's. */
const NEW_TABLE = revenueTable({ maintainer: 1_000, datasets: [2_000], parents: [3_000] });

/** Data, and the consent to use it. */
export interface Recordings {
  readonly dataset: Address;
  readonly grant: Address;
}

/** Ljótur registers recordings and offers them to the model; nothing but their digest goes on chain. */
export async function offerRecordings(part: Part, { dao, log, people }: Assembly, model: Address): Promise<Recordings> {
  const { signer: owner, name } = people.of(GRANTEE);
  const licensee = people.of(MAINTAINER);
  const content = { digest: digest(`${name}'s recordings`), uri: "", metadataHash: ZERO_HASH };
  const [dataset] = await findDatasetPda({ dao, digest: content.digest });
  const [grant] = await findGrantPda({ dataset, model, purpose: TRAIN });
  const offer = { dataset, model, grant, log, owner, payer: owner, purpose: TRAIN, licensee: licensee.address, terms: FREE };
  await part.act(
    `${name} registers recordings, and lets the model be trained on them`,
    owner,
    getRegisterDatasetInstructionAsync({ dao, dataset, log, owner, payer: owner, ...content }),
    getOfferGrantInstructionAsync(offer),
  );
  const accept = getAcceptGrantInstruction({ grant, log, licensee: licensee.signer, terms: FREE, prepay: 0n });
  await part.act(`${licensee.name} accepts`, licensee.signer, accept);
  return { dataset, grant };
}

/** What a version earns in the organisation's token. */
async function poolOf({ mint }: Assembly, { address: modelVersion }: Version): Promise<Address> {
  return (await findRevenuePoolPda({ modelVersion, mint }))[0];
}

/** The pools of both versions; anybody may make them. */
export async function openPools(part: Part, assembly: Assembly, { versions }: Registered): Promise<void> {
  const { dao, mint, founder } = assembly;
  const create = versions.map(({ address: modelVersion }) => getCreateRevenuePoolInstructionAsync({ dao, mint, modelVersion, payer: founder }));
  await part.act("Pools for what both versions will earn", founder, ...create);
}

/** What the vote sets: both tables, the older version's first. */
export async function shareActions(assembly: Assembly, { versions }: Registered): Promise<Instruction[]> {
  const { dao } = assembly;
  const authority = await authoritySigner(dao);
  const [old, recent] = versions;
  const set = async (version: Version, table: RevenueTable) => {
    const revenuePool = await poolOf(assembly, version);
    return getSetRevenueSharesInstructionAsync({ dao, authority, revenuePool, modelVersion: version.address, ...table });
  };
  return [await set(old, OLD_TABLE), withParent(await set(recent, NEW_TABLE), await poolOf(assembly, old))];
}

/** What closes both pools by the vote to wind up, the newer version's first. */
export async function closeActions(assembly: Assembly, { versions }: Registered): Promise<Instruction[]> {
  const { dao, mint, treasury, founder } = assembly;
  const caller = await authoritySigner(dao);
  const [old, recent] = versions;
  const close = async ({ address: modelVersion }: Version) =>
    getCloseRevenuePoolInstructionAsync({ dao, modelVersion, treasury, mint, caller, payer: founder.address });
  return [withParent(await close(recent), await poolOf(assembly, old)), await close(old)];
}

function withParent(instruction: Instruction, parent: Address): Instruction {
  return { ...instruction, accounts: [...instruction.accounts!, { address: parent, role: AccountRole.WRITABLE }] };
}

/** v6 earns, and everybody is paid: along the lineage, in as few transactions as it takes. */
export async function revenue(stage: Stage, assembly: Assembly, { versions }: Registered): Promise<void> {
  const part = stage.part("Revenue", "v6 earns: the owner of its data, the maintainer and v5 have their parts, the rest is everybody's");
  const { mint, people, treasury, authority } = assembly;
  const patron = people.of(PATRON);
  const pool = await poolOf(assembly, versions[1]);
  const amount = toBase(EARNED);
  const deposit = getDepositRevenueInstructionAsync({ revenuePool: pool, from: patron.purse, mint, depositor: patron.signer, amount });
  await part.act(`${PATRON} pays ${tokens(amount)} for what v6 has done`, patron.signer, deposit);

  const purses = [people.of(GRANTEE).purse, people.of(MAINTAINER).purse, treasury];
  const before = await Promise.all(purses.map((purse) => amountOf(part, purse)));
  const plan = await planRevenue(part.chain.rpc, pool, (holder) => (holder === authority ? treasury : purseOf(holder, mint)));
  await part.actPacked("Everybody is paid, also of v5's part", assembly.founder, plan.steps.map(({ instruction }) => instruction));
  const after = await Promise.all(purses.map((purse) => amountOf(part, purse)));
  const [owner, maintainer, community] = after.map((now, i) => now - before[i]!);
  // Of 100: 20 for the data; 10 of v6 and half of v5's 30 for the maintainer; 40 and the other half for the treasury.
  expectEqual(`${GRANTEE}'s part`, owner, amount / 5n);
  expectEqual(`${MAINTAINER}'s part`, maintainer, amount / 4n);
  expectEqual("the treasury's part", community, amount - amount / 5n - amount / 4n);
  for (const version of versions) {
    const { data } = await fetchRevenuePool(part.chain.rpc, await poolOf(assembly, version));
    expectEqual(`what version ${version.number} still owes`, revenueDue(data).reduce((sum, due) => sum + due), 0n);
  }
  part.narrator.check(`${GRANTEE} got ${tokens(owner!)}, ${MAINTAINER} ${tokens(maintainer!)}; ${tokens(community!)} returned to the treasury`);
}

/** The licence ends, and with it the dataset's account. */
export async function closeRecordings(part: Part, { log, people }: Assembly, { dataset, grant }: Recordings): Promise<void> {
  const [owner, licensee] = [people.of(GRANTEE), people.of(MAINTAINER)];
  const payer = owner.address;
  await part.act(
    `${licensee.name} gives the licence up, ${owner.name} closes it and the dataset`,
    owner.signer,
    getEndGrantInstruction({ grant, log, caller: licensee.signer }),
    getCloseGrantInstruction({ dataset, grant, log, caller: owner.signer, payer }),
    getCloseDatasetInstruction({ dataset, log, owner: owner.signer, payer }),
  );
}
