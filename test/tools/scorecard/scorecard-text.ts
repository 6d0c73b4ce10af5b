/** The scorecard in sentences and tables, for people. */
import type { Cell, Table } from '../../../spec/report/html/table-page.ts';
import type { TensorName } from '../../../spec/terms/operations.ts';
import { type NamedScore, placeOf } from './score-mutant.ts';
import type { Scorecard } from './scorecard.ts';

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const share = (part: number, whole: number): string => `${part} of ${whole} (${percent(part, whole)})`;
const plural = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Number of mistakes named first, and among the first three. */
function placed(what: string, scores: readonly NamedScore[] = []): (readonly [what: string, value: string])[] {
  if (scores.length === 0) return [];
  const places = scores.map(({ id, named }) => placeOf(id, named));
  const upTo = (last: number): number => places.filter((place) => place > 0 && place <= last).length;
  return [
    [`${what}: named first`, share(upTo(1), scores.length)],
    [`${what}: among the first three`, share(upTo(3), scores.length)],
  ];
}

/** Name of a measurement, and the value. */
function figures(scorecard: Scorecard): (readonly [what: string, value: string])[] {
  const { suite, mutants, conventions, checks, composites, seeds } = scorecard;
  const among = (names: (score: (typeof mutants)[number]) => readonly string[], last: number): number =>
    mutants.filter((score) => {
      const place = placeOf(score.id, names(score));
      return place > 0 && place <= last;
    }).length;
  const sizes = mutants.flatMap(({ values }) => (values === undefined ? [] : [values]));
  const all = mutants.length;
  const inPair = ({ ids, named }: (typeof composites)[number]): number =>
    ids.filter((id) => placeOf(id, named) > 0).length;
  return [
    ['clauses', `${suite.must} MUST, ${suite.should} SHOULD (text ${suite.spec})`],
    ['generated cases judged by one check', String(suite.cases)],
    ['mutants killed', share(mutants.filter(({ killed }) => killed).length, all)],
    [
      'mutants killed with every seed from 1 to ' + String(seeds.count),
      share(all - Object.keys(seeds.survivors).length, all),
    ],
    [
      'survivors',
      plural([...mutants.filter(({ killed }) => !killed).map(({ id }) => id), ...Object.keys(seeds.survivors)]),
    ],
    [
      'diagnosis: the mistake named first',
      share(
        among(({ named }) => named, 1),
        all,
      ),
    ],
    [
      'diagnosis: among the first three',
      share(
        among(({ named }) => named, 3),
        all,
      ),
    ],
    [
      'the same in other arithmetic: named first',
      share(
        among(({ disguised }) => disguised, 1),
        all,
      ),
    ],
    [
      'the same in other arithmetic: among the first three',
      share(
        among(({ disguised }) => disguised, 3),
        all,
      ),
    ],
    ...placed('the same under other conventions (momentum of the old value, biased variance)', conventions),
    ...placed('a sample of them, diagnosed after a whole check', checks),
    ['values of x in the smallest counterexample, median', String(median(sizes))],
    ['two mistakes at once: killed', share(composites.filter(({ killed }) => killed).length, composites.length)],
    [
      'two mistakes at once: at least one of them named',
      share(composites.filter((c) => inPair(c) > 0).length, composites.length),
    ],
    ['two mistakes at once: both named', share(composites.filter((c) => inPair(c) === 2).length, composites.length)],
  ];
}

function shares(honest: Scorecard['honest']): (readonly [result: string, share: number])[] {
  const results = [...new Set(honest.flatMap(({ used }) => Object.keys(used)))];
  return results.map((result) => [result, Math.max(...honest.map(({ used }) => used[result] ?? 0))] as const);
}

const outputs: readonly TensorName[] = [
  'y',
  'mean',
  'variance',
  'invStd',
  'runningMean',
  'runningVar',
  'dx',
  'dgamma',
  'dbeta',
];
const twoDigits = (value: number | undefined): string => (value === undefined ? '' : value.toPrecision(2));

