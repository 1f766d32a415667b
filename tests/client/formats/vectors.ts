/** Test vectors that the Rust tests read too. */
import { readFileSync } from "node:fs";

/** A file of `tests/vectors`. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), "utf8")) as T;
}

/** The bytes of hexadecimal digits. */
export function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

/** Bytes as hexadecimal digits. */
export function hex(of: Uint8Array): string {
  return Buffer.from(of).toString("hex");
}
