import { defineConfig } from "vitest/config";

/** The tests of formats alone, which need no validator: `npm run test:formats`. `make test` runs them with all others. */
export default defineConfig({
  test: { include: ["formats/**/*.test.ts"] },
});
