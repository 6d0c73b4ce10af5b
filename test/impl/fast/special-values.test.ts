/**
 * NaN, infinities, intermediate overflow and subnormals: as IEEE arithmetic and the specification demand, in the vector
 * paths too.
 */
import { describe, expect, test } from 'vitest';
import fast from '../../../impl/fast/index.ts';
import plain from '../../../impl/plain/index.ts';
import { callsOf } from './random-calls.ts';

const shapes: [number[], number][] = [
  [[3, 4, 37], 1],
  [[70, 9], 1],
  [[6, 5, 3], 1],
];

describe.each(shapes)('shape %j, axis %i', (shape, axis) => {
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const channels = shape[axis];
  const channel = (i: number): number => Math.floor(i / inner) % channels;

  test.each([Number.NaN, Infinity, -Infinity])(
    'makes the whole channel NaN in training for one %f in x',
    async (odd) => {
      const call = callsOf({ shape, axis, offset: 1, seed: 8 }).trainForward;
      const { y: clean } = fast.trainForward(call);
      const data = Float32Array.from(call.x.data);
      data[data.length - 1] = odd;
      const { y } = fast.trainForward({ ...call, x: { ...call.x, data } });
      const last = channel(data.length - 1);
      expect(y.data).toEqual(clean.data.map((value, i) => (channel(i) === last ? Number.NaN : value)));
    },
  );

  test('keeps special values in their place in inference', async () => {
    const call = callsOf({ shape, axis, offset: 1, seed: 9 }).inferForward;
    const data = Float32Array.from(call.x.data);
    const { y: clean } = fast.inferForward(call);
    const odd = new Map([
      [0, Infinity],
      [5, Number.NaN],
      [data.length - 1, -Infinity],
    ]);
    for (const [i, value] of odd) data[i] = value;
    const { y } = fast.inferForward({ ...call, x: { ...call.x, data } });
    y.data.forEach((value, i) => {
      const special = odd.get(i);
      const expected = special === undefined ? clean.data[i] : special * Math.sign(call.gamma!.data[channel(i)]);
      expect(value).toBe(expected);
    });
  });

  test('gives beta for an infinite variance and NaN for a negative one', async () => {
    const call = callsOf({ shape, axis, offset: 1, seed: 10 }).inferForward;
    const variance = { ...call.variance, data: Float32Array.from(call.variance.data) };
    variance.data[0] = Infinity;
    variance.data[1] = -1;
    const { y } = fast.inferForward({ ...call, variance });
    const expected = [call.beta!.data[0], Number.NaN];
    expect(y.data).toEqual(y.data.map((value, i) => expected[channel(i)] ?? value));
  });

  test.each([1e30, 1e-20, 1e-42])('agrees with arithmetic in doubles for x of size %f', async (size) => {
    const call = callsOf({ shape, axis, offset: 0, seed: 11 });
    const x = { ...call.trainForward.x, data: Float32Array.from(call.trainForward.x.data, (v) => v * size) };
    const epsilon = 2 ** -126;
    const a = fast.trainForward({ ...call.trainForward, x, epsilon });
    const b = await plain.trainForward!({ ...call.trainForward, x, epsilon });
    // Six roundings, relative to |γx̂| + |β|; x̂ stays below 4 for these data, γ and β too.
    a.y.data.forEach((value, i) => expect(Math.abs(value - b.y.data[i])).toBeLessThanOrEqual(6 * 2 ** -24 * 20));
    a.invStd!.data.forEach((value, c) => {
      expect(Math.abs(value / b.invStd!.data[c] - 1)).toBeLessThanOrEqual(4 * 2 ** -24);
    });
  });

  test('forms products of gradients that overflow on the way only', async () => {
    const { trainBackward } = callsOf({ shape, axis, offset: 0, seed: 12 });
    const x = { ...trainBackward.x, data: Float32Array.from(trainBackward.x.data, (v) => v * 1e15) };
    const dy = { ...trainBackward.dy, data: Float32Array.from(trainBackward.dy.data, (v) => v * 1e30) };
    const call = { ...trainBackward, x, dy };
    const a = fast.trainBackward(call);
    const b = await plain.trainBackward!(call);
    const scale = Math.max(...b.dgamma!.data.map(Math.abs));
    a.dgamma!.data.forEach((value, c) =>
      expect(Math.abs(value - b.dgamma!.data[c])).toBeLessThanOrEqual(scale * 2 ** -20),
    );
  });
});
