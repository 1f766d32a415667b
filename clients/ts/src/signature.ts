/** Signatures over versions: what is signed, and the instruction by which the runtime checks it. */
import { address, getAddressEncoder } from "@solana/kit";
import type { Address, Instruction, ReadonlyUint8Array } from "@solana/kit";
import { concat, digest } from "./text.ts";

/** How a key signs, by the program's number. P-256 is ECDSA with SHA-256, keys compressed, `s` in its lower half. */
export const SCHEMES = { ed25519: 1, p256: 2 } as const;
export type Scheme = (typeof SCHEMES)[keyof typeof SCHEMES];

const PROGRAMS = {
  [SCHEMES.ed25519]: { program: address("Ed25519SigVerify111111111111111111111111111"), keyBytes: 32 },
  [SCHEMES.p256]: { program: address("Secp256r1SigVerify1111111111111111111111111"), keyBytes: 33 },
} as const;
const SIGNATURE_BYTES = 64;
/** Count, padding and seven numbers. */
const HEADER_BYTES = 16;
/** Stands for "in this instruction". */
const OWN = 0xffff;

/** What the address of a key's account is made of: `key_id` of `add_signing_key`. */
export function signingKeyId(scheme: Scheme, publicKey: ReadonlyUint8Array): Uint8Array {
  return digest(concat(Uint8Array.of(scheme), publicKey));
}

/** DSSE's encoding of an in-toto statement: the message of a signature, or what `statementHashMessage` hashes. */
export function statementEncoding(statement: ReadonlyUint8Array): Uint8Array {
  const type = "application/vnd.in-toto+json";
  return concat(new TextEncoder().encode(`DSSEv1 ${type.length} ${type} ${statement.length} `), statement);
}

/** The message that signs an encoding by its hash: words that say so, and the encoding's SHA-256. */
export function statementHashMessage(encoding: ReadonlyUint8Array): Uint8Array {
  return concat(new TextEncoder().encode("althing-dsse-sha256/v1\n"), digest(encoding));
}

/** The message by which the holder of a key agrees that it is added to a model (`add_signing_key`). */
export function signingKeyProof(model: Address): Uint8Array {
  return concat(new TextEncoder().encode("althing-signing-key/v1\n"), getAddressEncoder().encode(model));
}

/**
 * The instruction that has the runtime check a signature. `sign_version` and the like stand behind it in the same
 * transaction, with a `relativeIndex` of -1.
 */
export function signatureInstruction(
  scheme: Scheme,
  checked: { readonly publicKey: ReadonlyUint8Array; readonly signature: ReadonlyUint8Array; readonly message: ReadonlyUint8Array },
): Instruction {
  const { publicKey, signature, message } = checked;
  const { program, keyBytes } = PROGRAMS[scheme];
  if (publicKey.length !== keyBytes) throw new RangeError(`publicKey: must be ${keyBytes} bytes`);
  if (signature.length !== SIGNATURE_BYTES) throw new RangeError(`signature: must be ${SIGNATURE_BYTES} bytes`);
  const atSignature = HEADER_BYTES + keyBytes;
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  header.setUint8(0, 1);
  [atSignature, OWN, HEADER_BYTES, OWN, atSignature + SIGNATURE_BYTES, message.length, OWN].forEach((word, place) => {
    header.setUint16(2 + 2 * place, word, true);
  });
  return { programAddress: program, accounts: [], data: concat(new Uint8Array(header.buffer), publicKey, signature, message) };
}
