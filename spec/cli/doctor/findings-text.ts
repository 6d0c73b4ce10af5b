/** Findings of the doctor → text, one line per item, followed by advice where something is wrong. */
import type { Examined } from './examine.ts';
import type { State } from './finding.ts';

const words: Readonly<Record<State, string>> = { fine: 'ok', note: 'note', wrong: 'WRONG', unknown: '?' };

export function checklist(name: string, found: readonly Examined[], total: number): string {
  const lines = found.flatMap(({ id, finding: { state, says, fix } }) => [
    `${words[state].padEnd(6)}${id.padEnd(10)} ${says.trimEnd().replaceAll('\n', `\n${' '.repeat(19)}`)}`,
    ...(fix === undefined ? [] : [`${' '.repeat(17)}→ ${fix}`]),
  ]);
  const count = (wanted: State): number => found.filter(({ finding }) => finding.state === wanted).length;
  const skipped = total - found.length;
  const rest = skipped > 0 ? `; ${skipped} items were skipped until that is fixed` : '';
  const verdict =
    count('wrong') > 0 ? `has ${count('wrong')} problem${count('wrong') > 1 ? 's' : ''} to fix${rest}` : 'is healthy';
  return `${lines.join('\n')}\n\n${name} ${verdict}\n`;
}
