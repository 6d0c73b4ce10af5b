/**
 * Advice that an implementation follows other conventions: which profiles are named, on what evidence, and when none
 * is.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { clause, type Clause } from '../../../spec/check/trial/clause.ts';
import { profileAdvice, statesConventions } from '../../../spec/diagnosis/profile-advice.ts';
import { Falsified } from '../../../spec/check/trial/clause-exceptions.ts';
import { Observations } from '../../../spec/check/trial/observations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Claims, Conventions, Implementation } from '../../../spec/terms/contract.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Session } from '../../../spec/check/trial/session.ts';

const plain = resolveClaims(implementationOf('').claims);

const sessionOf = (implementation: Implementation, claims: Claims): Session => ({
  target: targetOf(implementation),
  reference,
  claims,
  required: 'stable',
  observations: new Observations(),
});

/** Holds where the claims of the trial pass. */
const clauseOf = (holds: Clause['holds'], given: Clause['given'] = () => fc.constant(undefined)): Clause =>
  clause({ id: 'BN-6.1', level: 'MUST', says: '', needs: ['trainForward'], given, holds });

const running = clauseOf(async (trial) => {
  const call = callOf.trainForward(scenarioOf(trial.claims, { shape: [4, 2], axis: 1 }));
  await trial.compare('trainForward', call, ['runningMean', 'runningVar']);
});

const advice = (
  implementation: Implementation,
  claims: Claims,
  failed: readonly Clause[] = [running],
): Promise<Diagnosis | undefined> => profileAdvice(sessionOf(implementation, claims), failed, { seed: 1, runs: 2 });

/** Right, under these conventions. */
const follows = (conventions: Partial<Conventions>): Implementation => implementationOf('', {}, conventions);

const onnx = follows({ momentumWeights: 'old', runningVariance: 'biased' });
const byMomentum = 'momentumWeights old: with momentum 0.25 the batch mean entered with weight 0.75';
const byVariance = 'runningVariance biased: the running variance took in 4 where the biased variance is 4';

describe('the profiles whose conventions explain every failure are named, with what shows it', () => {
  test('both conventions are others', async () => {
    expect(await advice(onnx, plain)).toEqual({
      id: 'profile',
      says: 'It conforms under other conventions (momentumWeights old, runningVariance biased): use --profile onnx or keras3 or flax.',
      evidence: `${byMomentum}; ${byVariance}`,
    });
  });

  test('the running variance alone', async () => {
    expect(await advice(follows({ runningVariance: 'biased' }), plain)).toEqual({
      id: 'profile',
      says: 'It conforms under other conventions (runningVariance biased): use --profile stablehlo.',
      evidence: byVariance,
    });
  });

  test('the momentum alone', async () => {
    const claims = { ...plain, runningVariance: 'biased' } as const;
    expect(await advice(onnx, claims)).toEqual({
      id: 'profile',
      says: 'It conforms under other conventions (momentumWeights old): use --profile onnx or keras3 or flax.',
      evidence: byMomentum,
    });
  });

  test('what it offers beside that is evidence, too, where it was not claimed', async () => {
    const claims = { ...plain, singleValue: 'rejected' } as const;
    expect((await advice(onnx, claims))?.evidence).toBe(
      [byMomentum, byVariance, 'singleValue defined: training with one value per channel was answered'].join('; '),
    );
  });
});

describe('nothing is advised', () => {
  test('where the conventions are the claimed ones', async () => {
    expect(await advice(follows({}), plain)).toBeUndefined();
    expect(await advice(onnx, resolveClaims(onnx.claims))).toBeUndefined();
  });

  test('where it only offers more than it claims', async () => {
    expect(await advice(follows({}), { ...plain, singleValue: 'rejected', affine: 'required' })).toBeUndefined();
  });

  test('where its answers do not show the conventions', async () => {
    const { name, claims, trainForward } = implementationOf('');
    const silent: Implementation = {
      name,
      claims,
      trainForward: async (call) => ({ y: (await trainForward(call)).y }),
    };
    expect(await advice(silent, plain)).toBeUndefined();
    const still = implementationOf('', { update: (old) => old });
    expect(await advice(still, plain, [])).toBeUndefined();
    expect(await advice({ name, claims }, plain, [])).toBeUndefined();
  });

  test('where no framework has this combination, which is more likely a mistake', async () => {
    expect(await advice(follows({ momentumWeights: 'old' }), plain)).toBeUndefined();
  });

  test('where one clause fails all the same', async () => {
    const never = clauseOf(() => Promise.reject(new Falsified('never')));
    expect(await advice(onnx, plain, [running, never])).toBeUndefined();
    expect(await advice(onnx, plain, [never, running])).toBeUndefined();
  });
});

test('an implementation that states its conventions is more likely wrong than misread', () => {
  const states = (claims: Implementation['claims']): boolean =>
    statesConventions(targetOf({ ...onnx, claims: claims as Partial<Claims> }));
  expect(states({ momentumWeights: 'new' })).toBe(true);
  expect(states({ runningVariance: 'unbiased' })).toBe(true);
  expect(states({ ranks: [4] })).toBe(false);
  expect(states('pytorch')).toBe(true);
  const { claims: _, ...silent } = onnx;
  expect(statesConventions(targetOf(silent))).toBe(false);
});

describe('clauses are tried again under the conventions found', () => {
  test('and all other claims and the target stay', async () => {
    const seen: Claims[] = [];
    const spy = clauseOf((trial) => {
      seen.push(trial.claims);
      expect(trial.offers('savedBackward')).toBe(true);
      return Promise.resolve();
    });
    expect(await advice(onnx, plain, [spy])).toBeDefined();
    expect(seen.length).toBeGreaterThan(0);
    for (const claims of seen) {
      expect(claims).toEqual({ ...plain, momentumWeights: 'old', runningVariance: 'biased' });
    }
  });

  test('and one that they rule out is no objection', async () => {
    const unbiasedOnly = clauseOf(
      () => Promise.reject(new Falsified('never')),
      ({ runningVariance }) => (runningVariance === 'unbiased' ? fc.constant(undefined) : undefined),
    );
    expect((await advice(onnx, plain, [unbiasedOnly, running]))?.id).toBe('profile');
  });

  test('and the measured grade of the run stays as it is', async () => {
    const session = sessionOf(onnx, plain);
    expect(await profileAdvice(session, [running], { seed: 1, runs: 2 })).toBeDefined();
    expect(session.claims).toBe(plain);
    expect(session.observations.measured).toBeUndefined();
  });
});
