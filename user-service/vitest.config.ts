import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Kept from run to run by the Dockerfile too.
  cacheDir: 'node_modules/.cache/vite',
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/postgres/global-setup.ts'],
    // Each worker loads the service once, for all its files: none of them changes what others see.
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
