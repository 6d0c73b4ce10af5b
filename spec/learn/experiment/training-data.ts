/** Training data of the page's networks: a parabola with noise. */
import { columnOf, type Matrix } from '../network/matrix.ts';
import type { Random } from '../network/random.ts';
import { experiment } from './settings.ts';

export interface Data {
  readonly x: Matrix;
  readonly y: Matrix;
}

/** `points` equally spaced x, and y = x² + offset + noise. */
export function parabola(points: number, random: Random): Data {
  const { from, to, offset, noiseStd } = experiment;
  const x = Array.from({ length: points }, (_, i) => from + ((to - from) * i) / (points - 1));
  return { x: columnOf(x), y: columnOf(x.map((value) => value * value + offset + random.normal(0, noiseStd))) };
}
