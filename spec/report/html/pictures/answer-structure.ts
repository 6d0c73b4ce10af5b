/** Structure of the answers: y against x in each channel with the line that fits it, and dx against its exact value. */
import { regress } from '../../../accuracy/least-squares.ts';
import { snakeCase } from '../../../terms/operations.ts';
import { brief } from '../../number-forms.ts';
import { fromJsonNumber } from '../../json-number.ts';
import type { Measurements, Probe } from '../../measurements.ts';
import { html, type Markup } from '../markup.ts';
import { numbers, picture } from './picture.ts';
import { dot, draw, line, ruleX, ruleY } from './plot.ts';

interface Line {
  readonly a: number;
  readonly b: number;
}

interface Panel {
  readonly title: string;
  readonly note: string;
  readonly svg: Markup;
  readonly row: readonly string[];
}

export function decoderPicture({ probes }: Measurements): Markup | undefined {
  const panels = probes.flatMap((probe) => probe.channels.map((_, c) => panelOf(probe, c)));
  if (panels.length === 0) return undefined;
  return picture({
    id: 'decoders',
    title: 'Structure of the answers',
    explanation: html`One call of each kind on data that hides no mistake. In each channel y must be a straight line
    over x: the circles are the answers, the solid line the exact values, the dashed line the best fit through the
    circles. A wrong slope means a wrong denominator or gamma, a wrong height a wrong mean or beta, circles off their
    own line wrong elements. Below each line: the difference of every circle from its exact value. dx is drawn over its
    exact value, so that a right answer lies on the diagonal.`,
    width: 'wide',
    panels,
    table: numbers(
      'Fitted lines',
      ['Channel', 'slope', 'exact slope', 'height at 0', 'exact height', 'residual'],
      panels.map(({ row }) => row),
    ),
  });
}

const short = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : '–');

function panelOf({ operation, output, channels }: Probe, c: number): Panel {
  const [actual, exact] = [channels[c].actual, channels[c].exact].map((list) => list.map(fromJsonNumber));
  const x = output === 'y' ? [...channels[c].x] : exact;
  const fit = fitted(x, actual);
  const right = output === 'y' ? fitted(x, exact) : { a: 1, b: 0, residual: 0 };
  const title = `${snakeCase(operation)} ${output}, channel ${c}`;
  const finite = ({ x, y }: Dot): boolean => Number.isFinite(x) && Number.isFinite(y);
  const dots = x.map((value, i) => ({ x: value, y: actual[i] })).filter(finite);
  const off = x.map((value, i) => ({ x: value, y: actual[i] - exact[i] })).filter(finite);
  return {
    title,
    note: fit ? `slope ${short(fit.a)}${right ? `, should be ${short(right.a)}` : ''}` : 'no line fits',
    svg: html`${panel(title, output, dots, fit, right)}${deviations(title, output, off, exact.filter(Number.isFinite))}`,
    row: [title, ...[fit?.a, right?.a, fit?.b, right?.b, fit?.residual].map((value) => short(value ?? Number.NaN))],
  };
}

function fitted(x: readonly number[], y: readonly number[]): (Line & { readonly residual: number }) | undefined {
  if (!y.every(Number.isFinite)) return undefined;
  const fit = regress(y, [x, x.map(() => 1)]);
  return fit && { a: fit.k[0], b: fit.k[1], residual: fit.residual };
}

const frame = { width: 320, marginLeft: 50, marginRight: 12, marginTop: 10 } as const;

interface Dot {
  readonly x: number;
  readonly y: number;
}

function panel(
  title: string,
  output: string,
  dots: readonly Dot[],
  fit: Line | undefined,
  right: Line | undefined,
): Markup {
  const ends = extent(dots.map(({ x }) => x));
  const along = ({ a, b }: Line): Dot[] => ends.map((x) => ({ x, y: a * x + b }));
  const lines = [
    ...(right ? [line(along(right), { x: 'x', y: 'y', stroke: 'var(--ink)', strokeOpacity: 0.6 })] : []),
    ...(fit ? [line(along(fit), { x: 'x', y: 'y', stroke: 'var(--series-2)', ...dashed })] : []),
  ];
  return draw(title, {
    ...frame,
    height: 190,
    marginBottom: 32,
    x: { label: output === 'y' ? 'x' : 'exact dx', ticks: 4, tickSize: 3, nice: true, labelArrow: 'none' },
    y: { label: null, ticks: 4, tickSize: 3, nice: true, grid: true },
    marks: [...lines, dot(dots, { x: 'x', y: 'y', r: 3, stroke: 'var(--series-1)', strokeWidth: 1.5 })],
  });
}

/** Distance of each circle from its exact value: a slope that is wrong by a thousandth shows here first. */
function deviations(title: string, output: string, dots: readonly Dot[], values: readonly number[]): Markup {
  const [low, high] = extent(values);
  const most = Math.max(...dots.map(({ y }) => Math.abs(y)), 1e-4 * (high - low));
  return draw(`${title}: difference from the exact value`, {
    ...frame,
    height: 104,
    marginTop: 20,
    marginBottom: 8,
    x: { axis: null, nice: true },
    y: {
      domain: [-1.1 * most, 1.1 * most],
      label: `${output} − exact`,
      labelArrow: 'none',
      ticks: 3,
      tickSize: 3,
      tickFormat: brief,
    },
    marks: [
      ruleY([0], { stroke: 'var(--ink)', strokeOpacity: 0.6 }),
      ruleX(dots, { x: 'x', y1: 0, y2: 'y', stroke: 'var(--series-2)', strokeOpacity: 0.5 }),
      dot(dots, { x: 'x', y: 'y', r: 2, fill: 'var(--series-2)' }),
    ],
  });
}

const dashed = { strokeWidth: 2, strokeDasharray: '6 4' } as const;

const extent = (values: readonly number[]): [number, number] =>
  values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
