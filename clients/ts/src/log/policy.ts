/**
 * Policy files: whose signatures make a tree head trusted (C2SP tlog-policy).
 *
 *   log <vkey> [<url>]                any of the logs must have signed, under its own origin
 *   witness <name> <vkey> [<url>]
 *   group <name> all|any|<k> <name>...
 *   quorum <name>|none                exactly one line
 *
 * Items are separated by spaces and tabs; `#` begins a comment line. Names of witnesses and groups are the file's own, any
 * bytes; whatever a line names stands in a line before. Each name is a member of at most one group, so that a witness
 * counts in one way only. One key is not given twice.
 */
import { hex } from "../text.ts";
import { parseVerifierKey } from "./key.ts";
import type { KeyType, VerifierKey } from "./key.ts";
import { LogError, decimal } from "./text.ts";
import type { TextInput } from "./text.ts";
import type { LogPolicy, WitnessGroup } from "./treeHead.ts";

/** Bytes of a policy file. */
export const MAX_POLICY = 1 << 20;

/** A policy as a file gives it. */
export interface PolicyFile extends LogPolicy {
  readonly witnesses: readonly VerifierKey[];
  /** Where logs and witnesses are reached, by their keys' text; the policy itself makes no use of it. */
  readonly urls: ReadonlyMap<VerifierKey, string>;
}

/** Names are compared as bytes: one character each. */
const bytesText = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
const fromBytesText = (text: string) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));

class Reader {
  readonly logs: VerifierKey[] = [];
  readonly witnesses: VerifierKey[] = [];
  readonly urls = new Map<VerifierKey, string>();
  readonly names = new Map<string, VerifierKey | WitnessGroup>();
  readonly members = new Set<string>();
  /** `null` for none. */
  quorum: VerifierKey | WitnessGroup | null | undefined;
  line = 1;

  read(line: string): void {
    const forbidden = /[\u0000-\u0008\u000a-\u001f\u007f]/.exec(line);
    if (forbidden) throw this.fault(`the byte 0x${forbidden[0].charCodeAt(0).toString(16).padStart(2, "0")} is not allowed`);
    const [keyword, ...items] = line.split(/[ \t]/).filter((item) => item !== "");
    if (keyword === undefined || keyword.startsWith("#")) return;
    if (keyword === "log") this.log(items);
    else if (keyword === "witness") this.witness(items);
    else if (keyword === "group") this.group(items);
    else if (keyword === "quorum") this.setQuorum(items);
    else throw this.fault("expected log, witness, group or quorum");
  }

  fault(reason: string): LogError {
    return new LogError("Text", reason, this.line);
  }

  private log([key, url, more]: readonly string[]): void {
    if (key === undefined || more !== undefined) throw this.fault("expected log <vkey> [<url>]");
    this.party(this.logs, "log", key, url);
  }

  private witness([name, key, url, more]: readonly string[]): void {
    if (name === undefined || key === undefined || more !== undefined) throw this.fault("expected witness <name> <vkey> [<url>]");
    this.checkFree(name);
    this.names.set(name, this.party(this.witnesses, "witness", key, url));
  }

  private party(parties: VerifierKey[], type: KeyType, text: string, url: string | undefined): VerifierKey {
    let key: VerifierKey;
    try {
      key = parseVerifierKey(fromBytesText(text));
    } catch (error) {
      throw error instanceof LogError ? this.fault(error.message) : error;
    }
    if (key.type !== type) throw this.fault("a log's key is of type 0x01, a witness's of type 0x04");
    const same = parties.find(({ publicKey }) => hex(publicKey) === hex(key.publicKey));
    if (same) throw this.fault(`the key of ${same.name} was given before`);
    parties.push(key);
    if (url !== undefined) this.urls.set(key, fromBytesText(url));
    return key;
  }

  private group([name, threshold, ...members]: readonly string[]): void {
    if (name === undefined || threshold === undefined) throw this.fault("expected group <name> all|any|<k> <name>...");
    if (members.length === 0) throw this.fault("expected at least one member");
    const asked = threshold === "all" ? members.length : threshold === "any" ? 1 : Number(decimal(threshold) ?? 0n);
    if (asked < 1 || asked > members.length) throw this.fault(`the threshold must be between 1 and the number of members, ${members.length}`);
    const found = members.map((member) => {
      const known = this.defined(member);
      if (this.members.has(member)) throw this.fault(`${JSON.stringify(fromBytesText(member))} is a member of a group already, and would count twice`);
      this.members.add(member);
      return known;
    });
    this.checkFree(name);
    this.names.set(name, { threshold: asked, members: found });
  }

  private setQuorum([name, more]: readonly string[]): void {
    if (name === undefined || more !== undefined) throw this.fault("expected quorum <name>|none");
    if (this.quorum !== undefined) throw this.fault("there must be one quorum line");
    this.quorum = name === "none" ? null : this.defined(name);
  }

  private defined(name: string): VerifierKey | WitnessGroup {
    const known = this.names.get(name);
    if (known === undefined) throw this.fault(`no line before this one defines the name ${JSON.stringify(fromBytesText(name))}`);
    return known;
  }

  private checkFree(name: string): void {
    if (name === "none" || this.names.has(name)) throw this.fault("the name is taken, or none, which stands for no quorum");
  }
}

/** Reads a policy file. Throws a `LogError` that names the line. */
export function parsePolicy(input: TextInput): PolicyFile {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  if (bytes.length > MAX_POLICY) throw new LogError("Text", `the file has ${bytes.length} bytes, at most ${MAX_POLICY} are allowed`, 1);
  const reader = new Reader();
  const lines = bytesText(bytes).split("\n");
  const rest = lines.pop();
  for (const line of lines) {
    reader.read(line);
    reader.line += 1;
  }
  if (rest !== "") throw reader.fault("the last line does not end with a newline: the file is cut off");
  const { logs, witnesses, urls, quorum } = reader;
  if (quorum === undefined) throw reader.fault("there must be one quorum line");
  if (quorum === null) return { logs, witnesses, urls };
  return { logs, witnesses, urls, quorum: "members" in quorum ? quorum : { threshold: 1, members: [quorum] } };
}
