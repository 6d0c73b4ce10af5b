/** Configuration of all tests: quick ones, and slow ones apart. */
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';
import { filesUnder, read, root } from './support/repository-files.ts';

/** Whole checks, browsers and peers. */
const slow = 'test/**/*.slow.test.ts';
/** Tests that put a module in the place of another, so that other tests must not share what was loaded. */
const replacing = filesUnder('test', '.test.ts').filter(
  (file) => !file.endsWith('.slow.test.ts') && read(file).includes('vi.mock('),
);
const quick = { exclude: ['**/node_modules/**', slow], globalSetup: ['test/build-before-tests.ts'] };

export default defineConfig({
  root,
  // The catalogue of mutants names hundreds of modules, of which most tests load none.
  server: { preTransformRequests: false },
  test: {
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          ...quick,
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: [...quick.exclude, ...replacing],
          globalSetup: [...quick.globalSetup, 'test/tell-left-out-tests.ts'],
          // A module is loaded once for many files, which takes a quarter of the time of all.
          isolate: false,
        },
      },
      { extends: true, test: { ...quick, name: 'quick-replacing', include: replacing } },
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
