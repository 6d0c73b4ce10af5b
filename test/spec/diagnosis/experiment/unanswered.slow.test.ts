/** Processes that really end, and loops that never do: the diagnosis says when, with the message. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { bnspec, temporaryFolder } from '../../../support/bnspec.ts';
import { builtFolder } from '../../../support/repository-files.ts';

const plain = JSON.stringify(pathToFileURL(join(builtFolder, 'impl/plain/implementation.js')).href);

const moduleWith = (fault: string): string => {
  const path = join(temporaryFolder(), 'falling.mjs');
  writeFileSync(
    path,
    `import { implementationOf } from ${plain};
const right = implementationOf('falling', {});
export default { ...right, inferForward(call) {
  const m = call.x.data.length / call.x.shape[call.axis];
  ${fault}
  return right.inferForward(call);
} };
`,
  );
  return path;
};

test.each([
  [
    'if (call.beta === undefined) process.exit(3)',
    'crashes (exited with code 3 before it answered) where beta is not given.',
  ],
  ['if (m > 4) for (;;);', 'does not answer in time where m > 4.'],
])('%s', { timeout: 300_000 }, async (fault, says) => {
  const { code, stdout } = await bnspec(
    'check',
    moduleWith(fault),
    '--clause',
    'BN-7.*',
    '--timeout',
    '1000',
    '--runs',
    '20',
  );
  expect(code).toBe(1);
  expect(stdout).toContain(`Infer_forward ${says}`);
});
