/**
 * The examples of the specification run: the reference gives exactly their numbers, and so does the plain
 * implementation.
 */
import { expect, test } from 'vitest';
import plain from '../../impl/plain/index.ts';
import { reference } from '../../reference/oracle.ts';
import type { Conventions, Tensor } from '../../spec/terms/contract.ts';
import { camelCase, type Calls, operationsWhere, snakeCase, type TensorName } from '../../spec/terms/operations.ts';
import { type AnyOperation, isOfBatch, wireSignature } from '../../spec/terms/further-operations.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { read } from '../support/repository-files.ts';

type Values = readonly number[];
type Example = { readonly op: string; readonly axis: number } & Readonly<Record<string, unknown>>;

const examples = [...read('spec/batchnorm.md').matchAll(/```json example\n([\s\S]*?)```/g)].map(
  ([, body]) => JSON.parse(body) as Example,
);
const conventions: Conventions = { momentumWeights: 'new', runningVariance: 'unbiased' };

function tensorOf(value: unknown): Tensor {
  const { shape, values } = (Array.isArray(value) ? { shape: [value.length], values: value } : value) as {
    shape: Values;
    values: Values;
  };
  return tensor('float32', shape, values);
}

/** Names that are both an input and an output of the operation: the example calls the output `new_…`. */
function split(example: Example): { operation: AnyOperation; call: object; expected: Map<TensorName, Values> } {
  const operation = camelCase(example.op) as AnyOperation;
  const { inputs, outputs } = wireSignature(operation);
  const call: Record<string, unknown> = {
    axis: example.axis,
    epsilon: example['epsilon'],
    momentum: example['momentum'],
  };
  const expected = new Map<TensorName, Values>();
  for (const [key, value] of Object.entries(example)) {
    const name = camelCase(key.replace(/^new_/, '')) as TensorName;
    if (inputs.includes(name) && !key.startsWith('new_')) call[name] = tensorOf(value);
    else if (outputs.includes(name)) expected.set(name, value as Values);
  }
  return { operation, call, expected };
}

test('the specification has examples of every operation but the one from saved statistics', () => {
  const own = operationsWhere(({ statistics }) => statistics !== 'given-inverse');
  const ofBatch = examples.map(({ op }) => op).filter((op) => isOfBatch(camelCase(op)));
  expect(new Set(ofBatch)).toEqual(new Set(own.map(snakeCase)));
});

test.each(examples.map((example, i) => [i + 1, example] as const))('example %i', async (_, example) => {
  const { operation, call, expected } = split(example);
  const truth = reference.answer(operation, call as Calls[typeof operation], conventions);
  const ours = (await (plain[operation] as (call: object) => unknown)(call)) as Record<string, Tensor>;
  expect(expected.size).toBeGreaterThan(0);
  for (const [name, values] of expected) {
    const wanted = Array.from(values, Math.fround);
    const rounded = truth.outputs[name]?.round('float32') as Tensor;
    expect([name, ...valuesOf(rounded)]).toEqual([name, ...wanted]);
    expect([name, ...valuesOf(ours[name])]).toEqual([name, ...wanted]);
  }
});
