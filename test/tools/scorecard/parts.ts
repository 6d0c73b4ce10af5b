/** The parts of the scorecard, each measured on its own. All are the same for every run: seeds are fixed. */
import fc from 'fast-check';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { defaultRuns, defaultSeed } from '../../../spec/cli/options.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { run } from '../../../spec/check/run.ts';
import { specVersion } from '../../../spec/check/version.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { honestClasses } from '../honest/classes.ts';
import { studyHonestClasses } from '../honest/study.ts';
import { freshMutant, mutantIds } from '../../impl/mutants/bank.ts';
import { scoresOf } from './in-processes.ts';
import { type OtherSuite, otherSuites } from './other-suites.ts';
import type { Scorecard, SuiteScore } from './scorecard.ts';

const pairs = 60;
/** A whole check takes ten times as long as the clauses that a mutant names. */
const everyNth = 4;
const honestCalls = 200_000;

type Parts = {
  readonly [P in keyof Scorecard]-?: (show: (progress: string) => void) => Promise<NonNullable<Scorecard[P]>>;
};

export const parts: Parts = {
  suite: async () => {
    const report = await run(targetOf(plain), {
      reference,
      claims: resolveClaims(plain.claims),
      required: 'stable',
      seed: defaultSeed,
      runs: defaultRuns,
      command: '',
    });
    const must = clauses.filter(({ level }) => level === 'MUST').length;
    const cases = report.clauses.reduce((sum, { runs }) => sum + runs, 0);
    return { spec: specVersion, must, should: clauses.length - must, cases };
  },

  mutants: (show) => scoresOf('mutants', mutantIds, show),

  conventions: (show) => scoresOf('conventions', mutantIds, show),

  checks: (show) =>
    scoresOf(
      'checks',
      mutantIds.filter((_, i) => i % everyNth === 0),
      show,
    ),

  composites: async (show) =>
    scoresOf(
      'composites',
      (await compositePairs()).map((pair) => pair.join('+')),
      show,
    ),

  seeds: async (show) => {
    const scores = await scoresOf<{ id: string; count: number; survived: readonly number[] }>('seeds', mutantIds, show);
    const survivors = scores.filter(({ survived }) => survived.length > 0);
    return {
      count: scores[0].count,
      survivors: Object.fromEntries(survivors.map(({ id, survived }) => [id, survived])),
    };
  },

  suites: async (show) => {
    const scores: SuiteScore[] = [];
    for (const suite of otherSuites) {
      show(suite.name);
      scores.push(await suiteScore(suite));
    }
    return scores;
  },

  honest: async (show) =>
    studyHonestClasses(honestCalls, defaultSeed, (done) => {
      show(`${done} calls`);
    }),
};

/**
 * Mutants of different catalogue entries, which claim what `impl/plain` claims, so that both can be in one
 * implementation.
 */
async function compositePairs(): Promise<(readonly [string, string])[]> {
  const mutants = await Promise.all(mutantIds.map(freshMutant));
  const claims = JSON.stringify(resolveClaims(plain.claims));
  const fitting = mutants
    .filter(
      ({ owed, implementation }) => owed === 'kill' && JSON.stringify(resolveClaims(implementation.claims)) === claims,
    )
    .map(({ id }) => id);
  const pair = fc.uniqueArray(fc.constantFrom(...fitting), {
    minLength: 2,
    maxLength: 2,
    selector: (id) => id.slice(0, 2),
  });
  return fc.sample(pair, { seed: defaultSeed, numRuns: pairs }).map(([a, b]) => [a, b] as const);
}

async function suiteScore({ name, operation, passes }: OtherSuite): Promise<SuiteScore> {
  const rejected: string[] = [];
  for (const { implementation } of honestClasses) {
    if (!resolveClaims(implementation.claims).dtypes.includes('float32')) continue;
    if (!(await passes(implementation))) rejected.push(implementation.name);
  }
  let [of, killed] = [0, 0];
  for (const id of mutantIds) {
    const { owed, implementation } = await freshMutant(id);
    if (owed !== 'kill' || !resolveClaims(implementation.claims).dtypes.includes('float32')) continue;
    if (!(await showsIn(operation, id))) continue;
    of += 1;
    if (!(await passes(implementation))) killed += 1;
  }
  return { name, of, killed, rejected };
}

/** Whether our own suite objects where nothing but this operation is offered. */
async function showsIn(operation: OtherSuite['operation'], id: string): Promise<boolean> {
  const { breaks, implementation } = await freshMutant(id);
  const { name, claims, [operation]: only } = implementation;
  const target = targetOf({ name, ...(claims && { claims }), ...(only && { [operation]: only }) });
  const { verdict } = await run(target, {
    reference,
    claims: resolveClaims(claims),
    required: 'stable',
    seed: defaultSeed,
    runs: defaultRuns,
    clauses: clauses.filter((clause) => breaks.includes(clause.id)),
    command: '',
  });
  return verdict === 'fails';
}
