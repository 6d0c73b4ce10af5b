/** `--profile auto`: conventions inferred from the behaviour of the implementation, with the numbers that show them. */
import { epsilonFor } from '../cases/scalar.ts';
import type { Claims, Conventions, DType, Tensor } from '../terms/contract.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import type { Outcome } from '../wire/outcome.ts';
import type { Target } from '../wire/target.ts';

type Inferable = Pick<Claims, keyof Conventions | 'affine' | 'singleValue'>;

export interface Inference {
  readonly conventions: Partial<Inferable>;
  /** One sentence per convention. */
  readonly evidence: readonly string[];
}

/** One channel with mean 3 and variance 4; unbiased 8. The standard deviation differs from both. */
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
  const unknown = (key: keyof Inferable, because: string): void => {
    evidence.push(`could not find out ${key}: ${because}`);
  };
  if (!target.operations.includes('trainForward')) return { conventions, evidence };

  const types = parameterTypes(claims);
  const full = await train(target, claims, { x: values, affine: true, types });
  const settled = full.outcome.status === 'ok' ? [full.type] : types;
  const bare = await train(target, claims, { x: values, affine: false, types: settled });

  weighUp(full.outcome.status === 'ok' ? full.outcome : bare.outcome);
  if (bare.outcome.status === 'ok') found('affine', 'optional', 'a call without gamma and beta was answered');
  else if (full.outcome.status === 'ok') {
    found('affine', 'required', `a call without gamma and beta ended with: ${bare.outcome.status}`);
  } else unknown('affine', `a call with gamma and beta ended with: ${full.outcome.status}`);

  const affine = full.outcome.status === 'ok';
  const single = (await train(target, claims, { x: [3], affine, types: affine ? settled : [bare.type] })).outcome;
  if (single.status === 'ok') found('singleValue', 'defined', 'training with one value per channel was answered');
  else if (single.status === 'rejected') found('singleValue', 'rejected', `one value per channel: ${single.message}`);
  else unknown('singleValue', `a call with one value per channel ended with: ${single.status}`);
  return { conventions, evidence };

  function weighUp(answer: Outcome<'trainForward'>): void {
    const { runningMean, runningVar } = answer.status === 'ok' ? answer.result : {};
    if (!runningMean || !runningVar) {
      const why =
        answer.status === 'ok' ? 'it gives no running statistics' : `a training call ended with: ${answer.status}`;
      unknown('momentumWeights', why);
      unknown('runningVariance', why);
      return;
    }
    const [mean] = valuesOf(runningMean);
    const [variance] = valuesOf(runningVar);
    const weight = (mean - old.mean) / (batch.mean - old.mean);
    const seen = `with momentum ${momentum} the batch mean entered with weight ${round(weight)}`;
    if (near(weight, momentum)) found('momentumWeights', 'new', seen);
    else if (near(weight, 1 - momentum)) found('momentumWeights', 'old', seen);
    else {
      unknown('momentumWeights', seen);
      unknown('runningVariance', seen);
      return;
    }
    const statistic = (variance - (1 - weight) * old.variance) / weight;
    const measured = `the running variance took in ${round(statistic)} where the biased variance is ${batch.biased}`;
    if (near(statistic, batch.biased)) found('runningVariance', 'biased', measured);
    else if (near(statistic, batch.unbiased)) found('runningVariance', 'unbiased', measured);
    else unknown('runningVariance', measured);
  }
}

/** Types to try for gamma, beta and statistics, where x has the first claimed type: the same type, then the others. */
const parameterTypes = ({ dtypes: [own], parameterDtypes }: Claims): DType[] => [
  own,
  ...parameterDtypes.filter((type) => type !== own),
];

interface Attempt {
  readonly x: readonly number[];
  /** Whether gamma and beta are given. */
  readonly affine: boolean;
  /** Types of parameters and statistics to try until a call succeeds, at least one. */
  readonly types: readonly DType[];
}

/** The first answer, or the outcome of the last call. */
async function train(
  target: Target,
  claims: Claims,
  { x, affine, types }: Attempt,
): Promise<{ outcome: Outcome<'trainForward'>; type: DType }> {
  const [dtype] = claims.dtypes;
  const rank = Math.min(...claims.ranks);
  const axis = claims.channelAxis === 'last' ? rank - 1 : 1;
  const shape = Array.from({ length: rank }, (_, k) => (k === 0 ? x.length : 1));
  const [type, ...rest] = types;
  const one = (value: number): Tensor => tensor(type, [1], [value]);
  const outcome = await target.call('trainForward', {
    x: tensor(dtype, shape, x),
    ...(affine && { gamma: one(1), beta: one(0) }),
    runningMean: one(old.mean),
    runningVar: one(old.variance),
    epsilon: epsilonFor(dtype, 1, claims),
    momentum,
    axis,
  });
  if (outcome.status === 'ok' || rest.length === 0) return { outcome, type };
  return train(target, claims, { x, affine, types: rest });
}

/** The candidates differ by a factor of 2 or more: a tolerance of a fiftieth separates them in any element type. */
const near = (value: number, candidate: number): boolean => Math.abs(value - candidate) < 0.02 * candidate;

const round = (value: number): number => Number(value.toPrecision(3));
