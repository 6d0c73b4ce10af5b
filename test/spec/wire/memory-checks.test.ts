/** Memory of an implementation in this process: writes to inputs, outputs that share memory, late writes. */
import { describe, expect, test } from 'vitest';
import type { Implementation, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { copyOf, tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Outcome } from '../../../spec/wire/call-outcome.ts';
import type { Target } from '../../../spec/wire/target.ts';

type Run = NonNullable<Implementation['trainForward']>;

const x = tensor('float32', [2, 2], [1, NaN, -0, 4]);
const call: TrainForward = { x, gamma: tensor('float32', [2], [1, 1]), epsilon: 1, momentum: 0.5, axis: 1 };
const target = (trainForward: Run): Target => targetOf({ name: 'm', trainForward });
const run = (trainForward: Run): Promise<Outcome<'trainForward'>> => target(trainForward).call('trainForward', call);

const fresh = ({ x }: TrainForward): Tensor => copyOf(x);
const part = (whole: Float32Array, begin: number, end: number): Tensor => ({
  dtype: 'float32',
  shape: [end - begin],
  data: whole.subarray(begin, end),
});

describe('memory', () => {
  test('is watched for writes to inputs, bit by bit', async () => {
    const writing = (index: number, value: number): Promise<unknown> =>
      run((c) => {
        const y = fresh(c);
        c.x.data[index] = value;
        return { y };
      });
    expect(await writing(0, 2)).toMatchObject({ mutated: ['x'] });
    expect(await writing(2, 0)).toMatchObject({ mutated: ['x'] });
    expect(await writing(1, NaN)).toMatchObject({ mutated: [] });
    expect(x.data[0]).toBe(1);
  });

  test('is watched for shapes that were written to', async () => {
    const outcome = await run((c) => {
      const y = fresh({ ...c, x: { ...c.x, shape: [...c.x.shape] } });
      (c.gamma as Tensor & { shape: number[] }).shape.push(1);
      return { y };
    });
    expect(outcome).toMatchObject({ status: 'ok', mutated: ['gamma'] });
  });

  test('is watched for inputs that were transferred away', async () => {
    const outcome = await run((c) => {
      const y = fresh(c);
      structuredClone(c.x.data, { transfer: [c.x.data.buffer as ArrayBuffer] });
      return { y };
    });
    expect(outcome).toMatchObject({ status: 'ok', mutated: expect.arrayContaining(['x']) });
  });

  test('is watched for outputs that are inputs or share bytes with one another', async () => {
    expect(await run(({ x }) => ({ y: x }))).toMatchObject({ aliased: ['y'] });
    expect(await run((c) => ({ y: fresh(c), invStd: part(c.x.data as Float32Array, 3, 4) }))).toMatchObject({
      aliased: ['invStd'],
    });
    const whole = new Float32Array(6);
    const overlapping = { mean: part(whole, 0, 2), variance: part(whole, 1, 3), invStd: part(whole, 3, 5) };
    expect(await run((c) => ({ y: fresh(c), ...overlapping }))).toMatchObject({ aliased: ['mean', 'variance'] });
  });

  test('is not blamed for sharing an ArrayBuffer, nor for having no bytes', async () => {
    const whole = new Float32Array(4);
    const apart = { mean: part(whole, 0, 2), variance: part(whole, 2, 4), invStd: part(whole, 1, 1) };
    expect(await run((c) => ({ y: fresh(c), ...apart }))).toMatchObject({ aliased: [] });
  });

  test('is watched for writes to the answer of the call before', async () => {
    const workspace = new Float32Array(4);
    let calls = 0;
    const reusing = target(({ x }) => {
      workspace.fill(calls++);
      return { y: { ...x, data: workspace } };
    });
    expect(await reusing.call('trainForward', call)).toMatchObject({ aliased: [] });
    expect(await reusing.call('trainForward', call)).toMatchObject({ aliased: ['earlier:y'] });
  });

  test('is watched for buffers that take turns', async () => {
    const turns = [copyOf(x), copyOf(x)];
    const turning = target(() => {
      turns.reverse();
      return { y: turns[0] };
    });
    expect(await turning.call('trainForward', call)).toMatchObject({ aliased: [] });
    expect(await turning.call('trainForward', call)).toMatchObject({ aliased: [] });
    expect(await turning.call('trainForward', call)).toMatchObject({ aliased: ['earlier:y'] });
  });

  test.each([4, 5, 6, 7])('is watched for writes to the inputs of the call before, with %i values', async (size) => {
    const wide = { ...call, x: tensor('float32', [size, 2], new Float64Array(2 * size)) };
    let kept: Tensor | undefined;
    const during = target((c) => {
      kept?.data.fill(7);
      kept = c.gamma;
      return { y: fresh(c) };
    });
    expect(await during.call('trainForward', wide)).toMatchObject({ mutated: [] });
    expect(await during.call('trainForward', wide)).toMatchObject({
      mutated: [expect.stringMatching(/^(earlier:)?gamma$/)],
    });
    const between = target((c) => {
      setImmediate(() => c.gamma?.data.fill(7));
      return { y: fresh(c) };
    });
    await between.call('trainForward', wide);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await between.call('trainForward', wide)).toMatchObject({ mutated: ['earlier:gamma'] });
  });

  test('is reported once, for the call that modified them, and again where the next call does', async () => {
    let [k, kept] = [0, call.x];
    const writing = target((c) => {
      k += 1;
      if (k === 1) c.x.data[0] += 1;
      if (k === 3) kept.data[1] += 1;
      kept = c.x;
      return { y: fresh(c) };
    });
    const told = [];
    for (let n = 0; n < 3; n++) {
      const outcome = await writing.call('trainForward', { ...call, x: tensor('float32', [2, 1], [1, 2]) });
      told.push(outcome.status === 'ok' && outcome.mutated);
    }
    expect(told).toEqual([['x'], [], ['earlier:x']]);
  });

  test('is watched for calls that are completed or changed', async () => {
    const changing = (change: (c: Record<string, unknown>) => void): Promise<unknown> =>
      run((c) => {
        const y = fresh(c);
        change(c as unknown as Record<string, unknown>);
        return { y };
      });
    expect(await changing((c) => (c['beta'] = x))).toMatchObject({ mutated: ['beta'] });
    expect(await changing((c) => (c['epsilon'] = 2))).toMatchObject({ mutated: ['epsilon'] });
    expect(await changing((c) => delete c['gamma'])).toMatchObject({ mutated: ['gamma'] });
  });

  test.each<[string, (tensor: Record<string, unknown>) => void]>([
    ['without data', (t) => delete t['data']],
    ['with other data', (t) => (t['data'] = new Float32Array(4))],
    ['without a shape', (t) => delete t['shape']],
    ['with a shape that is none', (t) => (t['shape'] = 3)],
    ['with another type', (t) => (t['dtype'] = 'float64')],
    [
      'that throws',
      (t) =>
        Object.defineProperty(t, 'data', {
          get: () => {
            throw new Error('no');
          },
        }),
    ],
  ])('is watched for tensors that were left %s, and the next call gets a whole one', async (_, spoil) => {
    // Of two values, so that the tensors of one call serve in the next.
    const small = { ...call, x: tensor('float32', [3, 2], [1, 2, 3, 4, 5, 6]) };
    for (const given of [call, small]) {
      let calls = 0;
      const spoiling = target((c) => {
        const y = fresh(c);
        if (calls++ === 0) spoil(c.x as unknown as Record<string, unknown>);
        return { y };
      });
      expect(await spoiling.call('trainForward', given)).toMatchObject({ status: 'ok', mutated: ['x'] });
      expect(await spoiling.call('trainForward', given)).toMatchObject({ status: 'ok', result: { y: given.x } });
    }
  });

  test('is watched for a call that was given properties that throw', async () => {
    const outcome = await run((c) => {
      const y = fresh(c);
      Object.defineProperty(c, 'x', {
        get: () => {
          throw new Error('no');
        },
      });
      return { y };
    });
    expect(outcome).toMatchObject({ status: 'ok', mutated: ['x'] });
  });

  test('is watched for memory that is used again, though the same values are written', async () => {
    const y = copyOf(x);
    const reusing = target(() => ({ y }));
    await reusing.call('trainForward', call);
    expect(await reusing.call('trainForward', call)).toMatchObject({ aliased: ['earlier:y'] });
  });

  test('is watched for late writes too', async () => {
    let kept: Tensor | undefined;
    const late = target((c) => {
      kept?.data.fill(7);
      kept = fresh(c);
      return { y: kept };
    });
    await late.call('trainForward', call);
    expect(await late.call('trainForward', call)).toMatchObject({ aliased: ['earlier:y'] });
  });
});
