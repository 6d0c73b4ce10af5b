/** BN-14: the conditions that earlier chapters vary one at a time, all together. */
import {
  aspectsIn,
  callOfCombination,
  type Combination,
  combinations as anyCombination,
  everyPair,
  levelsIn,
} from '../cases/combination.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import { type Operation, signatures } from '../terms/operations.ts';

function combined(id: Clause['id'], operation: Operation, says: string): Clause {
  return clause<Combination>({
    id,
    level: 'MUST',
    says,
    needs: [operation],
    given: anyCombination,
    always: everyPair,
    combines: { aspects: aspectsIn, levelsIn },
    grades: true,
    effort: 0.5,
    holds: async (trial, combination) => {
      const call = callOfCombination(operation, combination);
      const result = await trial.callPurely(operation, call);
      const { outputs } = signatures[operation];
      trial.judge({ operation, call, result }, outputs, { judge: 'required' });
    },
  });
}

export const combinations: Readonly<Record<string, Clause>> = {
  training: combined(
    'BN-14.1',
    'trainForward',
    'What is required of training holds in any combination of shape, types, arguments and values.',
  ),
  inference: combined(
    'BN-14.2',
    'inferForward',
    'What is required of inference holds in any combination of shape, types, arguments and values.',
  ),
  trainingGradients: combined(
    'BN-14.3',
    'trainBackward',
    'What is required of training gradients holds in any combination of shape, types, arguments and values.',
  ),
  inferenceGradients: combined(
    'BN-14.4',
    'inferBackward',
    'What is required of inference gradients holds in any combination of shape, types, arguments and values.',
  ),
  savedGradients: combined(
    'BN-14.5',
    'savedBackward',
    'What is required of gradients from saved statistics holds in any combination of shape, types, arguments and values.',
  ),
};
