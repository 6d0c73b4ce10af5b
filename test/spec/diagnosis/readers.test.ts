/** What single decoders read from answered calls, and where they read nothing: each on calls that are made for it. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { mapValues } from '../../../spec/cases/variants.ts';
import { decodeAffine } from '../../../spec/diagnosis/affine.ts';
import { answersTo, expectationsOf } from '../../../spec/diagnosis/answers.ts';
import { decodeEpsilon } from '../../../spec/diagnosis/epsilon.ts';
import { decodeMomentum } from '../../../spec/diagnosis/momentum.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { type Seen, seenOf } from '../../../spec/diagnosis/seen.ts';
import { decodeTail } from '../../../spec/diagnosis/tail.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Implementation, InferForward, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { type Operation, snakeCase } from '../../../spec/terms/operations.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const right = implementationOf('');
const claims = resolveClaims(right.claims);

interface Asked {
  readonly shape?: readonly number[];
  readonly epsilon?: number;
  readonly momentum?: number;
  readonly change?: (call: Probe['call']) => object;
}

/** Calls of two channels with twenty values each, unless told otherwise. */
function probesOf(operation: Operation, calls: readonly Asked[]): Probe[] {
  return calls.map(({ shape = [20, 2], epsilon = 1, momentum = 0.25, change = (): object => ({}) }, k) => {
    const s = scenarioOf(claims, { shape, axis: 1, family: 'hard', seed: k + 1, epsilon, momentum });
    const call: Probe['call'] = callOf[operation](s);
    return { operation, call: { ...call, ...change(call) } } as Probe;
  });
}

async function seenBy(implementation: Implementation, probes: readonly Probe[]): Promise<Seen[]> {
  const answers = await answersTo(targetOf(implementation), probes);
  return seenOf(probes, answers, expectationsOf(probes, reference, claims), claims);
}

const withoutStatistics: Implementation = {
  ...right,
  trainForward: async (call) => ({ y: (await right.trainForward(call)).y }),
};

const epsilons = [1, 0.25, 0.3, 4].map((epsilon): Asked => ({ epsilon }));
const forward = ['trainForward', 'inferForward'] as const;