function tablesOf(scorecard: Scorecard): Table[] {
  const { suites, honest, mutants, conventions = [], checks = [] } = scorecard;
  const good = (text: string): Cell => ({ text, tone: 'good' });
  const missed = mutants.flatMap(({ id, named, disguised }): (readonly [string, string, string])[] => [
    ...(placeOf(id, named) === 1 ? [] : [[id, 'as it is', plural(named)] as const]),
    ...(placeOf(id, disguised) === 1 ? [] : [[id, 'in other arithmetic', plural(disguised)] as const]),
  ]);
  const elsewhere = [
    ...conventions.map((score) => [score, 'under other conventions'] as const),
    ...checks.map((score) => [score, 'after a whole check'] as const),
  ].flatMap(([{ id, named }, how]) => (placeOf(id, named) === 1 ? [] : [[id, how, plural(named)] as const]));
  return [
    {
      title: 'Figures',
      columns: [{ title: 'what' }, { title: 'measured' }],
      rows: figures(scorecard),
    },
    {
      title: 'Other test suites on the same mutants',
      intro: [
        'The published batch normalization tests of two projects, made anew from what they are known to be. Counted are the mutants whose mistake shows in the operation that these tests call.',
      ],
      columns: [{ title: 'suite' }, { title: 'killed' }, { title: 'honest arithmetic rejected' }],
      rows: suites.map(({ name, of, killed, rejected }) => [name, share(killed, of), plural(rejected)]),
    },
    {
      title: 'Honest arithmetic',
      intro: [
        'No false alarm: every class of honest arithmetic on generated calls, and the largest constant K that any element needed, for at most 16 values per channel and for more. The bounds allow more: growth with m is what any order of sums costs.',
      ],
      columns: [
        { title: 'class' },
        { title: 'grade' },
        { title: 'calls', numeric: true },
        { title: 'beyond a bound', numeric: true },
        { title: 'm' },
        ...outputs.map((title) => ({ title, numeric: true })),
      ],
      rows: honest.flatMap(({ name, grade, cases, violations, small, large }) =>
        [['≤ 16', small] as const, ['> 16', large] as const].map(([m, K]) => [
          name,
          grade,
          String(cases),
          violations === 0 ? good('0') : { text: String(violations), tone: 'bad' as const },
          m,
          ...outputs.map((output) => twoDigits(K[output])),
        ]),
      ),
    },
    {
      title: 'How tight the bounds are',
      intro: [
        'The largest share of its bound that any class of honest arithmetic used, with at most 16 values per channel: the smaller, the more a mistake could hide.',
      ],
      columns: [{ title: 'result' }, { title: 'share of the bound', numeric: true }],
      rows: shares(honest).map(([result, share]) => [result, share.toFixed(2)]),
    },
    {
      title: 'Not named first',
      columns: [{ title: 'mutant' }, { title: 'how' }, { title: 'named' }],
      rows: [...missed, ...elsewhere],
    },
  ];
}

const textOf = (cell: Cell): string => (typeof cell === 'object' ? cell.text : String(cell));

/** As one Markdown document. */
export function toMarkdown(scorecard: Scorecard): string {
  const sections = tablesOf(scorecard).map(({ title, intro = [], columns, rows }) => {
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    const table = [
      line(columns.map((column) => column.title)),
      line(columns.map(({ numeric }) => (numeric ? '--:' : '---'))),
      ...rows.map((row) => line(row.map(textOf))),
    ];
    return [`## ${title}`, ...intro, rows.length === 0 ? 'None.' : table.join('\n')].join('\n\n');
  });
  const head = [
    '# Scorecard',
    'What the suite catches, what it says of it, and what it lets pass, measured by `npx tsx test/tools/scorecard/generate.ts`. ' +
      'A mutant is a wrong implementation in [impl/mutants](../../../impl/mutants/README.md); variants of one row (`ST01a`, `ST01b`) are one mistake. Those of layers, of folding and of second derivatives are not in it.',
  ];
  return `${[...head, ...sections].join('\n\n')}\n`;
}

/** As one table, for a page. */
export function toTable(scorecard: Scorecard): Table {
  const [{ columns, rows }, ...others] = tablesOf(scorecard);
  return {
    title: 'Scorecard',
    intro: ['What the suite catches, what it says of it, and what it lets pass.'],
    columns,
    rows,
    notes: others.flatMap(({ title, rows }) =>
      rows.map((row) => `${title}: ${row.map(textOf).filter(Boolean).join('; ')}`),
    ),
  };
}
