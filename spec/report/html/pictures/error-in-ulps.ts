/** Distribution of errors in ulp, for every output. */
import { type Measurements, type OutputMeasurement, ulpBins } from '../../measurements.ts';
import { html, type Markup } from '../markup.ts';
import { numbers, picture, titleOf } from './picture.ts';
import { draw, powerOfTen, rect } from './plot.ts';

export function ulpPicture({ outputs }: Measurements): Markup | undefined {
  if (outputs.length === 0) return undefined;
  return picture({
    id: 'ulps',
    title: 'Errors in ulp',
    explanation: html`An ulp is the distance between neighbouring numbers of the output’s own type at the exact value.
    The first bar counts elements that are correctly rounded or as good, half an ulp at most; each further bar doubles
    the error. Shares are on a logarithmic scale. Near cancellation an error of many ulp can be legitimate rounding: the
    bounds account for it, this picture does not.`,
    panels: outputs.map((output) => ({
      title: titleOf(output),
      note: `${share(output, 0)} correctly rounded`,
      svg: panel(output),
    })),
    table: numbers(
      'Share of elements by error in ulp',
      ['Share of elements', '≤ ½ ulp', '≤ 1', '≤ 2', '≤ 4', '≤ 1024', 'largest'],
      outputs.map((output) => [titleOf(output), ...[0, 1, 2, 3, 11].map((bin) => share(output, bin)), largest(output)]),
    ),
  });
}

const limitOf = (bin: number): number => (bin === 0 ? 0.5 : 2 ** (bin - 1));

function share({ ulps, elements }: OutputMeasurement, upTo: number): string {
  const count = ulps.slice(0, upTo + 1).reduce((a, b) => a + b, 0);
  // 100% is shown for all elements only.
  const percent = Math.floor((count / elements) * 1e4) / 100;
  return `${percent}%`;
}

function largest({ ulps }: OutputMeasurement): string {
  const bin = ulps.length - 1;
  return bin === ulpBins.last ? `> 2²², or NaN` : bin === 0 ? '≤ ½' : `≤ ${limitOf(bin).toLocaleString('en-US')}`;
}

const floor = -6;

function panel(output: OutputMeasurement): Markup {
  const bars = output.ulps.flatMap((count, bin) =>
    count === 0 ? [] : [{ bin, share: Math.max(floor + 0.1, Math.log10(count / output.elements)), first: bin === 0 }],
  );
  return draw(`${titleOf(output)}: share of elements by error in ulp`, {
    width: 260,
    height: 150,
    marginLeft: 38,
    marginRight: 14,
    marginTop: 10,
    marginBottom: 32,
    x: {
      domain: [0, ulpBins.last + 1],
      ticks: [0.5, 4.5, 8.5, 12.5, 16.5, 20.5, ulpBins.last + 0.5],
      tickFormat: (at: number) => tick(Math.floor(at)),
      tickSize: 3,
      label: 'error in ulp, up to',
      labelArrow: 'none',
    },
    y: {
      domain: [floor, 0],
      ticks: [-6, -4, -2, 0],
      tickFormat: (exponent: number) => (exponent === 0 ? '100%' : exponent === -2 ? '1%' : powerOfTen(exponent)),
      tickSize: 3,
      grid: true,
      label: null,
    },
    marks: [
      rect(bars, {
        x1: 'bin',
        x2: ({ bin }: { bin: number }) => bin + 1,
        y1: floor,
        y2: 'share',
        inset: 0.5,
        fill: ({ first }: { first: boolean }) => (first ? 'var(--series-3)' : 'var(--series-1)'),
      }),
    ],
  });
}

function tick(bin: number): string {
  if (bin === 0) return '½';
  if (bin === ulpBins.last) return '∞';
  const limit = limitOf(bin);
  if (limit < 1024) return String(limit);
  return limit < 2 ** 20 ? `${limit / 1024}k` : `${limit / 2 ** 20}M`;
}
