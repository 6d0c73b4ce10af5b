/**
 * Honest float32 implementations of every class that the bounds must accept: they differ in the order of sums, in how the
 * variance is found, and in how the last formula is written. None of them contains a mistake.
 */
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import type { GradientInput } from '../../../impl/plain/gradient.ts';
import type { Claims, Implementation } from '../../../spec/terms/contract.ts';
import { type Gradient, gradients } from './forms.ts';
import { withGradient } from './gradients.ts';
import { kahan, lanes, neumaier, pairwise, reversed, sequential, type Sum, wide } from './sums.ts';

const f = Math.fround;

const mean =
  (sum: Sum) =>
  (x: Float64Array): number =>
    f(sum(x) / x.length);

/** Deviations from the mean, squared and summed, each step rounded. */
const twoPass =
  (sum: Sum) =>
  (x: Float64Array, mean: number): number =>
    f(
      sum(
        x.map((value) => {
          const d = f(value - mean);
          return f(d * d);
        }),
      ) / x.length,
    );

const inverseStd = (variance: number, epsilon: number): number => f(1 / f(Math.sqrt(f(variance + f(epsilon)))));

const trainGradient =
  (sum: Sum) =>
  ({ dy, xhat, gamma, invStd }: GradientInput) => {
    const m = dy.length;
    const dbeta = sum(dy);
    const dgamma = sum(dy.map((g, i) => f(g * xhat[i])));
    const [a, b] = [f(dbeta / m), f(dgamma / m)];
    const scale = f(gamma * invStd);
    return { dx: dy.map((g, i) => f(scale * f(f(g - a) - f(xhat[i] * b)))), dgamma, dbeta };
  };

const inferGradient =
  (sum: Sum) =>
  ({ dy, xhat, gamma, invStd }: GradientInput) => {
    const scale = f(gamma * invStd);
    return { dx: dy.map((g) => f(g * scale)), dgamma: sum(dy.map((g, i) => f(g * xhat[i]))), dbeta: sum(dy) };
  };

/** All steps in float32 with one way to add. */
const single = (sum: Sum): Steps => ({
  mean: mean(sum),
  variance: twoPass(sum),
  inverseStd,
  normalize: (x, mean, invStd) => f(f(x - mean) * invStd),
  affine: (xhat, gamma, beta) => f(f(gamma * xhat) + beta),
  runningStatistic: (variance, m, convention) =>
    convention === 'unbiased' && m > 1 ? f(variance * f(m / (m - 1))) : variance,
  update: (old, statistic, weight) => f(f(f(1 - weight) * old) + f(weight * statistic)),
  trainGradient: trainGradient(sum),
  inferGradient: inferGradient(sum),
});

/** Mean and sum of squared deviations in one pass (Welford 1962). */
function welford(x: Float64Array): { mean: number; squares: number } {
  let mean = 0;
  let squares = 0;
  for (const [i, value] of x.entries()) {
    const delta = f(value - mean);
    mean = f(mean + f(delta / (i + 1)));
    squares = f(squares + f(delta * f(value - mean)));
  }
  return { mean, squares };
}

/** Welford over blocks of five, then merged two by two (Chan, Golub and LeVeque 1983). */
function merged(x: Float64Array): { mean: number; squares: number } {
  let total = { mean: 0, squares: 0, n: 0 };
  for (let from = 0; from < x.length; from += 5) {
    const block = x.subarray(from, from + 5);
    const { mean, squares } = welford(block);
    const n = total.n + block.length;
    const delta = f(mean - total.mean);
    total = {
      n,
      mean: f(total.mean + f(delta * f(block.length / n))),
      squares: f(f(total.squares + squares) + f(f(delta * delta) * f(f(total.n * block.length) / n))),
    };
  }
  return total;
}

const momentsOf = (moments: typeof welford): Pick<Steps, 'mean' | 'variance'> => ({
  mean: (x) => moments(x).mean,
  variance: (x) => f(moments(x).squares / x.length),
});

/** Two passes, with the sum of deviations taken back out: (Σd² - (Σd)²/m) / m. */
const corrected: Partial<Steps> = {
  variance: (x, mean) => {
    const d = x.map((value) => f(value - mean));
    const residue = pairwise(d);
    const squares = pairwise(d.map((value) => f(value * value)));
    return f(Math.max(0, f(squares - f(f(residue * residue) / x.length))) / x.length);
  },
};

/** y = x·a + b, as inference kernels fold it. */
const folded: Partial<Steps> = {
  output: (x, { mean, invStd }, gamma, beta) => {
    const a = f(gamma * invStd);
    return f(f(x * a) + f(beta - f(mean * a)));
  },
};

/** Divisions replaced by products with a rounded 1/m, and 1/√ by a rounded reciprocal of a rounded root. */
const reciprocal: Partial<Steps> = {
  mean: (x) => f(lanes(x) * f(1 / x.length)),
  variance: (x, mean) => f(f(twoPass(lanes)(x, mean) * x.length) * f(1 / x.length)),
};