describe('epsilon', () => {
  /** Another epsilon than the given one, where only y is told. */
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

describe('gamma and beta', () => {
  const calls: Asked[] = [{}, {}, {}];
  /** y as it would be with another gamma and beta. */
  const taking = (other: (gamma: number, beta: number) => readonly [number, number]): Implementation => {
    const changed = <C extends TrainForward | InferForward>(call: C): C => {
      const [gammas, betas] = [call.gamma, call.beta].map((t) => valuesOf(t as Tensor));
      const both = [...gammas].map((gamma, c) => other(gamma, betas[c]));
      const of = (k: 0 | 1): Tensor =>
        tensor(
          'float32',
          [both.length],
          both.map((pair) => pair[k]),
        );
      return { ...call, gamma: of(0), beta: of(1) };
    };
    return {
      ...right,
      trainForward: (call) => right.trainForward(changed(call)),
      inferForward: (call) => right.inferForward(changed(call)),
    };
  };
  const noBeta = taking((gamma) => [gamma, 0]);

  test.each<[string, string, Implementation]>([
    ['AF02', 'beta is not added', noBeta],
    ['AF06', 'beta is multiplied by gamma as well', taking((gamma, beta) => [gamma, gamma * beta])],
    ['AF01', 'gamma is ignored (treated as 1)', taking((_, beta) => [1, beta])],
    ['AF03', 'the absolute value of gamma is used', taking((gamma, beta) => [Math.abs(gamma), beta])],
  ])('%s: %s', async (id, says, implementation) => {
    for (const operation of forward) {
      const probes = probesOf(operation, calls);
      const found = decodeAffine(await seenBy(implementation, probes), operation);
      expect(found).toMatchObject({ id, says: `In ${snakeCase(operation)} ${says}.` });
      expect(found?.evidence).toMatch(
        /^in 6 channels; in the first, y is -?[\d.e-]+ at the mean of x, with slope -?[\d.]+, while beta is -?[\d.]+ and gamma -?[\d.]+$/,
      );
    }
  });

  test('what is told is of the first channel that is wrong', async () => {
    const probes = probesOf('inferForward', calls);
    const { gamma, beta } = probes[0].call as Required<InferForward>;
    const found = decodeAffine(await seenBy(noBeta, probes), 'inferForward');
    const [g, b] = [gamma, beta].map((t) => Number(valuesOf(t)[0].toPrecision(3)));
    expect(found?.evidence).toContain(`where beta is ${b}`);
    expect(found?.evidence).toContain(`gamma ${g}`);
  });

  test('nothing is told of what is right, of the other operation, or of a few channels', async () => {
    expect(decodeAffine(await seenBy(right, probesOf('inferForward', calls)), 'inferForward')).toBeUndefined();
    const seen = await seenBy(noBeta, probesOf('trainForward', calls));
    expect(decodeAffine(seen, 'inferForward')).toBeUndefined();
    const read = async (asked: readonly Asked[]): Promise<string | undefined> =>
      decodeAffine(await seenBy(noBeta, probesOf('inferForward', asked)), 'inferForward')?.id;
    expect(await read(calls.slice(0, 2))).toBe('AF02');
    expect(await read(calls.slice(0, 1))).toBeUndefined();
    expect(await read(calls.map(() => ({ shape: [2, 2] })))).toBeUndefined();
    expect(await read(calls.map(() => ({ shape: [3, 2] })))).toBe('AF02');
  });

  test('a channel of which most are right needs another explanation', async () => {
    const mostAreZero = (k: number) => (): object => ({ beta: tensor('float32', [2], [k, 0]) });
    const read = async (betas: readonly number[]): Promise<string | undefined> => {
      const asked = betas.map((k) => ({ change: mostAreZero(k) }));
      return decodeAffine(await seenBy(noBeta, probesOf('inferForward', asked)), 'inferForward')?.id;
    };
    expect(await read([3, 0, 0])).toBeUndefined();
    expect(await read([3, 3, 0])).toBe('AF02');
  });

  test('nothing is told of what is no straight line; a gamma of 0 has no sign', async () => {
    const bent: Implementation = {
      ...right,
      inferForward: async (call) => {
        const { y } = await noBeta.inferForward!(call);
        return { y: mapValues(y, (value, i) => (i === 3 ? value + 0.5 : value)) };
      },
    };
    expect(decodeAffine(await seenBy(bent, probesOf('inferForward', calls)), 'inferForward')).toBeUndefined();
    const zero = (): object => ({ gamma: tensor('float32', [2], [0, -1.5]) });
    const asked = [1, 2, 3, 4].map(() => ({ change: zero }));
    expect(decodeAffine(await seenBy(noBeta, probesOf('inferForward', asked)), 'inferForward')).toMatchObject({
      id: 'AF02',
      evidence: expect.stringMatching(/^in 4 channels/) as string,
    });
  });
});

describe('momentum', () => {
  const calls = [0.25, 0.9, 0.5].map((momentum): Asked => ({ momentum }));
  const always = (momentum: number): Implementation => ({
    ...right,
    trainForward: (call) => right.trainForward({ ...call, momentum }),
  });
  const read = async (implementation: Implementation, asked: readonly Asked[] = calls, own = claims) =>
    decodeMomentum(await seenBy(implementation, probesOf('trainForward', asked)), own);

  test('that is always the same', async () => {
    expect(await read(always(0.1))).toEqual({
      id: 'IF02',
      says: 'Momentum is always 0.1.',
      evidence: expect.stringMatching(
        /^the running mean changes by this weight in [456] channels, while momentum is 0.25, 0.9, 0.5$/,
      ) as string,
    });
    const old = { ...claims, momentumWeights: 'old' } as const;
    expect(await read(always(0.1), calls, old)).toMatchObject({ says: 'Momentum is always 0.9.' });
  });

  test('that is the given one, or no weight at all, is not told', async () => {
    expect(await read(right)).toBeUndefined();
    expect(await read(always(0))).toBeUndefined();
    expect(await read(withoutStatistics)).toBeUndefined();
  });

  test('needs three momenta, and a running mean that is not that of the batch', async () => {
    expect(await read(always(0.1), calls.slice(0, 2))).toBeUndefined();
    expect(await read(always(0.1), [...calls.slice(0, 2), ...calls.slice(0, 2)])).toBeUndefined();
    const noMean = (): object => ({ runningMean: undefined });
    expect(
      await read(
        always(0.1),
        calls.map((asked) => ({ ...asked, change: noMean })),
      ),
    ).toBeUndefined();
    const close: Asked['change'] = ({ x }) => ({
      x: mapValues(x, (_, i) => 4 + (i % 3)),
      runningMean: tensor('float32', [2], [5, 5.25]),
    });
    expect(
      await read(
        always(0.1),
        calls.map((asked) => ({ ...asked, change: close })),
      ),
    ).toBeUndefined();
  });
});

describe('elements that were left out', () => {
  const shapes = [
    [3, 2, 5],
    [2, 3, 13],
    [5, 1, 11],
  ].map((shape): Asked => ({ shape }));
  type Is = (i: number, at: { inner: number; size: number; within: number; perChannel: number }) => boolean;

  function leaving(is: Is, filling: '0' | 'x' | 'dy'): Implementation {
    const fill = (t: Tensor, { x, axis, dy }: { x: Tensor; axis: number; dy?: Tensor }): Tensor => {
      const { inner, channels, perChannel } = layoutOf(x.shape, axis);
      const from = filling === 'dy' ? dy : x;
      return mapValues(t, (value, i) => {
        const within = Math.floor(i / (inner * channels)) * inner + (i % inner);
        if (!is(i, { inner, size: x.data.length, within, perChannel })) return value;
        return filling === '0' ? 0 : valuesOf(from ?? x)[i];
      });
    };
    return {
      ...right,
      inferForward: async (call) => ({ y: fill((await right.inferForward(call)).y, call) }),
      inferBackward: async (call) => {
        const answer = await right.inferBackward(call);
        return { ...answer, dx: fill(answer.dx, call) };
      },
    };
  }

  const read = async (is: Is, filling: '0' | 'x' | 'dy' = '0', output: 'y' | 'dx' = 'y', asked = shapes) => {
    const operation = output === 'y' ? 'inferForward' : 'inferBackward';
    const seen = await seenBy(leaving(is, filling), probesOf(operation, asked));
    return decodeTail(seen, [{ operation, output, missed: [], right: [] }]);
  };

  test.each<[string, string, Is]>([
    [
      'SH01',
      'at the last positions of a row, which do not fill a vector of 4',
      (i, { inner }) => i % inner >= inner - (inner % 4),
    ],
    [
      'SH01',
      'at the last positions of a row, which do not fill a vector of 16',
      (i, { inner }) => i % inner >= inner - (inner % 16),
    ],
    [
      'SH01',
      'at the last positions of the tensor, which do not fill a vector of 8',
      (i, { size }) => i >= size - (size % 8),
    ],
    [
      'SH01',
      'for the last values of a channel, which do not fill a vector of 4',
      (_, { within, perChannel }) => within >= perChannel - (perChannel % 4),
    ],
    ['SH06', 'beyond the first 8 positions of a row', (i, { inner }) => i % inner >= 8],
    ['SH06', 'beyond the first 16 values of a channel', (_, { within }) => within >= 16],
  ])('%s %s', async (id, region, is) => {
    const [found, ...more] = await read(is);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ id, says: `In infer_forward y stays 0 ${region}.` });
    const elements = shapes.flatMap(({ shape = [] }) => {
      const [outer, channels, inner] = shape;
      const size = outer * channels * inner;
      return Array.from({ length: size }, (_, i) =>
        is(i, {
          inner,
          size,
          within: Math.floor(i / (inner * channels)) * inner + (i % inner),
          perChannel: outer * inner,
        }),
      );
    });
    expect(found.evidence).toBe(
      `${elements.filter(Boolean).length} of ${elements.length} values are wrong, all of them there`,
    );
  });

  test('or that are copies of an argument, in y and in dx', async () => {
    const last: Is = (i, { inner }) => i % inner >= inner - (inner % 4);
    const where = 'at the last positions of a row, which do not fill a vector of 4.';
    expect((await read(last, 'x'))[0].says).toBe(`In infer_forward y is a copy of x ${where}`);
    expect((await read(last, 'dy', 'dx'))[0].says).toBe(`In infer_backward dx is a copy of dy ${where}`);
    expect((await read(last, '0', 'dx'))[0].says).toBe(`In infer_backward dx stays 0 ${where}`);
  });

  test('nothing is told of other places, of two elements, of other outputs, or where all is right', async () => {
    expect(await read((i) => i % 7 === 3)).toEqual([]);
    expect(await read(() => false)).toEqual([]);
    expect(await read((i) => i >= 28, '0', 'y', [{ shape: [3, 2, 5] }])).toEqual([]);
    expect(await read((i) => i >= 27, '0', 'y', [{ shape: [3, 1, 10] }])).toEqual([]);
    const seen = await seenBy(
      leaving(() => true, '0'),
      probesOf('inferBackward', shapes),
    );
    expect(decodeTail(seen, [{ operation: 'inferBackward', output: 'dgamma', missed: [], right: [] }])).toEqual([]);
  });
});
