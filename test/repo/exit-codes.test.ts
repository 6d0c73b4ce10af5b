/** How the program ends is said in three places: the code, the README and the help text. */
import { expect, test } from 'vitest';
import { exitCodeHelp } from '../../spec/cli/commands.ts';
import { exitCodeMeanings, exitCodes } from '../../spec/terms/exit-codes.ts';
import { bnspec } from '../support/bnspec.ts';
import { read } from '../support/repository-files.ts';

const codes = Object.entries(exitCodes).map(([name, code]) => [
  String(code),
  exitCodeMeanings[name as keyof typeof exitCodeMeanings],
]);

test('the table of the README is that of the code', () => {
  const table = read('README.md').split('| exit code | meaning |')[1].split('\n\n')[0];
  expect([...table.matchAll(/^\| (\d) \| (.+) \|$/gm)].map(([, code, meaning]) => [code, meaning])).toEqual(codes);
});

test('the help text has a line for each code', async () => {
  const { stdout } = await bnspec('check', '--help');
  expect(stdout).toContain(exitCodeHelp);
  expect([...exitCodeHelp.matchAll(/^ {2}(\d) {2}(.+)$/gm)].map(([, code, meaning]) => [code, meaning])).toEqual(codes);
});
