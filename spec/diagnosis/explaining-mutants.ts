/** The known mistakes that account for one counterexample: they answer all of its calls as the target did. */
import type { LayerExchange } from '../check/trial/exchange.ts';
import type { Session } from '../check/trial/session.ts';
import type { Mutant } from '../terms/mutant.ts';
import { targetOf } from '../wire/in-process.ts';
import { type Failure, lostIn } from './diagnosis-and-advice.ts';
import { agrees as agreesInAll } from './layer-mistakes.ts';
import { agreementOf, type Answer, answersTo, expectationsOf, resultsOf } from './probe-answers.ts';
import type { Probe } from './probes.ts';

type Means = Pick<Session, 'reference' | 'claims'>;

/** @returns ids */
export function explaining(failure: Failure, means: Means, bank: readonly Mutant[]): Promise<string[]> {
  const { layerExchanges = [] } = failure;
  return layerExchanges.length > 0 ? explainingLayers(layerExchanges, bank) : explainingCalls(failure, means, bank);
}

async function explainingLayers(script: readonly LayerExchange[], bank: readonly Mutant[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { id, implementation } of bank) {
    if (implementation.layer && (await agreesInAll(targetOf(implementation), script))) ids.push(id);
  }
  return ids;
}

async function explainingCalls(
  failure: Failure,
  { reference, claims }: Means,
  bank: readonly Mutant[],
): Promise<string[]> {
  const probes = failure.exchanges.map(({ operation, call }) => ({ operation, call }) as Probe);
  const answers = failure.exchanges.map(({ outcome }) => outcome as Answer);
  const expectations = expectationsOf(probes, reference, claims);
  const results = resultsOf(answers, probes, expectations, claims, lostIn([failure]));
  // A law may be broken by answers none of which is wrong by itself: any right implementation would explain them.
  if (!results.some(({ missed }) => missed)) return [];
  const ids: string[] = [];
  for (const { id, implementation } of bank) {
    const theirs = await answersTo(targetOf(implementation), probes);
    const { agrees, explains } = agreementOf(answers, theirs, results);
    if (results.every(({ missed }, i) => agrees[i] && (!missed || explains[i]))) ids.push(id);
  }
  return ids;
}
