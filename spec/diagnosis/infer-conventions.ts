/**
 * `--profile auto`: conventions inferred from the behaviour of the implementation, with the numbers that show them. Every
 * call is within its claims.
 */
import { mayHaveAffine } from '../cases/claimed-scenarios.ts';
import { epsilonFor } from '../cases/epsilon-and-momentum.ts';
import type { Claims, Conventions, DType, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import { parameterTypes } from '../terms/within-claims.ts';
import { outcomeOf } from '../wire/ask-again.ts';
import type { Outcome } from '../wire/call-outcome.ts';
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

/** Far from 0, ½ and 1, where the two weights are hard to tell apart or one of them is 0. */
const momentumOf = ({ momenta = [0.25] }: Claims): number => {
  const off = (momentum: number): number => Math.abs(Math.min(momentum, 1 - momentum) - 0.25);
  return momenta.reduce((best, each) => (off(each) < off(best) ? each : best));
};

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

  const types = parameterTypes(claims.dtypes[0], claims);
  const both = ['gamma', 'beta'] as const;
  const full = mayHaveAffine(claims) ? await train(target, claims, { x: values, given: both, types }) : undefined;
  const settled = full?.outcome.status === 'ok' ? [full.type] : types;
  const bare =
    claims.affine === 'required' ? undefined : await train(target, claims, { x: values, given: [], types: settled });
  const attempts = [full, bare].filter((attempt) => attempt !== undefined);
  const answered = attempts.find(({ outcome }) => outcome.status === 'ok') ?? attempts[attempts.length - 1];

  weighUp(answered.outcome);
  if (full && bare) await decideAffine(full.outcome, bare.outcome);

  const given = answered === full ? both : [];
  const single = (await train(target, claims, { x: [3], given, types: [answered.type] })).outcome;
  if (single.status === 'ok') found('singleValue', 'defined', 'training with one value per channel was answered');
  else if (single.status === 'rejected') found('singleValue', 'rejected', `one value per channel: ${single.message}`);
  else unknown('singleValue', `a call with one value per channel ended with: ${single.status}`);
  return { conventions, evidence };

  async function decideAffine(full: Outcome<'trainForward'>, bare: Outcome<'trainForward'>): Promise<void> {
    const ended = `a call with gamma and beta ended with: ${full.status}`;
    if (full.status === 'ok' && bare.status === 'ok') {
      if (claims.affine !== 'each') return;
      const alone = (await train(target, claims, { x: values, given: ['gamma'], types: settled })).outcome;
      if (alone.status === 'ok') found('affine', 'each', 'a call with gamma alone was answered');
      else found('affine', 'together', `a call with gamma alone ended with: ${alone.status}`);
    } else if (full.status === 'ok') {
      found('affine', 'required', `a call without gamma and beta ended with: ${bare.status}`);
    } else if (bare.status === 'ok') found('affine', 'none', ended);
    else unknown('affine', ended);
  }

  function weighUp(answer: Outcome<'trainForward'>): void {
    const { runningMean, runningVar } = answer.status === 'ok' ? answer.result : {};
    if (!runningMean || !runningVar) {
      const why =
        answer.status === 'ok' ? 'it gives no running statistics' : `a training call ended with: ${answer.status}`;
      unknown('momentumWeights', why);
      unknown('runningVariance', why);
      return;
    }
    const momentum = momentumOf(claims);
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
    const noise = formats[runningVar.dtype].unitRoundoff * old.variance;
    if (noise >= (weight * (batch.unbiased - batch.biased)) / 2) {
      unknown('runningVariance', `weight ${round(weight)} is too small to tell in ${runningVar.dtype}`);
      return;
    }
    const measured = `the running variance took in ${round(statistic)} where the biased variance is ${batch.biased}`;
    if (near(statistic, batch.biased)) found('runningVariance', 'biased', measured);
    else if (near(statistic, batch.unbiased)) found('runningVariance', 'unbiased', measured);
    else unknown('runningVariance', measured);
  }
}

interface Attempt {
  readonly x: readonly number[];
  /** Those of gamma and beta that are given. */
  readonly given: readonly ('gamma' | 'beta')[];
  /** Types of parameters and statistics to try until a call succeeds, at least one. */
  readonly types: readonly DType[];
}

/** The first answer, or the outcome of the last call. */
async function train(
  target: Target,
  claims: Claims,
  { x, given, types }: Attempt,
): Promise<{ outcome: Outcome<'trainForward'>; type: DType }> {
  const [dtype] = claims.dtypes;
  const rank = Math.min(...claims.ranks);
  const axis = claims.channelAxis === 'last' ? rank - 1 : 1;
  const shape = Array.from({ length: rank }, (_, k) => (k === 0 ? x.length : 1));
  const [type, ...rest] = types;
  const one = (value: number): Tensor => tensor(type, [1], [value]);
  const outcome = await outcomeOf(target, 'trainForward', {
    x: tensor(dtype, shape, x),
    ...(given.includes('gamma') && { gamma: one(1) }),
    ...(given.includes('beta') && { beta: one(0) }),
    runningMean: one(old.mean),
    runningVar: one(old.variance),
    epsilon: epsilonFor(dtype, 1, claims),
    momentum: momentumOf(claims),
    axis,
  });
  if (outcome.status === 'ok' || rest.length === 0) return { outcome, type };
  return train(target, claims, { x, given, types: rest });
}

/** The candidates differ by a factor of 2 or more: a tolerance of a fiftieth separates them in any element type. */
const near = (value: number, candidate: number): boolean => Math.abs(value - candidate) < 0.02 * candidate;

const round = (value: number): number => Number(value.toPrecision(3));
