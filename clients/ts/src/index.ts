/** The Althing client: what the program's accounts, instructions and logs mean, for `@solana/kit`. */
export * from "./generated/index.ts";
export * from "./generated/events.ts";
export * from "./merkle.ts";
// The generated type of that name is the same, read-only.
export type { Subtree } from "./merkle.ts";
