/** Generated tensors, blobs and calls. Bits are arbitrary: NaN payloads, infinities and -0 must travel like any other. */
import fc from 'fast-check';
import type { DType, Tensor } from '../../../spec/terms/contract.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import { operations, signatures, type Calls, type Operation } from '../../../spec/terms/operations.ts';
import { sizeOf } from '../../../spec/terms/tensor.ts';
import type { Blob } from '../../../spec/wire/safetensors.ts';

const arrays = { float16: Uint16Array, bfloat16: Uint16Array, float32: Float32Array, float64: Float64Array };

export function tensorOfBits(dtype: DType, shape: readonly number[], bits: Uint8Array): Tensor {
  const data = new arrays[dtype](sizeOf(shape));
  new Uint8Array(data.buffer).set(bits);
  return { dtype, shape, data };
}

export const tensors: fc.Arbitrary<Tensor> = fc
  .record({
    dtype: fc.constantFrom(...dtypes),
    shape: fc.array(fc.nat({ max: 4 }), { maxLength: 4 }),
  })
  .chain(({ dtype, shape }) => {
    const length = sizeOf(shape) * arrays[dtype].BYTES_PER_ELEMENT;
    return fc.uint8Array({ minLength: length, maxLength: length }).map((bits) => tensorOfBits(dtype, shape, bits));
  });

const names = fc
  .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('x', '1', '__proto__', 'constructor', 'toString'))
  .filter((name) => name !== '__metadata__');
const text = fc.string({ unit: 'binary' });

export const blobs: fc.Arbitrary<Blob> = fc.record({
  tensors: fc
    .uniqueArray(fc.tuple(names, tensors), { selector: ([name]) => name, maxLength: 5 })
    .map((list) => new Map(list)),
  metadata: fc
    .uniqueArray(fc.tuple(names, text), { selector: ([name]) => name, maxLength: 5 })
    .map((list) => new Map(list)),
});

export type AnyCall = { [O in Operation]: { readonly op: O; readonly call: Calls[O] } }[Operation];

/** Calls as the wire sees them: the tensors need not fit together. */
export const calls: fc.Arbitrary<AnyCall> = fc.constantFrom(...operations).chain((op) => {
  const { inputs, required, scalars } = signatures[op];
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const name of inputs) model[name] = tensors;
  for (const name of scalars) model[name] = name === 'axis' ? fc.integer() : fc.double();
  return fc
    .record(model, { requiredKeys: [...required, ...scalars] })
    .map((call) => ({ op, call: { ...call } }) as unknown as AnyCall);
});
