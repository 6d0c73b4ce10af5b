/** What `evaluate` says of one call beyond its answer: the certificate of each rounding. */
import { expect, test } from 'vitest';
import { evaluate } from '../../reference/evaluate.ts';
import { operations, type Operation } from '../../spec/terms/operations.ts';
import { defaultConventions } from '../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { adversarial, type Case } from './support/adversarial.ts';

const first = <O extends Operation>(operation: O): Case<O> => {
  for (const found of adversarial(11)) if (found.operation === operation) return found as unknown as Case<O>;
  throw new Error('unreachable');
};

test('each rounding is certified', () => {
  for (const operation of operations) {
    const { call: given, conventions } = first(operation);
    for (const output of evaluate(operation, given, conventions).outputs) {
      const { hi, lo } = output;
      const values = valuesOf(output.rounded);
      for (const [i, value] of values.entries()) {
        const found = output.certificate(i);
        expect(found?.rounded).toBe(value);
        expect(found?.lower?.sign ?? 1).toBeGreaterThanOrEqual(0);
        expect(found?.upper?.sign ?? -1).toBeLessThanOrEqual(0);
        expect(Math.abs(lo[i])).toBeLessThanOrEqual(Math.abs(hi[i]) * 2 ** -53);
      }
    }
  }
});

test('NaN and infinities have no certificate', () => {
  const nan = tensor('float32', [2, 1], [NaN, 1]);
  const { outputs } = evaluate('trainForward', { x: nan, epsilon: 1e-5, momentum: 0.25, axis: 1 }, defaultConventions);
  expect(outputs[0].certificate(0)).toBeUndefined();
});
