/**
 * The one way to stdout and stderr. Whatever a line holds, and whoever wrote it, nothing in it moves the cursor, reorders
 * the text beside it, or is taken for a command by a build server that reads along.
 */
import { isatty } from 'node:tty';
import { stripVTControlCharacters, styleText } from 'node:util';
import { cut, inert, shownLine, shownMessage, visible, visibleLine } from '../report/untrusted-text.ts';
import { streams } from './standard-streams.ts';

/** Longer lines than any that is meant, an exact fraction of thousands of digits included. */
const longestLine = 100_000;

/** A colour: the only control sequence that a report may hold. */
const colour = new RegExp(String.raw`(${'\u001B'}\[\d+m)`);

const plain = (line: string): string => inert(visible(cut(line, longestLine)));

function painted(line: string): string {
  const text = cut(line, longestLine);
  const parts = text.split(colour).map((part) => (colour.test(part) ? part : visible(part)));
  // Colours must not hide the beginning of a command.
  return inert(stripVTControlCharacters(text)) === stripVTControlCharacters(text) ? parts.join('') : plain(text);
}

const eachLine = (text: string, shown: (line: string) => string): string =>
  text.replaceAll('\r\n', '\n').split('\n').map(shown).join('\n');

/**
 * Data, on stdout.
 * @param colours - whether it holds colours of our own
 * @throws NotWritten where stdout is full
 */
export function print(text: string, { colours = false }: { readonly colours?: boolean } = {}): void {
  streams.stdout(eachLine(text, colours ? painted : plain));
}

/** Whether colours would be seen on stdout. */
export const showsColours = (): boolean => isatty(1) && process.env['NO_COLOR'] === undefined;

/** Prints an error on one line of stderr. */
export function complain(message: string): void {
  streams.stderr(`${inert(shownLine(`bnspec: ${message.trimEnd()}`))}\n`);
}

/** Prints an error of the suite itself: with the place, line by line. */
export function complainAtLength(message: string): void {
  streams.stderr(`${eachLine(shownMessage(`bnspec: ${message}`), inert)}\n`);
}

/** Prints progress on stderr. May be a part of a line. */
export function tell(text: string): void {
  streams.stderr(eachLine(text, plain));
}

/** Commands to a build server, on stderr: their text is escaped already. */
export function command(lines: string): void {
  streams.stderr(eachLine(lines, visible));
}

/** One line on stderr that is rewritten; nothing where nobody watches. */
export function showProgress(text: string): void {
  if (!isatty(2)) return;
  const line = visibleLine(text).slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1));
  streams.stderr(`\r\u001B[K${styleText('dim', line)}`);
}

export function clearProgress(): void {
  if (isatty(2)) streams.stderr('\r\u001B[K');
}
