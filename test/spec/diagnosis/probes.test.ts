/** The calls that are put to an implementation: fixed ones, and the counterexamples as far as they go. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import type { Exchange } from '../../../spec/check/trial/exchange.ts';
import { nameMistakes, fatalOperations } from '../../../spec/diagnosis/name-mistakes.ts';
import { fixedProbes, isLarge, probesFor } from '../../../spec/diagnosis/probes.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Implementation, InferForward, SavedBackward, Tensor } from '../../../spec/terms/contract.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { outsideClaims } from '../../../spec/terms/within-claims.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { claims as generatedClaims } from '../cases/claims-of-every-kind.ts';
import { recording } from '../clauses/calls-of-a-check.ts';

const claims = resolveClaims(implementationOf('').claims);

async function named(
  implementation: Implementation,
  bank: readonly Mutant[],
  counterexamples: readonly (readonly Exchange[])[] = [],
): Promise<readonly Diagnosis[]> {
  return nameMistakes({ target: targetOf(implementation), reference, claims }, counterexamples, { bank });
}

describe('probes', () => {
  const small = scenarioOf(claims, { shape: [2, 2], axis: 1 });
  const exchange = (shape: readonly number[], status: 'ok' | 'crash' = 'ok'): Exchange =>
    ({
      operation: 'trainForward',
      call: callOf.trainForward(scenarioOf(claims, { shape, axis: 1 })),
      outcome: { status, message: '' },
    }) as Exchange;

  const narrow = fc.sample(generatedClaims, { seed: 3, numRuns: 12 }).map((each) => [each] as const);

  test.each(narrow)('and all that a diagnosis asks beside them keep to the claims %#', async (each) => {
    const { target, asked } = recording(each, { inverseStd: (v, e) => 1 / (v + e) });
    await nameMistakes({ target, reference, claims: each }, [], { bank: [] });
    const calls = [...asked, ...fixedProbes(each, operations)];
    expect(calls.length).toBeGreaterThan(100);
    const outside = calls.map(({ operation, call }) => outsideClaims(operation, call, each));
    expect(outside.filter((reason) => reason !== undefined)).toEqual([]);
  });

  test('ask every offered operation, and no other', () => {
    const all = fixedProbes(claims, ['trainForward', 'savedBackward']);
    expect([...new Set(all.map(({ operation }) => operation))].toSorted()).toEqual(['savedBackward', 'trainForward']);
    const [training, saved] = ['trainForward', 'savedBackward'].map((name) => all.filter((p) => p.operation === name));
    expect(fixedProbes(claims, operations)).toHaveLength(training.length * (operations.length - 1) + saved.length);
  });

  test('ask for gradients with a mean, and with a deviation, that x has not', () => {
    const calls = fixedProbes(claims, ['savedBackward']).map(({ call }) => call as SavedBackward);
    const own = calls.filter(({ x }) => x === calls[0].x);
    const means = new Set(own.map(({ mean }) => valuesOf(mean).join()));
    const deviations = new Set(own.map(({ invStd }) => valuesOf(invStd).join()));
    expect([own.length, means.size, deviations.size]).toEqual([4, 2, 2]);
  });

  test('ask for running variances that no data have: negative, NaN and infinite', () => {
    const variances = fixedProbes(claims, ['inferForward']).map(({ call }) => [
      ...valuesOf((call as InferForward).variance),
    ]);
    expect(variances).toContainEqual([-1, NaN, Infinity]);
  });

  test('begin with counterexamples, the smallest first, and go round twice', () => {
    const examples = [[exchange([4, 2])], [exchange([2, 1]), exchange([2, 2])], [exchange([3, 1])]];
    const all = probesFor(claims, operations, examples);
    const sizes = all.slice(0, 4).map(({ call }) => call.x.data.length);
    expect(sizes).toEqual([3, 2, 4, 8]);
    expect(all).toHaveLength(2 * (4 + fixedProbes(claims, operations).length));
    expect(all.slice(all.length / 2)).toEqual(all.slice(0, all.length / 2));
  });

  test('leave out what would take long, except where there is nothing else', () => {
    const large = exchange([5000, 2]);
    expect(isLarge(large)).toBe(true);
    expect(isLarge(exchange([4096, 2]))).toBe(false);
    const fixed = 2 * fixedProbes(claims, operations).length;
    expect(probesFor(claims, operations, [[large], [exchange([2, 1])]])).toHaveLength(fixed + 2);
    const alone = probesFor(claims, operations, [[exchange([6000, 2])], [large]]);
    expect(alone).toHaveLength(fixed + 2);
    expect(alone.at(-2)?.call).toBe(large.call);
    // A counterexample is one whole: a small call after a large one goes last with it.
    const mixed = [large, exchange([2, 1])];
    const last = probesFor(claims, operations, [mixed]);
    expect(last).toHaveLength(fixed + 4);
    expect(last.slice(-4, -2).map(({ call }) => call)).toEqual(mixed.map(({ call }) => call));
    const other: Exchange = { ...exchange([2, 1]), operation: 'inferForward' } as Exchange;
    const offered = probesFor(claims, ['trainForward'], [[other], [large]]);
    expect(offered.at(-2)?.call).toBe(large.call);
  });

  test('ask once more with other values of x and dy where the counterexample is large, and may be 0 nearly throughout', () => {
    const s = scenarioOf(claims, { shape: [5000, 2], axis: 1, dtype: 'float64', family: 'last', dyFamily: 'last' });
    for (const operation of ['inferForward', 'savedBackward'] as const) {
      const call = callOf[operation](s);
      const [shown, other] = probesFor(claims, operations, [
        [{ ...exchange([5000, 2]), operation, call } as Exchange],
      ]).slice(-2);
      expect(shown).toEqual({ operation, call });
      expect(other.operation).toBe(operation);
      expect(Object.keys(other.call).toSorted()).toEqual(Object.keys(call).toSorted());
      const changed = Object.entries(other.call).filter(([name, value]) => value !== call[name as keyof typeof call]);
      expect(changed.map(([name]) => name).toSorted()).toEqual(operation === 'inferForward' ? ['x'] : ['dy', 'x']);
      for (const [, value] of changed as [string, Tensor][]) {
        expect([value.dtype, value.shape]).toEqual([s.x.dtype, s.x.shape]);
        expect(new Set(valuesOf(value)).size).toBeGreaterThan(1000);
      }
    }
  });

  test('take in counterexamples up to 40 calls and 8192 values', () => {
    const fixed = 2 * fixedProbes(claims, operations).length;
    const many = Array.from({ length: 50 }, () => [exchange([2, 1])]);
    expect(probesFor(claims, operations, many)).toHaveLength(fixed + 2 * 40);
    const wide = Array.from({ length: 5 }, () => [exchange([1500, 2])]);
    expect(probesFor(claims, operations, wide)).toHaveLength(fixed + 2 * 2);
    const half = Array.from({ length: 3 }, () => [exchange([2048, 2])]);
    expect(probesFor(claims, operations, half)).toHaveLength(fixed + 2 * 2);
    const long = [Array.from({ length: 45 }, () => exchange([2, 1]))];
    expect(probesFor(claims, operations, long)).toHaveLength(fixed + 2 * 45);
  });

  test('do not ask an operation again that ended the process', async () => {
    const fallen = [[exchange([2, 1], 'crash')], [exchange([2, 1])]];
    expect([...fatalOperations(fallen)]).toEqual(['trainForward']);
    const asked: string[] = [];
    const right = implementationOf('');
    const watched: Implementation = {
      ...right,
      trainForward: (call) => {
        asked.push('trainForward');
        return right.trainForward(call);
      },
      inferForward: (call) => {
        asked.push('inferForward');
        return right.inferForward(call);
      },
    };
    await named(watched, [], fallen);
    expect(asked).toContain('inferForward');
    expect(asked).not.toContain('trainForward');
  });

  test('include what may only show on a counterexample', async () => {
    const right = implementationOf('');
    const special = callOf.trainForward(small);
    const only = (answer: Required<Implementation>['trainForward']): Implementation => ({
      ...right,
      trainForward: answer,
    });
    const wrong = only(async (call) => {
      const result = await right.trainForward(call);
      return call.x.data.every((value, i) => value === special.x.data[i]) ? { ...result, y: call.x } : result;
    });
    const says = 'Training hands x back on one call.';
    const mutant: Mutant = { id: 'QQ01', says, owed: 'kill', breaks: [], implementation: wrong };
    expect(await named(wrong, [mutant])).toEqual([]);
    const shown = [
      { operation: 'trainForward', call: special, outcome: { status: 'error', message: '' } },
    ] as unknown as Exchange[];
    expect((await named(wrong, [mutant], [shown])).map(({ id }) => id)).toEqual(['QQ01']);
  });
});
