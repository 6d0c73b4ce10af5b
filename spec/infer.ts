/** `--profile auto`: conventions inferred from what the implementation does, with the numbers that show it. */
import type { Claims, Conventions } from './terms/contract.ts';
import { tensor, valuesOf } from './terms/tensor.ts';
import type { Outcome, Target } from './wire/outcome.ts';

type Inferable = Pick<Claims, keyof Conventions | 'affine' | 'singleValue'>;

export interface Inference {
  readonly conventions: Partial<Inferable>;
  /** One sentence each. */
  readonly evidence: readonly string[];
}

/** One channel with mean 3 and variance 4: unbiased 8, and the standard deviation is none of the two. */
const values = [1, 5];
const batch = { mean: 3, biased: 4, unbiased: 8 };
const old = { mean: 10, variance: 20 };
const momentum = 0.25;

export async function inferConventions(target: Target, claims: Claims): Promise<Inference> {
  const conventions: { -readonly [K in keyof Inferable]?: Inferable[K] } = {};
  const evidence: string[] = [];
  const found = <K extends keyof Inferable>(key: K, value: Inferable[K], because: string): void => {
    conventions[key] = value;
    evidence.push(`${key} ${value}: ${because}`);
  };
  if (!target.operations.includes('trainForward')) return { conventions, evidence };

  const answer = await train(target, claims, values, true);
  if (answer.status === 'ok' && answer.result.runningMean && answer.result.runningVar) {
    const [mean] = valuesOf(answer.result.runningMean);
    const [variance] = valuesOf(answer.result.runningVar);
    const weight = (mean - old.mean) / (batch.mean - old.mean);
    const seen = `with momentum ${momentum} the batch mean entered with weight ${round(weight)}`;
    if (near(weight, momentum)) found('momentumWeights', 'new', seen);
    if (near(weight, 1 - momentum)) found('momentumWeights', 'old', seen);
    if (near(weight, momentum) || near(weight, 1 - momentum)) {
      const statistic = (variance - (1 - weight) * old.variance) / weight;
      const measured = `the running variance took in ${round(statistic)} where the biased variance is ${batch.biased}`;
      if (near(statistic, batch.biased)) found('runningVariance', 'biased', measured);
      if (near(statistic, batch.unbiased)) found('runningVariance', 'unbiased', measured);
    }
  }
  const bare = await train(target, claims, values, false);
  if (bare.status === 'ok') found('affine', 'optional', 'a call without gamma and beta was answered');
  else found('affine', 'required', `a call without gamma and beta ended with: ${bare.status}`);
  const single = await train(target, claims, [3], true);
  if (single.status === 'ok') found('singleValue', 'defined', 'training with one value per channel was answered');
  if (single.status === 'rejected') found('singleValue', 'rejected', `one value per channel: ${single.message}`);
  return { conventions, evidence };
}

function train(
  target: Target,
  claims: Claims,
  x: readonly number[],
  affine: boolean,
): Promise<Outcome<'trainForward'>> {
  const [dtype] = claims.dtypes;
  const rank = Math.min(...claims.ranks);
  const axis = claims.channelAxis === 'last' ? rank - 1 : 1;
  const shape = Array.from({ length: rank }, (_, k) => (k === 0 ? x.length : 1));
  const one = (value: number): ReturnType<typeof tensor> => tensor(dtype, [1], [value]);
  return target.call('trainForward', {
    x: tensor(dtype, shape, x),
    ...(affine && { gamma: one(1), beta: one(0) }),
    runningMean: one(old.mean),
    runningVar: one(old.variance),
    epsilon: Math.max(1, claims.minEpsilon),
    momentum,
    axis,
  });
}

/** The candidates differ by a factor of 2 or more: a fiftieth tells them apart in any element type. */
const near = (value: number, candidate: number): boolean => Math.abs(value - candidate) < 0.02 * candidate;

const round = (value: number): number => Number(value.toPrecision(3));
