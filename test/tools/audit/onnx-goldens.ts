/**
 * The expected values that the onnx package publishes for BatchNormalization, held against the exact answers. As a program,
 * `npx tsx test/tools/audit/onnx-goldens.ts`, it prints one line for each output.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reference } from '../../../reference/oracle.ts';
import { compareOutputs } from '../../../spec/accuracy/compare.ts';
import { profiles } from '../../../spec/terms/profiles.ts';
import type { Claims, Tensor } from '../../../spec/terms/contract.ts';
import { type Calls, type Operation, signatures, snakeCase, type TensorName } from '../../../spec/terms/operations.ts';
import { decodeRequest } from '../../../spec/wire/requests-and-answers.ts';
import { decodeBlob } from '../../../spec/wire/safetensors.ts';
import { python } from '../../spec/wire/peers.ts';

export interface AuditedOutput {
  readonly case: string;
  readonly output: TensorName;
  readonly elements: number;
  /** Elements that are not the float32 nearest to the exact value. */
  readonly wronglyRounded: number;
  /** Largest distance from that float32, in steps from one float32 to the next. */
  readonly mostUlp: number;
  /**
   * Whether every element lies within the bound of grade stable, with the variance that opset 15 requires, and with the
   * other.
   */
  readonly biased: boolean;
  readonly unbiased: boolean;
}

export function auditOnnxGoldens(): readonly AuditedOutput[] {
  const folder = mkdtempSync(join(tmpdir(), 'onnx-goldens-'));
  try {
    const script = fileURLToPath(new URL('../../../impl/findings/onnx_goldens.py', import.meta.url));
    const { status, stderr } = spawnSync(python, ['-W', 'ignore', script, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const names = readdirSync(folder).flatMap((file) => /^(.+)\.request\.safetensors$/.exec(file)?.slice(1) ?? []);
    return names.toSorted().flatMap((name) => audit(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function audit(folder: string, name: string): AuditedOutput[] {
  const { op, call } = decodeRequest(readFileSync(join(folder, `${name}.request.safetensors`))) as {
    readonly op: Operation;
    readonly call: Calls[Operation];
  };
  const { tensors } = decodeBlob(readFileSync(join(folder, `${name}.expected.safetensors`)));
  const { onnx } = profiles;
  return signatures[op].outputs.flatMap((output) => {
    const expected = tensors.get(snakeCase(output));
    if (expected === undefined) return [];
    const exact = reference.answer(op, call, onnx).outputs[output]?.round('float32') as Tensor;
    const steps = distances(expected, exact);
    const conforms = (runningVariance: Claims['runningVariance']): boolean =>
      withinStable(op, call, output, expected, { ...onnx, runningVariance });
    return [
      {
        case: name,
        output,
        elements: steps.length,
        wronglyRounded: steps.filter((step) => step !== 0).length,
        mostUlp: Math.max(...steps),
        biased: conforms('biased'),
        unbiased: conforms('unbiased'),
      },
    ];
  });
}

function withinStable<O extends Operation>(
  op: O,
  call: Calls[O],
  output: TensorName,
  expected: Tensor,
  claims: Claims,
): boolean {
  const truth = reference.answer(op, call, claims);
  const [{ excess }] = compareOutputs(op, call, { [output]: expected }, truth, [output], {
    required: 'stable',
    claims,
  });
  return excess <= 1;
}

/** Number of float32 between two, counting one end. */
function distances(a: Tensor, b: Tensor): number[] {
  const [left, right] = [a, b].map(({ data }) => new Int32Array(data.buffer, data.byteOffset, data.length));
  const ordered = (bits: number): number => (bits < 0 ? -(bits & 0x7fffffff) : bits);
  return Array.from(left, (bits, i) => Math.abs(ordered(bits) - ordered(right[i])));
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const row of auditOnnxGoldens()) {
    const { case: name, output, elements, wronglyRounded, mostUlp, biased, unbiased } = row;
    const holds = [...(biased ? ['biased'] : []), ...(unbiased ? ['unbiased'] : [])].join(' and ') || 'neither';
    process.stdout.write(
      `${name} ${snakeCase(output)}: ${wronglyRounded} of ${elements} not correctly rounded, at most ${mostUlp} ulp off; variance ${holds}\n`,
    );
  }
}
