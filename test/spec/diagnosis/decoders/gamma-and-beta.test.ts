/** Gamma and beta, read from y: which mistake in them explains it, and where nothing is read. */
import { describe, expect, test } from 'vitest';
import type { Steps } from '../../../../impl/plain/steps.ts';
import { mapValues } from '../../../../spec/cases/scenario-variants.ts';
import { decodeAffine } from '../../../../spec/diagnosis/decoders/gamma-and-beta.ts';
import type { Implementation, InferForward, Tensor, TrainForward } from '../../../../spec/terms/contract.ts';
import { snakeCase } from '../../../../spec/terms/operations.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import { found } from '../decoded-probes.ts';
import { type Asked, forward, probesOf, right, seenBy } from '../seen-calls.ts';

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

  test('the figures are those of the first wrong channel', async () => {
    const probes = probesOf('inferForward', calls);
    const { gamma, beta } = probes[0].call as Required<InferForward>;
    const found = decodeAffine(await seenBy(noBeta, probes), 'inferForward');
    const [g, b] = [gamma, beta].map((t) => Number(valuesOf(t)[0].toPrecision(3)));
    expect(found?.evidence).toContain(`while beta is ${b}`);
    expect(found?.evidence).toContain(`gamma ${g}`);
  });

  test('nothing is reported for right results, for the other operation, or for a few channels', async () => {
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

  test('nothing is reported where y is not a straight line; a gamma of 0 has no sign', async () => {
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

describe('gamma and beta, among all decoders', () => {
  test.each<[string, Steps['affine']]>([
    ['AF01', (xhat, _, beta) => xhat + beta],
    ['AF02', (xhat, gamma) => xhat * gamma],
    ['AF03', (xhat, gamma, beta) => xhat * Math.abs(gamma) + beta],
    ['AF06', (xhat, gamma, beta) => (xhat + beta) * gamma],
  ])('%s', async (id, affine) => {
    expect((await found({ affine })).map((diagnosis) => diagnosis.id)).toEqual([id]);
  });
});
