/**
 * The sound that the model listens to: eight seconds of speech with its pauses, heard again and again in *passes*.
 *
 * Every pass starts at another sample and is played at another loudness, so no two passes show the model the same
 * frames. Both follow from the pass number alone and every product is exact in 32-bit floats (15-bit samples times
 * sixty-fourths), so anybody can rebuild the frames bit by bit.
 */
import { readFileSync } from "node:fs";
import { parseWav } from "./wav.ts";

const OFFSETS = 512;
const OFFSET_STEP = 13;
const GAINS = 40;
const GAIN_UNIT = 1 / 64;

/** Passes before offset and gain repeat together: the least common multiple of 512 and 40. */
export const DISTINCT_PASSES = 2560;

/** Which part of the sound a pass hears, and how loud. */
export interface Pass {
  readonly number: number;
  /** First sample, below 512. */
  readonly offset: number;
  /** Factor on every sample, from 25/64 to 1. */
  readonly gain: number;
}

/** The pass of this number. */
export function passOf(number: number): Pass {
  return { number, offset: (number * OFFSET_STEP) % OFFSETS, gain: 1 - (number % GAINS) * GAIN_UNIT };
}

/** A recording that can be cut into frames. */
export class Sound {
  readonly #samples: Float32Array;

  constructor(samples: Int16Array) {
    this.#samples = Float32Array.from(samples, (sample) => sample / 32_768);
  }

  /** The committed recording. */
  static load(): Sound {
    return new Sound(parseWav(readFileSync(new URL("./sound/ask-not.wav", import.meta.url))));
  }

  /** Length in samples at 16 kHz. */
  get length(): number {
    return this.#samples.length;
  }

  /** Whole frames in every pass, whichever its offset. */
  framesPerPass(frameSamples: number): number {
    return Math.floor((this.#samples.length - (OFFSETS - 1)) / frameSamples);
  }

  /** One frame of a pass. */
  frame(pass: Pass, index: number, frameSamples: number): Float32Array {
    const start = pass.offset + index * frameSamples;
    return this.#samples.slice(start, start + frameSamples).map((sample) => sample * pass.gain);
  }
}
