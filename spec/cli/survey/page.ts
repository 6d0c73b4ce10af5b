/** The status table as a page with the look of the reports. */
import { type Cell, toTablePage } from '../../report/html/table-page.ts';
import { cellsOf, columns } from './markdown.ts';
import type { CheckedRow, Table } from './table.ts';

const numeric: ReadonlySet<string> = new Set(['largest K', 'cases']);
const verdictColumn = columns.indexOf('verdict') - 1;

export function toPage({ suite, seed, runs, rows }: Table): string {
  return toTablePage({
    title: 'Status of known implementations',
    intro: [
      `bnspec ${suite.version}, specification ${suite.spec}, seed ${seed}, ${runs} cases per clause unless the table says otherwise. ` +
        'Each implementation is held to its own conventions and to the grade it claims. A failed SHOULD is reported but does not affect the verdict.',
    ],
    columns: columns.map((title) => ({ title, numeric: numeric.has(title) })),
    rows: rows.flatMap((row) => (row.status === 'checked' ? [line(row)] : [])),
    notes: rows.flatMap((row) =>
      row.status === 'checked' ? [] : [`${row.name} (${row.what}): ${row.status}, ${row.why}`],
    ),
  });
}

/** Removes emphasis, which is Markdown only. */
const plain = (text: string): string => text.replaceAll('**', '');

function line(row: CheckedRow): Cell[] {
  const cells = cellsOf(row).map(plain);
  const tone = row.verdict === 'conforms' ? (row.known.length > 0 ? 'note' : 'good') : 'bad';
  const toned: Cell[] = [...cells.slice(0, verdictColumn), { text: cells[verdictColumn], tone }];
  return [row.name, ...toned, ...cells.slice(verdictColumn + 1)];
}
