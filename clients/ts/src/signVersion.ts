/** Signs a version: makes the signature, and plans the transactions in which the chain checks and records it. */
import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import {
  findLogPda,
  findSigningKeyPda,
  findStatementPda,
  getAddSigningKeyInstructionAsync,
  getCloseStatementInstruction,
  getOpenStatementInstruction,
  getSealStatementInstruction,
  getSignVersionInstructionAsync,
  getWriteStatementInstruction,
} from "./generated/index.ts";
import type { SigningKey } from "./generated/index.ts";
import { TRANSACTION_BYTES, fitsTransaction, transactionSize } from "./pack.ts";
import { SCHEMES, signatureInstruction, signingKeyId, signingKeyProof, statementEncoding, statementHashMessage } from "./signature.ts";
import type { Scheme } from "./signature.ts";
import { concat } from "./text.ts";

/** A key that signs versions, wherever its private half is. */
export interface VersionSigner {
  readonly scheme: Scheme;
  /** 32 bytes, or 33 compressed. */
  readonly publicKey: Uint8Array;
  /** 64 bytes; with P-256 over the message's SHA-256, `s` in its lower half. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** What is signed, and who pays for recording it. */
export interface VersionToSign {
  readonly model: Address;
  readonly modelVersion: Address;
  /** The exact bytes of the statement, of which the version has the SHA-256: see `modelStatement`. */
  readonly statement: Uint8Array;
  readonly signer: VersionSigner;
  readonly payer: TransactionSigner;
}

/** What a signature of a key is worth. */
export type KeyStanding = "good" | "notYetValid" | "retired" | "revoked";

/** What a signature that was recorded in `slot` is worth: it is judged at that slot, so retiring a key keeps older ones. */
export function keyStanding(key: Pick<SigningKey, "validFromSlot" | "validUntilSlot" | "revokedAtSlot">, slot: bigint): KeyStanding {
  if (slot >= key.revokedAtSlot) return "revoked";
  if (slot < key.validFromSlot) return "notYetValid";
  return slot > key.validUntilSlot ? "retired" : "good";
}

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A signer of a WebCrypto key pair: Ed25519, or ECDSA on P-256. The public key must be extractable, the private need not. */
export async function webCryptoSigner({ publicKey, privateKey }: CryptoKeyPair): Promise<VersionSigner> {
  const { name, namedCurve } = publicKey.algorithm as EcKeyAlgorithm;
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  if (name === "Ed25519") {
    const sign = async (message: Uint8Array) => new Uint8Array(await crypto.subtle.sign(name, privateKey, new Uint8Array(message)));
    return { scheme: SCHEMES.ed25519, publicKey: raw, sign };
  }
  if (name !== "ECDSA" || namedCurve !== "P-256") throw new RangeError(`a key of ${name} ${namedCurve ?? ""} signs no versions: use Ed25519 or P-256`);
  const algorithm = { name, hash: "SHA-256" };
  const sign = async (message: Uint8Array) => lowS(new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, new Uint8Array(message))));
  // Uncompressed: 4, x, y. Compressed: 2 or 3 by the parity of y, x.
  return { scheme: SCHEMES.p256, publicKey: concat(Uint8Array.of(2 + (raw[64]! & 1)), raw.subarray(1, 33)), sign };
}

/** The same signature with `s` in its lower half, as the runtime asks for: of each signature there would be two. */
export function lowS(signature: Uint8Array): Uint8Array {
  if (signature.length !== 64) throw new RangeError(`signature: must be 64 bytes, not ${signature.length}`);
  const s = signature.subarray(32).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  if (s <= ORDER / 2n) return signature.slice();
  const low = (ORDER - s).toString(16).padStart(64, "0");
  return concat(signature.subarray(0, 32), Uint8Array.from(low.match(/../g)!, (byte) => Number.parseInt(byte, 16)));
}

/** A key to be added to a model, and who does it. */
export interface KeyToAdd {
  readonly model: Address;
  readonly maintainer: TransactionSigner;
  /** Pays the rent; the maintainer if left out. */
  readonly payer?: TransactionSigner;
  /** The key, whose holder agrees by signing `signingKeyProof(model)`. */
  readonly signer: VersionSigner;
  /** The first slot in which its signatures count; now if left out. */
  readonly validFromSlot?: bigint;
  /** The last slot in which they count; open if left out. */
  readonly validUntilSlot?: bigint;
}

/** The two instructions that add a key to a model, to stand next to each other in one transaction: its proof, the addition. */
export async function addSigningKeyInstructions(input: KeyToAdd): Promise<Instruction[]> {
  const { model, maintainer, payer = maintainer, signer, validFromSlot = 0n, validUntilSlot = 0n } = input;
  const { scheme, publicKey } = signer;
  const message = signingKeyProof(model);
  const add = await getAddSigningKeyInstructionAsync({
    model,
    maintainer,
    payer,
    scheme,
    publicKey,
    keyId: signingKeyId(scheme, publicKey),
    validFromSlot,
    validUntilSlot,
    proofIndex: -1,
  });
  return [signatureInstruction(scheme, { publicKey, message, signature: await signer.sign(message) }), add];
}

/**
 * The transactions that record a signature over a version, to be sent in order: one where statement and signature fit it,
 * and several that upload the statement first where not. The key must be one of the model's (`add_signing_key`).
 */
export async function planVersionSignature(input: VersionToSign): Promise<Instruction[][]> {
  const { model, modelVersion, statement, signer, payer } = input;
  const encoding = statementEncoding(statement);
  const { scheme, publicKey } = signer;
  const [[signingKey], [log]] = await Promise.all([
    findSigningKeyPda({ model, keyId: signingKeyId(scheme, publicKey) }),
    findLogPda({ subject: model }),
  ]);
  const record = async (message: Uint8Array, uploaded?: Address): Promise<Instruction[]> => [
    signatureInstruction(scheme, { publicKey, message, signature: await signer.sign(message) }),
    await getSignVersionInstructionAsync({ modelVersion, signingKey, ...(uploaded && { statement: uploaded }), log, payer, relativeIndex: -1 }),
  ];
  const whole = encoding.length < TRANSACTION_BYTES ? await record(encoding) : undefined;
  if (whole && fitsTransaction(whole, payer.address)) return [whole];

  const [uploaded] = await findStatementPda({ modelVersion, payer: payer.address });
  const write = (offset: number, chunk: Uint8Array) => getWriteStatementInstruction({ statement: uploaded, payer, offset, chunk });
  const room = TRANSACTION_BYTES - transactionSize([write(0, new Uint8Array(TRANSACTION_BYTES / 2))], payer.address) + TRANSACTION_BYTES / 2;
  const batches: Instruction[][] = [[getOpenStatementInstruction({ modelVersion, statement: uploaded, payer })]];
  for (let offset = 0; offset < statement.length; offset += room) batches.push([write(offset, statement.subarray(offset, offset + room))]);
  batches.push([getSealStatementInstruction({ modelVersion, statement: uploaded }), ...(await record(statementHashMessage(encoding), uploaded))]);
  batches.push([getCloseStatementInstruction({ statement: uploaded, payer })]);
  return batches;
}
