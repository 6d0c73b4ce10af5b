/** Clauses that fail alike on one line, each by the token that shows its counterexample again. */
import { grouped } from './grouped.ts';
import { cut, shownLine } from './untrusted-text.ts';
import type { ClauseReport } from './report.ts';

/** Longest line of tokens. */
const width = 100;

/** Most characters of a message on its one line. */
const mostOfMessage = 240;

/** @returns for each message, in the order of first appearance, the message and below it the clauses */
export function folded(clauses: readonly ClauseReport[], messageOf: (clause: ClauseReport) => string): string[] {
  const groups = grouped(clauses, (clause) => firstLine(messageOf(clause)));
  return groups.flatMap(([message, members]) => [
    `  ${shownLine(cut(message, mostOfMessage))}`,
    ...wrapped(members.map(({ id, replay }) => replay ?? id)).map((line) => `    ${line}`),
  ]);
}

const firstLine = (text: string): string => text.trim().split('\n')[0];

function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 2 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : `  ${word}`;
  }
  return [...lines, line];
}
