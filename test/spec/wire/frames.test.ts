/**
 * Cutting the stream: the pieces in which bytes arrive make no difference, and bytes that are not a frame are shown as
 * they came.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tensor } from '../../../spec/terms/tensor.ts';
import { FrameReader } from '../../../spec/wire/frames.ts';
import { encodeBlob } from '../../../spec/wire/safetensors.ts';
import { WireError } from '../../../spec/wire/wire-error.ts';
import { blobs } from './arbitraries.ts';

function drain(reader: FrameReader): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let frame = reader.next(); frame; frame = reader.next()) frames.push(frame.bytes);
  return frames;
}

const frame = encodeBlob({
  tensors: new Map([['y', tensor('float32', [3], [1, 2, 3])]]),
  metadata: new Map([['id', '7']]),
});

function complaint(bytes: Uint8Array): string {
  const reader = new FrameReader();
  reader.push(bytes);
  try {
    reader.next();
  } catch (error) {
    return (error as WireError).message;
  }
  return 'none';
}

describe('frames', () => {
  test('come out whole however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(blobs, { minLength: 1, maxLength: 3 }), fc.array(fc.nat({ max: 40 })), (list, sizes) => {
        const sent = list.map(encodeBlob);
        const reader = new FrameReader();
        const got: Uint8Array[] = [];
        let rest = Buffer.concat(sent);
        for (const size of sizes) {
          reader.push(rest.subarray(0, size));
          rest = rest.subarray(size);
          got.push(...drain(reader));
        }
        reader.push(rest);
        got.push(...drain(reader));
        expect(got.map((f) => Buffer.from(f))).toEqual(sent.map((f) => Buffer.from(f)));
        expect(reader.pending).toBe(0);
      }),
    );
  });

  test('are not blamed when text follows: the next look finds the text', () => {
    const reader = new FrameReader();
    reader.push(Buffer.concat([frame, Buffer.from('done\n')]));
    expect(reader.next()?.bytes).toHaveLength(frame.length);
    expect(reader.pending).toBe(5);
    expect(reader.describePending()).toBe('"done\\n"');
  });
});

describe('stray output', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !/\p{Cc}/u.test(text));

  test('is shown, and nothing else, when a frame follows', () => {
    fc.assert(
      fc.property(words, (text) => {
        const message = complaint(Buffer.concat([Buffer.from(`${text}\n`), frame]));
        expect(message).toBe(`stray output instead of a frame: ${JSON.stringify(`${text}\n`)}`);
      }),
    );
  });

  test('is noticed even if it is a single character that arrives with the length', () => {
    const reader = new FrameReader();
    const bytes = Buffer.concat([Buffer.from('\n'), frame]);
    reader.push(bytes.subarray(0, 8));
    expect(reader.next()).toBeUndefined();
    reader.push(bytes.subarray(8, 9));
    expect(() => reader.next()).toThrow('stray output');
  });

  test.each([
    ['a giant length', [0, 0, 0, 0, 0, 1, 0, 0], /header length expected at most/],
    ['a length of 0', [0, 0, 0, 0, 0, 0, 0, 0], /header length expected at least 2 bytes/],
    [
      'control characters',
      [1, 2, 3, 4, 5, 6, 7, 8],
      /header length expected at most 1048576 bytes; the stream begins with 01 02/,
    ],
  ])('names %s', (_, bytes, message) => {
    expect(complaint(Uint8Array.from(bytes))).toMatch(message);
  });

  test('is cut when it is long', () => {
    expect(complaint(Buffer.from('x'.repeat(10_000))).length).toBeLessThan(300);
  });

  test('refuses a frame beyond the bound without waiting for it', () => {
    const header = Buffer.from(`{"y":{"dtype":"F64","shape":[${2 ** 40}],"data_offsets":[0,${2 ** 43}]}}`);
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(BigInt(header.length));
    expect(complaint(Buffer.concat([prefix, header]))).toMatch(/frame expected at most/);
  });
});
