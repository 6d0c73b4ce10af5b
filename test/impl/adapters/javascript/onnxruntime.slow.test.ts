/** The ONNX Runtime adapter: it serves what it claims; whether the numbers are right is for the clauses. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import { moduleTarget } from '../../../../spec/wire/process-target.ts';
import { required } from '../../../spec/wire/peers.ts';

const folder = new URL('../../../../impl/adapters/javascript/', import.meta.url);
const module = fileURLToPath(new URL('onnxruntime.ts', folder));
const installed = existsSync(new URL('node_modules/onnxruntime-node', folder));

describe.skipIf(!installed && !required)('onnxruntime', () => {
  test('trains and infers, in float32 and float64, with population variance and the weight on the old value', async () => {
    const target = await moduleTarget(module);
    for (const dtype of ['float32', 'float64'] as const) {
      const of = (...values: number[]) => tensor(dtype, [1], values);
      const shared = { x: tensor(dtype, [2, 1], [1, 3]), gamma: of(2), beta: of(5), epsilon: 3, axis: 1 };
      const trained = await target.call('trainForward', {
        ...shared,
        runningMean: of(0),
        runningVar: of(9),
        momentum: 0.75,
      });
      expect(trained).toMatchObject({ status: 'ok', mutated: [], aliased: [] });
      const { y, runningMean, runningVar } = (trained as Extract<typeof trained, { status: 'ok' }>).result;
      // Mean 2, variance 1, so x̂ = ±1/√4: exact.
      expect([y, runningMean, runningVar].map((t) => t && [...valuesOf(t)])).toEqual([[4, 6], [0.5], [7]]);
      const inferred = await target.call('inferForward', { ...shared, mean: of(1), variance: of(1) });
      expect(inferred).toMatchObject({ status: 'ok', result: { y: tensor(dtype, [2, 1], [5, 7]) } });
    }
    await target.close();
  });

  test('returns running statistics only where it was given some', async () => {
    const target = await moduleTarget(module);
    const one = tensor('float32', [1], [1]);
    const outcome = await target.call('trainForward', {
      x: tensor('float32', [2, 1], [1, 3]),
      gamma: one,
      beta: one,
      epsilon: 1,
      momentum: 0,
      axis: 1,
    });
    expect(Object.keys((outcome as Extract<typeof outcome, { status: 'ok' }>).result)).toEqual(['y']);
    await target.close();
  });
});

test.skipIf(installed)('the adapter says how to install the peer when it is missing', async () => {
  await expect(moduleTarget(module)).rejects.toThrow('npm ci --prefix impl/adapters/javascript');
});
