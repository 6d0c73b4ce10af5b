/** BN-13: an operation offered for one call is offered for all, as far as they have the arguments. */
import fc from 'fast-check';
import { type Combination, combinations, everyPair, withoutRunning } from '../cases/combination.ts';
import { mayLeaveOutAffine } from '../cases/claimed-scenarios.ts';
import { type Scenario, scenarioOf, scenarios } from '../cases/scenario.ts';
import { anyOperation, call, parameters, running, withoutSome } from '../cases/sequences.ts';
import { shapeOf } from '../cases/shape.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import { mixesTypes } from '../check/trial/classify-outcome.ts';
import { Falsified, NotApplicable } from '../check/trial/clause-exceptions.ts';
import type { Claims } from '../terms/contract.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import {
  type Calls,
  type Operation,
  operations,
  ownersOf,
  signatures,
  snakeCase,
  type TensorName,
} from '../terms/operations.ts';
import type { Trial } from '../check/trial/trial.ts';
import { eachOffered } from './_every-output.ts';

type Tensors = NamedTensors;

/** Only the shapes and arguments of a call matter here, not its number of values. */
const most = 512;

const plain = ({ s, special }: Combination): boolean => !special && s.x.data.length <= most;

const cases: {
  readonly given: (claims: Claims) => fc.Arbitrary<Combination>;
  readonly always: (claims: Claims) => readonly Combination[];
} = {
  given: (claims) => combinations(claims).filter(plain),
  always: (claims) => everyPair(claims).filter(plain),
};

/** Results of the first call that are missing from the second, though it left out no argument that they belong to. */
async function lostBetween<O extends Operation>(
  trial: Trial,
  operation: O,
  first: Calls[O],
  second: Calls[O],
): Promise<TensorName[]> {
  const [before, after]: Tensors[] = [await trial.call(operation, first), await trial.call(operation, second)];
  const [given, left]: Tensors[] = [first, second];
  const { inputs, outputs } = signatures[operation];
  const leftOut = new Set(inputs.filter((name) => given[name] && !left[name]));
  return outputs.filter((name) => before[name] && !after[name] && !ownersOf(name).some((owner) => leftOut.has(owner)));
}

/** Arguments that may be left out. */
const omissions = (claims: Claims): readonly (readonly TensorName[])[] => [
  ...(claims.affine === 'each' ? [['gamma'] as const, ['beta'] as const] : []),
  ...(mayLeaveOutAffine(claims) ? [parameters] : []),
  running,
];

type Omission = [Operation, Scenario, readonly TensorName[]];

export const nothingElseLost: Clause = clause({
  id: 'BN-13.10',
  level: 'MUST',
  says: 'Leaving out an argument leaves out no results but those that belong to it.',
  needs: [],
  given: (claims) =>
    fc.tuple(
      anyOperation,
      scenarios(claims, { minPerChannel: 2, affine: 'both' }),
      fc.constantFrom(...omissions(claims)),
    ),
  always: (claims) => {
    const s = scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 3 }));
    return operations.flatMap((operation) => omissions(claims).map((without): Omission => [operation, s, without]));
  },
  effort: 0.25,
  simplify: false,
  holds: async (trial, [operation, s, without]: Omission) => {
    if (!trial.offers(operation)) throw new NotApplicable(`${snakeCase(operation)} is not offered`);
    const whole = call(operation, s);
    const missing = await lostBetween(trial, operation, whole, withoutSome(whole, without));
    if (missing.length > 0) {
      const left = without.map(snakeCase).join(' and ');
      throw new Falsified(
        `${snakeCase(operation)} without ${left} answers without ${missing.map(snakeCase).join(', ')}, too`,
      );
    }
  },
});

export const sameResults: Clause = clause<Combination>({
  id: 'BN-13.11',
  level: 'MUST',
  says: 'A result that is returned for one call is returned for every call that has the arguments it belongs to, whatever its shape, types and values.',
  needs: [],
  ...cases,
  effort: 0.25,
  simplify: false,
  holds: async (trial, { s, running: withRunning }) => {
    const usual = scenarioOf(trial.claims, shapeOf(trial.claims, { channels: 2, batch: 3 }));
    await eachOffered(trial, operations, async (operation) => {
      const missing = await lostBetween(
        trial,
        operation,
        call(operation, usual),
        withoutRunning(call(operation, s), withRunning),
      );
      if (missing.length === 0) return;
      throw new Falsified(`${snakeCase(operation)} answers without ${missing.map(snakeCase).join(', ')} here`);
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
  holds: async (trial, { s, running: withRunning }) => {
    await eachOffered(trial, operations, async (operation) => {
      const given = withoutRunning(call(operation, s), withRunning);
      const outcome = await trial.attempt(operation, given);
      if (outcome.status === 'unsupported' && !mixesTypes(given)) {
        const says = `${snakeCase(operation)} is unsupported here, and its claims say that it is not`;
        throw new Falsified(`${says}: ${outcome.message}`);
      }
    });
  },
});
