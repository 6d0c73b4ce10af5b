/**
 * Scores some mutants and prints the scores as JSON: npx tsx test/tools/scorecard/print-scores.ts KIND ID …, of the kinds below.
 */
import { mutantOf } from '../../../impl/mutants/_bank.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { composite } from './composite.ts';
import { judge, scoreByAll, scoreOf, scoreUnderConventions } from './score-mutant.ts';
import type { CompositeScore } from './scorecard.ts';
import { survivedSeeds } from './survivors-by-seed.ts';

/** Seeds that must kill every mutant: 1 to this. */
const seeds = 20;

async function compositeScore(pair: string): Promise<CompositeScore> {
  const [a, b] = pair.split('+');
  const [first, second] = [await mutantOf(a), await mutantOf(b)];
  const make = (): Implementation => composite(first.under().implementation, second.under().implementation);
  const { killed, named } = await judge(make, [...first.breaks, ...second.breaks]);
  return { ids: [first.id, second.id], killed, named };
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
