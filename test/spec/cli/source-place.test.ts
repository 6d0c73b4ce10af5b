/** Annotations point into the repository: to the module and the line of the operation, or to the script of a command. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineOf, placesIn } from '../../../spec/cli/source-place.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { temporaryFolder } from '../../support/bnspec.ts';

const definitions: readonly ((name: string) => string)[] = [
  (name) => `export function ${name}(call) {`,
  (name) => `async function ${name}(call) {`,
  (name) => `  async ${name}(call) {`,
  (name) => `  ${name}: (call) => ({}),`,
  (name) => `const ${name} = async (call) => {`,
  (name) => `  public ${name}<T>(call: T): T {`,
];

test('the line is the one that defines the operation, whatever stands before and after', () => {
  const other = fc.constantFrom(
    '',
    '// a comment',
    'import x from "y";',
    'return plain.trainForward(call);',
    '  z: 1,',
  );
  fc.assert(
    fc.property(
      fc.array(other),
      fc.array(other),
      fc.constantFrom(...operations),
      fc.constantFrom(...definitions),
      (before, after, operation, define) => {
        const source = [...before, define(operation), ...after].join('\n');
        expect(lineOf(source, operation)).toBe(before.length + 1);
      },
    ),
  );
});

test('an operation that is only named is found there; one that is not, at the beginning', () => {
  expect(lineOf('import { trainForward } from "x";\nexport default { name: "a", trainForward };', 'trainForward')).toBe(
    1,
  );
  expect(lineOf('\n\nexport default { name: "a", trainForward };', 'trainForward')).toBe(3);
  expect(lineOf('\nexport default plain;', 'trainForward')).toBe(1);
});

test('a file is named from the root of the repository, and not at all outside of it', () => {
  const root = temporaryFolder();
  const module = join(root, 'mine.mjs');
  writeFileSync(module, '\nexport function trainForward() {}\n');
  expect(placesIn({ module }, root)('trainForward')).toEqual({ file: 'mine.mjs', line: 2 });
  expect(placesIn({ module }, root)(undefined)).toEqual({ file: 'mine.mjs', line: 1 });
  expect(placesIn({ command: ['python3', '-u', module, 'x'] }, root)('trainForward')).toEqual({ file: 'mine.mjs' });
  expect(placesIn({ module }, join(root, 'elsewhere'))('trainForward')).toBeUndefined();
  for (const subject of [{}, { module: 'fast' }, { command: ['no-such-program'] }]) {
    expect(placesIn(subject, root)('trainForward')).toBeUndefined();
  }
});
