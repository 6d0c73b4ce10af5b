/** Our codec against the Python package safetensors, both ways. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../spec/terms/tensor.ts';
import { decodeBlob, encodeBlob } from '../../../spec/wire/safetensors.ts';
import { blobs } from './arbitraries.ts';
import { lacksPython, runPython } from './peers.ts';

const samples = fc.sample(blobs, { numRuns: 200, seed: 1 });

/** Many blobs for one run of Python: each after its length. */
const joined = (list: readonly Uint8Array[]): Buffer =>
  Buffer.concat(list.flatMap((bytes) => [Buffer.from(new Uint32Array([bytes.length]).buffer), bytes]));

function split(bytes: Buffer): Buffer[] {
  const list: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt32LE(at)) {
    list.push(bytes.subarray(at + 4, at + 4 + bytes.readUInt32LE(at)));
  }
  return list;
}

/** Runs `statements`, which make `result` out of `blob`, for each sample. */
const pythonOf = (statements: string): Buffer[] =>
  split(
    runPython(
      `
import sys, json
import numpy as np
from safetensors import TensorSpec, deserialize, serialize
names = {"F16": "float16", "BF16": "bfloat16", "F32": "float32", "F64": "float64"}
data, out = sys.stdin.buffer.read(), b""
while data:
    n = int.from_bytes(data[:4], "little")
    blob, data = data[4:4 + n], data[4 + n:]
    ${statements}
    out += len(result).to_bytes(4, "little") + result
sys.stdout.buffer.write(out)
`,
      joined(samples.map(encodeBlob)),
    ),
  );

describe.skipIf(lacksPython('safetensors', 'numpy'))('the Python package', () => {
  test('reads every tensor that we write', () => {
    const seen = pythonOf(
      'result = json.dumps({n: [t["dtype"], t["shape"], bytes(t["data"]).hex()] for n, t in deserialize(blob)}).encode()',
    );
    const codes = { float16: 'F16', bfloat16: 'BF16', float32: 'F32', float64: 'F64' };
    const sent = samples.map(({ tensors }) =>
      Object.fromEntries(
        [...tensors].map(([name, t]) => [name, [codes[t.dtype], t.shape, Buffer.from(bytesOf(t)).toString('hex')]]),
      ),
    );
    expect(seen.map((text) => JSON.parse(text.toString()) as unknown)).toEqual(sent);
  });

  test('writes what we read: the same tensors and metadata', () => {
    const written = pythonOf(`
    header = json.loads(blob[8:8 + int.from_bytes(blob[:8], "little")])
    arrays = {n: np.array(t["data"], np.uint8) for n, t in deserialize(blob)}
    result = serialize({n: TensorSpec(dtype=names[t["dtype"]], shape=t["shape"], data_ptr=arrays[n].ctypes.data,
                                      data_len=arrays[n].nbytes) for n, t in deserialize(blob)}, header.get("__metadata__"))`);
    expect(written.map((bytes) => Buffer.from(encodeBlob(decodeBlob(bytes))))).toEqual(
      samples.map((blob) => Buffer.from(encodeBlob(blob))),
    );
  });
});
