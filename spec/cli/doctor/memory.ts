/** Inputs written to and memory shared, as the adapter itself reports them. */
import { snakeCase } from '../../terms/operations.ts';
import { callFor, simplest } from './calls.ts';
import { fine, type Item, wrong } from './finding.ts';

export const memory: Item = {
  id: 'memory',
  async examine(patient, { claims }) {
    for (const operation of patient.hello.operations) {
      const call = callFor(operation, simplest(claims));
      // Twice: whether the memory of an answer is used again shows at the next one.
      const outcomes = [await patient.call(operation, call), await patient.call(operation, call)];
      for (const outcome of outcomes) {
        if (outcome.status !== 'ok') continue;
        const { mutated, aliased } = outcome;
        const list = (names: readonly string[]): string => names.map(snakeCase).join(', ');
        if (mutated.length > 0) {
          return wrong(
            `${snakeCase(operation)} wrote to its inputs: ${list(mutated)}`,
            'copy what is changed in place, running statistics too',
          );
        }
        if (aliased.length > 0) {
          return wrong(
            `${snakeCase(operation)} shares the memory of its results: ${list(aliased)}`,
            'return fresh arrays',
          );
        }
      }
    }
    return fine('no input written to and no memory shared, as far as the adapter reports');
  },
};
