/** bnspec.py, the Python side: what it serves, watches, refuses and reports; and the adapters that use it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bitsOf, dtypes } from '../../../../spec/terms/dtype.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import type { Outcome } from '../../../../spec/wire/call-outcome.ts';
import type { Target } from '../../../../spec/wire/target.ts';
import { spawnTarget } from '../../../../spec/wire/process-target.ts';
import { temporaryFolder } from '../../../spec/wire/misbehaving-adapters.ts';
import { lacksPython, python, pythonEnv, pythonFolder, runPython } from '../../../spec/wire/peers.ts';

const x = tensor('float32', [2, 2], [1, NaN, -0, 4]);

const gamma = tensor('float32', [2], [1, 2]);

const call = { x, gamma, epsilon: 1e-5, momentum: 0.25, axis: 1 };

const targets: Target[] = [];

/** A target whose train_forward has this body. */
async function adapter(body: string, more = ''): Promise<Target> {
  const path = join(temporaryFolder(), 'adapter.py');
  const lines = [
    'import numpy as np, os, sys, time',
    'from bnspec import serve, Rejected, Unsupported',
    more,
    'def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):',
    ...body.split('\n').map((line) => `    ${line}`),
    'serve(name="mine", train_forward=train_forward)',
  ];
  writeFileSync(path, lines.join('\n'));
  const target = await spawnTarget({ command: python, args: [path], env: pythonEnv });
  targets.push(target);
  return target;
}

const run = async (body: string, more = ''): Promise<Outcome<'trainForward'>> =>
  (await adapter(body, more)).call('trainForward', call);

afterAll(() => Promise.all(targets.map((target) => target.close())));

