/** Decodes sums that are never cleared: the answers to two identical calls in a row differ by the right answer. */
import type { Diagnosis } from '../../report/report.ts';
import type { Claims } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';
import { isOf, signatures, snakeCase } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import type { Target } from '../../wire/target.ts';
import { answersTo, type Expectation } from '../probe-answers.ts';
import type { Probe } from '../probes.ts';
import { seenOf } from '../answered-calls.ts';

/** Rounding errors of a sum and of its new term. */
const roundings = 16;

/** @returns one for each output of each operation that accumulates over calls */
export async function decodeRepeated(
  target: Target,
  probes: readonly Probe[],
  expectations: readonly (Expectation | undefined)[],
  claims: Claims,
): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  for (const [i, probe] of probes.entries()) {
    if (probes.findIndex(({ operation }) => operation === probe.operation) < i) continue;
    const answers = await answersTo(target, [probe, probe]);
    const seen = seenOf([probe, probe], answers, [expectations[i], expectations[i]], claims);
    if (seen.length < 2) continue;
    const [{ outputs: before, truth }, { outputs: after }] = seen;
    for (const output of signatures[probe.operation].outputs) {
      const [first, second, exact] = [before[output], after[output], truth.outputs[output]?.hi];
      if (first === undefined || second === undefined || exact === undefined) continue;
      const [a, b] = [valuesOf(first), valuesOf(second)];
      const [size, sum] = [exact, b].map((values) =>
        values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
      );
      const slack = 1e-3 * size + roundings * formats[first.dtype].unitRoundoff * sum;
      if (!(slack < size / 10) || !exact.every((value, k) => Math.abs(b[k] - a[k] - value) <= slack)) continue;
      const gradient = isOf('backward', probe.operation);
      found.push({
        id: gradient ? 'BW18' : 'ST11',
        says: `In ${snakeCase(probe.operation)} ${snakeCase(output)} accumulates over calls.`,
        evidence: 'of two identical calls in a row, the second answer exceeds the first by the right answer',
      });
    }
  }
  return found;
}
