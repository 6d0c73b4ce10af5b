/**
 * An implementation in this process as a target: its exceptions become outcomes, and its inputs and outputs are
 * watched.
 */
import type { Implementation } from '../terms/contract.ts';
import type { LayerCommand } from '../terms/layer-commands.ts';
import { resultFrom } from '../terms/named-tensors.ts';
import { type AnyOperation, furtherOperations } from '../terms/further-operations.ts';
import { type Results, type Calls, operations } from '../terms/operations.ts';
import { type Arguments, Lender } from './argument-copies.ts';
import { Layers } from './layers-in-process.ts';
import { Echo, ofEarlier } from './earlier-call-mutations.ts';
import { overlapping, reused, type Kept } from './memory-checks.ts';
import type { LayerOutcome, Unanswered, Outcome } from './call-outcome.ts';
import { returned } from './returned-result.ts';
import { NoAnswer } from './untrusted-promise.ts';
import type { Target } from './target.ts';
import { isA, thrownBy } from './thrown-value.ts';

/** Several, since implementations that reuse memory often rotate between buffers. */
const answersKept = 4;

export interface Watch {
  /** Settles when the work does, or when it is known that it never will. */
  readonly settled?: <T>(work: T | Promise<T>) => T | Promise<T>;
  /** Names of the shared globals that a call replaced. */
  readonly replaced?: () => readonly string[];
}

/** @param watch - for code that is not ours; without it nothing but its answers is looked at */
export function targetOf(
  implementation: Implementation,
  { settled = (work) => work, replaced = () => [] }: Watch = {},
): Target {
  const { name, version, claims } = implementation;
  const lender = new Lender();
  const echo = new Echo();
  let last: Pick<Arguments<AnyOperation>, 'changed'> | undefined;
  let earlier: readonly Kept[] = [];
  let queue: Promise<unknown> = Promise.resolve();

  async function callNow<O extends AnyOperation>(operation: O, call: Calls[O]): Promise<Outcome<O>> {
    const run = implementation[operation] as ((call: Calls[O]) => Results[O] | Promise<Results[O]>) | undefined;
    if (run === undefined) return { status: 'unsupported', message: `${name} does not offer ${operation}` };
    const before = last;
    const late = before?.changed() ?? [];
    const given = lender.lend(operation, call);
    last = given;
    let result: unknown;
    let error: { readonly thrown: unknown } | undefined;
    try {
      result = await settled(run.call(implementation, given.call));
    } catch (thrown) {
      error = { thrown };
    }
    // Before anything else, which might need what was replaced.
    const [global] = replaced();
    if (global !== undefined) return { status: 'error', message: `replaced the global ${global}` };
    if (error !== undefined) return outcomeOf(error.thrown);
    const outputs = returned(operation, result);
    if (typeof outputs === 'string') return { status: 'protocol-error', message: outputs };
    const written = new Set([...late, ...(before?.changed(given.inputs) ?? [])]);
    const mutated = [...given.changed(), ...[...written].map(ofEarlier)];
    const again = new Set(earlier.flatMap((answer) => reused(answer, outputs)));
    const aliased = [...overlapping(outputs, given.memory), ...[...again].map(ofEarlier)];
    earlier = [outputs, ...earlier].slice(0, answersKept);
    // The copies go out: the implementation may reuse its memory, and that must not change what was answered.
    const answer = resultFrom(operation, Object.fromEntries(outputs.map(({ name, copy }) => [name, copy])));
    return echo.without<O>({ status: 'ok', result: answer, mutated, aliased });
  }

  const layers =
    implementation.layer &&
    new Layers((config) => implementation.layer?.(config), {
      settled,
      threw: (error) => {
        const [global] = replaced();
        return global === undefined ? outcomeOf(error) : { status: 'error', message: `replaced the global ${global}` };
      },
    });
  return {
    name,
    ...(version !== undefined && { version }),
    language: 'JavaScript',
    ...(claims !== undefined && { claims }),
    operations: operations.filter((operation) => implementation[operation] !== undefined),
    further: furtherOperations.filter((operation) => implementation[operation] !== undefined),
    call(operation, call) {
      const outcome = queue.then(() => callNow(operation, call));
      queue = outcome.catch(() => undefined);
      return outcome;
    },
    ...(layers && {
      layer(command: LayerCommand): Promise<LayerOutcome> {
        const outcome = queue.then(() => layers.run(command));
        queue = outcome.catch(() => undefined);
        return outcome;
      },
    }),
    async close() {
      await queue;
      await settled(implementation.close?.());
    },
  };
}

/** The status by the error's `name`, as the contract says; where it comes from, for what nobody meant to throw. */
function outcomeOf(error: unknown): Unanswered {
  if (isA(error, NoAnswer)) return { status: 'timeout', message: error.message };
  const { name, message, description } = thrownBy(error);
  if (name === 'Rejected') return { status: 'rejected', message };
  if (name === 'Unsupported') return { status: 'unsupported', message };
  return { status: 'error', message: description };
}