describe.skipIf(lacksPython('numpy'))('bnspec.py', { concurrent: true }, () => {
  test('hands over tensors as arrays, numbers as numbers, None for what is not given', async () => {
    const outcome = await run(
      'assert (x.dtype, x.shape, gamma.tolist()) == (np.float32, (2, 2), [1, 2])\n' +
        'assert (beta, running_mean, epsilon, momentum, axis) == (None, None, 1e-5, 0.25, 1) and type(axis) is int\n' +
        'x_copy = x.copy()\n' +
        'return {"y": x_copy, "mean": gamma * 2, "variance": None}',
    );
    expect(outcome).toMatchObject({
      status: 'ok',
      result: { y: x, mean: tensor('float32', [2], [2, 4]) },
      mutated: [],
      aliased: [],
    });
  });

  test.each(dtypes)('brings %s there and back, bit for bit', async (dtype) => {
    const values = [0, -0, 1, -2.5, Infinity, -Infinity, NaN, 2 ** -20];
    const sent = tensor(dtype, [2, 4], values);
    const target = await adapter('return x.copy()');
    expect(await target.call('trainForward', { ...call, x: sent })).toMatchObject({
      status: 'ok',
      result: { y: sent },
    });
  });

  test('takes a tuple in the order of the wire, and arrays that are not contiguous', async () => {
    const outcome = await run('return np.asfortranarray(x.T.copy()), gamma.repeat(2)[::2]');
    expect(outcome).toMatchObject({ result: { y: tensor('float32', [2, 2], [1, -0, NaN, 4]), mean: gamma } });
  });

  test('keeps no empty tensor from its way', async () => {
    const empty = tensor('float32', [0, 2], []);
    const target = await adapter('return x.copy()');
    expect(await target.call('trainForward', { ...call, x: empty })).toMatchObject({
      status: 'ok',
      result: { y: empty },
    });
  });

  test.each([
    ['writes to an input', 'y = x.copy(); x[0, 0] = 9; return y', ['x'], []],
    ['writes -0 over 0', 'y = x.copy(); x[1, 0] = 0.0; return y', ['x'], []],
    ['writes the same NaN again', 'x[0, 1] = x[0, 1]; return x.copy()', [], []],
    ['returns an input', 'return x', [], ['y']],
    ['returns a view of an input', 'return x.copy(), gamma[1:]', [], ['mean']],
    [
      'returns outputs that overlap',
      's = np.zeros(6, np.float32); return x.copy(), s[0:2], s[1:3], s[4:6]',
      [],
      ['mean', 'variance'],
    ],
    ['returns interleaved outputs', 's = np.zeros((2, 2), np.float32); return x.copy(), s[:, 0], s[:, 1]', [], []],
  ])('notices what a function does that %s', async (_, body, mutated, aliased) => {
    expect(await run(body)).toMatchObject({ status: 'ok', mutated, aliased });
  });

  test.each([
    ['is written to and returned again', 'work[...] += 1\nreturn work'],
    ['is returned again', 'return work'],
    ['is written to later', 'global work\nwork += 1\nwork = x.copy()\nreturn work'],
  ])('notices that an earlier answer %s', async (_, body) => {
    const target = await adapter(body, 'work = np.zeros((2, 2), np.float32)');
    expect(await target.call('trainForward', call)).toMatchObject({ aliased: [] });
    expect(await target.call('trainForward', call)).toMatchObject({ aliased: ['earlier:y'] });
  });

  test('notices buffers that take turns', async () => {
    const body = 'turns.append(turns.pop(0))\nturns[0][...] = x\nreturn turns[0]';
    const target = await adapter(body, 'turns = [np.zeros((2, 2), np.float32) for _ in range(2)]');
    expect(await target.call('trainForward', call)).toMatchObject({ aliased: [] });
    expect(await target.call('trainForward', call)).toMatchObject({ aliased: [] });
    expect(await target.call('trainForward', call)).toMatchObject({ aliased: ['earlier:y'] });
  });

  test('notices an input that is written to after the answer', async () => {
    const target = await adapter('for a in kept: a[0] = 9\nkept[:] = [gamma]\nreturn x.copy()', 'kept = []');
    expect(await target.call('trainForward', call)).toMatchObject({ mutated: [] });
    expect(await target.call('trainForward', call)).toMatchObject({ mutated: ['earlier:gamma'] });
  });

  test.each([
    ['raise Rejected("no")', 'rejected', /^no$/],
    ['raise Unsupported("not here")', 'unsupported', /^not here$/],
    ['class Rejected(ValueError): pass\nraise Rejected("own class")', 'rejected', /^own class$/],
    ['return gamma / missing', 'error', /^NameError: name 'missing' is not defined\n[^]*in train_forward/],
    ['return None', 'protocol-error', /train_forward expected a dict, a tuple or an array, got NoneType/],
    ['return {"mean": gamma}', 'protocol-error', /train_forward answered without "y"/],
    [
      'return {"y": x, "save_mean": x}',
      'protocol-error',
      /"save_mean" is not an output of train_forward; expected y, mean/,
    ],
    ['return x, 1.5', 'protocol-error', /"mean" of train_forward expected a numpy array .* got float/],
    ['return x, np.array(1.0)', 'protocol-error', /"mean" of train_forward .* got an array without axes/],
    ['return x.astype(int)', 'protocol-error', /"y" of train_forward expected float16, bfloat16.* got int64/],
    ['return (x,) * 9', 'protocol-error', /expected at most 6 outputs, got 9/],
    ['sys.exit(3)', 'crash', /exited with code 3/],
    ['os.kill(os.getpid(), 11)', 'crash', /SIGSEGV/],
    [
      'print("debug", x.shape); return x.copy()',
      'protocol-error',
      /stray output instead of a frame: "debug \(2, 2\)\\n"/,
    ],
    ['os.write(1, b"from C"); return x.copy()', 'protocol-error', /stray output instead of a frame: "from C"/],
    [
      'import ctypes; ctypes.CDLL(None).printf(b"from C"); return x.copy()',
      'protocol-error',
      /stray output instead of a frame: "from C"/,
    ],
  ])('tells %s as %s', async (body, status, says) => {
    expect(await run(body)).toMatchObject({ status, message: expect.stringMatching(says) });
  });

  test('says what it does not offer', async () => {
    const target = await adapter('return x');
    expect(target).toMatchObject({ name: 'mine', language: 'Python', operations: ['trainForward'] });
    expect(await target.call('savedBackward', { dy: x, x, mean: x, invStd: x, axis: 1 })).toEqual({
      status: 'unsupported',
      message: 'saved_backward is not offered',
    });
  });

  test('rounds float32 to bfloat16 bits as the suite does', () => {
    const values = Float32Array.from([
      1,
      1 + 2 ** -8,
      1 + 3 * 2 ** -8,
      1 + 2 ** -8 + 2 ** -20,
      -3.4e38,
      1e-40,
      NaN,
      Infinity,
    ]);
    const script =
      'import sys, numpy as np; from bnspec import to_bits, from_bits\n' +
      'bits = to_bits(np.frombuffer(sys.stdin.buffer.read(), np.float32))\n' +
      'assert np.array_equal(to_bits(from_bits(bits)), bits)\n' +
      'sys.stdout.buffer.write(bits.tobytes())';
    const bits = runPython(script, new Uint8Array(values.buffer));
    const expected = [...values].map((value) => Number(bitsOf('bfloat16', value)));
    expect([...new Uint16Array(new Uint8Array(bits).buffer)]).toEqual(expected);
  });
});

