/**
 * Cuts the demo's sound out of a longer recording: `tsx cut.ts in.wav out.wav`.
 *
 * Both files are 16 kHz, mono, 16-bit PCM; the samples are copied, not converted. See README.md for the recording.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { encodeWav, parseWav } from "../wav.ts";

/** 251 frames of 512 samples, so that 250 whole frames remain behind any offset below one frame. */
const SAMPLES = 251 * 512;

const [input, output] = process.argv.slice(2);
if (input === undefined || output === undefined) {
  console.error("usage: tsx cut.ts in.wav out.wav");
  process.exit(2);
}
writeFileSync(output, encodeWav(parseWav(readFileSync(input)).subarray(0, SAMPLES)));
