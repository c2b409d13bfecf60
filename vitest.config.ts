import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    passWithNoTests: false,
    testTimeout: 30_000,
    // The registries are loaded once for a worker and not once for each file: pure modules hold no state to be kept apart.
    isolate: false,
  },
});
