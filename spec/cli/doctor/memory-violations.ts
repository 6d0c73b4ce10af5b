/** Modified inputs and shared memory, as reported by the adapter itself. */
import { snakeCase } from '../../terms/operations.ts';
import { callFor } from './calls.ts';
import { fine, type Item, wrong } from './finding.ts';

export const memory: Item = {
  id: 'memory',
  async examine(patient, { claims }) {
    for (const operation of patient.hello.operations) {
      const call = callFor(operation, claims);
      // Twice: reuse of the memory of an answer shows at the next one.
      const outcomes = [await patient.call(operation, call), await patient.call(operation, call)];
      for (const outcome of outcomes) {
        if (outcome.status !== 'ok') continue;
        const { mutated, aliased } = outcome;
        const list = (names: readonly string[]): string => names.map(snakeCase).join(', ');
        if (mutated.length > 0) {
          return wrong(
            `${snakeCase(operation)} modified its inputs: ${list(mutated)}`,
            'copy whatever is changed in place, including running statistics',
          );
        }
        if (aliased.length > 0) {
          return wrong(`results of ${snakeCase(operation)} share memory: ${list(aliased)}`, 'return fresh arrays');
        }
      }
    }
    return fine('no input is modified and no memory is shared, as far as the adapter reports');
  },
};
