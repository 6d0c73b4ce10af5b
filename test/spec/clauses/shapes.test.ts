/** A vector along the wrong axis of a square matrix is seen with every seed, whatever the claims. */
import { expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { explore } from '../../../spec/check/trial/explore.ts';
import { Observations } from '../../../spec/check/trial/observations.ts';
import { coincidentSizes } from '../../../spec/clauses/shapes.ts';
import type { Claims, Implementation, InferForward, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

type Affine = Pick<TrainForward | InferForward, 'x' | 'axis' | 'gamma' | 'beta'>;

/** Scales and shifts along the samples wherever the lengths allow it: `y = x_hat * gamma[:, None] + beta[:, None]`. */
function alongSamples(claims: Partial<Claims>): Implementation {
  const right = implementationOf('along samples', {}, claims);
  const along = (xhat: Tensor, { gamma, beta }: Affine): Tensor => {
    const entry = (t: Tensor | undefined, n: number, missing: number): number => (t ? valuesOf(t)[n] : missing);
    const sample = (k: number): number => Math.floor(k / xhat.shape[1]);
    const values = [...valuesOf(xhat)].map(
      (value, k) => value * entry(gamma, sample(k), 1) + entry(beta, sample(k), 0),
    );
    return tensor(xhat.dtype, xhat.shape, values);
  };
  const isSquare = ({ x: { shape }, axis }: Affine): boolean =>
    axis === 1 && shape[0] === shape[1] && shape.slice(2).every((size) => size === 1);
  return {
    name: right.name,
    claims: right.claims,
    trainForward: async (call) => {
      const answer = await right.trainForward(call);
      if (!isSquare(call)) return answer;
      const { gamma: _gamma, beta: _beta, ...bare } = call;
      return { ...answer, y: along((await right.trainForward(bare)).y, call) };
    },
  };
}

test.each<Partial<Claims>>([{}, { ranks: [4] }, { shapes: 'few' }, { affine: 'together', dtypes: ['float16'] }])(
  'with the claims %o',
  async (stated) => {
    const implementation = alongSamples({ channelAxis: 'first', ...stated });
    const claims = resolveClaims(implementation.claims);
    for (let seed = 1; seed <= 5; seed++) {
      const session = { target: targetOf(implementation), reference, claims, required: 'stable' } as const;
      const found = await explore(coincidentSizes, { ...session, observations: new Observations() }, { seed, runs: 1 });
      expect([seed, found.verdict]).toEqual([seed, 'fail']);
    }
  },
);
