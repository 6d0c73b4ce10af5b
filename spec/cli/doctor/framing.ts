/** Requests that arrive in pieces, and large ones: a read from a pipe may return less than was written. */
import { sizeOf } from '../../terms/tensor.ts';
import { anyCall } from './any-call.ts';
import { simplest } from './calls.ts';
import { type Finding, fine, type Item, note, wrong } from './finding.ts';

/** More than a pipe holds (64 KiB on Linux), in one tensor. */
const largeElements = 2 ** 18;

const readAll = 'read until all bytes of the header, then of the data, have arrived: one read may return fewer';

export const pieces: Item = {
  id: 'framing',
  async examine(patient, { claims }): Promise<Finding> {
    const form = simplest(claims);
    // Cuts: within the length, at its end, within the header, and near the end of the data.
    const cut = await anyCall(patient, claims, form, { cuts: [3, 8, 100, 420] });
    if (cut.status !== 'ok') return wrong(`a request in pieces ended with ${cut.status}: ${cut.message}`, readAll);
    const rows = Math.round(largeElements / sizeOf(form.shape.with(form.axis === 0 ? 1 : 0, 1)));
    const large = { ...form, shape: form.shape.with(form.axis === 0 ? 1 : 0, rows) };
    const outcome = await anyCall(patient, claims, large);
    if (outcome.status === 'unsupported') {
      return note(`a tensor of 2^18 values is not supported: ${outcome.message}`, 'a check asks for some of that size');
    }
    if (outcome.status !== 'ok') {
      return wrong(`a tensor of 2^18 values ended with ${outcome.status}: ${outcome.message}`, readAll);
    }
    return fine('requests may arrive in pieces, and may be large');
  },
};
