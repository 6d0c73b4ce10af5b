/** `bnspec eval`: the exact answer to a file, and a clear error for every file that is not a request. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrainForward } from '../../../spec/terms/contract.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { decodeLayerAnswer, encodeLayerRequest } from '../../../spec/wire/layer-messages.ts';
import { decodeAnswer, encodeRequest } from '../../../spec/wire/requests-and-answers.ts';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';

/** Mean 2, variance 1: with epsilon 3 the root is 2 and y is exact. */
const call: TrainForward = {
  x: tensor('float32', [4, 1], [1, 3, 1, 3]),
  runningMean: tensor('float32', [1], [10]),
  runningVar: tensor('float32', [1], [20]),
  epsilon: 3,
  momentum: 0.25,
  axis: 1,
};

function fileWith(bytes: Uint8Array | string): string {
  const file = join(temporaryFolder(), 'request.safetensors');
  writeFileSync(file, bytes);
  return file;
}

test('it prints every output in three forms with its condition', async () => {
  const { code, stdout } = await bnspec('eval', fileWith(encodeRequest('trainForward', call, '1')));
  expect(stdout).toMatch(
    /^y {2}float32\[4,1\] {2}K 8 {2}u 2\^-24\n {2}\[0, 0\]\s+-0\.5\s+-0x1p-1\s+0xbf000000 {2}condition \d/,
  );
  expect(stdout).toMatch(/running_mean {2}float32\[1\] {2}K 6 {2}u 2\^-24\n {2}\[0\]\s+8 /);
  expect(code).toBe(0);
});

test('|μ| of 2, and σ and r of 1 and ½: the condition is that of the specification', async () => {
  const { stdout } = await bnspec('eval', fileWith(encodeRequest('trainForward', call, '1')));
  const condition = (name: string): number =>
    Number(new RegExp(`^${name} .*\\n.* condition (.*)$`, 'm').exec(stdout)?.[1]);
  // A = 2; 2·σ·(σ + A); r·η with η = 2 + σ·(σ + A)·r²; and ½·(A + 1) + ½·η for x = 1.
  expect(condition('mean')).toBeCloseTo(2, 5);
  expect(condition('variance')).toBeCloseTo(6, 5);
  expect(condition('inv_std')).toBeCloseTo(1.375, 5);
  expect(condition('y')).toBeCloseTo(2.875, 5);
});

test('the answer file has the form of a wire answer, with the conventions that the request names', async () => {
  const biased = { momentum_weights: 'old', running_variance: 'biased' };
  const file = fileWith(encodeRequest('trainForward', call, '7', biased));
  const out = join(temporaryFolder(), 'answer.safetensors');
  await bnspec('eval', file, '--out', out);
  const answer = decodeAnswer('trainForward', readFileSync(out), '7');
  if (answer.status !== 'ok') throw new Error(answer.status);
  expect([...valuesOf(answer.result.y)]).toEqual([-0.5, 0.5, -0.5, 0.5]);
  expect([...valuesOf(answer.result.runningMean ?? answer.result.y)]).toEqual([0.25 * 10 + 0.75 * 2]);
  expect([...valuesOf(answer.result.runningVar ?? answer.result.y)]).toEqual([0.25 * 20 + 0.75 * 1]);
});

test('a certificate names two boundaries, one on each side', async () => {
  const { stdout } = await bnspec('eval', fileWith(encodeRequest('trainForward', call, '1')), '--certificate');
  expect(stdout).toMatch(/lower {2}the exact value is above -?\d+·2\^-?\d+\n {4}upper {2}the exact value is below/);
});

