import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    globalSetup: ["support/localnet.ts"],
    // Most tests wait for votes and epochs, so that more of them than there are cores can run at a time.
    maxWorkers: 4,
    // The model's tests compile WebAssembly and others wait for votes, which takes seconds on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
