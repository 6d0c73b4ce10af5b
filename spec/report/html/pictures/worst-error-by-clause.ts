/** K by clause: the worst error of each, counted in rounding errors. */
import type { ClauseReport } from '../../report.ts';
import { fromJsonNumber } from '../../json-number.ts';
import { byChapter } from '../../chapter-titles.ts';
import { html, type Markup } from '../markup.ts';
import { type Standing, standingOf } from '../../standing.ts';
import { picture } from './picture.ts';
import { dot, draw, powerOfTen, ruleY } from './plot.ts';

/** Exponents of ten between which K is shown; values outside are shown at the ends. */
const [least, most] = [-2, 8];

interface Row {
  readonly id: string;
  readonly at: number;
  readonly standing: Standing;
}

export function constantPicture(clauses: readonly ClauseReport[]): Markup | undefined {
  const measured = byChapter(clauses.filter(({ worst }) => worst !== undefined));
  if (measured.length === 0) return undefined;
  return picture({
    id: 'constants',
    title: 'K by clause',
    explanation: html`K is the worst error, counted in rounding errors. A sum of m values may legitimately accumulate m
    + 4; laws count in units of their own bound. A dot is a passed clause, a cross a failed one. K = 0 is drawn at the
    left end, errors that no rounding explains at the right.`,
    width: 'wide',
    panels: measured.map(([title, members]) => ({ title, svg: panel(title, members.map(rowOf)) })),
  });
}

function rowOf(clause: ClauseReport): Row {
  const K = fromJsonNumber(clause.worst?.K ?? 0);
  const exponent = Number.isNaN(K) ? most : Math.log10(K);
  return { id: clause.id, at: Math.max(least, Math.min(most, exponent)), standing: standingOf(clause) };
}

const isGood = ({ standing }: Row): boolean => standing === 'pass' || standing === 'known';

function panel(title: string, rows: readonly Row[]): Markup {
  return draw(`${title}: K by clause`, {
    width: 330,
    height: 44 + 15 * rows.length,
    marginLeft: 58,
    marginRight: 12,
    marginTop: 6,
    marginBottom: 32,
    x: {
      domain: [least, most],
      ticks: [-2, 0, 2, 4, 6, 8],
      tickFormat: (exponent: number) => (exponent === least ? '≤ .01' : powerOfTen(exponent)),
      tickSize: 3,
      grid: true,
      label: 'K',
      labelArrow: 'none',
    },
    y: { type: 'point', domain: rows.map(({ id }) => id), label: null, tickSize: 0 },
    marks: [
      ruleY(rows, {
        y: 'id',
        x1: least,
        x2: 'at',
        stroke: (row: Row) => (isGood(row) ? 'var(--series-1)' : 'var(--series-2)'),
        strokeOpacity: 0.45,
      }),
      dot(rows.filter(isGood), { x: 'at', y: 'id', r: 3.5, fill: 'var(--series-1)' }),
      dot(
        rows.filter((row) => !isGood(row)),
        { x: 'at', y: 'id', r: 4, symbol: 'times', stroke: 'var(--series-2)', strokeWidth: 2 },
      ),
    ],
  });
}
