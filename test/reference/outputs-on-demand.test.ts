/** Outputs are computed when they are asked for, but of what the inputs were when the answer was given. */
import { expect, test } from 'vitest';
import implementation from '../../reference/implementation.ts';
import { defaultConventions } from '../../spec/terms/profiles.ts';
import { certifiedAnswer } from '../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../spec/cases/scenario.ts';
import { resolveClaims } from '../../spec/terms/profiles.ts';
import { type Operation, operations } from '../../spec/terms/operations.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';

const scenario = scenarioOf(resolveClaims(implementation.claims), { shape: [3, 2, 4], axis: 1 });

/** Every output, as the caller sees it after `between`. */
function outputsAfter(operation: Operation, between: (call: object) => void): Record<string, number[]> {
  const call = structuredClone(callOf[operation](scenario));
  const { outputs } = certifiedAnswer(operation, call, defaultConventions);
  between(call);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, exact]) => [name, [...exact.hi, ...valuesOf(exact.round('float64'))]]),
  );
}

function overwrite(call: object): void {
  for (const value of Object.values(call) as unknown[]) {
    if (typeof value === 'object' && value !== null && 'data' in value) (value.data as Float64Array).fill(7);
  }
}

test.each(operations)('%s answers for the inputs as they were', (operation) => {
  expect(outputsAfter(operation, overwrite)).toEqual(outputsAfter(operation, () => {}));
});
