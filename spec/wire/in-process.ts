/**
 * An implementation in this process as a target: its exceptions become outcomes, and its inputs and outputs are
 * watched.
 */
import type { Implementation } from '../terms/contract.ts';
import { type NamedTensors, resultFrom } from '../terms/named-tensors.ts';
import { operations, signatures, type Calls, type Operation, type Results } from '../terms/operations.ts';
import { sizeOf } from '../terms/tensor.ts';
import { type Arguments, Lender } from './arguments.ts';
import { Echo } from './earlier.ts';
import { keep, overlapping, reused, type Kept } from './memory.ts';
import { ofEarlier } from './earlier.ts';
import type { Outcome } from './outcome.ts';
import type { Target } from './target.ts';
import { show } from './wire-error.ts';

/** Several, since implementations that reuse memory often rotate between buffers. */
const answersKept = 4;

export function targetOf(implementation: Implementation): Target {
  const { name, version, claims } = implementation;
  const lender = new Lender();
  const echo = new Echo();
  let last: Pick<Arguments<Operation>, 'changed'> | undefined;
  let earlier: readonly Kept[] = [];
  let queue: Promise<unknown> = Promise.resolve();

  async function callNow<O extends Operation>(operation: O, call: Calls[O]): Promise<Outcome<O>> {
    const run = implementation[operation] as ((call: Calls[O]) => Results[O] | Promise<Results[O]>) | undefined;
    if (run === undefined) return { status: 'unsupported', message: `${name} does not offer ${operation}` };
    const before = last;
    const late = before?.changed() ?? [];
    const given = lender.lend(operation, call);
    last = given;
    let result: Results[O];
    try {
      result = await run.call(implementation, given.call);
    } catch (error) {
      return thrown(error);
    }
    const problem = malformation(operation, result);
    if (problem !== undefined) return { status: 'protocol-error', message: problem };
    const outputs = keep(result);
    const written = new Set([...late, ...(before?.changed(given.inputs) ?? [])]);
    const mutated = [...given.changed(), ...[...written].map(ofEarlier)];
    const again = new Set(earlier.flatMap((answer) => reused(answer, outputs)));
    const aliased = [...overlapping(outputs, given.inputs), ...[...again].map(ofEarlier)];
    earlier = [outputs, ...earlier].slice(0, answersKept);
    // The copies go out: the implementation may reuse its memory, and that must not change what was answered.
    const answer = resultFrom(operation, Object.fromEntries(outputs.map(({ name, copy }) => [name, copy])));
    return echo.without<O>({ status: 'ok', result: answer, mutated, aliased });
  }

  return {
    name,
    ...(version !== undefined && { version }),
    language: 'JavaScript',
    ...(claims !== undefined && { claims }),
    operations: operations.filter((operation) => implementation[operation] !== undefined),
    call(operation, call) {
      const outcome = queue.then(() => callNow(operation, call));
      queue = outcome.catch(() => undefined);
      return outcome;
    },
    async close() {
      await queue;
      await implementation.close?.();
    },
  };
}

/** The status by the error's `name`, as the contract says; the first lines of the stack for unintended exceptions. */
function thrown(error: unknown): Outcome<never> {
  if (!(error instanceof Error)) return { status: 'error', message: `threw ${show(error)}` };
  if (error.name === 'Rejected') return { status: 'rejected', message: error.message };
  if (error.name === 'Unsupported') return { status: 'unsupported', message: error.message };
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { status: 'error', message: [`${error.name}: ${error.message}`, ...stack.slice(0, 4)].join('\n') };
}

const arrayOf: Readonly<Record<string, { readonly name: string }>> = {
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
};

/**
 * Problems that make a result unusable as such. Whether type and shape are the right ones is for the clauses to judge.
 */
function malformation(operation: Operation, result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return `${operation} expected an object, got ${show(result)}`;
  const { outputs } = signatures[operation];
  const names: readonly string[] = outputs;
  for (const [name, value] of Object.entries(result)) {
    if (value === undefined) continue;
    if (!names.includes(name)) return `"${name}" is not an output of ${operation}; expected ${outputs.join(', ')}`;
    const problem = notATensor(value);
    if (problem !== undefined) return `"${name}" of ${operation} expected ${problem}`;
  }
  if ((result as NamedTensors)[outputs[0]] === undefined) return `${operation} answered without "${outputs[0]}"`;
  return undefined;
}

function notATensor(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return `a tensor { dtype, shape, data }, got ${show(value)}`;
  const { dtype, shape, data } = value as { dtype?: unknown; shape?: unknown; data?: unknown };
  if (typeof dtype !== 'string' || !Object.hasOwn(arrayOf, dtype)) {
    return `a dtype out of ${Object.keys(arrayOf).join(', ')}, got ${show(dtype)}`;
  }
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    return `a shape of integers >= 0, got ${show(shape)}`;
  }
  const expected = arrayOf[dtype].name;
  // By the name of the class: a module loaded elsewhere has typed arrays of its own, or classes that extend them.
  const actual = ArrayBuffer.isView(data) ? (data as Float32Array)[Symbol.toStringTag] : show(data);
  if (actual !== expected) return `data in a ${expected}, got ${actual}`;
  const { length } = data as Float32Array;
  const size = sizeOf(shape as number[]);
  return length === size ? undefined : `${size} values for shape [${shape.join(', ')}], got ${length}`;
}
