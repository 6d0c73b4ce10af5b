/**
 * Changes our own code in small ways, and counts which changes no test notices. By hand, since it takes long and its
 * packages are no dependencies: in a clone,
 *
 *   npm ci && npm install --no-save @stryker-mutator/core@9.6.1 @stryker-mutator/vitest-runner@9.6.1
 *   BNSPEC_PART=accuracy npx stryker run test/tools/mutation/stryker.config.js
 *
 * with accuracy, diagnosis or reference for the part. Changes in what a module computes once, when it is loaded, are left
 * out: each of them would take all tests in a new process.
 */
import { readFileSync } from 'node:fs';

const parts = JSON.parse(readFileSync(new URL('parts.json', import.meta.url), 'utf8'));
const part = process.env['BNSPEC_PART'] ?? 'accuracy';

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/tools/mutation/vitest.config.ts' },
  mutate: parts[part].mutate,
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 30_000,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `mutation-${part}.json` },
};
