/** The report of a campaign as Markdown: a line for each target, what was found of each, and the cases of every clause. */
import { fromJsonNumber } from '../json-number.ts';
import { brief } from '../number-forms.ts';
import { snakeCase } from '../../terms/operations.ts';
import { standingOf, words } from '../standing.ts';
import { shownLine } from '../untrusted-text.ts';
import type { CampaignReport, Coverage, Kind, LargestK, Speed, TargetReport } from './campaign-report.ts';
import { casesByClause } from './cases-by-clause.ts';
import {
  aspectsSay,
  counted,
  coverageSays,
  diagnosisSays,
  metSays,
  speedLead,
  speedSays,
  verdictOf,
} from './sentences.ts';

const cell = (text: string): string => shownLine(text).replaceAll('|', '\\|');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |\n`).join('');

export function toMarkdown({ suite, seed, cases, targets, speed }: CampaignReport): string {
  const parts = [
    `# Campaign\n\n${counted(cases, 'case')}, seed ${seed}; bnspec ${suite.version}, specification ${suite.spec}.\n`,
    table(['target', 'version', 'cases', 'verdict', 'kinds of counterexamples'], targets.map(row)),
    ...targets.map(details),
    `## Cases by clause\n\n${casesTable(targets)}`,
    ...(speed ? [speedSection(speed)] : []),
  ];
  return parts.join('\n');
}

const row = (target: TargetReport): string[] => {
  const { name, implementation, cases, counterexamples } = target;
  const version = implementation.version ?? '';
  return [name, version, cases.toLocaleString('en-US'), verdictOf(target), String(counterexamples.length)];
};

function details(target: TargetReport): string {
  const { name, notes = [], missing = [], largest, counterexamples, diagnosis, coverage } = target;
  const parts = [
    [...notes, ...missing].map((note) => `${cell(note)}\n`).join('\n'),
    largest.length > 0 ? `Largest K of each output:\n\n${largestTable(largest)}` : '',
    counterexamples.length > 0 ? `Counterexamples, each kind once:\n\n${counterexamples.map(kindLine).join('')}` : '',
    diagnosis.length > 0 ? `Diagnosis:\n\n${diagnosis.map(({ id, says }) => `- ${id}: ${cell(says)}\n`).join('')}` : '',
    coverage ? coverageText(coverage) : '',
  ];
  return [`## ${cell(name)}\n`, ...parts.filter((part) => part !== '')].join('\n');
}

const largestTable = (largest: readonly LargestK[]): string =>
  table(
    ['operation', 'output', 'K', 'input'],
    largest.map(({ operation, output, K, replay }) => [
      snakeCase(operation),
      snakeCase(output),
      brief(fromJsonNumber(K)),
      `\`${replay}\``,
    ]),
  );

function kindLine(kind: Kind): string {
  const { clause, form, message, replay } = kind;
  const token = replay === undefined ? '' : `, \`${replay}\``;
  return `- ${clause}, ${metSays(kind)}: ${cell(message)} (${cell(form)}; ${diagnosisSays(kind)})${token}\n`;
}

const coverageText = (coverage: Coverage): string =>
  `Pairs of aspects, ${aspectsSay(coverage)}:\n\n` +
  coverage.clauses.map((each) => `- ${each.id}: ${coverageSays(each)}\n`).join('');

const casesTable = (targets: readonly TargetReport[]): string =>
  table(
    ['clause', ...targets.map(({ name }) => name)],
    casesByClause(targets).map(({ id, clauses }) => [
      id,
      ...clauses.map((clause) => (clause ? `${clause.runs} ${words[standingOf(clause)].mark}` : '')),
    ]),
  );

const speedSection = (speed: readonly Speed[]): string =>
  `## Speed\n\n${speedLead}\n\n${speed.map((each) => `- ${each.name}: ${speedSays(each)}\n`).join('')}`;
