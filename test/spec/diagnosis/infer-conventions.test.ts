/** Conventions that `--profile auto` infers, and its report where it cannot. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { inferConventions } from '../../../spec/diagnosis/infer-conventions.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Claims, Implementation, TrainForward } from '../../../spec/terms/contract.ts';
import { Rejected, Unsupported } from '../../../spec/terms/refusals.ts';
import { outsideClaims } from '../../../spec/terms/within-claims.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const unlike = { momentumWeights: 'old', runningVariance: 'biased' } as const;

/** Follows other conventions than it claims, and refuses some calls. */
function guarded(claims: Partial<Claims>, check: (call: TrainForward) => void): Implementation {
  const plain = implementationOf('guarded', {}, { ...claims, ...unlike });
  return {
    name: 'guarded',
    claims,
    trainForward: (call) => {
      check(call);
      return plain.trainForward(call);
    },
  };
}

const inferred = (implementation: Implementation) =>
  inferConventions(targetOf(implementation), resolveClaims(implementation.claims));

describe('conventions are found', () => {
  test('with the types of parameters that are answered', async () => {
    const implementation = guarded({ dtypes: ['float16'], parameterDtypes: ['float32'] }, ({ gamma, runningMean }) => {
      if ([gamma, runningMean].some((t) => t && t.dtype !== 'float32')) throw new Unsupported('float32 only');
    });
    const { conventions } = await inferred(implementation);
    expect(conventions).toEqual({ ...unlike, affine: 'each', singleValue: 'defined' });
  });

  test('without gamma and beta, where a call with them is not answered', async () => {
    const implementation = guarded({}, ({ gamma }) => {
      if (gamma) throw new Unsupported('no gamma');
    });
    const { conventions } = await inferred(implementation);
    expect(conventions).toEqual({ ...unlike, affine: 'none', singleValue: 'defined' });
  });

  test('gamma and beta go together where one of them alone is not answered', async () => {
    const implementation = guarded({}, ({ gamma, beta }) => {
      if ((gamma === undefined) !== (beta === undefined)) throw new Unsupported('both or none');
    });
    const { conventions, evidence } = await inferred(implementation);
    expect(conventions).toEqual({ ...unlike, affine: 'together', singleValue: 'defined' });
    expect(evidence).toContain('affine together: a call with gamma alone ended with: unsupported');
  });

  test.each([
    { epsilons: [1e-6], momenta: [0.99], affine: 'none' },
    { momenta: [0.5, 0.1], affine: 'together' },
    { epsilons: [1e-3, 1e-5], affine: 'required' },
    { dtypes: ['float16'], parameterDtypes: ['float32'], ownParameters: false },
  ] satisfies Partial<Claims>[])('with calls that are claimed alone: %o', async (claims) => {
    const asked: string[] = [];
    const implementation = guarded(claims, (call) => {
      const outside = outsideClaims('trainForward', call, resolveClaims(claims));
      if (outside !== undefined) asked.push(outside);
    });
    expect((await inferred(implementation)).conventions).toMatchObject(unlike);
    expect(asked).toEqual([]);
  });

  test('with an epsilon that is not below the least', async () => {
    const minEpsilon = 1.3;
    const implementation = guarded({ minEpsilon, dtypes: ['bfloat16'] }, ({ epsilon }) => {
      if (epsilon < minEpsilon) throw new Rejected('epsilon');
    });
    expect((await inferred(implementation)).conventions).toMatchObject(unlike);
  });

  test('gamma and beta are required where a call with them is answered, and one without is not', async () => {
    const implementation = guarded({}, ({ gamma }) => {
      if (!gamma) throw new Rejected('gamma');
    });
    const { conventions, evidence } = await inferred(implementation);
    expect(conventions).toMatchObject({ affine: 'required' });
    expect(evidence).toContain('affine required: a call without gamma and beta ended with: rejected');
  });
});

describe('a convention that cannot be inferred is reported and stays undecided', () => {
  test('where no call is answered', async () => {
    const implementation = guarded({}, () => {
      throw new Unsupported('nothing');
    });
    const { conventions, evidence } = await inferred(implementation);
    expect(conventions).toEqual({});
    expect(evidence).toEqual([
      'could not find out momentumWeights: a training call ended with: unsupported',
      'could not find out runningVariance: a training call ended with: unsupported',
      'could not find out affine: a call with gamma and beta ended with: unsupported',
      'could not find out singleValue: a call with one value per channel ended with: unsupported',
    ]);
  });

  test('where a weight is none of the two', async () => {
    const implementation = implementationOf('drifts', { update: (old, statistic) => (old + statistic) / 2 });
    const { conventions, evidence } = await inferred(implementation);
    expect(conventions).toEqual({ affine: 'each', singleValue: 'defined' });
    expect(evidence.slice(0, 2)).toEqual([
      'could not find out momentumWeights: with momentum 0.25 the batch mean entered with weight 0.5',
      'could not find out runningVariance: with momentum 0.25 the batch mean entered with weight 0.5',
    ]);
  });

  test('where there are no running statistics', async () => {
    const plain = implementationOf('y only');
    const implementation: Implementation = {
      ...plain,
      trainForward: async (call) => ({ y: (await plain.trainForward(call)).y }),
    };
    const { conventions, evidence } = await inferred(implementation);
    expect(conventions).toEqual({ affine: 'each', singleValue: 'defined' });
    expect(evidence[0]).toBe('could not find out momentumWeights: it gives no running statistics');
  });
});
