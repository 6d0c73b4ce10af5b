/** The report that the README shows of a wrong implementation is the one that its command prints. */
import { expect, test } from 'vitest';
import { bnspec } from '../support/bnspec.ts';
import { read } from '../support/repository-files.ts';

test('of mutant/ST01, line by line', { timeout: 240_000 }, async () => {
  const [, block = ''] = /```\n(mutant\/ST01a does not conform[^]*?)```/.exec(read('README.md')) ?? [];
  const wanted = block.trimEnd().split('\n');
  expect(wanted.length).toBeGreaterThan(20);
  const printed = (await bnspec('check', 'mutant/ST01')).stdout.split('\n');
  for (const [i, line] of wanted.entries()) {
    if (line.endsWith('…')) expect(printed[i].startsWith(line.slice(0, -1))).toBe(true);
    else expect(printed[i]).toBe(line);
  }
});