describe('a file that is not a request ends with one clear line and exit code 2', () => {
  const whole = encodeRequest('trainForward', call, '1');

  /** The same file with its header replaced. */
  const withHeader = (change: (header: string) => string): Buffer => {
    const length = Number(Buffer.from(whole).readBigUInt64LE());
    const header = change(Buffer.from(whole.subarray(8, 8 + length)).toString());
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
    return Buffer.concat([size, Buffer.from(header), whole.subarray(8 + length)]);
  };
  const gigabyte = Buffer.alloc(16);
  gigabyte.writeBigUInt64LE(2n ** 30n);

  test.each([
    ['text', Buffer.from('this is a text file'), /is not a request/],
    ['an empty file', Buffer.alloc(0), /is not a request/],
    ['a truncated file', whole.subarray(0, whole.length - 3), /is not a request/],
    ['a header of a gigabyte', gigabyte, /is not a request/],
    ['an unknown type', withHeader((header) => header.replace('F32', 'F31')), /F31/],
    ['offsets out of range', withHeader((header) => header.replace(/\[0, ?(\d+)\]/, '[0,99999]')), /offset|bytes/],
    ['a negative epsilon', encodeRequest('trainForward', { ...call, epsilon: -1 }, '1'), /"epsilon" expected/],
    [
      'a gamma of the wrong length',
      encodeRequest('trainForward', { ...call, gamma: tensor('float32', [2], [1, 1]) }, '1'),
      /"gamma/,
    ],
    ['an axis that does not exist', encodeRequest('trainForward', { ...call, axis: 5 }, '1'), /"axis"/],
    [
      'an unknown convention',
      encodeRequest('trainForward', call, '1', { running_variance: 'none' }),
      /"running_variance" expected/,
    ],
  ])('%s', async (_, bytes, message) => {
    const { code, stderr, stdout } = await bnspec('eval', fileWith(bytes));
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('a file that is not there', async () => {
    const { code, stderr } = await bnspec('eval', '/no/such/file');
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot read "/no/such/file"')]);
  });

  test('any file with some bytes changed is answered or refused', async () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (edits) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of edits) bytes[at] = value;
        const file = fileWithin(bytes);
        const { code } = await bnspec('eval', file);
        expect([0, 2]).toContain(code);
      }),
      { numRuns: 200 },
    );
  });

  const folder = temporaryFolderOnce();
  function fileWithin(bytes: Uint8Array): string {
    const file = join(folder(), 'changed.safetensors');
    writeFileSync(file, bytes);
    return file;
  }
});

/** One folder for all runs of a property. */
function temporaryFolderOnce(): () => string {
  let folder: string | undefined;
  return () => (folder !== undefined && existsSync(folder) ? folder : (folder = temporaryFolder()));
}

describe('requests of a layer', () => {
  const config = {
    channels: 1,
    axis: 1,
    rank: 2,
    dtype: 'float32',
    parameterDtype: 'float32',
    epsilon: 3,
    momentum: 0.25,
    affine: false,
    trackRunningStats: true,
  } as const;
  const old = { momentum_weights: 'old', running_variance: 'biased' };

  /** Files as a report writes them, in the order in which a shell names them. */
  function filesOf(...requests: readonly Uint8Array[]): string[] {
    const folder = temporaryFolder();
    const files = requests.map((bytes, i) => {
      const file = join(folder, `BN-15.3-${i + 1}.safetensors`);
      writeFileSync(file, bytes);
      return file;
    });
    return files.toSorted();
  }

  const create = encodeLayerRequest({ op: 'layerNew', layer: 'a', config }, '1', old);
  const train = encodeLayerRequest({ op: 'layerTrain', layer: 'a' }, '2');
  const forward = encodeLayerRequest({ op: 'layerForward', layer: 'a', x: call.x }, '3');
  const state = encodeLayerRequest({ op: 'layerState', layer: 'a' }, '9');

  test('are answered as a sequence, under the conventions that the first names', async () => {
    const out = join(temporaryFolder(), 'answer.safetensors');
    const files = filesOf(create, train, ...Array.from({ length: 8 }, () => forward), state);
    const { code, stdout } = await bnspec('eval', ...files, '--out', out);
    expect(code).toBe(0);
    expect(stdout).toContain('//  y [-0.5, 0.5, -0.5, 0.5]');
    const answer = decodeLayerAnswer('layerState', readFileSync(out), '9');
    if (answer.status !== 'ok') throw new Error(answer.status);
    expect(answer.result.count).toBe(8);
    // Each step leaves a quarter of the way: 2 - 2 / 4⁸.
    expect([...valuesOf(answer.result.runningMean as typeof call.x)]).toEqual([2 - 2 ** -15]);
  });

  test('need those before them, and go with no others', async () => {
    const [alone] = filesOf(forward);
    expect(await bnspec('eval', alone)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('name the files of all calls before it, from its layer_new on'),
    });
    expect(await bnspec('eval', alone, fileWith(encodeRequest('trainForward', call, '1')))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"request" expected one file, or those of a sequence of calls of layers'),
    });
  });
});