describe.skipIf(lacksPython('numpy'))('bnspec.py without ml_dtypes', () => {
  test('hands over bfloat16 as its bits, and takes bits back', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'ml_dtypes.py'), 'raise ImportError');
    const path = join(folder, 'adapter.py');
    writeFileSync(
      path,
      'from bnspec import *\nserve(name="bits", infer_forward=lambda x, **_: to_bits(from_bits(x) * 2), claims={"dtypes": ["bfloat16"]})',
    );
    const target = await spawnTarget({
      command: python,
      args: [path],
      env: { ...pythonEnv, PYTHONPATH: `${folder}:${pythonFolder}` },
    });
    const [values, mean] = [tensor('bfloat16', [2, 1], [1.5, -3]), tensor('float32', [1], [0])];
    const outcome = await target.call('inferForward', { x: values, mean, variance: mean, epsilon: 1, axis: 1 });
    expect(outcome).toMatchObject({ status: 'ok', result: { y: tensor('bfloat16', [2, 1], [3, -6]) } });
    await target.close();
  });
});

/** Whether each adapter computes the right numbers is for the clauses; here: it serves every operation it names. */
describe.each([
  ['numpy_tutorial.py', ['numpy']],
  ['torch_functional.py', ['torch', 'numpy']],
])('%s', (file, modules) => {
  const plain = tensor('float32', [3, 2], [1, 2, 3, 4, 5, 9]);
  const stats = { mean: tensor('float32', [2], [1, 2]), variance: tensor('float32', [2], [1, 3]) };
  const shared = { x: plain, gamma, beta: gamma, epsilon: 0.5, axis: 1 };

  test.skipIf(lacksPython(...modules))('answers every operation, purely', async () => {
    const target = await spawnTarget({ command: python, args: [join(pythonFolder, file)], env: pythonEnv });
    const { mean, variance } = stats;
    const outcomes = [
      await target.call('trainForward', { ...shared, momentum: 0.25, runningMean: mean, runningVar: variance }),
      await target.call('inferForward', { ...shared, ...stats }),
      await target.call('trainBackward', { ...shared, dy: plain }),
      await target.call('inferBackward', { ...shared, ...stats, dy: plain }),
      await target.call('savedBackward', { ...shared, dy: plain, mean, invStd: variance }),
    ];
    await target.close();
    expect(outcomes.map(({ status, ...rest }) => ({ status, ...rest, result: null, answer: null }))).toEqual(
      outcomes.map(() => ({ status: 'ok', mutated: [], aliased: [], result: null, answer: null })),
    );
    const [first] = outcomes;
    const y = first.status === 'ok' ? valuesOf((first.result as { y: typeof x }).y) : [];
    expect(Math.abs(y[0] + y[2] + y[4] - 3)).toBeLessThan(2 ** -20);
  });
});
