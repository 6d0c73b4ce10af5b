/** The report of a campaign as Markdown: a line for each target, then what was found of each. */
import { fromJsonNumber } from '../../report/json-number.ts';
import { brief } from '../../report/number-forms.ts';
import type { Hardest, Report } from '../../report/report.ts';
import { shownLine } from '../../report/untrusted-text.ts';
import type { Kind } from './tally.ts';

export interface Campaigned {
  readonly name: string;
  readonly report: Report;
  /** By output. */
  readonly largest: readonly Hardest[];
  readonly kinds: readonly Kind[];
}

const cell = (text: string): string => shownLine(text).replaceAll('|', '\\|');

export function toMarkdown(targets: readonly Campaigned[]): string {
  const head = '| target | version | cases | verdict | grade | largest K |\n|---|---|---|---|---|---|\n';
  return `${head}${targets.map(row).join('')}\n${targets.map(details).join('\n')}`;
}

function row({ name, report, largest }: Campaigned): string {
  const cases = report.clauses.reduce((sum, { runs }) => sum + runs, 0);
  const most = Math.max(0, ...largest.map(({ K }) => fromJsonNumber(K)));
  const { implementation, verdict, grade } = report;
  return `| ${[name, implementation.version ?? '', String(cases), verdict, grade ?? '', brief(most)].map(cell).join(' | ')} |\n`;
}

function details({ name, report, largest, kinds }: Campaigned): string {
  const hardest = largest.map(({ output, K, replay }) => `- ${output}: K ${brief(fromJsonNumber(K))}, \`${replay}\`\n`);
  const found = kinds.map(
    ({ clause, message, met, replay }) =>
      `- ${clause}, in ${met} ${met === 1 ? 'block' : 'blocks'}: ${cell(message)}${replay === undefined ? '' : `, \`${replay}\``}\n`,
  );
  const named = report.diagnosis.map(({ id, says }) => `- ${id}: ${cell(says)}\n`);
  const parts = [
    ['Largest K', hardest],
    ['Counterexamples', found],
    ['Diagnosis', named],
  ] as const;
  const text = parts.flatMap(([title, lines]) => (lines.length > 0 ? [`${title}:\n\n${lines.join('')}\n`] : []));
  return `## ${name}\n\n${(report.notes ?? []).map((note) => `${cell(note)}\n\n`).join('')}${text.join('')}`;
}
