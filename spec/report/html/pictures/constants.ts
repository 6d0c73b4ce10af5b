/** K by clause: how many roundings the worst element of each would need. */
import type { ClauseReport } from '../../report.ts';
import { fromJsonNumber } from '../../json-number.ts';
import { byChapter } from '../chapters.ts';
import { html, type Markup } from '../markup.ts';
import { type Standing, standingOf } from '../verdicts.ts';
import { picture } from './picture.ts';
import { draw, Plot, powerOfTen } from './plot.ts';

/** Exponents of ten between which K is shown; what lies outside is shown at the end. */
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
    explanation: html`K is how many roundings the worst element needs to explain its error. Where m values are summed, m
    + 4 are honest; laws count in units of their own bound. A dot passed, a cross failed. 0 stands at the left end, what
    is beyond any rounding at the right.`,
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
      Plot.ruleY(rows, {
        y: 'id',
        x1: least,
        x2: 'at',
        stroke: (row: Row) => (isGood(row) ? 'var(--series-1)' : 'var(--series-2)'),
        strokeOpacity: 0.45,
      }),
      Plot.dot(rows.filter(isGood), { x: 'at', y: 'id', r: 3.5, fill: 'var(--series-1)' }),
      Plot.dot(
        rows.filter((row) => !isGood(row)),
        { x: 'at', y: 'id', r: 4, symbol: 'times', stroke: 'var(--series-2)', strokeWidth: 2 },
      ),
    ],
  });
}
