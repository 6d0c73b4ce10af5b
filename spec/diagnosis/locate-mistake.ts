/**
 * Finds where an unidentified mistake occurs, from many combinations of sizes, types and values: a condition that holds
 * for every wrong call, and for no other. Any two levels of any two aspects meet in them (BN-14), so that a condition
 * of two parts shows.
 */
import { callOfCombination, everyPair, everyUsualPair } from '../cases/combination.ts';
import type { Diagnosis } from '../report/report.ts';
import { type Operation, snakeCase } from '../terms/operations.ts';
import type { Session } from '../check/trial/session.ts';
import { answersTo, expectationsOf, resultsOf } from './probe-answers.ts';
import { type Condition, conditionOf, several } from './common-condition.ts';
import type { Scope } from './violations.ts';
import type { Probe } from './probes.ts';
import { traitsOf } from './call-traits.ts';

/** @param left - operations and outputs that are wrong for an unknown reason */
export async function decodeWhere(
  { target, reference, claims }: Pick<Session, 'target' | 'reference' | 'claims'>,
  left: readonly Scope[],
): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  const usual = everyUsualPair(claims);
  const special = everyPair(claims).filter((each) => each.special);
  const all = [...usual, ...special];
  for (const operation of new Set(left.map((scope) => scope.operation))) {
    const outputs = new Set(left.filter((scope) => scope.operation === operation).map(({ output }) => output));
    const probes = all.map((each) => ({ operation, call: callOfCombination(operation, each) }) as Probe);
    const answers = await answersTo(target, probes);
    const results = resultsOf(answers, probes, expectationsOf(probes, reference, claims), claims);
    const missed = results.filter(({ missed: isMissed, name }) => isMissed && outputs.has(name));
    const wrong = new Set(missed.map(({ probe }) => probe));
    const seen = usual.filter((_, i) => wrong.has(i)).length < several ? all : usual;
    const calls = seen.map((_, i) => probes[i].call);
    const condition = conditionOf(
      traitsOf(calls, operation),
      seen.map((_, i) => wrong.has(i)),
    );
    if (condition === undefined) continue;
    const names = [...new Set(missed.map(({ name }) => name))];
    found.push({
      id: 'where',
      says: sentence(operation, names, condition),
      evidence: evidenceOf(condition, calls.length),
    });
  }
  return found;
}

function sentence(operation: Operation, names: readonly Scope['output'][], { traits, met, wrong }: Condition): string {
  const where = traits.map(({ says }) => says).join(' and ');
  const outputs = names.filter((name) => name !== 'purity' && name !== 'status');
  const does = [
    ...(outputs.length > 0 ? [`gives wrong ${outputs.map(snakeCase).join(', ')}`] : []),
    ...(names.includes('purity') ? ['modifies or returns memory it does not own'] : []),
    ...(names.includes('status') ? ['fails'] : []),
  ].join(' and ');
  return `${snakeCase(operation)} ${does} ${met === wrong ? `where ${where}, and nowhere else` : `only where ${where}`}.`;
}

const evidenceOf = ({ met, wrong }: Condition, calls: number): string =>
  `${wrong} of ${met} such calls violate the specification, and none of ${calls - met} others, of all sizes, types and values`;
