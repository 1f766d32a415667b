import { defineConfig } from "vitest/config";

/** The tests of formats alone, which need no validator: `npm run test:formats`. `make test` runs them with all others. */
export default defineConfig({
  // Some go through every bit or every key, which takes seconds on a busy machine.
  test: { include: ["formats/**/*.test.ts"], testTimeout: 60_000 },
});
