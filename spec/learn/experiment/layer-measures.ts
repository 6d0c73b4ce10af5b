/** Measures of a layer: the distribution of its values, and how many of its values and units can no longer learn. */
import { activationOf, type ActivationName } from '../network/activation.ts';
import type { LayerValues } from '../network/network.ts';

/** Below this slope a value counts as saturated: less than a tenth of a change before the activation passes through. */
export const saturatedSlope = 0.1;

export interface Range {
  readonly from: number;
  readonly to: number;
}

export const bins = 40;

/** Range of the histograms; values outside are counted in the outermost bins. */
export const ranges: Readonly<Record<ActivationName, { readonly before: Range; readonly after: Range }>> = {
  tanh: { before: { from: -5, to: 5 }, after: { from: -1, to: 1 } },
  relu: { before: { from: -5, to: 5 }, after: { from: 0, to: 5 } },
};

export interface LayerRecord {
  /** Share of the values in each bin. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Share of values where the slope is below `saturatedSlope`. */
  readonly saturated: number;
  /** Share of units whose slope is below `saturatedSlope` for every point: they can no longer learn. */
  readonly lost: number;
}

export function histogram(values: Float32Array, { from, to }: Range): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.floor(((value - from) / (to - from)) * bins);
    counts[Math.min(bins - 1, Math.max(0, bin))]++;
  }
  return counts.map((count) => count / values.length);
}

export function layerRecord({ before, after }: LayerValues, activation: ActivationName): LayerRecord {
  const { slope } = activationOf[activation];
  const [rows, units] = after.shape;
  const flat = Array.from({ length: units }, () => 0);
  for (const [i, value] of after.data.entries()) if (slope(value) < saturatedSlope) flat[i % units]++;
  return {
    before: histogram(before.data, ranges[activation].before),
    after: histogram(after.data, ranges[activation].after),
    saturated: flat.reduce((a, b) => a + b, 0) / after.data.length,
    lost: flat.filter((count) => count === rows).length / units,
  };
}
