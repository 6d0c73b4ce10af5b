/**
 * Answers, types and shapes: whether every call within the claims gets an answer of the right form, in the right order.
 */
import { elementwise, type Operation, snakeCase, type TensorName } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { parameterTypes } from '../../terms/within-claims.ts';
import { answerTo, type Outputs } from './answer-form.ts';
import { axesOf, callFor, type Form, shapesOf, simplest } from './calls.ts';
import { claimThatHelps } from './narrower-claims.ts';
import { type Finding, fine, type Item, type Surroundings, wrong } from './finding.ts';
import type { Patient } from './patient.ts';

export const answers: Item = {
  id: 'answers',
  async examine(patient, surroundings) {
    const found = await each(patient, surroundings, [simplest(surroundings.claims)]);
    return found ?? fine(`every offered operation answers: ${patient.hello.operations.map(snakeCase).join(', ')}`);
  },
};

export const types: Item = {
  id: 'types',
  async examine(patient, surroundings) {
    const { claims } = surroundings;
    const forms = claims.dtypes.flatMap((dtype) =>
      parameterTypes(dtype, claims).map((parameters) => ({
        ...simplest(claims),
        dtype,
        parameters,
      })),
    );
    return (
      (await each(patient, surroundings, forms)) ?? fine(`results have the right types: ${claims.dtypes.join(', ')}`)
    );
  },
};

export const shapes: Item = {
  id: 'shapes',
  async examine(patient, surroundings) {
    const { claims } = surroundings;
    const forms = shapesOf(claims).flatMap((shape) =>
      axesOf(claims, shape.length).map((axis) => ({ ...simplest(claims), shape, axis })),
    );
    const found = await each(patient, surroundings, forms);
    return (
      found ??
      fine(`results have the right shapes: ranks ${claims.ranks.join(', ')}, channel axis ${claims.channelAxis}`)
    );
  },
};

/** The first problem in any operation and form. */
async function each(
  patient: Patient,
  surroundings: Surroundings,
  forms: readonly Form[],
): Promise<Finding | undefined> {
  for (const form of forms) {
    for (const operation of patient.hello.operations) {
      const found = await judge(patient, surroundings, operation, form);
      if (found === undefined) continue;
      const claim = await claimThatHelps(patient, surroundings.claims, operation, form);
      const fix = claim ?? found.fix;
      return { ...found, says: `${snakeCase(operation)}, ${describe(form)}: ${found.says}`, ...(fix && { fix }) };
    }
  }
  return undefined;
}

const describe = ({ dtype, parameters, shape, axis }: Form): string =>
  `x ${dtype}[${shape.join(', ')}], axis ${axis}${parameters === dtype ? '' : `, parameters ${parameters}`}`;

async function judge(
  patient: Patient,
  surroundings: Surroundings,
  operation: Operation,
  form: Form,
): Promise<Finding | undefined> {
  const call = callFor(operation, surroundings.claims, form);
  const answer = await answerTo(patient, surroundings, operation, call);
  if ('finding' in answer) return answer.finding;
  const truth = surroundings.reference.answer(operation, call, surroundings.claims);
  for (const [name, exact] of Object.entries(truth.outputs)) {
    if (elementwise.has(name as TensorName) && reordered(answer.outputs, name, exact.hi)) {
      return wrong(
        `the values of ${snakeCase(name)} are right but in the wrong order`,
        'tensors are row-major on the wire: make x contiguous before its bytes are used, and the result before it is sent',
      );
    }
  }
  return undefined;
}

/** Whether the values are roughly right, but in another order. Other values are not a matter of form. */
function reordered(outputs: Outputs, name: string, expected: Float64Array): boolean {
  const tensor = outputs[name];
  if (tensor === undefined) return false;
  const actual = valuesOf(tensor);
  const tolerance = 0.05 * Math.max(...expected.map(Math.abs));
  const near = (a: Float64Array, b: Float64Array): boolean =>
    a.every((value, i) => Math.abs(value - b[i]) <= tolerance);
  return !near(actual, expected) && near(actual.toSorted(), expected.toSorted());
}
