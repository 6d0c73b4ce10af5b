/**
 * Honest ways to write batch normalization for one channel, with each rounding in sight: what the theorems of BN-12 are
 * about. `r` is told each result of an operation, and gives back what it is rounded to.
 */
export type Rounding = (value: number) => number;

type Values = readonly number[];
type Sum = (values: Values, r: Rounding) => number;

const inOrder: Sum = (values, r) => values.reduce((total, value) => r(total + value));

const reversed: Sum = (values, r) => inOrder(values.toReversed(), r);

const halves: Sum = (values, r) =>
  values.length <= 2
    ? inOrder(values, r)
    : r(halves(values.slice(0, values.length >> 1), r) + halves(values.slice(values.length >> 1), r));

export interface Moments {
  readonly mean: number;
  readonly variance: number;
}
export type Statistics = (x: Values, r: Rounding) => Moments;

const over = (sum: number, m: number, r: Rounding): number => r(sum / m);
const timesReciprocal = (sum: number, m: number, r: Rounding): number => r(sum * r(1 / m));

const twoPass =
  (sum: Sum, divide = over): Statistics =>
  (x, r) => {
    const mean = divide(sum(x, r), x.length, r);
    const squares = x.map((value) => {
      const d = r(value - mean);
      return r(d * d);
    });
    return { mean, variance: divide(sum(squares, r), x.length, r) };
  };

/** Two passes, with the sum of deviations taken back out. */
const corrected: Statistics = (x, r) => {
  const mean = r(inOrder(x, r) / x.length);
  const d = x.map((value) => r(value - mean));
  const residue = inOrder(d, r);
  const squares = inOrder(
    d.map((value) => r(value * value)),
    r,
  );
  return { mean, variance: r(r(squares - r(r(residue * residue) / x.length)) / x.length) };
};

function welford(x: Values, r: Rounding): { mean: number; squares: number } {
  let [mean, squares] = [x[0], 0];
  for (let k = 1; k < x.length; k++) {
    const delta = r(x[k] - mean);
    mean = r(mean + r(delta / (k + 1)));
    squares = r(squares + r(delta * r(x[k] - mean)));
  }
  return { mean, squares };
}

export const recurrence: Statistics = (x, r) => {
  const { mean, squares } = welford(x, r);
  return { mean, variance: r(squares / x.length) };
};

/** Blocks by Welford, merged one after the other (Chan, Golub and LeVeque). */
const merged =
  (size: number): Statistics =>
  (x, r) => {
    let total = { ...welford(x.slice(0, size), r), n: Math.min(size, x.length) };
    for (let from = size; from < x.length; from += size) {
      const block = x.slice(from, from + size);
      const { mean, squares } = welford(block, r);
      const n = total.n + block.length;
      const delta = r(mean - total.mean);
      const between = r(r(delta * delta) * r(r(total.n * block.length) / n));
      total = {
        n,
        mean: r(total.mean + r(delta * r(block.length / n))),
        squares: r(r(total.squares + squares) + between),
      };
    }
    return { mean: total.mean, variance: r(total.squares / x.length) };
  };

/** E[x²] - E[x]². */
const onePass =
  (sum: Sum): Statistics =>
  (x, r) => {
    const mean = r(sum(x, r) / x.length);
    const squares = sum(
      x.map((value) => r(value * value)),
      r,
    );
    return { mean, variance: r(r(squares / x.length) - r(mean * mean)) };
  };

/** (Σx² - Σx·E[x]) / m. */
const onePassOfSums: Statistics = (x, r) => {
  const sum = inOrder(x, r);
  const mean = r(sum / x.length);
  const squares = inOrder(
    x.map((value) => r(value * value)),
    r,
  );
  return { mean, variance: r(r(squares - r(sum * mean)) / x.length) };
};

export const statistics: Readonly<
  Record<string, { readonly of: Statistics; readonly grade: 'stable' | 'cancelling' }>
> = {
  'two passes': { of: twoPass(inOrder), grade: 'stable' },
  'two passes from the end': { of: twoPass(reversed), grade: 'stable' },
  'two passes, halves added': { of: twoPass(halves), grade: 'stable' },
  'two passes, times 1/m': { of: twoPass(inOrder, timesReciprocal), grade: 'stable' },
  'two passes, corrected': { of: corrected, grade: 'stable' },
  'Welford’s recurrence': { of: recurrence, grade: 'stable' },
  'blocks of two, merged': { of: merged(2), grade: 'stable' },
  'blocks of five, merged': { of: merged(5), grade: 'stable' },
  'one pass': { of: onePass(inOrder), grade: 'cancelling' },
  'one pass, halves added': { of: onePass(halves), grade: 'cancelling' },
  'one pass of sums': { of: onePassOfSums, grade: 'cancelling' },
};

