/** One place renders text for terminals: what others wrote reaches stdout and stderr by no other way. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, root } from '../support/repository-files.ts';

/** Who may write there itself. */
const writers: Readonly<Record<string, string>> = {
  'spec/cli/print-safely.ts': 'the one place',
  'spec/cli/standard-streams.ts': 'what it writes to',
  'spec/package/jest.ts': 'a warning, which jest shows beside the tests',
  'spec/package/jest-plan.ts': 'data for the process that started it',
  'spec/proofs/build.ts': 'a tool of this repository, whose text is its own and Coq’s',
  'spec/site/build.ts': 'a tool of this repository, whose text is its own',
  'spec/wire/serve.ts':
    'the far side of the wire: frames on stdout, and what a module did on the stderr that a host reads',
};

/** Adapters are far sides too, and pages run in browsers. */
const apart = /^(impl\/(adapters|mutants|findings)|spec\/learn\/(page|build|network))/;

const writes = /\b(process\.std(out|err)|console\s*\.|streams\.std|writeDescriptor\([12])/;

test('no other file of the suite writes to stdout, stderr or the console', () => {
  const found = ['spec', 'reference', 'impl', 'fixtures']
    .flatMap((folder) => filesUnder(folder, '.ts'))
    .filter((file) => !apart.test(file) && writers[file] === undefined)
    .filter((file) => writes.test(readFileSync(join(root, file), 'utf8')));
  expect(found).toEqual([]);
});

test('those who may do', () => {
  for (const file of Object.keys(writers)) {
    expect(readFileSync(join(root, file), 'utf8')).toMatch(writes);
  }
});
