/**
 * Runs the model on the sound and records every inference.
 *
 * Silero VAD is a streaming model: it hears one frame at a time and carries a recurrent state to the next. Passes over
 * the sound (see sound.ts) are independent streams, so up to 40 of them advance side by side in one call, which is
 * about six times as fast as one after another; each stream keeps its own state and gives the same bits as alone.
 * WebAssembly on one thread makes the result the same on every run.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import type { InferenceRecord } from "./entry.ts";
import type { Release, ReleaseName } from "./releases.ts";
import { DISTINCT_PASSES, Sound, passOf } from "./sound.ts";
import type { Pass } from "./sound.ts";
import { SAMPLE_RATE } from "./wav.ts";

/** Called after each step with the number of inferences done, of how many. */
export type OnProgress = (done: number, total: number) => void;

/** Passes that advance side by side. */
const DEFAULT_LANES = 40;

/** A recurrent tensor of shape [2, lanes, width], with the names under which the model takes and returns it. */
interface StateTensor {
  readonly input: string;
  readonly output: string;
  readonly width: number;
}

interface Interface {
  readonly frameSamples: number;
  /** Samples of the frame before which the model wants in front of the new ones. */
  readonly contextSamples: number;
  readonly state: readonly StateTensor[];
}

const SINCE_V5: Interface = {
  frameSamples: 512,
  contextSamples: 64,
  state: [{ input: "state", output: "stateN", width: 128 }],
};

const INTERFACES: Record<ReleaseName, Interface> = {
  legacy: {
    frameSamples: 1536,
    contextSamples: 0,
    state: [
      { input: "h", output: "hn", width: 64 },
      { input: "c", output: "cn", width: 64 },
    ],
  },
  v5: SINCE_V5,
  v6: SINCE_V5,
};

/**
 * Runs `count` inferences of a release and yields their records in order of index. Index, pass and frame grow together:
 * a pass is finished before the next one's records appear. `lanes` changes only the speed.
 */
export async function* inferences(
  release: Release,
  count: number,
  onProgress: OnProgress = () => {},
  lanes: number = DEFAULT_LANES,
): AsyncGenerator<InferenceRecord> {
  const sound = Sound.load();
  const model = INTERFACES[release.name];
  const framesPerPass = sound.framesPerPass(model.frameSamples);
  const max = DISTINCT_PASSES * framesPerPass;
  if (!Number.isInteger(count) || count < 0 || count > max) throw new RangeError(`count ${count} is not in 0..${max}`);
  if (!Number.isInteger(lanes) || lanes < 1) throw new RangeError(`lanes ${lanes} is not at least 1`);

  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(readFileSync(release.path), { executionProviders: ["wasm"] });
  try {
    for (let first = 0; first < count; ) {
      const left = count - first;
      const passes = Array.from({ length: Math.min(lanes, Math.ceil(left / framesPerPass)) }, (_, lane) =>
        passOf(first / framesPerPass + lane),
      );
      const frames = Math.min(framesPerPass, left);
      const wanted = Math.min(left, passes.length * framesPerPass);
      const streams = new Streams(session, model, sound, passes, release.weightsDigest, framesPerPass);
      const recorded: InferenceRecord[][] = passes.map(() => []);
      for (let frame = 0; frame < frames; frame += 1) {
        const step = await streams.step(frame);
        step.forEach((record, lane) => recorded[lane]!.push(record));
        onProgress(first + Math.floor((wanted * (frame + 1)) / frames), count);
      }
      // The last pass of the run may be needed only in part.
      yield* recorded.flat().slice(0, wanted);
      first += wanted;
    }
  } finally {
    await session.release();
  }
}

/** Passes that advance side by side, one frame per step, each with its own state. */
class Streams {
  readonly #sampleRate = new ort.Tensor("int64", [BigInt(SAMPLE_RATE)], []);
  readonly #contexts: Float32Array[];
  #state: ort.Tensor[];

  constructor(
    private readonly session: ort.InferenceSession,
    private readonly model: Interface,
    private readonly sound: Sound,
    private readonly passes: readonly Pass[],
    private readonly modelDigest: Uint8Array,
    private readonly framesPerPass: number,
  ) {
    this.#contexts = passes.map(() => new Float32Array(model.contextSamples));
    this.#state = model.state.map(({ width }) => {
      return new ort.Tensor("float32", new Float32Array(2 * passes.length * width), [2, passes.length, width]);
    });
  }

  /** Shows every pass its frame of this number. */
  async step(frame: number): Promise<InferenceRecord[]> {
    const { frameSamples, contextSamples } = this.model;
    const frames = this.passes.map((pass) => this.sound.frame(pass, frame, frameSamples));
    const before = this.passes.map((_, lane) => sha256(...this.#stateOf(lane), this.#contexts[lane]!));

    const width = contextSamples + frameSamples;
    const input = new Float32Array(this.passes.length * width);
    frames.forEach((samples, lane) => {
      input.set(this.#contexts[lane]!, lane * width);
      input.set(samples, lane * width + contextSamples);
    });
    const probabilities = await this.#run(new ort.Tensor("float32", input, [this.passes.length, width]));

    return this.passes.map((pass, lane) => {
      const samples = frames[lane]!;
      this.#contexts[lane] = samples.slice(frameSamples - contextSamples);
      const output = probabilities.subarray(lane, lane + 1);
      return {
        index: pass.number * this.framesPerPass + frame,
        pass: pass.number,
        frame,
        modelDigest: this.modelDigest,
        stateDigest: before[lane]!,
        inputDigest: sha256(samples),
        outputDigest: sha256(output, ...this.#stateOf(lane)),
        output: output[0]!,
      };
    });
  }

  async #run(input: ort.Tensor): Promise<Float32Array> {
    const feeds: Record<string, ort.Tensor> = { input, sr: this.#sampleRate };
    this.model.state.forEach((tensor, i) => (feeds[tensor.input] = this.#state[i]!));
    const results = await this.session.run(feeds);
    this.#state = this.model.state.map((tensor) => results[tensor.output]!);
    return results["output"]!.data as Float32Array;
  }

  /** One lane's part of the recurrent state: its row in each of the two layers of each tensor. */
  #stateOf(lane: number): Float32Array[] {
    return this.model.state.flatMap(({ width }, i) => {
      const data = this.#state[i]!.data as Float32Array;
      return [0, 1].map((layer) => {
        const start = (layer * this.passes.length + lane) * width;
        return data.subarray(start, start + width);
      });
    });
  }
}

/** SHA-256 of floats as little-endian bytes, which is how every platform that runs Node stores them. */
function sha256(...parts: readonly Float32Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  return new Uint8Array(hash.digest());
}
