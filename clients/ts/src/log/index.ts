/** Transparency logs in the formats of C2SP, read and verified without any connection. */
export * from "../merkle.ts";
export { isKeyName, parseVerifierKey, verifierKey, verifierKeyText } from "./key.ts";
export type { KeyType, VerifierKey } from "./key.ts";
export * from "./note.ts";
export * from "./policy.ts";
export * from "./source.ts";
export { LogError } from "./text.ts";
export type { LogErrorCode, TextInput } from "./text.ts";
export * from "./tile.ts";
export * from "./tlogProof.ts";
export * from "./treeHead.ts";
export * from "./witness.ts";
