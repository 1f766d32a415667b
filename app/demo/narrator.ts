/** What the demo says: chapters, one line per transaction, and a progress line for whatever is waited for. */
import type { Receipt } from "./chain.ts";
import { shortSignature, sol, units } from "./format.ts";

const TEXT_COLUMNS = 66;

/** Writes lines; on a terminal also one line at the bottom that is rewritten while something is waited for. */
export class Narrator {
  readonly #tty: boolean;
  /** What is waited for: how each says where it stands. */
  readonly #waits = new Set<() => string>();
  #shown = false;
  #closed = false;

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {
    this.#tty = out.isTTY === true;
  }

  chapter(number: number, title: string): void {
    this.say(`\n${this.#bold(`${number}. ${title}`)}`);
  }

  /** Says nothing more: where the story broke off, steps may still be under way. */
  close(): void {
    this.#clear();
    this.#closed = true;
  }

  /** A line that is no transaction. */
  say(text: string): void {
    if (this.#closed) return;
    this.#clear();
    this.out.write(`${text}\n`);
    this.#draw();
  }

  /** A fact that was checked. */
  check(text: string): void {
    this.say(`  = ${text}`);
  }

  /** What a transaction did, and what it cost. */
  step(text: string, receipt: Receipt): void {
    const words = text.length > TEXT_COLUMNS ? `${text.slice(0, TEXT_COLUMNS - 1)}…` : text.padEnd(TEXT_COLUMNS);
    const numbers = `${shortSignature(receipt.signature)} ${units(receipt.units)} ${sol(receipt.spent)}`;
    this.say(`  ${words} ${this.#dim(numbers)}`);
  }

  heading(): void {
    const numbers = `${"signature".padEnd(10)} ${"CU".padStart(11)} ${"SOL".padStart(13)}`;
    this.say(this.#dim(`  ${"".padEnd(TEXT_COLUMNS)} ${numbers}`));
  }

  /** Shows a progress line until `work` is done. `status` says where it stands, in a few words. */
  async during<T>(what: string, work: Promise<T>, status: () => string): Promise<T> {
    if (await isSettled(work)) return work;
    const line = () => `  … ${what}: ${status()}`;
    if (!this.#tty) this.say(line());
    this.#waits.add(line);
    const timer = this.#tty ? setInterval(() => this.#redraw(), 100) : undefined;
    try {
      return await work;
    } finally {
      clearInterval(timer);
      this.#clear();
      this.#waits.delete(line);
      this.#draw();
    }
  }

  #redraw(): void {
    this.#clear();
    this.#draw();
  }

  #draw(): void {
    const line = [...this.#waits].at(-1);
    if (!this.#tty || this.#closed || line === undefined) return;
    this.out.write(line().slice(0, (this.out.columns || 80) - 1));
    this.#shown = true;
  }

  #clear(): void {
    if (this.#shown) this.out.write("\r\x1b[K");
    this.#shown = false;
  }

  #bold(text: string): string {
    return this.#tty ? `\x1b[1m${text}\x1b[22m` : text;
  }

  #dim(text: string): string {
    return this.#tty ? `\x1b[2m${text}\x1b[22m` : text;
  }
}

/** Whether a promise is settled already, so that there is nothing to wait for. */
function isSettled(work: Promise<unknown>): Promise<boolean> {
  const yes = () => true;
  return Promise.race([work.then(yes, yes), new Promise<boolean>((resolve) => setImmediate(resolve, false))]);
}
