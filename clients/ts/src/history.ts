/** Room in the histories of models, whose last places are kept for the authority's steps. */
import { getBase64Encoder } from "@solana/kit";
import type { Address, Instruction, Rpc, SolanaRpcApi, TransactionSigner } from "@solana/kit";
import type { ActionInstruction } from "./action.ts";
import {
  ALTHING_PROGRAM_ADDRESS,
  findModelHistoryPda,
  getDeprecateVersionDiscriminatorBytes,
  getExtendHistoryInstruction,
  getModelHistoryDecoder,
  getModelHistorySize,
  getPromoteVersionDiscriminatorBytes,
  getRevokeVersionDiscriminatorBytes,
} from "./generated/index.ts";

/** Places that only the authority's steps take: a maintainer's step leaves them. */
export const HISTORY_RESERVE = 4;
const PLACE_BYTES = 32;
/** Places that are added where there are too few, and the most at once. */
const [ADDED, MOST] = [16, 320];

/** What the authority's actions note, at most: a promotion what leaves production and what enters it. */
const NOTED = [
  { discriminator: getPromoteVersionDiscriminatorBytes(), places: 2 },
  { discriminator: getDeprecateVersionDiscriminatorBytes(), places: 1 },
  { discriminator: getRevokeVersionDiscriminatorBytes(), places: 1 },
];

/** Places that are left in a model's history, those kept for the authority among them; `undefined` where there is none. */
export async function historyRoom(rpc: Rpc<SolanaRpcApi>, history: Address): Promise<number | undefined> {
  const { value } = await rpc.getAccountInfo(history, { encoding: "base64", commitment: "confirmed" }).send();
  if (value === null) return undefined;
  const data = getBase64Encoder().encode(value.data[0]);
  const { count } = getModelHistoryDecoder().decode(data);
  return Math.floor((data.length - getModelHistorySize()) / PLACE_BYTES) - count;
}

/**
 * What makes room in models' histories for what these actions note there; nothing where there is enough. Nobody can fill
 * it before they are carried out, since maintainers leave that many places.
 */
export async function roomForActions(rpc: Rpc<SolanaRpcApi>, actions: readonly ActionInstruction[], payer: TransactionSigner): Promise<Instruction[]> {
  const needed = new Map<Address, number>();
  for (const { programAddress, accounts, data } of actions) {
    const noted = NOTED.find(({ discriminator }) => programAddress === ALTHING_PROGRAM_ADDRESS && discriminator.every((byte, at) => data[at] === byte));
    // Organisation, authority, model.
    const model = accounts[2]?.address;
    if (noted && model) needed.set(model, (needed.get(model) ?? 0) + noted.places);
  }
  const extensions: Instruction[] = [];
  for (const [model, places] of needed) {
    const [history] = await findModelHistoryPda({ model });
    const room = await historyRoom(rpc, history);
    // An action on a model that is gone fails by itself, with the better message.
    if (room === undefined || room >= places) continue;
    extensions.push(getExtendHistoryInstruction({ history, payer, places: Math.min(MOST, Math.max(ADDED, places - room)) }));
  }
  return extensions;
}
