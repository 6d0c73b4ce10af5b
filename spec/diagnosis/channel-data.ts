/** Probe data split by channel, as the regressions of the decoders need it. */
import type { Tensor } from '../terms/contract.ts';
import { elementOf, layoutOf } from '../terms/layout.ts';
import { valuesOf } from '../terms/tensor.ts';

/** The m values of each channel. */
export function byChannel(t: Tensor, axis: number): number[][] {
  const layout = layoutOf(t.shape, axis);
  const values = valuesOf(t);
  return Array.from({ length: layout.channels }, (_, c) =>
    Array.from({ length: layout.perChannel }, (_, i) => values[elementOf(layout, c, i)]),
  );
}

/** One number per channel; `otherwise` where the tensor is absent. */
export function perChannel(t: Tensor | undefined, channels: number, otherwise: number): number[] {
  return t === undefined ? Array.from<number>({ length: channels }).fill(otherwise) : [...valuesOf(t)];
}

export const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Equal to within a thousandth: on the probes, different formulas differ by far more. */
export const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-3 * Math.max(Math.abs(a), Math.abs(b));
