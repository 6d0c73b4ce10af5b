/** Claims as they are stated → claims that a check keeps to. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { profileNames, profiles, resolveClaims } from '../../../spec/terms/profiles.ts';
import { claims } from '../cases/claims-of-every-kind.ts';

test('`optional` is another name of `each`, and no check meets it', () => {
  expect(resolveClaims({ affine: 'optional' })).toEqual(resolveClaims({ affine: 'each' }));
  expect(resolveClaims({ affine: 'optional' }, 'flax').affine).toBe('each');
});

test('what is stated in full stays as it is', () => {
  fc.assert(
    fc.property(claims, (stated) => {
      expect(resolveClaims(stated)).toEqual(stated);
    }),
  );
});

test('a profile by name decides the conventions, and widens no choice of arguments and no list', () => {
  fc.assert(
    fc.property(claims, fc.constantFrom(...profileNames), (stated, name) => {
      const resolved = resolveClaims(stated, name);
      expect(resolved.momentumWeights).toBe(profiles[name].momentumWeights);
      if (stated.affine === 'none' || stated.affine === 'together') expect(resolved.affine).toBe(stated.affine);
      const { epsilons, momenta, statistics, ownParameters, shapes } = stated;
      expect(resolved).toMatchObject({ epsilons, momenta, statistics, ownParameters, shapes });
      for (const epsilon of epsilons ?? []) expect(epsilon).toBeGreaterThanOrEqual(resolved.minEpsilon);
    }),
  );
});
