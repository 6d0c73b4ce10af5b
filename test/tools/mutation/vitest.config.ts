/** The tests that hold one part of the code, and are quick enough to run hundreds of times. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import parts from './parts.json' with { type: 'json' };

const part = (process.env['BNSPEC_PART'] ?? 'accuracy') as keyof typeof parts;

export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: {
    include: parts[part].tests,
    exclude: ['**/*.slow.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    // As few as still bring every family of inputs.
    env: { BNSPEC_OUTPUTS: '20000' },
  },
}) as ReturnType<typeof defineConfig>;
