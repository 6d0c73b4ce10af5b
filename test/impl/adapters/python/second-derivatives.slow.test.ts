/** Second derivatives of PyTorch and JAX are right, and those of a clipped variance or of a gradient written for one derivative are not. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bnspec } from '../../../support/bnspec.ts';
import { root } from '../../../support/repository-files.ts';
import { lacksPython, python } from '../../../spec/wire/peers.ts';

const timeout = 600_000;
const check = ['check', '--clause', 'BN-17.*', '--runs', '30', '--'] as const;
const adapters = join(root, 'impl/adapters/python');

test.skipIf(lacksPython('torch', 'numpy'))('batch_norm of PyTorch, differentiated twice', { timeout }, async () => {
  const { stdout } = await bnspec(...check, python, join(adapters, 'torch_functional.py'));
  expect(stdout).toMatch(/^pytorch-functional conforms, grade stable/m);
});

test.skipIf(lacksPython('jax', 'numpy'))('two passes in JAX, differentiated twice', { timeout }, async () => {
  const twoPass = join(import.meta.dirname, 'jax_two_pass.py');
  const { stdout } = await bnspec(...check, python, twoPass, adapters);
  expect(stdout).toMatch(/^jax-two-pass conforms, grade stable/m);
});

/** Its variance is E[x²] - E[x]², clipped at 0: where that is 0 and x is not constant, the gradient of the clip is 1/2. */
test.skipIf(lacksPython('jax', 'numpy'))(
  'stax of JAX, differentiated twice, loses half of a term where its variance is clipped, and nothing else',
  { timeout },
  async () => {
    const { code, stdout } = await bnspec(...check, python, join(adapters, 'jax_stax.py'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^jax-stax does not conform, .*; 16 passed, 2 failed, 1 noted/m);
    expect(stdout).toMatch(/^FAIL {2}BN-17\.7 MUST/m);
    expect(stdout).toMatch(/^ +BN-17\.16\/\d+\//m);
    const [, expected, actual] = /^ {2}dx\[.*\n +expected +(\S+) .*\n +actual +(\S+) /m.exec(stdout) ?? [];
    expect(Number(actual) / Number(expected)).toBeCloseTo(0.5, 5);
  },
);

test.skipIf(lacksPython('torch', 'numpy'))(
  'a Function of first order that lets itself be differentiated again is rejected, and its mistake named',
  { timeout },
  async () => {
    const wrong = join(import.meta.dirname, 'first_order_function.py');
    const { code, stdout } = await bnspec(...check, python, wrong, adapters);
    expect(code).toBe(1);
    expect(stdout).toMatch(/diagnosis.*DB08|DB08/);
  },
);
