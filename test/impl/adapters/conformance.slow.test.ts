/** Real libraries conform: PyTorch over the wire under its own profile, ONNX Runtime in this process under `onnx`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clauses } from '../../../spec/clauses/index.ts';
import { bnspec, type Outcome } from '../../support/bnspec.ts';
import { root } from '../../support/repository-files.ts';
import { lacksPython, python, required } from '../../spec/wire/peers.ts';

const lacksOnnx = !required && !existsSync(join(root, 'impl/adapters/javascript/node_modules/onnxruntime-node'));
const fewer = ['--runs', '30'];
const timeout = 240_000;

/** The list of failures says more than an exit code. */
function expectConforming({ code, stdout, stderr }: Outcome): void {
  expect(stderr).toBe('');
  expect(stdout).not.toMatch(/^(?:FAIL |\d+ more failed)/m);
  expect(code).toBe(0);
}

const adapter = (name: string): string[] => ['--', python, `impl/adapters/python/${name}`];

test.skipIf(lacksPython('torch', 'numpy'))('PyTorch, all operations', { timeout }, async () => {
  const outcome = await bnspec('check', '--profile', 'pytorch', ...fewer, ...adapter('torch_functional.py'));
  expectConforming(outcome);
  expect(outcome.stdout).toMatch(/pytorch-functional conforms, grade stable/);
  // Variance is not offered, five clauses train on single values, which PyTorch refuses, and there are neither layers nor folding.
  const absent = clauses.filter(({ id }) => id.startsWith('BN-15.') || id.startsWith('BN-16.')).length;
  expect(outcome.stdout).toContain(` ${7 + absent} not applicable;`);
});

test.skipIf(lacksPython('torch', 'numpy'))('PyTorch in ten lines, conventions inferred', { timeout }, async () => {
  const outcome = await bnspec('check', '--profile', 'auto', '--clause', 'BN-6.*', ...adapter('torch_minimal.py'));
  expectConforming(outcome);
  expect(outcome.stdout).toMatch(/momentumWeights new/);
  expect(outcome.stdout).toMatch(/runningVariance unbiased/);
  expect(outcome.stdout).toMatch(/singleValue rejected/);
});

test.skipIf(lacksPython('numpy'))('numpy, as tutorials write it', { timeout }, async () => {
  expectConforming(await bnspec('check', ...fewer, ...adapter('numpy_tutorial.py')));
});

test.skipIf(lacksOnnx)('ONNX Runtime, training_mode 0 and 1', { timeout }, async () => {
  const outcome = await bnspec('check', 'onnxruntime', '--profile', 'onnx', ...fewer);
  expectConforming(outcome);
  expect(outcome.stdout).toMatch(/onnxruntime-node 1\.30\.0/);
});

test.skipIf(lacksOnnx)(
  'ONNX Runtime under conventions that are not its own does not conform',
  { timeout },
  async () => {
    const { code, stdout } = await bnspec('check', 'onnxruntime', '--profile', 'pytorch', '--clause', 'BN-6.2');
    expect(stdout).toMatch(/FAIL {2}BN-6\.2/);
    expect(code).toBe(1);
  },
);
