/**
 * What a clause judges, its sentence names: who reads that a requirement is violated must find there what was wrong. What is
 * judged is found out by asking: each output in turn is spoiled, and a clause that objects judges it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { mapValues } from '../../../spec/cases/scenario-variants.ts';
import { Falsified, NotApplicable } from '../../../spec/check/trial/clause-exceptions.ts';
import type { Clause } from '../../../spec/check/trial/clause.ts';
import { Observations } from '../../../spec/check/trial/observations.ts';
import { Trial } from '../../../spec/check/trial/trial.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { operations, signatures, type TensorName } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Target } from '../../../spec/wire/target.ts';

const claims = resolveClaims(plain.claims);
const outputs = [...new Set(operations.flatMap((operation) => signatures[operation].outputs))];
/** Enough for every clause to judge all that it judges; large cases among them are few. */
const cases = 4;

/** Right but for one output, in which every number is wrong: most by far, and differently from one call to the next. */
function spoiling(output: TensorName): Target {
  const right = targetOf(plain);
  let calls = 0;
  return {
    ...right,
    call: async (operation, call) => {
      const outcome = await right.call(operation, call);
      const tensor =
        outcome.status === 'ok' ? (outcome.result as Partial<Record<TensorName, Tensor>>)[output] : undefined;
      if (outcome.status !== 'ok' || tensor === undefined) return outcome;
      calls += 1;
      const spoiled = mapValues(tensor, (value, i) => 3 * value + (i % 2 === 0 ? 1 : -2) * (Math.abs(value) + calls));
      return { ...outcome, result: { ...outcome.result, [output]: spoiled } };
    },
  };
}

async function objects(clause: Clause, target: Target, subjects: readonly unknown[]): Promise<boolean> {
  const session = { target, reference, claims, required: 'stable', observations: new Observations() } as const;
  for (const subject of subjects) {
    try {
      await clause.holds(new Trial(session), subject);
    } catch (error) {
      if (error instanceof Falsified) return true;
      if (!(error instanceof NotApplicable)) throw error;
    }
  }
  return false;
}

const everything: readonly TensorName[] = outputs;
const gradients: readonly TensorName[] = ['dx', 'dgamma', 'dbeta'];
const running: readonly TensorName[] = ['runningMean', 'runningVar'];

/** Words of a sentence, and the outputs that they speak of. */
const phrases: readonly (readonly [RegExp, readonly TensorName[]])[] = [
  [/\by\b|the outputs of a channel|normalized values|give x back|own training forward pass/, ['y']],
  [/\bdx\b/, ['dx']],
  [/\bdgamma\b/, ['dgamma']],
  [/\bdbeta\b/, ['dbeta']],
  [/(?<!running )\bmean\b/i, ['mean']],
  [/(?<!running )\bvariance\b/i, ['variance']],
  [/inverse standard deviation/i, ['invStd']],
  [/running mean/i, ['runningMean']],
  [/running variance/i, ['runningVar']],
  [/(running|old) statistics?/i, running],
  [/neither statistics/, ['mean', 'variance', 'invStd', ...running]],
  [/gradients?\b|the backward pass/i, gradients],
  [/\binference\b/i, ['y']],
  [/^Training reduces|required of training holds/, ['y', 'mean', 'variance', 'invStd', ...running]],
  // What holds for whatever is returned.
  [/\b(the|every) results?\b|results are|right answer|every per-channel vector|\bNo channel\b/, everything],
  [/^The channel axis|^Every size|^(A|The same) call\b|^Arguments|numbers like any other/, everything],
  [/^(Every argument|Epsilon|An epsilon of 0) is used as given|\berrors grow|the bounds hold/i, everything],
];

const namedBy = (says: string): ReadonlySet<TensorName> =>
  new Set(phrases.flatMap(([words, named]) => (words.test(says) ? named : [])));

test.each(clauses.map((clause) => [clause.id, clause] as const))(
  '%s names what it judges',
  { timeout: 60_000 },
  async (_, clause) => {
    const given = clause.given(claims) as fc.Arbitrary<unknown>;
    const first = (clause.always?.(claims) ?? []).slice(0, cases);
    const subjects = [...first, ...fc.sample(given, { numRuns: cases, seed: 1 })];
    const named = namedBy(clause.says);
    const unnamed: TensorName[] = [];
    for (const output of outputs) {
      if (!named.has(output) && (await objects(clause, spoiling(output), subjects))) unnamed.push(output);
    }
    expect(unnamed).toEqual([]);
  },
);

test('a clause that judges an output is found out', async () => {
  const bySentence = (id: string): Clause => clauses.find((clause) => clause.id === id)!;
  const subjects = fc.sample(bySentence('BN-3.5').given(claims) as fc.Arbitrary<unknown>, { numRuns: 2, seed: 1 });
  const judged: TensorName[] = [];
  for (const output of outputs)
    if (await objects(bySentence('BN-3.5'), spoiling(output), subjects)) judged.push(output);
  expect(judged).toEqual(['mean', 'variance', 'invStd']);
});