export const inverseStd = (variance: number, epsilon: number, r: Rounding): number =>
  r(1 / r(Math.sqrt(r(variance + epsilon))));

interface OutputInput extends Moments {
  readonly x: Values;
  readonly epsilon: number;
  readonly gamma: number;
  readonly beta: number;
}
type Output = (input: OutputInput, r: Rounding) => number[];

export const outputs: Readonly<Record<string, Output>> = {
  'γ·((x - μ)·r) + β': ({ x, mean, variance, epsilon, gamma, beta }, r) => {
    const invStd = inverseStd(variance, epsilon, r);
    return x.map((value) => r(r(gamma * r(r(value - mean) * invStd)) + beta));
  },
  'x·a + b': ({ x, mean, variance, epsilon, gamma, beta }, r) => {
    const a = r(gamma * inverseStd(variance, epsilon, r));
    const b = r(beta - r(mean * a));
    return x.map((value) => r(r(value * a) + b));
  },
  '(x - μ)·(γ·r) + β': ({ x, mean, variance, epsilon, gamma, beta }, r) => {
    const a = r(gamma * inverseStd(variance, epsilon, r));
    return x.map((value) => r(r(r(value - mean) * a) + beta));
  },
  'γ·((x - μ) / √(v + ε)) + β': ({ x, mean, variance, epsilon, gamma, beta }, r) => {
    const std = r(Math.sqrt(r(variance + epsilon)));
    return x.map((value) => r(r(gamma * r(r(value - mean) / std)) + beta));
  },
  'x·a + b of quotients': ({ x, mean, variance, epsilon, gamma, beta }, r) => {
    const std = r(Math.sqrt(r(variance + epsilon)));
    const [a, b] = [r(gamma / std), r(beta - r(r(gamma * mean) / std))];
    return x.map((value) => r(r(value * a) + b));
  },
  'γ·(x·r - μ·r) + β': ({ x, mean, variance, epsilon, gamma, beta }, r) => {
    const invStd = inverseStd(variance, epsilon, r);
    const shift = r(mean * invStd);
    return x.map((value) => r(r(gamma * r(r(value * invStd) - shift)) + beta));
  },
};

/** Of the weight α of the new value. */
export const updates: Readonly<
  Record<string, (old: number, statistic: number, weight: number, r: Rounding) => number>
> = {
  '(1 - α)·ρ + α·b': (old, statistic, weight, r) => r(r(r(1 - weight) * old) + r(weight * statistic)),
  'ρ + α·(b - ρ)': (old, statistic, weight, r) => r(old + r(weight * r(statistic - old))),
  'b + (1 - α)·(ρ - b)': (old, statistic, weight, r) => r(statistic + r(r(1 - weight) * r(old - statistic))),
};

export interface GradientInput {
  readonly x: Values;
  readonly dy: Values;
  readonly mean: number;
  readonly invStd: number;
  readonly gamma: number;
}
export interface Gradients {
  readonly dx: number[];
  readonly dgamma: number;
  readonly dbeta: number;
}
export type Gradient = (input: GradientInput, r: Rounding) => Gradients;

const products = (a: Values, b: Values, r: Rounding): number[] => a.map((value, i) => r(value * b[i]));
const dot = (a: Values, b: Values, r: Rounding): number => inOrder(products(a, b, r), r);
const centred = ({ x, mean }: GradientInput, r: Rounding): number[] => x.map((value) => r(value - mean));
const normalized = (input: GradientInput, r: Rounding): number[] =>
  centred(input, r).map((value) => r(value * input.invStd));

type Sums = Omit<Gradients, 'dx'>;

const sumsOf = (dy: Values, xhat: Values, r: Rounding): Sums => ({ dgamma: dot(dy, xhat, r), dbeta: inOrder(dy, r) });

/** dgamma is r·(Σ(dy·x) - μ·Σdy). */
function rawSumsOf({ x, dy, mean, invStd }: GradientInput, r: Rounding): Sums {
  const dbeta = inOrder(dy, r);
  return { dgamma: r(invStd * r(dot(dy, x, r) - r(mean * dbeta))), dbeta };
}

/** dx = (γ·r/m)·(m·dy - Σdy - x̂·Σ(dy·x̂)). */
function timesM({ dy, invStd, gamma }: GradientInput, xhat: Values, { dgamma, dbeta }: Sums, r: Rounding): Gradients {
  const m = dy.length;
  const scale = r(r(gamma * invStd) / m);
  return { dx: dy.map((g, i) => r(scale * r(r(r(m * g) - dbeta) - r(xhat[i] * dgamma)))), dgamma, dbeta };
}

