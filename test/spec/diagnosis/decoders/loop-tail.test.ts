/** Elements that a loop left out: their positions, and their contents. */
import { describe, expect, test } from 'vitest';
import { mapValues } from '../../../../spec/cases/scenario-variants.ts';
import { decodeTail } from '../../../../spec/diagnosis/decoders/loop-tail.ts';
import type { Implementation, Tensor } from '../../../../spec/terms/contract.ts';
import { layoutOf } from '../../../../spec/terms/layout.ts';
import { valuesOf } from '../../../../spec/terms/tensor.ts';
import { changed, decoded, outputsOf } from '../decoded-probes.ts';
import { type Asked, probesOf, right, seenBy } from '../seen-calls.ts';

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

  test('nothing is reported for other places, for two elements, for other outputs, or where all is right', async () => {
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

describe('elements that were left out, among all decoders', () => {
  test.each<[string, RegExp, (i: number, inner: number) => boolean]>([
    [
      'SH01',
      /y stays 0 at the last positions of a row, which do not fill a vector of 4/,
      (i, inner) => i % inner >= inner - (inner % 4),
    ],
    ['SH06', /y stays 0 beyond the first 8 positions of a row/, (i, inner) => i % inner >= 8],
  ])('%s', async (id, says, left) => {
    const all = await decoded(
      outputsOf((y, { axis }) => {
        const { inner } = layoutOf(y.shape, axis);
        return changed(y, (value, i) => (left(i, inner) ? 0 : value));
      }),
    );
    expect(all.map((diagnosis) => diagnosis.id)).toEqual([id]);
    expect(all[0].says).toMatch(says);
  });
});
