/** Forward mode: the oracle against exact numbers with tangents, step by step, and those against finite differences. */
import { describe, expect, test } from 'vitest';
import type { Decimal } from 'decimal.js';
import { approximate } from '../../../reference/exact/approximate.ts';
import { nearest } from '../../../reference/exact/round.ts';
import type { Surd } from '../../../reference/exact/surd.ts';
import { decimals, exactly } from '../../../reference/definition/decimal-numbers.ts';
import { inferForward, trainForward } from '../../../reference/definition/normalize.ts';
import { inferTangent, trainTangent } from '../../../reference/further/tangents.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import type { InferTangent } from '../../../spec/terms/further-contract.ts';
import { gather } from '../../../spec/terms/channel-values.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import { elementOf, layoutOf } from '../../../spec/terms/layout.ts';
import { defaultConventions } from '../../../spec/terms/profiles.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { adversarialTangents } from '../support/adversarial-cotangents.ts';
import { exactTangents, type TangentChannel } from '../support/exact-tangents.ts';

const outputs = Number(process.env['BNSPEC_OUTPUTS'] ?? 20_000);

/** By flat index. */
function stepByStep(call: Omit<InferTangent, 'mean' | 'variance'> & Partial<InferTangent>): Surd[] {
  const layout = layoutOf(call.x.shape, call.axis);
  const at = (t: InferTangent['gamma'], c: number, missing: number): number => (t ? valuesOf(t)[c] : missing);
  const all: Surd[] = [];
  for (let c = 0; c < layout.channels; c++) {
    const { mean, variance } = call;
    const ty = exactTangents({
      x: gather(valuesOf(call.x), layout, c),
      tx: gather(valuesOf(call.tx), layout, c),
      gamma: at(call.gamma, c, 1),
      tgamma: at(call.tgamma, c, 0),
      tbeta: at(call.tbeta, c, 0),
      epsilon: call.epsilon,
      ...(mean &&
        variance && {
          given: {
            mean: at(mean, c, 0),
            tmean: at(call.tmean, c, 0),
            variance: at(variance, c, 0),
            tvariance: at(call.tvariance, c, 0),
          },
        }),
    });
    for (const [i, value] of ty.entries()) all[elementOf(layout, c, i)] = value;
  }
  return all;
}

test.each(['train', 'infer'] as const)(
  `%s: ${outputs} tangents are correctly rounded`,
  { timeout: 3_600_000 },
  (kind) => {
    let compared = 0;
    const mismatches: string[] = [];
    for (const { family, train, infer } of adversarialTangents(31)) {
      if (compared >= outputs || mismatches.length > 5) break;
      const call = kind === 'train' ? train : infer;
      if (call === undefined) continue;
      const truth = infer ? inferTangent(infer) : trainTangent(call, defaultConventions);
      const exact = stepByStep(call);
      for (const dtype of dtypes) {
        const rounded = truth.outputs['ty']?.round(dtype);
        if (rounded === undefined) throw new Error('no ty');
        for (const [i, value] of valuesOf(rounded).entries()) {
          compared++;
          const right = nearest(dtype, exact[i]);
          if (!Object.is(value, right)) mismatches.push(`${family} ty[${i}] ${dtype}: ${value}, certified ${right}`);
        }
      }
    }
    expect(mismatches).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(outputs);
  },
);

describe('exact tangents are finite differences of the definition of y, to 30 digits', () => {
  const D = decimals(100);
  const h = new D('1e-32');
  const random = randomOf(7);
  const draw = (): number => 3 * random.normal() + 1;
  const channel = {
    x: Float64Array.from({ length: 7 }, draw),
    tx: Float64Array.from({ length: 7 }, draw),
    gamma: -1.7,
    tgamma: 0.6,
    tbeta: -1.2,
    epsilon: 0.3,
  };
  const given = { mean: 2, tmean: 0.7, variance: 3.5, tvariance: -1.4 };
  const epsilon = exactly(D, channel.epsilon);
  /** y where all arguments have moved by t times their tangents. */
  const yAt = (t: Decimal, ofInference: boolean): Decimal[] => {
    const moved = (value: number, tangent: number): Decimal => exactly(D, value).plus(t.times(exactly(D, tangent)));
    const x = Array.from(channel.x, (value, i) => moved(value, channel.tx[i]));
    const affine = { gamma: moved(channel.gamma, channel.tgamma), beta: moved(0.9, channel.tbeta) };
    if (!ofInference) return trainForward(D, x, affine, epsilon);
    const statistics = {
      mean: moved(given.mean, given.tmean),
      variance: moved(given.variance, given.tvariance),
    };
    return inferForward(D, x, statistics, affine, epsilon);
  };
  const decimal = (value: Surd): Decimal => {
    const { n, e } = approximate(value, 160);
    return new D(n.toString()).times(new D(2).pow(e));
  };

  test.each([
    ['training', channel as TangentChannel],
    ['inference', { ...channel, given }],
  ])('%s', (_, all) => {
    const ofInference = all.given !== undefined;
    const [up, down] = [yAt(h, ofInference), yAt(h.negated(), ofInference)];
    for (const [i, exact] of exactTangents(all).entries()) {
      const slope = up[i].minus(down[i]).div(h.times(2));
      expect(slope.minus(decimal(exact)).abs().lte(slope.abs().plus(1).times('1e-30')), `${i}`).toBe(true);
    }
  });
});
