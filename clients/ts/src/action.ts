/**
 * Actions: the instructions of a proposal, as governance/state/action.rs encodes and hashes them.
 *
 *   payload = program (32) ‖ count of accounts (1) ‖ [address (32) ‖ flags (1)]… ‖ instruction data
 *   flags   = 1 signer (the organisation's authority only), 2 writable
 *   hash    = SHA-256("ALTHING-ACTIONS" 0x01 ‖ proposal ‖ SHA-256(payload)…)
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { AccountRole, getAddressDecoder, getAddressEncoder, isSignerRole, isWritableRole } from "@solana/kit";
import type { AccountMeta, Address, Instruction, ReadonlyUint8Array } from "@solana/kit";
import { concat } from "./text.ts";

/** Accounts of one action. */
export const MAX_ACTION_ACCOUNTS = 64;
/** Bytes of one payload. */
export const MAX_ACTION_PAYLOAD = 10_000;
/** Actions of one proposal. */
export const MAX_ACTIONS = 16;

const HASH_DOMAIN = concat(new TextEncoder().encode("ALTHING-ACTIONS"), Uint8Array.of(1));
const ADDRESS_BYTES = 32;
const META_BYTES = ADDRESS_BYTES + 1;
const FLAG_SIGNER = 1;
const FLAG_WRITABLE = 2;

/** An instruction as an action carries it. */
export interface ActionInstruction {
  readonly programAddress: Address;
  readonly accounts: readonly AccountMeta[];
  readonly data: ReadonlyUint8Array;
}

/** The payload of an instruction. Throws a `RangeError` where it has too many accounts or bytes. */
export function encodeAction(instruction: Instruction): Uint8Array {
  const accounts = instruction.accounts ?? [];
  if (accounts.length > MAX_ACTION_ACCOUNTS) {
    throw new RangeError(`accounts: an action has at most ${MAX_ACTION_ACCOUNTS}, this one has ${accounts.length}`);
  }
  const addresses = getAddressEncoder();
  const metas = accounts.map(({ address, role }) => {
    const flags = (isSignerRole(role) ? FLAG_SIGNER : 0) | (isWritableRole(role) ? FLAG_WRITABLE : 0);
    return concat(addresses.encode(address), Uint8Array.of(flags));
  });
  const payload = concat(
    addresses.encode(instruction.programAddress),
    Uint8Array.of(accounts.length),
    ...metas,
    instruction.data ?? new Uint8Array(),
  );
  if (payload.length > MAX_ACTION_PAYLOAD) {
    throw new RangeError(`payload: an action has at most ${MAX_ACTION_PAYLOAD} bytes, this one has ${payload.length}`);
  }
  return payload;
}

/** The instruction of a payload. Throws a `RangeError` where the program would refuse it as `ActionMalformed`. */
export function actionInstruction(payload: ReadonlyUint8Array): ActionInstruction {
  const count = payload[ADDRESS_BYTES];
  if (count === undefined) throw new RangeError(`payload: ${payload.length} bytes are too few for an action`);
  const dataAt = ADDRESS_BYTES + 1 + count * META_BYTES;
  if (count > MAX_ACTION_ACCOUNTS || dataAt > payload.length) {
    throw new RangeError(`payload: ${count} accounts do not fit ${payload.length} bytes`);
  }
  const addresses = getAddressDecoder();
  const accounts = Array.from({ length: count }, (_, i) => {
    const at = ADDRESS_BYTES + 1 + i * META_BYTES;
    return { address: addresses.decode(payload, at), role: roleOf(payload[at + ADDRESS_BYTES]!) };
  });
  return { programAddress: addresses.decode(payload), accounts, data: Uint8Array.from(payload).slice(dataAt) };
}

/** What a voter signs: the hash of a proposal's payloads, in order. */
export function actionHash(proposal: Address, payloads: readonly ReadonlyUint8Array[]): Uint8Array {
  const digests = payloads.map((payload) => sha256(Uint8Array.from(payload)));
  return sha256(concat(HASH_DOMAIN, getAddressEncoder().encode(proposal), ...digests));
}

function roleOf(flags: number): AccountRole {
  const roles = [AccountRole.READONLY, AccountRole.READONLY_SIGNER, AccountRole.WRITABLE, AccountRole.WRITABLE_SIGNER];
  const role = roles[flags];
  if (role === undefined) throw new RangeError(`flags: ${flags} is none of 0 to 3`);
  return role;
}
