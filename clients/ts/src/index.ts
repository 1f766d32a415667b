/** The Althing client: what the program's accounts, instructions and logs mean, for `@solana/kit`. */
export * from "./merkle.ts";
