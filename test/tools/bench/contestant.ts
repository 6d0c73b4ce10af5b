/** A contestant of the measurement: sets up a place (shape and channel axis) and offers some of the passes on it. */
export type Pass = 'train' | 'infer' | 'backward';

export const passes: readonly Pass[] = ['train', 'infer', 'backward'];

export interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  readonly axis: number;
}

/** Runs a pass so many times and says how long that took, in ns. */
export type Timed = (repetitions: number) => number | Promise<number>;

export interface Prepared {
  readonly passes: Partial<Record<Pass, Timed>>;
  dispose(): void | Promise<void>;
}

export interface Contestant {
  readonly name: string;
  readonly threads: number;
  /** Undefined where it has no such layout. */
  prepare(place: Place): Promise<Prepared | undefined>;
  /** Largest error of y in training, in units of u·max|y|, at μ = offset and σ = 1 (8 channels of 1024 values). */
  errorAt?(offset: number): Promise<number>;
  close?(): void | Promise<void>;
}

export const epsilon: number = 2 ** -17;
export const momentum = 0.125;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Same data for every contestant in JavaScript: uniform, σ = 1. */
export function data(length: number, offset = 0): Float32Array<ArrayBuffer> {
  let state = 12345;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) * Math.sqrt(12) + offset;
  });
}

export const timed =
  (run: () => void): Timed =>
  (repetitions) => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < repetitions; i++) run();
    return Number(process.hrtime.bigint() - start);
  };

export const timedAsync =
  (run: () => Promise<unknown>): Timed =>
  async (repetitions) => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < repetitions; i++) await run();
    return Number(process.hrtime.bigint() - start);
  };

export const errorShape: readonly number[] = [4, 8, 16, 16];

/** Against two passes in float64. */
export function errorOf(x: Float32Array, y: ArrayLike<number>): number {
  const [batch, channels, height, width] = errorShape;
  const inner = height * width;
  let worst = 0;
  for (let c = 0; c < channels; c++) {
    const at: number[] = [];
    for (let n = 0; n < batch; n++) for (let i = 0; i < inner; i++) at.push((n * channels + c) * inner + i);
    const mean = at.reduce((sum, i) => sum + x[i], 0) / at.length;
    const variance = at.reduce((sum, i) => sum + (x[i] - mean) ** 2, 0) / at.length;
    const exact = at.map((i) => (x[i] - mean) / Math.sqrt(variance + epsilon));
    const largest = Math.max(...exact.map(Math.abs));
    for (const [k, i] of at.entries()) worst = Math.max(worst, Math.abs(y[i] - exact[k]) / largest);
  }
  return worst * 2 ** 24;
}