/** dx = a·dy + b·x + c. */
function folded(input: GradientInput, { dgamma, dbeta }: Sums, r: Rounding): Gradients {
  const { x, dy, mean, invStd, gamma } = input;
  const a = r(gamma * invStd);
  const b = r(r(-r(gamma * r(invStd * invStd)) * dgamma) / x.length);
  const c = r(r(-b * mean) - r(r(a * dbeta) / x.length));
  return { dx: dy.map((g, i) => r(r(r(a * g) + r(b * x[i])) + c)), dgamma, dbeta };
}

/** Through the statistics of x. */
export const gradients: Readonly<Record<string, Gradient>> = {
  'γ·r·(dy - mean(dy) - x̂·mean(dy·x̂))': (input, r) => {
    const { dy, invStd, gamma } = input;
    const m = dy.length;
    const xhat = normalized(input, r);
    const { dgamma, dbeta } = sumsOf(dy, xhat, r);
    const [a, b, scale] = [r(dbeta / m), r(dgamma / m), r(gamma * invStd)];
    return { dx: dy.map((g, i) => r(scale * r(r(g - a) - r(xhat[i] * b)))), dgamma, dbeta };
  },
  '(γ·r/m)·(m·dy - Σdy - x̂·Σ(dy·x̂))': (input, r) => {
    const xhat = normalized(input, r);
    return timesM(input, xhat, sumsOf(input.dy, xhat, r), r);
  },
  '(γ·r/m)·(m·dy - Σdy - x̂·Σ(dy·x̂)), of Σ(dy·x)': (input, r) =>
    timesM(input, normalized(input, r), rawSumsOf(input, r), r),
  'dy centred first': (input, r) => {
    const { dy, invStd, gamma } = input;
    const xhat = normalized(input, r);
    const dbeta = inOrder(dy, r);
    const mean = r(dbeta / dy.length);
    const deviations = dy.map((g) => r(g - mean));
    const dgamma = dot(deviations, xhat, r);
    const [b, scale] = [r(dgamma / dy.length), r(gamma * invStd)];
    return { dx: deviations.map((d, i) => r(scale * r(d - r(xhat[i] * b)))), dgamma, dbeta };
  },
  '(dy - mean(dy) - (x - μ)·k)·r·γ': (input, r) => {
    const { dy, invStd, gamma } = input;
    const m = dy.length;
    const d = centred(input, r);
    const [along, dbeta] = [dot(d, dy, r), inOrder(dy, r)];
    const [k, mean] = [r(r(r(along * invStd) * invStd) / m), r(dbeta / m)];
    const dx = dy.map((g, i) => r(r(r(r(g - mean) - r(d[i] * k)) * invStd) * gamma));
    return { dx, dgamma: r(along * invStd), dbeta };
  },
  'the paper’s': (input, r) => {
    const { dy, invStd, gamma } = input;
    const m = dy.length;
    const d = centred(input, r);
    const dxhat = dy.map((g) => r(g * gamma));
    const dvar = r(dot(dxhat, d, r) * r(-0.5 * r(invStd * r(invStd * invStd))));
    const dmean = r(inOrder(dxhat, r) * -invStd);
    const ofVariance = d.map((value) => r(r(dvar * 2) * r(value / m)));
    return {
      dx: dxhat.map((g, i) => r(r(r(g * invStd) + ofVariance[i]) + r(dmean / m))),
      ...sumsOf(dy, normalized(input, r), r),
    };
  },
  'a·dy + b·x + c': (input, r) => folded(input, sumsOf(input.dy, normalized(input, r), r), r),
  'a·dy + b·x + c, of Σ(dy·x)': (input, r) => folded(input, rawSumsOf(input, r), r),
};

/** Of given statistics, which are constants. */
export const inferenceGradients: Readonly<Record<string, Gradient>> = {
  'γ·r·dy': (input, r) => {
    const { dy, invStd, gamma } = input;
    const scale = r(gamma * invStd);
    return { dx: dy.map((g) => r(g * scale)), ...sumsOf(dy, normalized(input, r), r) };
  },
  'γ·dy·r, of Σ(dy·x)': (input, r) => {
    const { dy, invStd, gamma } = input;
    return { dx: dy.map((g) => r(r(g * gamma) * invStd)), ...rawSumsOf(input, r) };
  },
  'r·dy·γ, of Σ(dy·(x - μ))': (input, r) => {
    const { dy, invStd, gamma } = input;
    const dx = dy.map((g) => r(r(g * invStd) * gamma));
    return { dx, dgamma: r(invStd * dot(dy, centred(input, r), r)), dbeta: inOrder(dy, r) };
  },
};
