/** Requests, answers and the handshake: what is said is what is heard, and what cannot be understood is named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tensor } from '../../../spec/terms/tensor.ts';
import { decodeHelloAnswer, encodeHello, encodeHelloAnswer } from '../../../spec/wire/hello.ts';
import {
  decodeAnswer,
  decodeRequest,
  encodeAnswer,
  encodeRequest,
  readEnvelope,
} from '../../../spec/wire/requests-and-answers.ts';
import type { Outcome } from '../../../spec/wire/call-outcome.ts';
import { decodeBlob, encodeBlob } from '../../../spec/wire/safetensors.ts';
import { calls } from './arbitraries.ts';

const x = tensor('float32', [2, 1], [1, 2]);
const request = encodeRequest('trainForward', { x, epsilon: 1e-5, momentum: 0.25, axis: 1 }, '7');

/** The same blob with other metadata; undefined takes a key away. */
function edited(bytes: Uint8Array, changes: Record<string, string | undefined>): Uint8Array {
  const { tensors, metadata } = decodeBlob(bytes);
  const merged = Object.entries({ ...Object.fromEntries(metadata), ...changes });
  return encodeBlob({
    tensors,
    metadata: new Map(merged.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });
}

describe('requests', () => {
  test('read back as the same call, every double included', () => {
    fc.assert(
      fc.property(calls, fc.string(), ({ op, call }, id) => {
        const decoded = decodeRequest(encodeRequest(op, call, id));
        expect({ op: decoded.op, call: decoded.call, id: decoded.id }).toEqual({ op, call, id });
      }),
    );
  });

  test('carry further metadata along', () => {
    const bytes = encodeRequest('trainForward', { x, epsilon: 0, momentum: 1, axis: 1 }, '0', {
      running_variance: 'biased',
    });
    expect(decodeRequest(bytes).metadata.get('running_variance')).toBe('biased');
  });

  test.each([
    [{ op: 'train' }, /"op" expected train_forward, .*got "train"/],
    [{ bnspec: '2' }, /protocol version "1", got "2"/],
    [{ epsilon: undefined }, /"epsilon" expected a decimal number, got undefined/],
    [{ epsilon: '0x10' }, /"epsilon" expected a decimal number, got "0x10"/],
    [{ epsilon: '' }, /"epsilon" expected a decimal number, got ""/],
    [{ axis: '1.5' }, /"axis" expected an integer, got "1.5"/],
    [{ op: 'infer_forward' }, /infer_forward lacks the tensor "mean"/],
    [{ op: 'saved_backward' }, /saved_backward lacks the tensor "dy"/],
  ])('are refused with %o', (changes, message) => {
    expect(() => decodeRequest(edited(request, changes))).toThrow(message);
  });

  test('are refused with a tensor that the operation does not take', () => {
    const { metadata } = decodeBlob(request);
    const bytes = encodeBlob({
      tensors: new Map([
        ['x', x],
        ['runningMean', x],
      ]),
      metadata,
    });
    expect(() => decodeRequest(bytes)).toThrow(/"runningMean" is not an input of train_forward; expected x, gamma/);
  });
});

describe('answers', () => {
  const ok: Outcome<'trainForward'> = {
    status: 'ok',
    result: { y: x, invStd: x },
    mutated: ['runningMean'],
    aliased: ['y', 'earlier:runningVar'],
  };

  test('read back with their flags', () => {
    const bytes = encodeAnswer('trainForward', ok, '7');
    expect(decodeAnswer('trainForward', bytes, '7')).toEqual({ ...ok, answer: bytes });
  });

  test.each(['unsupported', 'rejected', 'error', 'protocol-error'] as const)('carry %s with its message', (status) => {
    const outcome = { status, message: 'because' };
    expect(decodeAnswer('trainForward', encodeAnswer('trainForward', outcome, '7'), '7')).toEqual(outcome);
  });

  test('keep the end of a message that is too long for a header', () => {
    const outcome = { status: 'error', message: `${'x'.repeat(2 ** 21)} the end` } as const;
    expect(decodeAnswer('trainForward', encodeAnswer('trainForward', outcome, '7'), '7')).toMatchObject({
      message: expect.stringMatching(/^….* the end$/),
    });
  });

  test.each([
    [{ id: '6' }, /"id" expected that of the request, got another/],
    [{ op: 'infer_forward' }, /"op" expected "train_forward", the request's, got "infer_forward"/],
    [{ bnspec: undefined }, /protocol version/],
  ])('are out of step with %o', (changes, message) => {
    expect(() => decodeAnswer('trainForward', edited(encodeAnswer('trainForward', ok, '7'), changes), '7')).toThrow(
      message,
    );
  });

  test('are malformed, but in step, without the tensor that every answer has', () => {
    const bytes = encodeAnswer('trainForward', { ...ok, result: { mean: x } as never }, '7');
    expect(decodeAnswer('trainForward', bytes, '7')).toEqual({
      status: 'protocol-error',
      message: 'train_forward answered without the tensor "y"',
    });
  });

  test('are malformed with an unknown status or tensor', () => {
    const bytes = encodeAnswer('trainForward', ok, '7');
    expect(decodeAnswer('trainForward', edited(bytes, { status: 'fine' }), '7')).toMatchObject({
      status: 'protocol-error',
    });
    const { metadata } = decodeBlob(bytes);
    const wrong = encodeBlob({
      tensors: new Map([
        ['y', x],
        ['save_mean', x],
      ]),
      metadata,
    });
    expect(decodeAnswer('trainForward', wrong, '7')).toMatchObject({
      status: 'protocol-error',
      message: expect.stringContaining('"save_mean" is not an output of train_forward'),
    });
  });
});

describe('hello', () => {
  const hello = { name: 'mine', version: '2', language: 'C++', operations: ['trainForward', 'savedBackward'] as const };

  test('states the identity and the claims of the adapter', () => {
    const full = { ...hello, claims: { dtypes: ['float16'], momentumWeights: 'old', minEpsilon: 0.5 } as const };
    expect(decodeHelloAnswer(encodeHelloAnswer(full, '0'), '0')).toEqual(full);
    expect(decodeHelloAnswer(encodeHelloAnswer({ ...hello, claims: 'keras3' }, '0'), '0')).toMatchObject({
      claims: 'keras3',
    });
  });

  test('is distinguished from other requests by its op alone', () => {
    expect(readEnvelope(decodeBlob(encodeHello('3')))).toEqual({ op: 'hello', id: '3' });
    expect(readEnvelope(decodeBlob(request))).toEqual({ op: 'train_forward', id: '7' });
    expect(() => readEnvelope(decodeBlob(edited(request, { bnspec: '2' })))).toThrow('protocol version');
  });

  test.each([
    [{ name: undefined }, /"name" expected/],
    [{ operations: 'train_forward unfold' }, /"operations" expected names out of .*got "unfold"/],
    [{ claims: '{' }, /"claims" expected JSON/],
    [{ claims: '"torch"' }, /"claims" expected a profile \(pytorch, .*got "torch"/],
    [{ claims: '{"momentum":"old"}' }, /"claims".*momentum/],
    [{ claims: '{"momentumWeights":"older"}' }, /"claims.momentumWeights"/],
    [{ claims: '{"dtypes":["F32"]}' }, /"claims.dtypes.0"/],
    [{ claims: '{"ranks":[1.5]}' }, /"claims.ranks.0"/],
    [{ claims: '[]' }, /"claims"/],
    [{ status: 'unsupported' }, /"status" expected ok or error/],
  ])('is refused with %o', (changes, message) => {
    expect(() => decodeHelloAnswer(edited(encodeHelloAnswer(hello, '0'), changes), '0')).toThrow(message);
  });
});
