/** Second derivatives of PyTorch and JAX are right, and those of a gradient written for one derivative are not. */
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

test.skipIf(lacksPython('jax', 'numpy'))('stax of JAX, differentiated twice', { timeout }, async () => {
  const { stdout } = await bnspec(...check, python, join(adapters, 'jax_stax.py'));
  expect(stdout).toMatch(/^jax-stax conforms, grade cancelling/m);
});

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
