/** The one kind of WAV file that the demo reads: 16 kHz, mono, 16-bit PCM. */

/** Samples per second of every sound here, and what Silero VAD expects. */
export const SAMPLE_RATE = 16_000;

const HEADER_BYTES = 44;

/** Samples of a WAV file. Throws an `Error` that names what is wrong with any other kind of file. */
export function parseWav(file: Uint8Array): Int16Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tag = (offset: number) => String.fromCharCode(...file.subarray(offset, offset + 4));
  if (file.length < HEADER_BYTES || tag(0) !== "RIFF" || tag(8) !== "WAVE") throw new Error("not a WAV file");
  let samples: Int16Array | undefined;
  for (let at = 12; at + 8 <= file.length && samples === undefined; ) {
    const bytes = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === "fmt ") {
      const [format, channels, rate, bits] = [
        view.getUint16(body, true),
        view.getUint16(body + 2, true),
        view.getUint32(body + 4, true),
        view.getUint16(body + 14, true),
      ];
      if (format !== 1 || channels !== 1 || rate !== SAMPLE_RATE || bits !== 16) {
        throw new Error(`WAV format ${format}, ${channels} channel(s), ${rate} Hz, ${bits} bits: want PCM, 1, 16000, 16`);
      }
    } else if (tag(at) === "data") {
      if (body + bytes > file.length) throw new Error("WAV data chunk is longer than its file");
      samples = Int16Array.from({ length: bytes >> 1 }, (_, i) => view.getInt16(body + 2 * i, true));
    }
    // Chunks are padded to an even length.
    at = body + bytes + (bytes % 2);
  }
  if (samples === undefined) throw new Error("WAV file without a data chunk");
  return samples;
}

/** The WAV file of these samples. */
export function encodeWav(samples: Int16Array): Uint8Array {
  const file = new Uint8Array(HEADER_BYTES + 2 * samples.length);
  const view = new DataView(file.buffer);
  const tag = (offset: number, text: string) => file.set(new TextEncoder().encode(text), offset);
  tag(0, "RIFF");
  view.setUint32(4, file.length - 8, true);
  tag(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, 2 * SAMPLE_RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, i) => view.setInt16(HEADER_BYTES + 2 * i, sample, true));
  return file;
}
