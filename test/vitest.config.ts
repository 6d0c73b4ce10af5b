/** Configuration of all tests: quick ones, and slow ones apart. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Whole checks, browsers and peers. */
const slow = 'test/**/*.slow.test.ts';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // The catalogue of mutants names hundreds of modules, of which most tests load none.
  server: { preTransformRequests: false },
  test: {
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', slow],
          globalSetup: ['test/build-before-tests.ts', 'test/tell-left-out-tests.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: [slow],
          globalSetup: ['test/build-before-tests.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
}) as ReturnType<typeof defineConfig>;
