/** Every call of a clause is claimed, and nothing that is claimed is left out for that reason. */
import { expect, test } from 'vitest';
import { clauses } from '../../../spec/clauses/index.ts';
import { profiles } from '../../../spec/terms/profiles.ts';
import type { Claims } from '../../../spec/terms/contract.ts';
import { askedBy } from './calls-of-a-check.ts';
import { checkedWithin } from './within-claims.ts';

/** Those that take long ask on many values; they are among the slow tests. */
const brisk = clauses.filter(({ id }) => !/^BN-(2\.([7-9]|1\d)|12\.|14\.)/.test(id));

const narrow = { ranks: [2, 3], singleValue: 'defined' } as const;

test.each([
  { affine: 'none', epsilons: [1e-6], momenta: [0.99], statistics: 'together' },
  { affine: 'together', epsilons: [1e-5, 1e-3], momenta: [0.1, 0.9] },
  { affine: 'required', statistics: 'together', shapes: 'few', channelAxis: 'any' },
  { dtypes: ['float16'], parameterDtypes: ['float32'], ownParameters: false, shapes: 'few', ranks: [2, 3, 4, 5] },
] satisfies Partial<Claims>[])('the calls of clauses keep to %o', async (stated) => {
  const claims: Claims = { ...profiles.pytorch, ...narrow, ...stated };
  const { outside, shapes } = await checkedWithin(claims, brisk);
  expect([...outside]).toEqual([]);
  if (claims.shapes === 'few') expect(shapes.size).toBeLessThanOrEqual(17);
});

test('a listed epsilon is followed by each other one, and a listed momentum too', async () => {
  const claims: Claims = { ...profiles.pytorch, ...narrow, epsilons: [1e-5, 1e-3, 0.1], momenta: [0.1, 0.9] };
  const some = clauses.filter(({ id }) => ['BN-13.3', 'BN-7.6', 'BN-3.4', 'BN-6.3'].includes(id));
  const asked = [...(await askedBy(some, claims, { runs: 5, seed: 1 })).values()].flat();
  const seen = (name: 'epsilon' | 'momentum'): Set<unknown> =>
    new Set(asked.flatMap(({ call }) => (call as Partial<Record<typeof name, number>>)[name] ?? []));
  expect(seen('epsilon')).toEqual(new Set(claims.epsilons));
  expect(seen('momentum')).toEqual(new Set(claims.momenta));
});

test('what the claims exclude is ruled out, and nothing else', () => {
  const ruledOut = (stated: Partial<Claims>): string[] =>
    brisk.filter((clause) => clause.given({ ...profiles.pytorch, ...stated }) === undefined).map(({ id }) => id);
  expect(ruledOut({})).toEqual([]);
  expect(ruledOut({ affine: 'none' })).toEqual([
    'BN-5.1',
    'BN-5.2',
    'BN-7.5',
    'BN-8.6',
    'BN-10.14',
    'BN-11.3',
    'BN-16.7',
  ]);
  expect(ruledOut({ affine: 'together' })).toEqual([]);
  expect(ruledOut({ statistics: 'together' })).toEqual(['BN-6.10']);
  expect(ruledOut({ epsilons: [1e-5] })).toEqual(['BN-4.5', 'BN-11.9']);
  expect(ruledOut({ epsilons: [2 ** -10, 2 ** -4] })).toEqual(['BN-4.5']);
  expect(ruledOut({ momenta: [0.1] })).toEqual([]);
  expect(ruledOut({ shapes: 'few' })).toEqual([]);
  expect(ruledOut({ parameterDtypes: ['float64'], ownParameters: false })).toEqual([]);
});
