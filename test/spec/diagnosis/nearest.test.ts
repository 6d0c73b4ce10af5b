/** Known mistakes against an implementation: who is named, in which order, and with which figures. A small bank, so that it is quick. */
import { beforeAll, describe, expect, test } from 'vitest';
import { freshMutant } from '../../../impl/mutants/_bank.ts';
import { implementationOf, plainClaims } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { mapValues } from '../../../spec/cases/variants.ts';
import { diagnose, fatalOperations } from '../../../spec/diagnosis/diagnose.ts';
import { fixedProbes, isLarge, probesFor } from '../../../spec/diagnosis/probes.ts';
import type { Exchange } from '../../../spec/check/trial/evidence.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type {
  Implementation,
  InferForward,
  SavedBackward,
  Tensor,
  TrainForward,
} from '../../../spec/terms/contract.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { composite } from '../../tools/scorecard/composite.ts';
import { disguised } from '../../tools/scorecard/disguise.ts';

/** Formula, epsilon, running statistics, gradient, affine, layout, conventions, what is kept between calls. */
const ids = ['ST01a', 'EP01a', 'EP02a', 'RS01', 'RS02', 'BW01', 'BW02', 'AF01a', 'LY01a', 'MD02a', 'BW20a', 'SH01a'];
const claims = resolveClaims(implementationOf('').claims);
let bank: Mutant[];
beforeAll(async () => {
  bank = await Promise.all(ids.map(freshMutant));
});

async function named(
  implementation: Implementation,
  known: readonly Mutant[] = bank,
  counterexamples: readonly (readonly Exchange[])[] = [],
): Promise<readonly Diagnosis[]> {
  const own = resolveClaims(implementation.claims);
  return diagnose({ target: targetOf(implementation), reference, claims: own }, counterexamples, { bank: known });
}

const first = async (implementation: Implementation, known?: readonly Mutant[]): Promise<string | undefined> =>
  (await named(implementation, known))[0]?.id;

describe('a known mistake', () => {
  test.each(ids)('%s is named first, in its own arithmetic and in another', async (id) => {
    expect(await first((await freshMutant(id)).implementation)).toBe(id);
    expect(await first(disguised((await freshMutant(id)).implementation))).toBe(id);
  });

  test('is named with figures that count', async () => {
    const [{ says, evidence }] = await named((await freshMutant('EP01a')).implementation);
    expect(says).toBe((await freshMutant('EP01a')).says);
    const [, of, probes, missed] =
      /^agrees with this mistake on all (\d+) results of (\d+) probe calls \(within rounding\); explains all (\d+) that violate the specification$/.exec(
        evidence,
      ) ?? [];
    expect(Number(probes)).toBe(2 * fixedProbes(claims, operations).length);
    expect(Number(missed)).toBeGreaterThan(10);
    expect(Number(missed)).toBeLessThan(Number(of));
  });

  test('is told apart from another where the counterexample shrank to what both get wrong', async () => {
    const scenario = scenarioOf(claims, { shape: [4, 2], axis: 1 });
    const both = { gamma: tensor('float32', [2], [0, 0]), dy: mapValues(scenario.dy, () => -3e-13) };
    const call = callOf.trainBackward({ ...scenario, ...both });
    const counterexample = [[{ operation: 'trainBackward', call, outcome: { status: 'ok' } } as Exchange]];
    const known = await Promise.all(['XX27', 'XX44'].map(freshMutant));
    for (const { id } of known) {
      const diagnoses = await named((await freshMutant(id)).implementation, known, counterexample);
      expect(diagnoses.map((d) => d.id)).toEqual([id]);
    }
  });

  test('is not named where it is not in the bank: then what its answers say is told', async () => {
    const without = bank.filter(({ id }) => !id.startsWith('EP'));
    const all = await named((await freshMutant('EP01a')).implementation, without);
    expect(all.map(({ id }) => id)).not.toContain('ST01a');
    expect(all[0].evidence).toMatch(/^y = a·x \+ b in every channel/);
  });

  test('comes before others that answer alike but are another kind of implementation', async () => {
    const { implementation, ...rest } = await freshMutant('EP01a');
    const twin = (id: string, changes: Partial<Mutant>): Mutant => ({ implementation, ...rest, ...changes, id });
    const others = [
      twin('AA01', { owed: 'grade' }),
      twin('AA02', { implementation: { ...implementation, claims: { ...plainClaims, singleValue: 'rejected' } } }),
      twin('ZZ01', {}),
    ];
    const all = await named(implementation, others);
    expect(all.map(({ id }) => id)).toEqual(['ZZ01', 'AA01', 'AA02']);
  });

  test('at most three are named', async () => {
    const { implementation, ...rest } = await freshMutant('EP01a');
    const many = ['AA01', 'AA02', 'AA03', 'AA04'].map((id) => ({ implementation, ...rest, id }));
    const all = await named(implementation, many);
    expect(all.map(({ id }) => id)).toEqual(['AA01', 'AA02', 'AA03']);
  });
});

