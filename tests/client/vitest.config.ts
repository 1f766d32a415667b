import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    // The model's tests compile WebAssembly, which takes seconds on a busy machine.
    testTimeout: 60_000,
  },
});
