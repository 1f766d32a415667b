/** The demo's model: real releases of Silero VAD, run on a real sound. */
export { ENTRY_BYTES, ENTRY_DOMAIN, decodeInferenceEntry, encodeInferenceEntry } from "./entry.ts";
export type { InferenceRecord } from "./entry.ts";
export { inferences } from "./inference.ts";
export type { OnProgress } from "./inference.ts";
export { release, releases } from "./releases.ts";
export type { Release, ReleaseName } from "./releases.ts";
