/** The parts of the scorecard, each measured on its own. All are the same for every run: seeds are fixed. */
import { allMutants, mutantIds } from '../../../impl/mutants/_bank.ts';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { defaultRuns, defaultSeed } from '../../../spec/cli/options.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { run } from '../../../spec/check/run.ts';
import { specVersion } from '../../../spec/check/version.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { honestClasses } from '../honest/classes.ts';
import { studyHonestClasses } from '../honest/use-of-bounds.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { scoresOf } from './score-in-processes.ts';
import { type OtherSuite, otherSuites } from './other-suites.ts';
import { checkedWhole, pairs, scored } from './sampled-mutants.ts';
import type { Scorecard, SuiteScore } from './scorecard.ts';

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

  mutants: (show) => scoresOf('mutants', scored(mutantIds()), show),

  conventions: (show) => scoresOf('conventions', scored(mutantIds()), show),

  checks: (show) => scoresOf('checks', checkedWhole, show),

  composites: (show) => scoresOf('composites', pairs, show),

  seeds: async (show) => {
    const scores = await scoresOf<{ id: string; count: number; survived: readonly number[] }>(
      'seeds',
      scored(mutantIds()),
      show,
    );
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

async function suiteScore({ name, operation, passes }: OtherSuite): Promise<SuiteScore> {
  const rejected: string[] = [];
  for (const { implementation } of honestClasses) {
    if (!resolveClaims(implementation.claims).dtypes.includes('float32')) continue;
    if (!(await passes(implementation))) rejected.push(implementation.name);
  }
  let [of, killed] = [0, 0];
  for (const { owed, under } of await allMutants()) {
    const { implementation } = under();
    if (owed !== 'kill' || !resolveClaims(implementation.claims).dtypes.includes('float32')) continue;
    if (!(await showsIn(operation, under()))) continue;
    of += 1;
    if (!(await passes(implementation))) killed += 1;
  }
  return { name, of, killed, rejected };
}

/** Whether our own suite objects where nothing but this operation is offered. */
async function showsIn(operation: OtherSuite['operation'], { breaks, implementation }: Mutant): Promise<boolean> {
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
