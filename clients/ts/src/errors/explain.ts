/** Turns any failure of a transaction into what happened, why, and what to do about it. */
import { ALTHING_PROGRAM_ADDRESS } from "../generated/index.ts";
import { ERRORS } from "../generated/errorMessages.ts";
import { attributeLines, firstFailure } from "../logs.ts";
import { CURES } from "./cures.ts";
import { ANCHOR_ERRORS, RUNTIME_ERRORS, SYSTEM_ERRORS, TOKEN_ERRORS } from "./framework.ts";
import type { KnownError } from "./framework.ts";

/** What an error means. */
export interface Explanation {
  /** The code where the error has one. */
  readonly code?: number;
  readonly name: string;
  /** Why it came. */
  readonly cause: string;
  /** What to do. */
  readonly cure: string;
  /** The field, argument or account that it is about. */
  readonly field?: string;
  /** The program that refused. */
  readonly program?: string;
  /** Which of the transaction's instructions failed, from 0. */
  readonly instruction?: number;
}

const TOKEN_PROGRAMS = [
  "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
  "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb",
  "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
];
const SYSTEM_PROGRAM = "11111111111111111111111111111111";
const FIRST_ALTHING_CODE = 6000;

/**
 * Explains an error, whatever its form: what `sendAndConfirm` throws, an error of Kit, the `err` of a simulation or a
 * transaction, its log lines, or a bare code.
 */
export function explainError(error: unknown): Explanation {
  const found = dig(error);
  const failure = found.logs && firstFailure(found.logs);
  const program = failure?.program;
  const account = found.logs && accountAtFault(found.logs);
  const code = found.code ?? codeOf(failure?.reason);
  const context = {
    ...(program !== undefined && { program }),
    ...(found.instruction !== undefined && { instruction: found.instruction }),
  };
  if (code !== undefined) return { ...explainCode(code, program, account), ...context };

  const name = found.name ?? failure?.reason ?? (error instanceof Error ? error.name : "Unknown");
  const runtime = RUNTIME_ERRORS[name.replaceAll(/\W/g, "")];
  const message = error instanceof Error ? error.message : failure?.reason;
  const cure = "read the log lines of the transaction";
  return { ...(runtime ?? { name, cause: message ?? JSON.stringify(error) ?? String(error), cure }), ...context };
}

/** The explanation in one line. */
export function explanationText({ code, name, field, cause, cure }: Explanation): string {
  return `${name}${code === undefined ? "" : ` (${code})`}: ${field === undefined ? "" : `${field}: `}${cause}; ${cure}`;
}

function explainCode(code: number, program: string | undefined, account: string | undefined): Explanation {
  const own = program === undefined || program === ALTHING_PROGRAM_ADDRESS;
  if (own && code >= FIRST_ALTHING_CODE && ERRORS[code]) return explainRefusal(code, ERRORS[code]);
  const tables = tablesFor(program);
  const known: KnownError | undefined = tables.map((table) => table[code]).find((each) => each !== undefined);
  const field = account === undefined ? {} : { field: account };
  if (known) return { code, ...known, ...field };
  const owner = program ?? "the program";
  return { code, name: `Custom${code}`, cause: `${owner} failed with its error ${code}`, cure: "look it up in that program's list of errors", ...field };
}

function tablesFor(program: string | undefined): readonly Readonly<Record<number, KnownError>>[] {
  if (program === SYSTEM_PROGRAM) return [SYSTEM_ERRORS];
  if (program !== undefined && TOKEN_PROGRAMS.includes(program)) return [TOKEN_ERRORS];
  // Small codes without log lines: the token program's are far the most frequent.
  return program === undefined ? [ANCHOR_ERRORS, TOKEN_ERRORS] : [ANCHOR_ERRORS];
}

/** Splits "field: cause; cure", where "field: must be …" is cure alone. */
function explainRefusal(code: number, { name, message }: { name: string; message: string }): Explanation {
  const at = message.indexOf(": ");
  const field = message.slice(0, at);
  const rest = message.slice(at + 2);
  const [cause, ...cure] = rest.split("; ");
  if (cure.length > 0 && !rest.startsWith("must ")) return { code, name, field, cause: cause!, cure: cure.join("; ") };
  if (rest.startsWith("must ")) return { code, name, field, cause: "what was given is outside its bounds", cure: `${field} ${rest}` };
  return { code, name, field, cause: rest, cure: CURES[name] ?? `change ${field} accordingly` };
}

/** "AnchorError caused by account: seat." */
function accountAtFault(logs: readonly string[]): string | undefined {
  for (const { program, line } of attributeLines(logs)) {
    const found = /^Program log: AnchorError caused by account: (\w+)\./.exec(line);
    if (found && program === ALTHING_PROGRAM_ADDRESS) return found[1];
  }
  return undefined;
}

function codeOf(reason: string | undefined): number | undefined {
  const found = reason === undefined ? null : /custom program error: (0x[\da-f]+|\d+)/.exec(reason);
  return found ? Number(found[1]) : undefined;
}

interface Findings {
  code?: number;
  name?: string;
  instruction?: number;
  logs?: readonly string[];
}

/** Looks for code, name, instruction and log lines through all layers of an error; the outer layers win. */
function dig(value: unknown, depth = 0): Findings {
  if (typeof value === "number" || typeof value === "bigint") return { code: Number(value) };
  if (isLines(value)) return { logs: value };
  if (typeof value !== "object" || value === null || depth > 8) return {};
  const object = value as Record<string, unknown>;

  if (Array.isArray(object["InstructionError"])) {
    const [index, inner] = object["InstructionError"] as [number | bigint, unknown];
    const custom = (inner as { Custom?: number | bigint } | null)?.Custom;
    const instruction = Number(index);
    return custom === undefined ? { instruction, name: nameOf(inner) } : { instruction, code: Number(custom) };
  }
  const found: Findings = {};
  if (isLines(object["logs"])) found.logs = object["logs"];
  const context = object["context"] as Record<string, unknown> | undefined;
  if (context && typeof context === "object" && isKitCustomError(object)) {
    found.code = Number(context["code"]);
    if (typeof context["index"] === "number") found.instruction = context["index"];
  }
  for (const key of ["transactionError", "err", "error", "context", "cause", "data"]) {
    const inner = object[key];
    if (typeof inner === "string" && (key === "err" || key === "transactionError")) found.name ??= inner;
    else if (inner !== undefined) Object.assign(found, { ...dig(inner, depth + 1), ...found });
  }
  return found;
}

/** Kit's form of `{ Custom: code }`: its message is "Custom program error: #code (instruction #n)". */
function isKitCustomError(error: Record<string, unknown>): boolean {
  const context = error["context"] as Record<string, unknown>;
  return context["__code"] === 4_615_026 && "code" in context;
}

function nameOf(inner: unknown): string {
  return typeof inner === "string" ? inner : Object.keys(inner as object)[0] ?? "Unknown";
}

function isLines(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((line) => typeof line === "string");
}
