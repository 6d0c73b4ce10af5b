/** The codec: what goes in comes out, the same blob is always the same bytes, and bad bytes are named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tensor } from '../../../spec/terms/tensor.ts';
import { decodeBlob, encodeBlob, maxHeaderBytes, type Blob } from '../../../spec/wire/safetensors.ts';
import { WireError } from '../../../spec/wire/wire-error.ts';
import { blobs } from './arbitraries.ts';

/** Bits and not numbers: a NaN keeps its payload. */
function plain({ tensors, metadata }: Blob): unknown {
  const list = [...tensors].map(([name, { dtype, shape, data }]) => [
    name,
    { dtype, shape, bits: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex') },
  ]);
  return { tensors: new Map(list as [string, unknown][]), metadata };
}

function blobOf(header: unknown, data = 0): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([prefix, text, Buffer.alloc(data)]);
}

/** Bytes of decoded data; 0 for what is refused. Any other error than a WireError goes on. */
function decodedSize(bytes: Uint8Array): number {
  try {
    return [...decodeBlob(bytes).tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  } catch (error) {
    if (error instanceof WireError) return 0;
    throw error;
  }
}

describe('round trip', () => {
  test('gives back every tensor bit for bit', () => {
    fc.assert(
      fc.property(blobs, (blob) => {
        expect(plain(decodeBlob(encodeBlob(blob)))).toEqual(plain(blob));
      }),
    );
  });

  test('does not depend on the order in which tensors and metadata are given', () => {
    const reversed = ({ tensors, metadata }: Blob): Blob => ({
      tensors: new Map([...tensors].toReversed()),
      metadata: new Map([...metadata].toReversed()),
    });
    fc.assert(
      fc.property(blobs, (blob) => {
        expect(encodeBlob(reversed(blob))).toEqual(encodeBlob(blob));
      }),
    );
  });

  test('decodes from the middle of a larger buffer into memory of its own', () => {
    const x = tensor('float64', [2], [1, 2]);
    const blob = encodeBlob({ tensors: new Map([['x', x]]), metadata: new Map() });
    const stream = Buffer.concat([Buffer.alloc(3), blob]);
    const decoded = decodeBlob(stream.subarray(3)).tensors.get('x');
    stream.fill(0);
    expect(decoded).toEqual(x);
  });

  test('aligns every tensor to its element size, data beginning at a multiple of 8', () => {
    fc.assert(
      fc.property(blobs, (blob) => {
        const bytes = encodeBlob(blob);
        const headerBytes = Number(new DataView(bytes.buffer).getBigUint64(0, true));
        const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + headerBytes)).toString()) as Record<
          string,
          { dtype: string; data_offsets: number[] }
        >;
        expect(headerBytes % 8).toBe(0);
        const unaligned = Object.entries(header)
          .filter(([name]) => name !== '__metadata__')
          .filter(
            ([
              ,
              {
                dtype,
                data_offsets: [begin],
              },
            ]) => begin % (Number(dtype.replace(/\D/g, '')) / 8) !== 0,
          );
        expect(unaligned).toEqual([]);
      }),
    );
  });
});

describe('corruption', () => {
  test('gives a WireError or a decoded blob no larger than its bytes, never anything else', () => {
    const changes = fc.array(
      fc.tuple(fc.nat(), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('{}[],:"0-')))),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(blobs, changes, fc.nat(), fc.boolean(), (blob, edits, cut, shorten) => {
        let bytes = encodeBlob(blob);
        for (const [at, byte] of edits) bytes[at % Math.min(bytes.length, 200)] = byte;
        if (shorten) bytes = bytes.subarray(0, cut % bytes.length);
        expect(decodedSize(bytes)).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  const f32 = (shape: unknown, offsets: unknown): object => ({ dtype: 'F32', shape, data_offsets: offsets });
  const refused: [string, unknown, number, RegExp][] = [
    ['text instead of JSON', 'hello', 0, /header expected a JSON object/],
    ['broken JSON', '{"x"', 0, /header expected JSON/],
    ['an empty header', '', 0, /header expected a JSON object/],
    ['a key twice', '{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"x":{}}', 0, /the key "x" twice/],
    ['a key twice, once escaped', '{"__metadata__":{"a":"1","\\u0061":"2"}}', 0, /the key "a" twice/],
    ['metadata that is no string', { __metadata__: { id: 1 } }, 0, /"id" expected a string/],
    ['metadata that is no object', { __metadata__: [] }, 0, /"__metadata__" expected an object/],
    [
      'an integer type',
      { x: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } },
      8,
      /"x" dtype expected F16.*got "I64"/,
    ],
    ['an unknown field', { x: { ...f32([0], [0, 0]), stride: 1 } }, 0, /"x" has the unknown field "stride"/],
    ['a negative size', { x: f32([-1], [0, 4]) }, 4, /"x" shape expected integers >= 0/],
    ['a fractional size', { x: f32([0.5], [0, 2]) }, 2, /"x" shape expected integers/],
    ['a negative offset', { x: f32([1], [-4, 0]) }, 4, /"x" data_offsets expected/],
    ['an end before the begin', { x: f32([1], [4, 0]) }, 4, /"x" data_offsets expected/],
    ['three offsets', { x: f32([1], [0, 4, 8]) }, 8, /"x" data_offsets expected/],
    ['a size that does not fit the shape', { x: f32([2], [0, 4]) }, 4, /"x" expected 8 bytes for F32 \[2\], got 4/],
    ['sizes whose product overflows', { x: f32(Array(30).fill(2 ** 52), [0, 4]) }, 4, /"x" expected Infinity bytes/],
    ['overlapping tensors', { x: f32([2], [0, 8]), z: f32([1], [4, 8]) }, 8, /"z" overlaps/],
    ['the same bytes twice', { x: f32([1], [0, 4]), z: f32([1], [0, 4]) }, 4, /"z" overlaps/],
    ['a hole', { x: f32([1], [0, 4]), z: f32([1], [8, 12]) }, 12, /"z" leaves a hole/],
    ['data that is cut off', { x: f32([2], [0, 8]) }, 7, /data expected 8 bytes.*got 7/],
    ['bytes after the data', { x: f32([1], [0, 4]) }, 5, /data expected 4 bytes.*got 5/],
  ];
  test.each(refused)('names %s', (_, header, data, message) => {
    expect(() => decodeBlob(blobOf(header, data))).toThrow(message);
  });

  test('refuses a header length beyond the bound before it looks for the header', () => {
    const bytes = Buffer.alloc(16);
    bytes.writeBigUInt64LE(2n ** 63n);
    expect(() => decodeBlob(bytes)).toThrow(`at most ${maxHeaderBytes} bytes, got 9223372036854775808`);
  });
});
