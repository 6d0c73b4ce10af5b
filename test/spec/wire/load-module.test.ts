/** Which modules are implementations, and the errors for the others. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrainForward } from '../../../spec/terms/contract.ts';
import { loadImplementation } from '../../../spec/wire/load-module.ts';
import { CouldNotStart, NotAnImplementation } from '../../../spec/wire/start-error.ts';
import { temporaryFolder } from './misbehaving-adapters.ts';

const file = (text: string, kind = 'mjs'): string => {
  const path = join(temporaryFolder(), `module.${kind}`);
  writeFileSync(path, text);
  return path;
};

test('what has a name and an operation is loaded', async () => {
  const path = file(`export default new (class { name = 'a'; claims = { grade: 'stable' }; trainForward() {} })();`);
  expect(await loadImplementation(path)).toMatchObject({ name: 'a', claims: { grade: 'stable' } });
});

test.each([
  ['mjs', 'export default'],
  ['cjs', 'module.exports ='],
])('a module that is asked for again runs again, so that no state remains: .%s', async (kind, exported) => {
  const path = file(`let calls = 0; ${exported} { name: 'a', trainForward: () => ++calls };`, kind);
  const [first, second] = [await loadImplementation(path), await loadImplementation(path)];
  expect(first.trainForward?.({} as TrainForward)).toBe(1);
  expect(first.trainForward?.({} as TrainForward)).toBe(2);
  expect(second.trainForward?.({} as TrainForward)).toBe(1);
});

test.each([
  [
    'has no default export',
    'export const a = 1;',
    NotAnImplementation,
    /exports no implementation: it has no default export/,
  ],
  ['exports a function', 'export default () => 1;', NotAnImplementation, /expected an object, got a function/],
  ['exports no name', 'export default { trainForward() {} };', NotAnImplementation, /"name" expected a string/],
  [
    'exports no operation',
    `export default { name: 'a' };`,
    NotAnImplementation,
    /expected at least one of trainForward/,
  ],
  [
    'exports an operation that is none',
    `export default { name: 'a', trainForward: 1 };`,
    NotAnImplementation,
    /"trainForward" expected a function, got 1/,
  ],
  ['throws', `throw new Error('boom');`, CouldNotStart, /importing it throws Error: boom/],
  ['does not parse', 'export default {', CouldNotStart, /importing it throws/],
  [
    'claims what nobody knows',
    `export default { name: 'a', claims: { rank: 2 }, trainForward() {} };`,
    NotAnImplementation,
    /"claims" has the unknown key "rank"/,
  ],
])('a module is refused when it %s', async (_, text, kind, says) => {
  const error: unknown = await loadImplementation(file(text)).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toMatch(says);
});
