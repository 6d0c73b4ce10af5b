/** BN-13: what is offered for one call is offered for all. */
import type fc from 'fast-check';
import { type Combination, combinations, everyPair } from '../cases/combination.ts';
import { callOf, scenarioOf } from '../cases/scenario.ts';
import { shapeOf } from '../cases/shape.ts';
import { type Clause, clause } from '../clause.ts';
import { Falsified } from '../evidence.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import { operations, signatures, type TensorName } from '../terms/operations.ts';
import { mixesTypes } from '../trial.ts';
import { withoutRunning } from './combinations.ts';
import { eachOffered } from './every-output.ts';

type Outputs = Readonly<Partial<Record<TensorName, Tensor>>>;

/** Which shapes and arguments a call has is what matters here, and how many values it has does not. */
const most = 512;

const plain = ({ s, special }: Combination): boolean => !special && s.x.data.length <= most;

const cases: {
  readonly given: (claims: Claims) => fc.Arbitrary<Combination>;
  readonly always: (claims: Claims) => readonly Combination[];
} = {
  given: (claims) => combinations(claims).filter(plain),
  always: (claims) => everyPair(claims).filter(plain),
};

/** Results that a call without these arguments need not have: their gradients; and statistics, which take their type from old ones. */
function spared(call: Outputs): readonly TensorName[] {
  return [
    ...(call.gamma ? [] : (['dgamma'] as const)),
    ...(call.beta ? [] : (['dbeta'] as const)),
    ...(call.runningMean ? [] : (['runningMean', 'runningVar', 'mean', 'variance', 'invStd'] as const)),
  ];
}

export const sameResults: Clause = clause<Combination>({
  id: 'BN-13.11',
  level: 'MUST',
  says: 'A result that is given for one call is given for every call that has the arguments it belongs to, whatever its shape, types and values.',
  needs: [],
  ...cases,
  effort: 0.25,
  simplify: false,
  holds: async (trial, { s, running }) => {
    const usual = scenarioOf(trial.claims, shapeOf(trial.claims, { channels: 2, batch: 3 }));
    await eachOffered(trial, operations, async (operation) => {
      const call = withoutRunning(callOf[operation](s), running);
      const [before, after]: Outputs[] = [
        await trial.call(operation, callOf[operation](usual)),
        await trial.call(operation, call),
      ];
      const missing = signatures[operation].outputs.filter(
        (name) => before[name] && !after[name] && !spared(call as Outputs).includes(name),
      );
      if (missing.length > 0) throw new Falsified(`${operation} answers without ${missing.join(', ')} here`);
    });
  },
});

export const claimsKept: Clause = clause<Combination>({
  id: 'BN-13.13',
  level: 'SHOULD',
  says: 'What is claimed is supported.',
  needs: [],
  given: cases.given,
  effort: 0.25,
  simplify: false,
  holds: async (trial, { s, running }) => {
    await eachOffered(trial, operations, async (operation) => {
      const call = withoutRunning(callOf[operation](s), running);
      const outcome = await trial.outcome(operation, call);
      if (outcome.status === 'unsupported' && !mixesTypes(call)) {
        throw new Falsified(`${operation} is unsupported here, and its claims say that it is not: ${outcome.message}`);
      }
    });
  },
});
