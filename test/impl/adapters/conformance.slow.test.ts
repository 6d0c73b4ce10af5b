/** Real libraries conform: PyTorch over the wire under its own profile, ONNX Runtime in this process under `onnx`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../../spec/report/report.ts';
import { bnspec, type Outcome, temporaryFolder } from '../../support/bnspec.ts';
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
  const json = join(temporaryFolder(), 'report.json');
  const call = ['--profile', 'pytorch', '--json', json, ...fewer, ...adapter('torch_functional.py')];
  const outcome = await bnspec('check', ...call);
  expectConforming(outcome);
  expect(outcome.stdout).toMatch(/pytorch-functional conforms, grade stable/);
  const { clauses } = JSON.parse(readFileSync(json, 'utf8')) as Report;
  const reasons = clauses.flatMap(({ verdict, message }) => (verdict === 'not-applicable' ? [message] : []));
  // It has neither layers nor folding nor an output for the variance, and refuses to train on single values.
  const known =
    /^(?:(?:layer|fold|variance) not offered|ruled out by the claims|Expected more than 1 value per channel when training)/;
  expect(reasons.filter((reason = '') => !known.test(reason))).toEqual([]);
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
