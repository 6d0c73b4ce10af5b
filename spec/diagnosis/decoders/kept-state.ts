/**
 * Decodes state between calls: a call has a wrong answer after other calls, in another process too, and the right one when it is
 * made first.
 */
import type { Diagnosis } from '../../report/report.ts';
import type { Claims } from '../../terms/contract.ts';
import { snakeCase } from '../../terms/operations.ts';
import type { Target } from '../../wire/target.ts';
import { answersTo, type Expectation, type Result, resultsOf } from '../probe-answers.ts';
import type { Probe } from '../probes.ts';

/**
 * @param open - starts the target afresh, with no state from earlier calls
 * @param results - of all probes in their order
 * @param missed - indices of the violations to look into; only the first is
 */
export async function decodeMemory(
  open: () => Promise<Target>,
  probes: readonly Probe[],
  expectations: readonly (Expectation | undefined)[],
  results: readonly Result[],
  missed: readonly number[],
  claims: Claims,
): Promise<Diagnosis | undefined> {
  const place = results[Math.min(...missed)].probe;
  // The first call has no earlier calls to blame.
  if (place === 0) return undefined;
  const names = results.filter((result) => result.probe === place && result.missed).map(({ name }) => name);
  /** Results of the last of these calls, in a process that has answered nothing before them. */
  const lastOf = async (first: number): Promise<Result[]> => {
    const target = await open().catch(() => undefined);
    if (target === undefined) return [];
    try {
      const asked = probes.slice(first, place + 1);
      const answers = await answersTo(target, asked);
      const all = resultsOf(answers, asked, expectations.slice(first, place + 1), claims);
      return all.filter(({ probe }) => probe === asked.length - 1);
    } finally {
      await target.close();
    }
  };
  const alone = await lastOf(place);
  // An output that is absent now is no right answer.
  const isRight = names.every((name) => alone.some((result) => result.name === name && !result.missed));
  if (!isRight || alone.some(({ missed: wrong }) => wrong)) return undefined;
  const again = await lastOf(0);
  if (!names.every((name) => again.some((result) => result.name === name && result.missed))) return undefined;
  const { operation, call } = probes[place];
  const says = names.every((name) => name === 'purity')
    ? 'Memory that belongs to an earlier call is modified or returned again.'
    : `The answer depends on earlier calls: ${snakeCase(operation)} is right when it is called first.`;
  return {
    id: 'memory',
    says,
    evidence: `${names.map(snakeCase).join(', ')} of call ${place + 1} of ${probes.length} probe calls (${snakeCase(operation)} of x ${call.x.dtype}[${call.x.shape.join()}]) ${names.length === 1 ? 'violates' : 'violate'} the specification; made first in a new process, the same call conforms`,
  };
}