describe('a known mistake under a condition', () => {
  const right = implementationOf('');
  /** The mistake in those calls of training that the condition picks, and nowhere else. */
  async function sometimes(id: string, condition: (call: TrainForward) => boolean): Promise<Implementation> {
    const { implementation } = await freshMutant(id);
    return {
      ...right,
      trainForward: (call) => (condition(call) ? implementation : right).trainForward?.(call) as never,
    };
  }

  test('is named, and told to be in some calls only', async () => {
    const [{ id, evidence }] = await named(await sometimes('RS02', ({ x, axis }) => x.shape[axis] === 1));
    expect(id).toBe('RS02');
    const [, agreed, of, others] = /^answers (\d+) of (\d+) .* the other (\d+) are right, so that/.exec(evidence) ?? [];
    expect(Number(others)).toBeGreaterThan(0);
    expect(Number(of) - Number(agreed)).toBe(Number(others));
  });

  test('is not named where it is right far more often than wrong: two answers may agree by chance', async () => {
    const wrong = await sometimes('RS02', ({ momentum }) => momentum === 0.125);
    const s = scenarioOf(claims, { shape: [3, 2], axis: 1, momentum: 0.125 });
    const call = callOf.trainForward(s);
    const outcome = await targetOf(wrong).call('trainForward', call);
    const all = await named(wrong, bank, [[{ operation: 'trainForward', call, outcome } as unknown as Exchange]]);
    expect(all.map(({ id }) => id)).not.toContain('RS02');
  });
});

describe('two mistakes at once', () => {
  test.each([
    ['EP01a', 'RS02'],
    ['BW02', 'RS01'],
    ['BW01', 'EP02a'],
  ])('%s and %s are named together', async (a, b) => {
    const both = composite((await freshMutant(a)).implementation, (await freshMutant(b)).implementation);
    const all = await named(both);
    expect(all.map(({ id }) => id).toSorted()).toEqual([a, b].toSorted());
    for (const { id, evidence } of all) {
      const other = id === a ? b : a;
      expect(evidence).toMatch(
        new RegExp(`explains \\d+ of the \\d+ that violate the specification, and ${other} the others$`),
      );
    }
  });
});

describe('coarse arithmetic in the right formula', () => {
  /** What these do wrong shows in few calls; in all others they answer like the text. */
  const quiet = ['AF09', 'AL05', 'BW22', 'AF01a'];
  const right = implementationOf('');
  /** Off by 25 units roundoff: too much for few values, too little to be told from rounding of what is wrong anyway. */
  const off = (t: Tensor): Tensor => ({
    ...t,
    data: (t.data as Float32Array).map((value) => value * (1 - 1.5e-6)),
  });
  const coarse: Implementation = {
    ...right,
    trainForward: async (call) => {
      const result = await right.trainForward(call);
      return { ...result, y: off(result.y) };
    },
    inferForward: async (call) => ({ y: off((await right.inferForward(call)).y) }),
  };

  test('is not taken for mistakes that agree within rounding because they do nothing there', async () => {
    const known = await Promise.all(quiet.map(freshMutant));
    expect((await named(coarse, known)).map(({ id }) => id).filter((id) => quiet.includes(id))).toEqual([]);
  });

  test('is told by what does the same', async () => {
    const { says, owed, breaks } = await freshMutant('EP01a');
    const same: Mutant = { id: 'AA01', says, owed, breaks, implementation: coarse };
    const known = [...(await Promise.all(quiet.map(freshMutant))), same];
    expect((await named(coarse, known)).map(({ id }) => id)).toEqual(['AA01']);
  });
});

test('what conforms is not diagnosed', async () => {
  expect(await named(implementationOf(''))).toEqual([]);
  expect(await named(disguised(implementationOf('')))).toEqual([]);
});

describe('probes', () => {
  const small = scenarioOf(claims, { shape: [2, 2], axis: 1 });
  const exchange = (shape: readonly number[], status: 'ok' | 'crash' = 'ok'): Exchange =>
    ({
      operation: 'trainForward',
      call: callOf.trainForward(scenarioOf(claims, { shape, axis: 1 })),
      outcome: { status, message: '' },
    }) as Exchange;

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
    const { says } = bank[0];
    const mutant: Mutant = { id: 'QQ01', says, owed: 'kill', breaks: [], implementation: wrong };
    expect(await named(wrong, [mutant])).toEqual([]);
    const shown = [
      { operation: 'trainForward', call: special, outcome: { status: 'error', message: '' } },
    ] as unknown as Exchange[];
    expect((await named(wrong, [mutant], [shown])).map(({ id }) => id)).toEqual(['QQ01']);
  });
});
