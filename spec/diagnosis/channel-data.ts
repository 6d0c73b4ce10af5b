/** A probe taken apart by channel: what decoders regress on. */
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

/** One number per channel; `otherwise` where the tensor is not given. */
export function perChannel(t: Tensor | undefined, channels: number, otherwise: number): number[] {
  return t === undefined ? Array.from<number>({ length: channels }).fill(otherwise) : [...valuesOf(t)];
}

export const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Within a thousandth: formulas that are told apart here differ by far more on the probes. */
export const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-3 * Math.max(Math.abs(a), Math.abs(b));
