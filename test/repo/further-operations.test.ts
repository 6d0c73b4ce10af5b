/**
 * A further operation (spec/terms/further-operations.ts) is complete where every layer has its file: what the compiler cannot name
 * is named here.
 */
import { expect, test } from 'vitest';
import fast from '../../impl/fast/index.ts';
import { allMutants } from '../../impl/mutants/_bank.ts';
import plain from '../../impl/plain/index.ts';
import { referenceImplementation } from '../../reference/implementation.ts';
import { reference } from '../../reference/oracle.ts';
import { anyBoundsOf } from '../../spec/accuracy/any-bounds.ts';
import { furtherExamples } from '../../spec/cases/further/index.ts';
import { clauses } from '../../spec/clauses/index.ts';
import type { Implementation } from '../../spec/terms/contract.ts';
import { type AnyTensor, furtherOperations, furtherSignatures } from '../../spec/terms/further-operations.ts';
import { defaultConventions, profiles } from '../../spec/terms/profiles.ts';

const claims = profiles.pytorch;
const options = { grade: 'stable', claims, growth: 'any-order' } as const;

test.each(furtherOperations)('every output of %s has a right answer and a bound', (operation) => {
  const examples = furtherExamples[operation](claims, 1);
  expect(examples.length).toBeGreaterThan(1);
  for (const call of examples) {
    const truth = reference.answer(operation, call, defaultConventions);
    const bounds = anyBoundsOf(operation, call, truth, options);
    for (const name of furtherSignatures[operation].outputs as readonly AnyTensor[]) {
      expect([name, truth.outputs[name]?.hi.every(Number.isFinite)]).toEqual([name, true]);
      expect([name, bounds[name]?.every((bound) => bound > 2 ** -126 && bound < 1)]).toEqual([name, true]);
    }
  }
});

test.each(furtherOperations)(
  '%s has clauses, one of accuracy among them, and a mutant for each MUST',
  async (operation) => {
    const own = clauses.filter(({ needs }) => needs.includes(operation));
    expect(own.some(({ grades }) => grades === true)).toBe(true);
    const broken = new Set((await allMutants()).flatMap(({ breaks }) => breaks));
    expect(own.filter(({ id, level }) => level === 'MUST' && !broken.has(id)).map(({ id }) => id)).toEqual([]);
  },
);

/** A kernel for what is called once in a step of training, or rarely, would save nothing. */
const notFast: ReadonlySet<string> = new Set(['doubleBackward', 'trainTangent', 'inferTangent']);

test.each(furtherOperations)('%s is offered by our own implementations', (operation) => {
  const quick = notFast.has(operation) ? {} : { fast };
  const own: Readonly<Record<string, Implementation>> = { reference: referenceImplementation(), plain, ...quick };
  expect(Object.entries(own).flatMap(([name, each]) => (each[operation] === undefined ? [name] : []))).toEqual([]);
});
