/** An auditor has files and an RPC node, nothing else: what holds, and how each lie is found out. */
import { parseReceipt, receiptText } from "@althing/client";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { thousands } from "../format.ts";
import type { Part, Stage } from "../stage.ts";
import { DIFFERS, OK } from "../tools.ts";
import type { Outcome } from "../tools.ts";
import { BATCH, forged } from "./evidence.ts";
import type { Logbook } from "./evidence.ts";
import type { Registered } from "./registration.ts";

export async function audit(stage: Stage, registered: Registered, book: Logbook): Promise<void> {
  const part = stage.part("Audit", "An auditor with files and an RPC node, without a wallet");
  await auditModel(part, registered);
  await auditLog(part, book);
  await auditDecision(part, book);
}

/** The weights: whole, and with one bit changed. */
async function auditModel(part: Part, { model, versions: [version] }: Registered): Promise<void> {
  const file = part.tools.path("download", version.release.file);
  copyFileSync(version.release.path, file);
  const verify = ["verify", "model", file, "--model", model, "--version", String(version.number)];
  show(part, `althing verify model ${version.release.file} --model ${model.slice(0, 8)}…`, await part.tools.expect(OK, ...verify));

  const bytes = readFileSync(file);
  const at = bytes.length >> 1;
  bytes[at]! ^= 1;
  writeFileSync(file, bytes);
  show(part, `the same after bit 0 of byte ${thousands(at)} was changed`, await part.tools.expect(DIFFERS, ...verify));
}

/** The published log: whole, and with one byte of one entry changed. */
async function auditLog(part: Part, { log, folder }: Logbook): Promise<void> {
  const verify = ["log", "verify", folder, "--log", log];
  show(part, `althing log verify, ${thousands(BATCH + 1)} entries`, await part.tools.expect(OK, ...verify));

  const bundle = join(folder, "tile", "entries", "007");
  const genuine = readFileSync(bundle);
  const changed = Uint8Array.from(genuine);
  changed[1_000]! ^= 1;
  writeFileSync(bundle, changed);
  show(part, "the same after the operator changed an entry in tile/entries/007", await part.tools.expect(DIFFERS, ...verify));
  writeFileSync(bundle, genuine);
}

/** A decision's receipt: the real one, and one in which the operator was surer. */
async function auditDecision(part: Part, { receipt }: Logbook): Promise<void> {
  show(part, "althing verify decision receipt.json", await part.tools.expect(OK, "verify", "decision", receipt));
  const file = part.tools.write("forged.json", receiptText(forged(parseReceipt(readFileSync(receipt)))));
  show(part, "the same for a receipt of another confidence", await part.tools.expect(DIFFERS, "verify", "decision", file));
}

/** What a command said, as the auditor reads it. */
function show(part: Part, what: string, { code, out, said }: Outcome): void {
  part.narrator.say(`  $ ${what}`);
  const lines = (code === OK ? out : said).trim().split("\n").filter((line) => line.trim() !== "");
  for (const line of lines) part.narrator.say(`      ${line}`);
  part.narrator.check(`exit code ${code}`);
}
