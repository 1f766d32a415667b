/**
 * The record of one inference and its canonical bytes, the entry of which the audit log holds the leaf.
 *
 * Version 1 is 164 bytes, integers and floats little-endian, without padding:
 *
 *   offset  bytes  field
 *        0     16  domain        ASCII "althing/infer/v1": what this is and its version
 *       16      8  index         u64, position in the run, from 0
 *       24      4  pass          u32, which pass over the sound (see sound.ts)
 *       28      4  frame         u32, which frame of that pass; frame 0 starts from a state of zeroes
 *       32     32  modelDigest   OMS root of the model
 *       64     32  stateDigest   SHA-256 of what the model remembered before: its recurrent state tensors in the order
 *                                of its inputs, then the samples kept from the frame before (f32)
 *       96     32  inputDigest   SHA-256 of the frame's samples (f32)
 *      128     32  outputDigest  SHA-256 of the probability (f32), then the recurrent state after (f32)
 *      160      4  output        f32, probability of speech
 *
 * A new layout takes a new domain, so no bytes can be read as two versions. Whoever holds model and sound can repeat
 * an inference and compare every field.
 */

/** Domain and version of an entry. */
export const ENTRY_DOMAIN = "althing/infer/v1";

/** Size of an entry. */
export const ENTRY_BYTES = 164;

/** What was inferred from what, by which model. Digests are 32 bytes. */
export interface InferenceRecord {
  readonly index: number;
  readonly pass: number;
  readonly frame: number;
  readonly modelDigest: Uint8Array;
  readonly stateDigest: Uint8Array;
  readonly inputDigest: Uint8Array;
  readonly outputDigest: Uint8Array;
  /** Probability of speech, 0 to 1; exactly representable as f32. */
  readonly output: number;
}

const DIGESTS = [
  [32, "modelDigest"],
  [64, "stateDigest"],
  [96, "inputDigest"],
  [128, "outputDigest"],
] as const;

/** Canonical bytes of a record. Throws a `RangeError` that names the field which does not fit. */
export function encodeInferenceEntry(record: InferenceRecord): Uint8Array {
  const entry = new Uint8Array(ENTRY_BYTES);
  const view = new DataView(entry.buffer);
  entry.set(new TextEncoder().encode(ENTRY_DOMAIN));
  view.setBigUint64(16, BigInt(within(record.index, Number.MAX_SAFE_INTEGER, "index")), true);
  view.setUint32(24, within(record.pass, 0xffff_ffff, "pass"), true);
  view.setUint32(28, within(record.frame, 0xffff_ffff, "frame"), true);
  for (const [offset, field] of DIGESTS) {
    if (record[field].length !== 32) throw new RangeError(`${field} has ${record[field].length} bytes, not 32`);
    entry.set(record[field], offset);
  }
  // Negated, so that NaN is refused as well.
  if (!(record.output >= 0 && record.output <= 1)) throw new RangeError(`output ${record.output} is no probability`);
  if (Math.fround(record.output) !== record.output) throw new RangeError(`output ${record.output} is no 32-bit float`);
  // `-0` equals `0` but has other bytes.
  view.setFloat32(160, record.output + 0, true);
  return entry;
}

/** The record in an entry. Throws a `RangeError` unless encoding the result gives the same bytes. */
export function decodeInferenceEntry(entry: Uint8Array): InferenceRecord {
  if (entry.length !== ENTRY_BYTES) throw new RangeError(`entry has ${entry.length} bytes, not ${ENTRY_BYTES}`);
  const domain = String.fromCharCode(...entry.subarray(0, ENTRY_DOMAIN.length));
  if (domain !== ENTRY_DOMAIN) throw new RangeError(`entry's domain is not ${ENTRY_DOMAIN}`);
  const view = new DataView(entry.buffer, entry.byteOffset, entry.byteLength);
  const record = {
    index: Number(view.getBigUint64(16, true)),
    pass: view.getUint32(24, true),
    frame: view.getUint32(28, true),
    modelDigest: entry.slice(32, 64),
    stateDigest: entry.slice(64, 96),
    inputDigest: entry.slice(96, 128),
    outputDigest: entry.slice(128, 160),
    output: view.getFloat32(160, true),
  };
  if (!encodeInferenceEntry(record).every((byte, i) => byte === entry[i])) throw new RangeError("entry is not canonical");
  return record;
}

function within(value: number, max: number, field: string): number {
  if (!Number.isInteger(value) || value < 0 || value > max) throw new RangeError(`${field} ${value} is not in 0..${max}`);
  return value;
}
