/** The known mistakes that answer as the implementation does, best first. */
import type { Diagnosis } from '../report/report.ts';
import type { Mutant } from '../terms/mutant.ts';
import { targetOf } from '../wire/in-process.ts';
import type { Target } from '../wire/outcome.ts';
import { type Agreement, agreementOf, answersTo, type Expectation, missesOf } from './answers.ts';
import type { Probe } from './probes.ts';

/** Most that are named: more candidates than this are no diagnosis. */
const named = 3;

export async function nearestMutants(
  target: Target,
  probes: readonly Probe[],
  expectations: readonly Expectation[],
  bank: readonly Mutant[],
): Promise<Diagnosis[]> {
  const mine = await answersTo(target, probes);
  const missed = missesOf(mine, probes, expectations);
  const misses = missed.reduce((sum, names) => sum + names.size, 0);
  if (misses === 0) return [];

  const candidates: { mutant: Mutant; agreement: Agreement }[] = [];
  for (const mutant of bank) {
    const theirs = await answersTo(targetOf(mutant.implementation), probes);
    candidates.push({ mutant, agreement: agreementOf(mine, theirs, probes, expectations, missed) });
  }
  const share = ({ agreed, compared }: Agreement): number => agreed / Math.max(1, compared);
  return candidates
    .filter(({ agreement }) => agreement.explained === misses && share(agreement) > 0.9)
    .toSorted(
      (a, b) =>
        share(b.agreement) - share(a.agreement) ||
        b.agreement.identical - a.agreement.identical ||
        (a.mutant.id < b.mutant.id ? -1 : 1),
    )
    .slice(0, named)
    .map(({ mutant: { id, says }, agreement: { agreed, compared } }) => ({
      id,
      says,
      evidence:
        `answers ${agreed} of ${compared} results of ${probes.length} probe calls as this mistake does, within rounding; ` +
        `${misses} of them miss the text, and it explains them all`,
    }));
}
