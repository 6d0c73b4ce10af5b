/** Forward mode of PyTorch and JAX is right, and a Function whose jvp takes the statistics for constants is not. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bnspec, startBnspec } from '../../../support/bnspec.ts';
import { root } from '../../../support/repository-files.ts';
import { lacksPython, python } from '../../../spec/wire/peers.ts';

const timeout = 600_000;
const check = ['check', '--clause', 'BN-18.*', '--runs', '12', '--'] as const;
const adapters = join(root, 'impl/adapters/python');

test.skipIf(lacksPython('torch', 'numpy'))('torch.func.jvp of batch_norm', { timeout }, async () => {
  const { stdout } = await bnspec(...check, python, join(adapters, 'torch_functional.py'));
  expect(stdout).toMatch(/^pytorch-functional conforms, grade stable/m);
});

test.skipIf(lacksPython('jax', 'numpy'))(
  'jax.jvp of two passes, in training and in inference',
  { timeout },
  async () => {
    const twoPass = join(import.meta.dirname, 'jax_two_pass.py');
    const { stdout } = await bnspec(...check, python, twoPass, adapters);
    expect(stdout).toMatch(/^jax-two-pass conforms, grade stable/m);
  },
);

test.skipIf(lacksPython('torch', 'numpy'))(
  'a Function whose jvp takes the statistics of the batch for constants is rejected, and its mistake named',
  { timeout },
  async () => {
    const wrong = join(import.meta.dirname, 'constant_statistics_jvp.py');
    // In a process of its own, which knows every mistake.
    const { code, stdout } = await startBnspec(...check, python, wrong, adapters).ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^diagnosis TG03: /m);
  },
);
