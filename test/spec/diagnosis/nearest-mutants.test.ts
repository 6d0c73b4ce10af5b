/** Known mistakes against an implementation: who is named, in which order, and with which figures. A small bank, so that it is quick. */
import { beforeAll, describe, expect, test } from 'vitest';
import { mutantOf } from '../../../impl/mutants/_bank.ts';
import { implementationOf, plainClaims } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { mapValues } from '../../../spec/cases/scenario-variants.ts';
import type { Exchange } from '../../../spec/check/trial/exchange.ts';
import { nameMistakes } from '../../../spec/diagnosis/name-mistakes.ts';
import { fixedProbes } from '../../../spec/diagnosis/probes.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Implementation, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { composite } from '../../tools/scorecard/composite.ts';
import { disguised } from '../../tools/scorecard/disguise.ts';
import { everywhere, except, known, nearest, type Says, wrong } from './constant-answers.ts';

/** Formula, epsilon, running statistics, gradient, affine, layout, conventions, what is kept between calls. */
const ids = ['ST01a', 'EP01a', 'EP02a', 'RS01', 'RS02', 'BW01', 'BW02', 'AF01a', 'LY01a', 'MD02a', 'BW20a', 'SH01a'];

const claims = resolveClaims(implementationOf('').claims);

const mutantsOf = async (names: readonly string[]): Promise<Mutant[]> =>
  (await Promise.all(names.map(mutantOf))).map((mutant) => mutant.under());

let bank: Mutant[];

beforeAll(async () => {
  bank = await mutantsOf(ids);
});

async function named(
  implementation: Implementation,
  known: readonly Mutant[] = bank,
  counterexamples: readonly (readonly Exchange[])[] = [],
): Promise<readonly Diagnosis[]> {
  const own = resolveClaims(implementation.claims);
  return nameMistakes({ target: targetOf(implementation), reference, claims: own }, counterexamples, { bank: known });
}

const first = async (implementation: Implementation, known?: readonly Mutant[]): Promise<string | undefined> =>
  (await named(implementation, known))[0]?.id;

describe('a known mistake', () => {
  test.each(ids)('%s is named first, in its own arithmetic and in another', async (id) => {
    expect(await first((await mutantOf(id)).under().implementation)).toBe(id);
    expect(await first(disguised((await mutantOf(id)).under().implementation))).toBe(id);
  });

  test('is named with figures that count', async () => {
    const [{ says, evidence }] = await named((await mutantOf('EP01a')).under().implementation);
    expect(says).toBe((await mutantOf('EP01a')).says);
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
    const known = await mutantsOf(['BW51', 'CL04']);
    for (const { id } of known) {
      const { implementation } = (await mutantOf(id)).under();
      const outcome = await targetOf(implementation).call('trainBackward', call);
      const counterexample = [[{ operation: 'trainBackward', call, outcome } as Exchange]];
      const diagnoses = await named(implementation, known, counterexample);
      expect(diagnoses.map((d) => d.id)).toEqual([id]);
    }
  });

  test('is not named where the catalogue lacks it: then experiments tell', async () => {
    const without = bank.filter(({ id }) => !id.startsWith('EP'));
    const all = await named((await mutantOf('EP01a')).under().implementation, without);
    expect(all.map(({ id }) => id)).not.toContain('ST01a');
    expect(all[0].says).toMatch(/^Epsilon is added outside the root: y, /);
  });

  test('comes before others that answer alike but are another kind of implementation', async () => {
    const { implementation, ...rest } = (await mutantOf('EP01a')).under();
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
    const { implementation, ...rest } = (await mutantOf('EP01a')).under();
    const many = ['AA01', 'AA02', 'AA03', 'AA04'].map((id) => ({ implementation, ...rest, id }));
    const all = await named(implementation, many);
    expect(all.map(({ id }) => id)).toEqual(['AA01', 'AA02', 'AA03']);
  });
});

describe('a known mistake under a condition', () => {
  const right = implementationOf('');
  /** The mistake in those calls of training that the condition picks, and nowhere else. */
  async function sometimes(id: string, condition: (call: TrainForward) => boolean): Promise<Implementation> {
    const { implementation } = (await mutantOf(id)).under();
    return {
      ...right,
      trainForward: (call) => (condition(call) ? implementation : right).trainForward?.(call) as never,
    };
  }

  test('is named, with the condition', async () => {
    const [{ id, says }] = await named(await sometimes('RS02', ({ x, axis }) => x.shape[axis] === 1));
    expect(id).toBe('RS02');
    expect(says).toMatch(/running_var of train_forward is wrong where C = 1\.$/);
  });

  test('is named where it is right far more often than wrong only with what decides', async () => {
    const wrong = await sometimes('RS02', ({ momentum }) => momentum === 0.125);
    const s = scenarioOf(claims, { shape: [3, 2], axis: 1, momentum: 0.125 });
    const call = callOf.trainForward(s);
    const outcome = await targetOf(wrong).call('trainForward', call);
    const all = await named(wrong, bank, [[{ operation: 'trainForward', call, outcome } as unknown as Exchange]]);
    for (const { says } of all.filter(({ id }) => id === 'RS02')) expect(says).toMatch(/where momentum (is|=) 0\.125/);
  });
});

describe('two mistakes at once', () => {
  test.each([
    ['EP01a', 'RS02'],
    ['BW02', 'RS01'],
    ['BW01', 'EP02a'],
  ])('%s and %s are named together', async (a, b) => {
    const both = composite((await mutantOf(a)).under().implementation, (await mutantOf(b)).under().implementation);
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
  /** Their violations show in few calls; in all others they answer as the specification demands. */
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
    const known = await mutantsOf(quiet);
    expect((await named(coarse, known)).map(({ id }) => id).filter((id) => quiet.includes(id))).toEqual([]);
  });

  test('is named by a mistake that does the same', async () => {
    const { says, owed, breaks } = await mutantOf('EP01a');
    const same: Mutant = { id: 'AA01', says, owed, breaks, implementation: coarse };
    const known = [...(await mutantsOf(quiet)), same];
    expect((await named(coarse, known)).map(({ id }) => id)).toEqual(['AA01']);
  });
});

test('what conforms is not diagnosed', async () => {
  expect(await named(implementationOf(''))).toEqual([]);
  expect(await named(disguised(implementationOf('')))).toEqual([]);
});

describe('a known mistake that explains nearly all', () => {
  test('nine of ten violations suffice for a name, reported with their number', async () => {
    const { diagnoses, left } = await nearest(except(everywhere, 3, 4), [known('A', everywhere)]);
    expect(diagnoses.map(({ id }) => id)).toEqual(['A']);
    expect(diagnoses[0].evidence).toMatch(/explains 36 of the 40 that violate the specification$/);
    expect(left).toEqual([]);
  });

  test('with fewer, or with more than a tenth of wrong answers besides, there is none', async () => {
    expect((await nearest(except(everywhere, 3, 4, 5), [known('A', everywhere)])).diagnoses).toEqual([]);
    const half: Says = (_, k) => (k < 10 ? wrong : 1);
    const more: Says = (_, k) => (k < 11 ? wrong : 1);
    const says = except(half, 0);
    expect((await nearest(says, [known('A', half)])).diagnoses).toHaveLength(1);
    expect((await nearest(says, [known('A', more)])).diagnoses).toEqual([]);
  });

  test('one that explains all comes first, and alone', async () => {
    const says = except(everywhere, 3);
    const { diagnoses } = await nearest(says, [known('A', everywhere), known('B', says)]);
    expect(diagnoses.map(({ id }) => id)).toEqual(['B']);
  });
});
