/** Error in units of the bound against the offset of the data, for every output. */
import { errorBins, type Measurements, offsetBins, type OutputMeasurement } from '../../measurements.ts';
import { html, type Markup } from '../markup.ts';
import { numbers, picture, titleOf } from './picture.ts';
import { dot, draw, powerOfTen, rect, ruleY } from './plot.ts';

const [left, right] = [offsetBins.first, offsetBins.constant + 1];
const [bottom, top] = [errorBins.none, errorBins.last + 1];

export function offsetPicture({ outputs }: Measurements): Markup | undefined {
  if (outputs.length === 0) return undefined;
  return picture({
    id: 'offsets',
    title: 'Error against offset',
    explanation: html`Each square is a group of elements: to the right the offset of the channel, |μ|/σ; upward the
    error as a fraction of what the required grade allows, both in decades. Fuller squares hold more elements. The line
    at 1 is the bound; elements above it are orange with a cross. An implementation that suffers from cancellation
    climbs to the right. σ = 0 marks constant channels, 0 marks elements without error.`,
    panels: outputs.map((output) => ({
      title: titleOf(output),
      note: `${output.elements.toLocaleString('en-US')} elements`,
      svg: panel(output),
    })),
    table: numbers(
      'Largest error over allowed error, by offset',
      ['Largest error over allowed error', ...ranges.map(({ says }) => says)],
      outputs.map((output) => [titleOf(output), ...ranges.map((range) => largest(output, range))]),
    ),
  });
}

function panel(output: OutputMeasurement): Markup {
  const most = Math.max(...output.accuracy.map(([, , count]) => count));
  const cells = output.accuracy.map(([offset, error, count]) => ({
    x1: offset,
    x2: offset + 1,
    y1: error,
    y2: error + 1,
    weight: 0.2 + (0.8 * Math.log(count)) / Math.max(1, Math.log(most)),
    beyond: error >= 0,
  }));
  const box = { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', inset: 0.4, fillOpacity: 'weight' };
  return draw(`${titleOf(output)}: error over allowed error against offset`, {
    width: 260,
    height: 190,
    marginLeft: 38,
    marginRight: 14,
    marginTop: 10,
    marginBottom: 32,
    x: {
      domain: [left, right],
      ticks: [-6, 0, 6, 12, offsetBins.constant + 0.5],
      tickFormat: (bin: number) => (bin > offsetBins.constant ? 'σ = 0' : powerOfTen(bin / 2)),
      tickSize: 3,
      label: '|μ| / σ',
      labelArrow: 'none',
    },
    y: {
      domain: [bottom, top],
      ticks: [errorBins.none + 0.5, -12, -6, 0, 6],
      tickFormat: (bin: number) => (bin < errorBins.first ? '0' : powerOfTen(bin / 2)),
      tickSize: 3,
      label: null,
    },
    opacity: { type: 'identity' },
    marks: [
      rect(
        cells.filter(({ beyond }) => !beyond),
        { ...box, fill: 'var(--series-1)' },
      ),
      rect(
        cells.filter(({ beyond }) => beyond),
        { ...box, fill: 'var(--series-2)' },
      ),
      dot(
        cells.filter(({ beyond }) => beyond),
        {
          x: ({ x1 }: { x1: number }) => x1 + 0.5,
          y: ({ y1 }: { y1: number }) => y1 + 0.5,
          symbol: 'times',
          r: 2,
          stroke: 'var(--ink)',
        },
      ),
      ruleY([0], { stroke: 'var(--bad)', strokeWidth: 1.5, strokeDasharray: '4 3' }),
    ],
  });
}

interface Range {
  readonly says: string;
  readonly from: number;
  readonly below: number;
}

const ranges: readonly Range[] = [
  { says: 'below 1', from: -Infinity, below: 0 },
  { says: '1 to 10³', from: 0, below: 6 },
  { says: '10³ to 10⁶', from: 6, below: 12 },
  { says: 'above 10⁶', from: 12, below: offsetBins.constant },
  { says: 'σ = 0', from: offsetBins.constant, below: Infinity },
];

/** Upper end of the highest bin. */
function largest({ accuracy }: OutputMeasurement, { from, below }: Range): string {
  const bins = accuracy.filter(([offset]) => offset >= from && offset < below).map(([, error]) => error);
  if (bins.length === 0) return '–';
  const highest = Math.max(...bins);
  if (highest === errorBins.none) return '0';
  return highest === errorBins.last
    ? `> ${powerOfTen(highest / 2)}`
    : `≤ ${Number((10 ** ((highest + 1) / 2)).toPrecision(2))}`;
}
