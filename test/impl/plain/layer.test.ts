/** The layer over `plain` keeps its state as the pure operations give it, on any sequence. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import plain, { plainLayer } from '../../../impl/plain/index.ts';
import type { InferForwardResult, Tensor, TrainForwardResult } from '../../../spec/terms/contract.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { batches, config } from '../small-layer.ts';

test('training steps chain the operations, and evaluation takes the end of the chain', () => {
  fc.assert(
    fc.property(fc.array(batches, { maxLength: 4 }), batches, (steps, last) => {
      const layer = plainLayer(config);
      const { epsilon, axis } = config;
      layer.train();
      let { gamma, beta, runningMean, runningVar } = layer.state() as Required<ReturnType<typeof layer.state>>;
      for (const x of steps) {
        const call = { x, gamma, beta, runningMean, runningVar, epsilon, axis, momentum: 0.25 };
        const answer = plain.trainForward?.(call) as Required<TrainForwardResult>;
        expect(layer.forward(x).y).toEqual(answer.y);
        ({ runningMean, runningVar } = answer);
      }
      layer.eval();
      const call = { x: last, gamma, beta, mean: runningMean, variance: runningVar, epsilon, axis };
      expect(layer.forward(last)).toEqual(plain.inferForward?.(call) as InferForwardResult);
      expect(layer.state()).toEqual({ gamma, beta, runningMean, runningVar, count: steps.length });
    }),
  );
});

test('with momentum null the running mean is that of all values of equal batches', () => {
  fc.assert(
    fc.property(fc.array(batches, { minLength: 1, maxLength: 6 }), (steps) => {
      const layer = plainLayer({ ...config, parameterDtype: 'float64', momentum: null });
      layer.train();
      for (const x of steps) layer.forward(x);
      const mean = (c: number): number =>
        steps.reduce((sum, { data }) => sum + data[c] + data[2 + c] + data[4 + c], 0) / (3 * steps.length);
      // Two roundings a step of values up to 99, and those of the sum.
      const bound = 99 * 2 ** -52 * 4 * steps.length;
      const { data } = layer.state().runningMean as Tensor;
      for (const c of [0, 1]) expect(Math.abs(data[c] - mean(c))).toBeLessThanOrEqual(bound);
    }),
  );
});

test.each([
  ['another type', tensor('float64', [3, 2], [1, 2, 3, 4, 5, 6]), /"x" expected float32, got float64/],
  ['other channels', tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]), /expected 2 axes with 2 channels at axis 1, got/],
  ['another rank', tensor('float32', [3, 2, 1], [1, 2, 3, 4, 5, 6]), /expected 2 axes/],
])('x of %s is refused without a trace', (_, x, message) => {
  const layer = plainLayer(config);
  layer.train();
  expect(() => layer.forward(x)).toThrow(message);
  expect(layer.state()).toEqual(plainLayer(config).state());
});

test('a state of another layer is refused without a trace', () => {
  const layer = plainLayer(config);
  const { count: _count, ...uncounted } = layer.state();
  const wider = plainLayer({ ...config, channels: 3 }).state();
  expect(() => layer.load(wider)).toThrow('"gamma" expected float32[2], got float32[3]');
  expect(() => layer.load(uncounted)).toThrow('"count" expected a number, got none');
  expect(() => layer.load({})).toThrow('"gamma" expected float32[2], got none');
  expect(layer.state()).toEqual(plainLayer(config).state());
});

test('there is no backward before a forward, nor after a load', () => {
  const layer = plainLayer(config);
  const x = tensor('float32', [3, 2], [1, 2, 3, 4, 5, 7]);
  expect(() => layer.backward(x)).toThrow('"backward" expected a forward before it');
  layer.forward(x);
  layer.load(layer.state());
  expect(() => layer.backward(x)).toThrow('"backward" expected a forward before it');
});
