/** The status table → Markdown: one line for each implementation, then the findings for each. */
import { brief } from '../../report/number-forms.ts';
import { fromJsonNumber } from '../../report/json-number.ts';
import { camelCase, isOf, type Operation } from '../../terms/operations.ts';
import { type CheckedRow, conventionName, type SurveyFinding, type Table, type UncheckedRow } from './table.ts';

export const columns = [
  'implementation',
  'version',
  'language',
  'forward',
  'backward',
  'types',
  'verdict',
  'grade',
  'answered',
  'largest K',
  'attained by',
  'cases',
] as const;

/** Cells of one implementation after the name. */
export const cellsOf = (row: CheckedRow): string[] => [
  row.version,
  row.language,
  passes(row, 'forward'),
  passes(row, 'backward'),
  row.dtypes.join(', '),
  verdictOf(row),
  row.grade === row.required || row.grade === null ? (row.grade ?? '') : `${row.grade} (claims ${row.required})`,
  leastAnswered(row),
  row.worst ? brief(fromJsonNumber(row.worst.K)) : '',
  row.worst?.input ?? '',
  String(row.runs),
];

/** Share answered of the operation that refused most. */
function leastAnswered({ answered = {} }: CheckedRow): string {
  const shares = Object.values(answered);
  return shares.length === 0 ? '' : `${Math.round(100 * Math.min(...shares))} %`;
}

/** @param program - command that starts this program */
export function toMarkdown({ suite, seed, runs, rows }: Table, program: string): string {
  const checked = rows.filter((row): row is CheckedRow => row.status === 'checked');
  const unchecked = rows.filter((row): row is UncheckedRow => row.status !== 'checked');
  const conforming = checked.filter(({ verdict, known }) => verdict === 'conforms' && known.length === 0).length;
  const asKnown = checked.filter(({ verdict, known }) => verdict === 'conforms' && known.length > 0).length;
  const lines = [
    '# Status of known implementations',
    '',
    `Written by \`${program} survey\`: bnspec ${suite.version}, specification ${suite.spec}, seed ${seed}, ${runs} cases per clause`,
    'unless the table says otherwise. Each implementation is held to its own conventions and to the grade it claims.',
    `${checked.length} were checked: ${conforming} conform, ${asKnown} have only known failures; ${unchecked.length} could not be checked on the machine that wrote this.`,
    '*Answered* is the share of valid calls that was answered, of the operation that refused most.',
    'A failed SHOULD is reported but does not affect the verdict. *Known* failures have a reason in `impl/expected/`. Their causes:',
    '[findings/README.md](findings/README.md).',
    '',
    ...table(
      columns,
      checked.map((row) => [`[${row.name}](#${row.name})`, ...cellsOf(row)]),
    ),
    '',
    '## Not checked here',
    '',
    ...table(
      ['implementation', 'what', 'why', 'how'],
      unchecked.map(({ name, what, status, why, command }) => [
        name,
        what,
        status === 'not here' ? why : `could not start: ${why}`,
        `\`${program} check ${command}\``,
      ]),
    ),
    ...checked.flatMap((row) => section(row, program)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function passes({ operations }: CheckedRow, which: 'forward' | 'backward'): string {
  const names = operations
    .filter((name) => isOf(which, camelCase(name) as Operation))
    .map((name) => name.slice(0, name.indexOf('_')));
  return names.length === 0 ? 'none' : names.join(', ');
}

function verdictOf({ verdict, failed, known, noted, notJudged }: CheckedRow): string {
  const conforms = known.length > 0 ? '**known failures**' : 'conforms';
  const words = { conforms, fails: '**fails**', error: '**incomplete**' };
  const asides = [
    ...(failed.length > 0 ? [failed.join(', ')] : []),
    ...(known.length > 0 ? [known.join(', ')] : []),
    ...(noted.length > 0 ? [`noted: ${noted.join(', ')}`] : []),
    ...(notJudged.length > 0 ? [`not judged: ${notJudged.join(', ')}`] : []),
  ];
  return [words[verdict], ...asides].join('; ');
}

function section(row: CheckedRow, program: string): string[] {
  const { name, what, command, conventions, worst, findings, diagnosis, unexpected, missing = [] } = row;
  const { notApplicable, passed } = row;
  return [
    '',
    `## ${name}`,
    '',
    `${what}. ${passed} clauses passed; of those about what it offers ${notApplicable.length} do not apply.`,
    '',
    `\`${program} check ${command}\``,
    ...(conventions.length > 0 ? ['', ...conventions.map((each) => `- ${bold(each)}`)] : []),
    ...(worst ? ['', `Largest K ${brief(fromJsonNumber(worst.K))}, ${worst.clause}: \`${worst.again}\``] : []),
    ...missing.flatMap((sentence) => ['', `Missing for a verdict: ${sentence}.`]),
    ...unexpected.flatMap((sentence) => ['', `The known-failures list is out of date: ${sentence}.`]),
    ...findings.flatMap(findingLines),
    ...(diagnosis.length > 0 ? ['', ...diagnosis.map((each) => `- diagnosis ${each}`)] : []),
  ];
}

function bold(evidence: string): string {
  const known = conventionName(evidence);
  return `**${known}**${evidence.slice(known.length)}`;
}

function findingLines({ clause, level, says, verdict, known, details }: SurveyFinding): string[] {
  const word =
    { 'expected-fail': 'known failure', error: 'not judged' }[verdict] ?? (level === 'MUST' ? 'fails' : 'noted');
  const thread = known?.thread === undefined ? '' : ` (${known.thread})`;
  return [
    '',
    `### ${clause} ${level}: ${word}`,
    '',
    says,
    ...(known ? ['', `Known: ${known.reason}${thread}`] : []),
    '',
    '```',
    ...details,
    '```',
  ];
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), `|${head.map(() => '---|').join('')}`, ...body.map(row)];
}