/** ρ + α·(b - ρ). */
const drifting: Partial<Steps> = { update: (old, statistic, weight) => f(old + f(weight * f(statistic - old))) };

/** Products and sums fused: a double holds the product of two floats exactly, so one rounding is left. */
const fused: Partial<Steps> = {
  affine: (xhat, gamma, beta) => f(gamma * xhat + beta),
  output: (x, { mean, invStd }, gamma, beta) => {
    const a = f(gamma * invStd);
    return f(x * a + f(beta - mean * a));
  },
  variance: (x, mean) => f(x.reduce((sum, value) => f(f(value - mean) ** 2 + sum), 0) / x.length),
  update: (old, statistic, weight) => f((1 - weight) * old + f(weight * statistic)),
};

/** E[x²] - E[x]², clamped: honest arithmetic of the grade cancelling. */
const onePass = (sum: Sum): Partial<Steps> => ({
  variance: (x, mean) => Math.max(0, f(f(sum(x.map((value) => f(value * value))) / x.length) - f(mean * mean))),
});

/** b + (1 - α)·(ρ - b). */
const driftingBack: Partial<Steps> = {
  update: (old, statistic, weight) => f(statistic + f(f(1 - weight) * f(old - statistic))),
};

/** Both sums of x - x₀: as good as the first value is a guess of the mean, and no better. */
const shifted: Partial<Steps> = {
  mean: (x) => f(x[0] + f(sequential(x.map((value) => f(value - x[0]))) / x.length)),
  variance: (x) => {
    const d = x.map((value) => f(value - x[0]));
    const mean = f(sequential(d) / x.length);
    return Math.max(0, f(f(sequential(d.map((value) => f(value * value))) / x.length) - f(mean * mean)));
  },
};

/** The mean as a pair of floats and sums in float64: offset-free. */
const pair: Partial<Steps> = {
  mean: (x) => x.reduce((sum, value) => sum + value, 0) / x.length,
  variance: (x, mean) => f(x.reduce((sum, value) => sum + f(value - mean) ** 2, 0) / x.length),
  normalize: (x, mean, invStd) => f(f(f(x - f(mean)) - f(mean - f(mean))) * invStd),
};

export interface HonestClass {
  readonly implementation: Implementation;
  readonly grade: 'offset-free' | 'stable' | 'cancelling';
}

const honest = (
  name: string,
  steps: Partial<Steps>,
  grade: HonestClass['grade'] = 'stable',
  claims: Partial<Claims> = {},
): HonestClass => ({ implementation: implementationOf(name, steps, { ...claims, grade }), grade });

const narrow: Partial<Claims> = { dtypes: ['float16', 'bfloat16'], parameterDtypes: ['float32'] };

const withGradientBy = (name: string, gradient: Gradient): HonestClass => {
  const { implementation, grade } = honest('', single(sequential));
  return { implementation: withGradient(implementation, name, gradient), grade };
};

/** Right formulas, whose variance is a difference of large numbers where the first value is far from the others. */
export const shiftedOnePass: Implementation = implementationOf('shifted one pass', {
  ...single(sequential),
  ...shifted,
});

export const honestClasses: readonly HonestClass[] = [
  honest('sequential', single(sequential)),
  honest('reversed', single(reversed)),
  honest('pairwise', single(pairwise)),
  honest('lanes', single(lanes)),
  honest('double sums', single(wide)),
  honest('Welford', { ...single(sequential), ...momentsOf(welford) }),
  honest('Chan merge', { ...single(pairwise), ...momentsOf(merged) }),
  honest('corrected two-pass', { ...single(pairwise), ...corrected }),
  honest('folded', { ...single(lanes), ...folded }),
  honest('reciprocals', { ...single(lanes), ...reciprocal }),
  honest('drifting update', { ...single(pairwise), ...drifting }),
  honest('fused', { ...single(sequential), ...fused }),
  honest('one pass', { ...single(pairwise), ...onePass(pairwise) }, 'cancelling'),
  honest('float pair', { ...single(wide), ...pair }, 'offset-free'),
  honest('narrow storage, sequential', single(sequential), 'stable', narrow),
  honest('narrow storage, folded', { ...single(lanes), ...folded }, 'stable', narrow),
];

/** More sums, gradients and updates, and one that sums in order what another adds in halves. */
export const furtherClasses: readonly HonestClass[] = [
  honest('Kahan', single(kahan)),
  honest('Neumaier', single(neumaier)),
  withGradientBy('gradients by the paper', gradients['the paper’s']),
  withGradientBy('gradients, folded', gradients['a·dy + b·x + c']),
  withGradientBy('gradients of raw sums', gradients['(γ·r/m)·(m·dy - Σdy - x̂·Σ(dy·x̂)), of Σ(dy·x)']),
  honest('one pass, sequential', { ...single(sequential), ...onePass(sequential) }, 'cancelling'),
  honest('drifting update from the new', { ...single(pairwise), ...driftingBack }),
];
