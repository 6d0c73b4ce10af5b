/** The layer on the kernel goes the way of the plain one: both within a few roundings of the exact one, step by step. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fastLayer } from '../../../impl/fast/index.ts';
import { plainLayer } from '../../../impl/plain/index.ts';
import type { LayerState, Tensor } from '../../../spec/terms/contract.ts';
import { batches, config } from '../small-layer.ts';

/** A few roundings of numbers up to 99² in float32, for the chain of at most four steps. */
const near = (a: Tensor | undefined, b: Tensor | undefined): void => {
  a?.data.forEach((value, i) => expect(Math.abs(value - Number(b?.data[i]))).toBeLessThan(2 ** -22 * 99 ** 2 * 16));
};

test('it keeps the state that the plain layer keeps', () => {
  fc.assert(
    fc.property(fc.array(batches, { maxLength: 4 }), batches, (steps, last) => {
      const [fast, plain] = [fastLayer(config), plainLayer(config)];
      for (const layer of [fast, plain]) {
        layer.train();
        for (const x of steps) layer.forward(x);
        layer.eval();
      }
      near(fast.forward(last).y, plain.forward(last).y);
      near(fast.backward(last).dgamma, plain.backward(last).dgamma);
      const [a, b]: LayerState[] = [fast.state(), plain.state()];
      expect(a.count).toBe(b.count);
      near(a.runningMean, b.runningMean);
      near(a.runningVar, b.runningVar);
    }),
  );
});

test('it is of float32', () => {
  expect(() => fastLayer({ ...config, dtype: 'float64' })).toThrow('a layer expected float32, got float64');
});
