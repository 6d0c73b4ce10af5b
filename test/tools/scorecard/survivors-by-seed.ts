/** Which wrong implementations slip through with one seed or another. */
import { mutantOf } from '../../../impl/mutants/_bank.ts';
import type { Clause } from '../../../spec/check/trial/clause.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { defaultRuns } from '../../../spec/cli/options.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { objectionOf, sessionOf } from '../../impl/mutants/clause-fails.ts';

const required = clauses.filter(({ level }) => level === 'MUST');

/** The first clause that objects; the ones that the mutant names are asked first. */
async function killer({ breaks, implementation }: Mutant, seed: number): Promise<Clause | undefined> {
  const session = sessionOf(implementation);
  const named = (clause: Clause): boolean => breaks.includes(clause.id);
  for (const clause of required.toSorted((a, b) => Number(named(b)) - Number(named(a)))) {
    if ((await objectionOf(clause, session, seed, defaultRuns)) !== undefined) return clause;
  }
  return undefined;
}

/** @returns undefined for what is not owed a kill; otherwise the seeds, from 1 to `count`, with which nothing objects */
export async function survivedSeeds(name: string, count: number): Promise<readonly number[] | undefined> {
  const mutant = await mutantOf(name);
  if (mutant.owed !== 'kill') return undefined;
  const survived: number[] = [];
  for (let seed = 1; seed <= count; seed++) {
    if ((await killer(mutant.under(), seed)) === undefined) survived.push(seed);
    // A mutant that nothing sees costs a whole check per seed: three are enough to know.
    if (survived.length === 3 && seed === 3) break;
  }
  return survived;
}
