/** Stray output, identifiers, unknown operations and refusals: the behaviour of an adapter apart from its results. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tensor } from '../../terms/contract.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import { isElementwise, operations, signatures, snakeCase } from '../../terms/operations.ts';
import { tensor } from '../../terms/tensor.ts';
import { checkEnvelope, encodeRequest, envelope } from '../../wire/requests-and-answers.ts';
import { encodeBlob, type Frame } from '../../wire/safetensors.ts';
import { anyCall } from './any-call.ts';
import { callFor } from './calls.ts';
import { fine, type Item, note, unknown, wrong } from './finding.ts';
import { remedyFor } from './remedy.ts';

const lateMs = 100;

export const stdout: Item = {
  id: 'stdout',
  async examine(patient, { claims }) {
    for (const operation of patient.hello.operations) {
      // Output printed after an answer is noticed at the next call.
      for (let repeat = 0; repeat < 2; repeat++) {
        const outcome = await patient.call(operation, callFor(operation, claims));
        if (outcome.status === 'protocol-error' && /stray output/.test(outcome.message)) {
          return wrong(`${snakeCase(operation)}: ${outcome.message}`, remedyFor(outcome.message));
        }
        await sleep(lateMs);
      }
    }
    return fine('nothing but answers on stdout');
  },
};

/** Quotes, a backslash, letters beyond ASCII, and length. */
const ids = ['7', '"\\é', 'x'.repeat(300)];

export const identifiers: Item = {
  id: 'ids',
  async examine(patient, { claims }) {
    for (const id of ids) {
      const outcome = await anyCall(patient, claims, undefined, { id });
      if (outcome.status !== 'ok') {
        const sent = JSON.stringify(id.length > 20 ? `${id.slice(0, 20)}…` : id);
        return wrong(
          `a request with the id ${sent} ended with ${outcome.status}: ${outcome.message}`,
          remedyFor(outcome.message),
        );
      }
    }
    return fine('every id is returned unchanged');
  },
};

export const unknownOperation: Item = {
  id: 'unknown',
  async examine(patient, { claims }) {
    const offered = new Set(patient.hello.operations);
    const requests = operations
      .filter((operation) => !offered.has(operation))
      .map((operation) => [snakeCase(operation), encodeRequest(operation, callFor(operation, claims), '1')] as const);
    const madeUp = 'fold_batch_norm';
    const unheardOf = encodeBlob({ tensors: new Map(), metadata: new Map(envelope(madeUp, '1')) });
    for (const [op, request] of [...requests, [madeUp, unheardOf] as const]) {
      const answer = await patient.exchange(request);
      const says = 'status' in answer ? `${answer.status}: ${answer.message}` : statusOf(answer, op);
      if (says !== 'unsupported') {
        return wrong(
          `an operation that is not offered (${op}) ended with ${says}`,
          'answer it with status "unsupported"',
        );
      }
    }
    return fine('operations that are not offered are answered as unsupported');
  },
};

function statusOf({ header: { metadata } }: Frame, op: string): string {
  try {
    checkEnvelope(metadata, op, '1');
    return metadata.get('status') ?? 'no status';
  } catch (error) {
    return (error as Error).message;
  }
}

export const refusals: Item = {
  id: 'refusals',
  async examine(patient, { claims }) {
    const [operation] = patient.hello.operations;
    const good = callFor(operation, claims);
    const given: NamedTensors = good;
    const vector = signatures[operation].inputs.find((name) => given[name] && !isElementwise(operation, name));
    if (vector === undefined) return unknown('no argument has one value per channel');
    const { shape, dtype } = given[vector] as Tensor;
    const longer = tensor(dtype, [shape[0] + 1], new Float64Array(shape[0] + 1).fill(1));
    const outcome = await patient.call(operation, { ...good, [vector]: longer });
    const what = `a ${snakeCase(vector)} with one value too many`;
    const fatal = ['crash', 'timeout', 'protocol-error'].includes(outcome.status);
    if (outcome.status !== 'ok' && fatal) {
      return wrong(
        `${what} ended with ${outcome.status}: ${outcome.message}`,
        'catch exceptions of the function, and answer',
      );
    }
    const next = await patient.call(operation, good);
    if (next.status !== 'ok')
      return wrong(`after ${what}, a good call ended with ${next.status}: ${next.message}`, remedyFor(next.message));
    if (outcome.status === 'ok')
      return note(`${what} was answered as if it were valid`, 'refuse it: status "rejected"');
    if (outcome.status === 'error') {
      return note(
        `${what} ended with an error, and the next call was answered`,
        'refuse it: status "rejected" (Rejected or ValueError in Python)',
      );
    }
    return fine('an invalid argument is refused, and the next call is answered');
  },
};
