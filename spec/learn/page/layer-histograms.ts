/** Small histograms, a column for each hidden layer: before and after the activation, without and with normalization. */
import { type LayerRecord, ranges } from '../experiment/layer-measures.ts';
import type { ActivationName } from '../network/activation.ts';
import { box, outline, percent, rule, scale, text, written } from './chart.ts';
import { type Canvas, say } from './view.ts';

export interface Layers {
  readonly without: readonly LayerRecord[];
  readonly with: readonly LayerRecord[];
}

const rows = [
  { side: 'without', place: 'before' },
  { side: 'without', place: 'after' },
  { side: 'with', place: 'before' },
  { side: 'with', place: 'after' },
] as const;

/** A bin with at least this share of the values is drawn at full height. */
const fullShare = 0.16;

export function drawLayers(canvas: Canvas, layers: Layers, activation: ActivationName): void {
  const narrow = canvas.width < 520;
  const height = narrow ? 46 : 58;
  const gap = narrow ? 5 : 12;
  const left = 0;
  const count = Math.max(layers.without.length, layers.with.length);
  const column = (canvas.width - left - gap * (count - 1)) / count;
  let top = 6;
  for (const [r, { side, place }] of rows.entries()) {
    const { from, to } = ranges[activation][place];
    canvas.add(text(say(`layers.${side}.${place}`), 0, top + 12, { kind: `row ${side}`, anchor: 'start' }));
    top += 22;
    for (const [i, record] of layers[side].entries()) {
      const x0 = left + i * (column + gap);
      const x = scale([from, to], [x0, x0 + column]);
      const y = scale([0, fullShare], [top + height, top]);
      canvas.add(box(x0, top, column, height, 'cell', 4));
      const shares = record[place].map((share) => Math.min(fullShare, share));
      canvas.add(outline(shares, x, y, side));
      if (from < 0) canvas.add(rule(x(0), top + height, x(0), top + height + 3, 'axis'));
      if (place === 'after') {
        canvas.add(
          text(percent(record.saturated), x0 + column / 2, top + height + 17, {
            kind: record.saturated > 0.9 ? 'tick strong without' : 'tick',
          }),
        );
      }
    }
    top += height + (place === 'after' ? 26 : 12);
    if (r === 1) top += 12;
  }
  for (let i = 0; i < count; i++) {
    canvas.add(text(String(i + 1), left + i * (column + gap) + column / 2, top + 8, { kind: 'tick strong' }));
  }
  const spans = (['before', 'after'] as const).map((place) => {
    const { from, to } = ranges[activation][place];
    return `${written(from)} … ${written(to)}`;
  });
  canvas.add(
    text(say('layers.axis', { before: spans[0], after: spans[1] }), canvas.width / 2, top + 28, { kind: 'title' }),
  );
  canvas.height = top + 36;
}

export function describeLayers({ without, with: normalized }: Layers): string {
  const shares = (records: readonly LayerRecord[]): string =>
    records.map(({ saturated }) => percent(saturated)).join(', ');
  return say('layers.label', { without: shares(without), with: shares(normalized) });
}

/** The largest share of units in any layer that can no longer learn. */
export const mostLost = (records: readonly LayerRecord[]): number => Math.max(0, ...records.map(({ lost }) => lost));
