/** Decodes what is kept between calls: a call that is answered wrongly after others is answered rightly by itself. */
import type { Diagnosis } from '../report/report.ts';
import type { Claims } from '../terms/contract.ts';
import type { Target } from '../wire/target.ts';
import { answersTo, type Expectation, type Result, resultsOf } from './answers.ts';
import type { Probe } from './probes.ts';

/**
 * @param open - starts the target as if nothing had been asked of it
 * @param results - of all probes in their order
 * @param missed - which of them to look into: the first is
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
  // What is asked first is wrong by itself.
  if (place === 0) return undefined;
  const target = await open().catch(() => undefined);
  if (target === undefined) return undefined;
  const alone = await answersTo(target, [probes[place]]);
  await target.close();
  if (resultsOf(alone, [probes[place]], [expectations[place]], claims).some((result) => result.missed))
    return undefined;
  const { operation, call } = probes[place];
  const names = results.filter((result) => result.probe === place && result.missed).map(({ name }) => name);
  const says = names.every((name) => name === 'purity')
    ? 'Memory of an earlier call is written to or handed out again.'
    : `What is answered depends on the calls before: ${operation} is right when it is asked first.`;
  return {
    id: 'memory',
    says,
    evidence: `${names.join(', ')} of call ${place + 1} of ${probes.length} probe calls, ${operation} of x ${call.x.dtype}[${call.x.shape.join()}], miss the text; asked first in a new process, the same call meets it`,
  };
}
