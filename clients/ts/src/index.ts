/** The Althing client: what the program's accounts, instructions and logs mean, for `@solana/kit`. */
export * from "./generated/index.ts";
export * from "./generated/events.ts";
export { ERRORS } from "./generated/errorMessages.ts";
export * from "./action.ts";
export * from "./answer.ts";
export * from "./authority.ts";
export * from "./clock.ts";
export * from "./consent.ts";
export * from "./entry.ts";
export * from "./entryKinds.ts";
export * from "./equivocation.ts";
export * from "./errors/explain.ts";
export * from "./logs.ts";
export * from "./log/index.ts";
export * from "./manifest.ts";
export * from "./pack.ts";
export * from "./proof.ts";
export * from "./propose.ts";
export * from "./proposal.ts";
export * from "./record/index.ts";
export * from "./registry.ts";
export * from "./send.ts";
export * from "./signature.ts";
export * from "./signVersion.ts";
export * from "./text.ts";
export * from "./weights.ts";
// The generated type of that name is the same, read-only.
export type { Subtree } from "./merkle.ts";
