/** Decides from all violations together whether the formula may be right and its arithmetic too coarse. */
import { constantFor } from '../../accuracy/grade.ts';
import type { Diagnosis } from '../../report/report.ts';
import type { Expectation, Result } from '../probe-answers.ts';
import type { Probe } from '../probes.ts';

/** With fewer correct bits than this an error is not rounding: bfloat16 has 8, and a few of them may be lost. */
const leastBits = 6;
/**
 * Where errors multiply, as in dx of a channel far from zero, some results have fewer correct bits: at least this many,
 * in at most this share of the results.
 */
const leastOfAny = 5;
const exempt = 0.05;

/**
 * @param results - of all answers to the probes
 * @returns undefined unless every violation is small relative to the terms that the result is computed from
 */
export function decodeCoarse(
  results: readonly Result[],
  probes: readonly Probe[],
  expectations: readonly (Expectation | undefined)[],
): Diagnosis | undefined {
  const missed = results.filter((result) => result.missed);
  const rightBits: number[] = [];
  for (const { probe, name, miss } of missed) {
    const expected = expectations[probe];
    if (miss === undefined || expected === undefined) return undefined;
    const K = constantFor(probes[probe].operation, name, expected.layout.perChannel, 'any-order');
    rightBits.push(-Math.log2(miss.excess * K * expected.unitRoundoff));
  }
  const sorted = rightBits.toSorted((a, b) => a - b);
  const bits = Math.floor(sorted[Math.floor(exempt * sorted.length)] ?? 0);
  if (bits < leastBits || sorted[0] < leastOfAny) return undefined;
  return {
    id: 'coarse',
    says: 'The formula looks right, but its arithmetic is too coarse (inputs or intermediates in TF32, bfloat16 or float16, an approximate square root), or a constant is slightly off.',
    evidence: `${missed.length} of ${results.length} results of ${probes.length} probe calls violate the specification, and 19 in 20 of these are accurate to ${bits} bits relative to the terms they are computed from`,
  };
}
