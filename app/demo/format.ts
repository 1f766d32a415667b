/** How the demo writes numbers, signatures and tables. */

export const DECIMALS = 9;
const LAMPORTS_PER_SOL = 1_000_000_000n;

export const thousands = (value: number | bigint) => value.toLocaleString("en-US");

export const units = (value: number | bigint, width = 8) => `${thousands(value).padStart(width)} CU`;

/** Lamports as SOL with all nine digits, so that columns add up to the last lamport. */
export function sol(lamports: bigint, width = 13): string {
  const magnitude = lamports < 0n ? -lamports : lamports;
  const whole = magnitude / LAMPORTS_PER_SOL;
  const rest = (magnitude % LAMPORTS_PER_SOL).toString().padStart(9, "0");
  return `${lamports < 0n ? "-" : ""}${whole}.${rest}`.padStart(width);
}

/** Base units as tokens, without trailing zeroes. */
export function tokens(amount: bigint): string {
  const base = 10n ** BigInt(DECIMALS);
  const rest = (amount % base).toString().padStart(DECIMALS, "0").replace(/0+$/, "");
  return `${thousands(amount / base)}${rest && `.${rest}`} ALT`;
}

/** Whole tokens as base units. */
export const toBase = (whole: number) => BigInt(whole) * 10n ** BigInt(DECIMALS);

export const shortSignature = (signature: string) => `${signature.slice(0, 4)}…${signature.slice(-4)} `;

export const hex = (bytes: ArrayLike<number>) => Buffer.from(Uint8Array.from(bytes)).toString("hex");

/** Rows under a heading, first column to the left, the others to the right unless named in `left`. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[], left: readonly number[] = [0]): string {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => {
    const cells = row.map((cell, i) => (left.includes(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)));
    return `  ${cells.join("  ")}`.trimEnd();
  };
  const rule = `  ${widths.map((width) => "─".repeat(width)).join("  ")}`;
  return [line(heading), rule, ...rows.map(line)].join("\n");
}
