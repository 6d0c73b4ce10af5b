/**
 * Scores some mutants and prints the scores as JSON: npx tsx test/tools/scorecard/score.ts KIND ID …, of the kinds below.
 * A process of its own for a few at a time: every diagnosis loads the whole bank anew, and modules are never unloaded.
 */
import { freshMutant } from '../../impl/mutants/bank.ts';
import { composite } from './composite.ts';
import { judge, scoreByAll, scoreOf, scoreUnderConventions } from './mutants.ts';
import type { CompositeScore } from './scorecard.ts';
import { survivedSeeds } from './seeds.ts';

/** Seeds that must kill every mutant: 1 to this. */
const seeds = 20;

async function compositeScore(pair: string): Promise<CompositeScore> {
  const [a, b] = pair.split('+');
  const make = async () => composite((await freshMutant(a)).implementation, (await freshMutant(b)).implementation);
  const { killed, named } = await judge(make, [...(await freshMutant(a)).breaks, ...(await freshMutant(b)).breaks]);
  return { ids: [a, b], killed, named };
}

const kinds: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  mutants: scoreOf,
  conventions: scoreUnderConventions,
  checks: scoreByAll,
  composites: compositeScore,
  seeds: async (id) => {
    const survived = await survivedSeeds(id, seeds);
    return survived && { id, count: seeds, survived };
  },
};

const [kind, ...ids] = process.argv.slice(2);
const scores: unknown[] = [];
for (const id of ids) {
  const score = await kinds[kind](id);
  if (score !== undefined) scores.push(score);
}
process.stdout.write(JSON.stringify(scores));
