/** Golden cases that an implementation is asked: those within its claims. */
import { expect, test } from 'vitest';
import { applicable } from '../../../../spec/check/golden/applicable.ts';
import type { StatedClaims } from '../../../../spec/terms/contract.ts';
import type { Fixture } from '../../../../spec/terms/fixture.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { set } from './run-committed-set.ts';

const { fixtures } = set;

test.each<[StatedClaims, (fixture: Fixture) => boolean]>([
  [{ affine: 'none' }, ({ call }) => !('gamma' in call && call.gamma) && !('beta' in call && call.beta)],
  [{ epsilons: [1e-5] }, ({ call }) => !('epsilon' in call) || call.epsilon === 1e-5],
  [{ momenta: [0.1] }, ({ call }) => !('momentum' in call) || call.momentum === 0.1],
])('under %o no case asks for more', (stated, allowed) => {
  const asked = fixtures.filter((fixture) => applicable(fixture, resolveClaims(stated)));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((fixture) => !allowed(fixture))).toEqual([]);
  expect(asked.length).toBeLessThan(fixtures.filter((fixture) => applicable(fixture, resolveClaims({}))).length);
});
