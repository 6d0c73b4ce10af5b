/** The network of the page: its layers do what their names say, and its gradients are those of its forward pass. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import plain from '../../../impl/plain/index.ts';
import { Adam } from '../../../spec/learn/network/adam.ts';
import { atOnce, BatchNormalization } from '../../../spec/learn/network/batch-normalization.ts';
import { FullyConnected } from '../../../spec/learn/network/fully-connected.ts';
import { columnOf, map, type Matrix, zeros } from '../../../spec/learn/network/matrix.ts';
import { Network } from '../../../spec/learn/network/network.ts';
import { parameter } from '../../../spec/learn/network/parameter.ts';
import { randomFrom } from '../../../spec/learn/network/random.ts';

/** Small whole numbers: their products and sums are exact in float32, in any order. */
const whole = fc.integer({ min: -9, max: 9 });
const matrix = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  fc.array(whole, { minLength: rows * columns, maxLength: rows * columns }).map((values) => ({
    ...zeros(rows, columns),
    data: Float32Array.from(values),
  }));
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

describe('the fully connected layer', () => {
  test('has the gradients of its forward pass, exactly', () => {
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
    );
    const cases = sizes.chain(([rows, inputs, outputs]) =>
      fc.record({
        x: matrix(rows, inputs),
        moved: matrix(rows, inputs),
        dy: matrix(rows, outputs),
        weights: matrix(inputs, outputs),
        otherWeights: matrix(inputs, outputs),
      }),
    );
    fc.assert(
      fc.property(cases, ({ x, moved, dy, weights, otherWeights }) => {
        const [, inputs] = x.shape;
        const [, outputs] = dy.shape;
        const layerOf = ({ data }: Matrix, bias: number): FullyConnected => {
          let next = 0;
          return new FullyConnected(inputs, outputs, () => data[next++], bias);
        };
        const layer = layerOf(weights, 0);
        // Linear in x and in the weights: <dy, f(v)> = <gradient, v> for every v.
        expect(dot(dy.data, layer.forward(moved).data)).toBe(dot(layer.backward(dy).data, moved.data));
        layer.forward(x);
        layer.backward(dy);
        expect(dot(dy.data, layerOf(otherWeights, 0).forward(x).data)).toBe(
          dot(layer.weight.gradient, otherWeights.data),
        );
        const ones = new Float32Array(outputs).fill(1);
        expect(dot(layer.bias.gradient, ones)).toBe(
          dot(
            dy.data,
            layerOf(
              map(weights, () => 0),
              1,
            ).forward(x).data,
          ),
        );
      }),
    );
  });
});

describe('batch normalization as a layer', () => {
  const settings = { batchNorm: atOnce(plain), epsilon: 1e-5, momentum: 0.5 };

  test('keeps the running statistics that the implementation hands out', () => {
    const layer = new BatchNormalization(1, settings);
    layer.train(columnOf([1, 3]));
    // Mean 2 and unbiased variance 2, half way from 0 and 1.
    expect([...layer.running.mean, ...layer.running.variance]).toEqual([1, 1.5]);
  });

  test('uses them in inference, one sample at a time', () => {
    const layer = new BatchNormalization(1, { ...settings, epsilon: 0.5 });
    layer.train(columnOf([1, 3]));
    // (x - 1) / √(1.5 + 0.5) with x = 1 is 0, whatever the batch.
    expect([...layer.infer(columnOf([1])).data]).toEqual([0]);
  });
});

describe('Adam', () => {
  test('takes the same first step for gradients of any size', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 16, 1024), fc.constantFrom(-1, 1), (size, sign) => {
        const weight = parameter(Float32Array.of(0));
        weight.gradient[0] = size * sign;
        new Adam([weight], 0.25).step();
        expect(weight.values[0]).toBe(-0.25 * sign);
      }),
    );
  });
});

describe('a network', () => {
  const settings = { inputs: 1, layers: 3, units: 4, activation: 'tanh', weightStd: 0.5, bias: 0 } as const;

  test('is the same network for the same seed', () => {
    const answer = (seed: number): Float32Array =>
      new Network(settings, randomFrom(seed)).forward(columnOf([1, 2, 3]), 'train').data;
    expect(answer(1)).toEqual(answer(1));
    expect(answer(1)).not.toEqual(answer(2));
  });

  test('leaves no trace of what is only looked at', () => {
    const normalization = { batchNorm: atOnce(plain), epsilon: 1e-5, momentum: 0.5 };
    const network = new Network({ ...settings, normalization }, randomFrom(1));
    const x = columnOf([1, 2, 3]);
    const before = network.forward(x, 'infer').data;
    network.undisturbed(() => network.forward(x, 'train'));
    expect(network.forward(x, 'infer').data).toEqual(before);
    network.forward(x, 'train');
    expect(network.forward(x, 'infer').data).not.toEqual(before);
  });

  test('has the slope of its loss as gradient, exactly where it is made of straight pieces', () => {
    const small = fc.integer({ min: -2, max: 2 });
    const nudge = 2 ** -4;
    const cases = fc.record({
      weights: fc.array(small, { minLength: 64, maxLength: 64 }),
      x: fc.array(small, { minLength: 3, maxLength: 3 }),
      at: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ weights, x, at }) => {
        let next = 0;
        const drawn = { ...randomFrom(1), normal: () => weights[next++] };
        const network = new Network({ ...settings, layers: 2, units: 3, activation: 'relu', bias: 0.5 }, drawn);
        const loss = (): number => network.forward(columnOf(x), 'train').data.reduce((sum, y) => sum + y, 0);
        const now = loss();
        network.backward(columnOf([1, 1, 1]));
        const learned = network.parameters.flatMap(({ values, gradient }) =>
          Array.from(values, (_, i) => ({ values, i, slope: gradient[i] })),
        );
        const { values, i, slope } = learned[at % learned.length];
        const old = values[i];
        values[i] = old + nudge;
        const up = (loss() - now) / nudge;
        values[i] = old - nudge;
        const down = (now - loss()) / nudge;
        // Else a corner lies in between.
        fc.pre(up === down);
        expect(slope).toBe(up);
      }),
      { numRuns: 300 },
    );
  });
});

describe('chance', () => {
  test('puts numbers in an order that has each of them once', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 40 }), (seed, n) => {
        const order = randomFrom(seed).permutation(n);
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });
});
