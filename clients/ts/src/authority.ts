/** The one key that governs: `["authority", dao]`, for which only an executed proposal can sign. */
import { createNoopSigner } from "@solana/kit";
import type { Address, TransactionSigner } from "@solana/kit";
import { findAuthorityPda, findChamberPda, findLogPda, findVaultPda } from "./generated/index.ts";

/** Chamber of the token holders, whose seats decide proposals. */
export const TOKEN_CHAMBER = 0;
/** Chamber of the evaluators, who attest versions. */
export const EVALUATOR_CHAMBER = 1;

/** What every organisation consists of. */
export interface DaoAddresses {
  readonly dao: Address;
  /** Signs for the organisation and owns its treasury. */
  readonly authority: Address;
  readonly log: Address;
  readonly tokenChamber: Address;
  readonly evaluatorChamber: Address;
  /** Where the deposits lie. */
  readonly vault: Address;
}

/** The addresses that follow from an organisation's. */
export async function daoAddresses(dao: Address): Promise<DaoAddresses> {
  const [[authority], [log], [tokenChamber], [evaluatorChamber]] = await Promise.all([
    findAuthorityPda({ dao }),
    findLogPda({ subject: dao }),
    findChamberPda({ dao, index: TOKEN_CHAMBER }),
    findChamberPda({ dao, index: EVALUATOR_CHAMBER }),
  ]);
  const [vault] = await findVaultPda({ keeper: tokenChamber });
  return { dao, authority, log, tokenChamber, evaluatorChamber, vault };
}

/**
 * The authority as a signer, for the builders of instructions that only it may sign. It signs nothing: such an
 * instruction becomes the action of a proposal, and the program signs when it executes it.
 */
export async function authoritySigner(dao: Address): Promise<TransactionSigner> {
  const [authority] = await findAuthorityPda({ dao });
  return createNoopSigner(authority);
}
