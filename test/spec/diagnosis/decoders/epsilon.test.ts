/** Epsilon, read from y or the inverse standard deviation: constants and floors, and where nothing is read. */
import { describe, expect, test } from 'vitest';
import { mapValues } from '../../../../spec/cases/scenario-variants.ts';
import { decodeEpsilon } from '../../../../spec/diagnosis/decoders/epsilon.ts';
import type { Probe } from '../../../../spec/diagnosis/probes.ts';
import type { Implementation } from '../../../../spec/terms/contract.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';
import { found } from '../decoded-probes.ts';
import { type Asked, epsilons, forward, probesOf, right, seenBy, withoutStatistics } from '../seen-calls.ts';

describe('epsilon', () => {
  /** An implementation with another epsilon than the given one, which only y shows. */
  const taking = (other: (epsilon: number) => number): Implementation => ({
    ...right,
    trainForward: async (call) => ({ y: (await right.trainForward({ ...call, epsilon: other(call.epsilon) })).y }),
    inferForward: (call) => right.inferForward({ ...call, epsilon: other(call.epsilon) }),
  });
  const always = taking(() => 0.75);

  test.each(forward)('that is always the same, from y of %s', async (operation) => {
    expect(decodeEpsilon(await seenBy(always, probesOf(operation, epsilons)))).toEqual({
      id: 'EP03',
      says: 'Epsilon is always 0.75.',
      evidence: '(gamma / a)² - v is 0.75 in 8 channels, while epsilon is 1, 0.25, 0.3, 4',
    });
  });

  test.each(forward)('that is raised to a least one, from y of %s', async (operation) => {
    const raised = taking((epsilon) => Math.max(epsilon, 0.5));
    expect(decodeEpsilon(await seenBy(raised, probesOf(operation, epsilons)))).toMatchObject({
      id: 'EP07',
      says: 'An epsilon below 0.5 is raised to 0.5.',
    });
  });

  test('from the inverse standard deviation, where y is right', async () => {
    const told: Implementation = {
      ...right,
      trainForward: async (call) => {
        const { y } = await right.trainForward(call);
        const { invStd } = await right.trainForward({ ...call, epsilon: 0.75 });
        return { y, ...(invStd && { invStd }) };
      },
    };
    expect(decodeEpsilon(await seenBy(told, probesOf('trainForward', epsilons)))).toMatchObject({
      id: 'EP03',
      says: 'Epsilon is always 0.75.',
    });
    expect(decodeEpsilon(await seenBy(right, probesOf('trainForward', epsilons)))).toBeUndefined();
  });

  test('of other rules is not read: what is twice as large, or right', async () => {
    for (const implementation of [taking((epsilon) => 2 * epsilon), right, withoutStatistics]) {
      for (const operation of forward) {
        expect(decodeEpsilon(await seenBy(implementation, probesOf(operation, epsilons)))).toBeUndefined();
      }
    }
  });

  test('needs four channels, two epsilons, three values per channel, and a gamma', async () => {
    const read = async (calls: readonly Asked[]): Promise<string | undefined> =>
      decodeEpsilon(await seenBy(always, probesOf('inferForward', calls)))?.id;
    expect(await read(epsilons.slice(0, 2))).toBe('EP03');
    expect(await read(epsilons.slice(0, 1))).toBeUndefined();
    expect(await read(epsilons.slice(0, 2).map((asked) => ({ ...asked, shape: [20, 1] })))).toBeUndefined();
    expect(await read([0.25, 0.25, 0.25].map((epsilon) => ({ epsilon })))).toBeUndefined();
    expect(await read(epsilons.map((asked) => ({ ...asked, shape: [2, 2] })))).toBeUndefined();
    expect(await read(epsilons.map((asked) => ({ ...asked, shape: [3, 2] })))).toBe('EP03');
    const firstIsZero = ({ x }: Probe['call']): object => ({ gamma: tensor('float32', [2], [0, 1.5]), x });
    expect(await read(epsilons.map((asked) => ({ ...asked, change: firstIsZero })))).toBe('EP03');
    const far = ({ x }: Probe['call']): object => ({ x: mapValues(x, (value) => value + 64) });
    expect(await read(epsilons.map((asked) => ({ ...asked, change: far })))).toBe('EP03');
  });

  test('is not read from what is no straight line', async () => {
    const bent: Implementation = {
      ...right,
      inferForward: async (call) => {
        const { y } = await right.inferForward({ ...call, epsilon: 0.75 });
        return { y: mapValues(y, (value, i) => (i < 2 ? value + 0.125 : value)) };
      },
    };
    expect(decodeEpsilon(await seenBy(bent, probesOf('inferForward', epsilons)))).toBeUndefined();
  });
});

describe('epsilon, among all decoders', () => {
  test('that is always the same, with its value', async () => {
    const [{ id, says, evidence }] = await found({ inverseStd: (v) => 1 / Math.sqrt(v + 1e-4) });
    expect({ id, says }).toEqual({ id: 'EP03', says: 'Epsilon is always 0.0001.' });
    expect(evidence).toMatch(/in \d+ channels, while epsilon is /);
  });

  test('that has a floor', async () => {
    const [{ id, says }] = await found({ inverseStd: (v, e) => 1 / Math.sqrt(v + Math.max(e, 0.01)) });
    expect({ id, says }).toEqual({ id: 'EP07', says: 'An epsilon below 0.01 is raised to 0.01.' });
  });

  test('that is left out is no constant', async () => {
    expect((await found({ inverseStd: (v) => 1 / Math.sqrt(v) })).map(({ id }) => id)).toContain('EP02');
  });
});
