/** Whatever is printed: nothing moves the cursor, reorders text, or is a command to a build server. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { command, complain, print, tell } from '../../../spec/cli/print-safely.ts';
import { streams } from '../../../spec/cli/standard-streams.ts';

const written = { stdout: '', stderr: '' };
beforeEach(() => {
  for (const name of ['stdout', 'stderr'] as const) {
    written[name] = '';
    vi.spyOn(streams, name).mockImplementation((text) => {
      written[name] += text;
    });
  }
});
afterEach(() => vi.restoreAllMocks());

const said = (say: () => void): string => {
  written.stdout = '';
  written.stderr = '';
  say();
  return written.stdout + written.stderr;
};

const nasty = fc.constantFrom(
  '\u001b[31m',
  '\u001b]0;x\u0007',
  '\u009b2J',
  '\u202e',
  '\u2066',
  '\r',
  '\b',
  '\0',
  '\u007f',
  '\u200b',
  '\ufeff',
  '\ud800',
  '::error::x',
  ' ::set-output name=a::b',
  '##[error]',
  '##vso[task]',
  '##teamcity[',
  '\n',
  '\t',
  'x',
  '\u2028',
);
const text = fc.array(fc.oneof(nasty, fc.string()), { maxLength: 12 }).map((parts) => parts.join(''));

/** What a terminal or a build server takes for more than text. */
const unsafe = /[^\P{C}\n\t]|[\u2028\u2029]|^\s*::|##\w*\[/mu;

describe('text that somebody else wrote is inert', () => {
  test.each<[string, (text: string) => void]>([
    ['as data', (given) => print(given)],
    [
      'as data in colours',
      (given) => print(`\u001B[31m${given.replaceAll('\u001b', '')}\u001B[39m`, { colours: true }),
    ],
    ['as a complaint', complain],
    ['as progress', tell],
  ])('%s', (_, say) => {
    fc.assert(
      fc.property(text, (given) => {
        const shown = said(() => say(given))
          .replaceAll('\u001B[31m', '')
          .replaceAll('\u001B[39m', '');
        expect(shown).not.toMatch(unsafe);
      }),
    );
  });

  test('except for commands, whose text is escaped before', () => {
    expect(said(() => command('::error title=a\u001b::b%0A\u202e\n'))).toBe('::error title=a\\u{1b}::b%0A\\u{202e}\n');
  });
});

test('plain text is printed as it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from('abc XYZ 0189 .,;()[]{}=+-*/"\'éß中文😀\n\t')), maxLength: 80 }),
      (given) => {
        fc.pre(!/^\s*::/m.test(given));
        expect(said(() => print(given))).toBe(given);
      },
    ),
  );
});

test('a line that would fill a disk is cut', () => {
  expect(said(() => print('x'.repeat(5_000_000))).length).toBeLessThan(101_000);
});
