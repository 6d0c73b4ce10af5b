/** Finds the arguments of an earlier call that the wrong answers to a later one are made from. */
import type { AnyCall } from '../../terms/named-tensors.ts';
import { snakeCase, type TensorName } from '../../terms/operations.ts';
import type { Affected } from '../hypothesis/hypothesis.ts';
import type { Answer } from '../probe-answers.ts';
import type { Probe } from '../probes.ts';
import type { Pair } from './call-relations.ts';
import type { Bench } from './laboratory.ts';
import { wrongIn } from './wrong-outputs.ts';

/** A pair whose later call has a wrong answer. */
export interface WrongPair {
  readonly pair: Pair;
  readonly answer: Answer;
  readonly outputs: readonly Affected[];
}

/** Arguments that may be kept, alone or together; the simplest first. */
const mayBeTaken: readonly (readonly (TensorName | 'epsilon' | 'momentum')[])[] = [
  ['epsilon'],
  ['momentum'],
  ['epsilon', 'momentum'],
  ['gamma'],
  ['beta'],
  ['gamma', 'beta'],
  ['mean'],
  ['variance'],
  ['mean', 'variance'],
  ['invStd'],
  ['mean', 'invStd'],
  ['runningMean', 'runningVar'],
  ['dy'],
  ['x'],
];

/** Names of arguments of the calls before that give all wrong answers, or the whole result; none where no such formula gives them. */
export function takenIn(bench: Bench, wrong: readonly WrongPair[]): readonly string[] {
  const gives = (earlier: (pair: Pair) => Probe | undefined): boolean =>
    wrong.every(({ pair, answer, outputs }) => {
      const probe = earlier(pair);
      const missed = probe && wrongIn(bench, probe, answer);
      return missed !== undefined && outputs.every((output) => !missed.includes(output));
    });
  if (gives(({ before, after }) => (before.operation === after.operation ? before : undefined))) return ['the result'];
  const names = mayBeTaken.find((each) =>
    gives(({ before, after }) => ({ ...after, call: withThoseOf(before.call, after.call, each) }) as Probe),
  );
  return (names ?? []).map(snakeCase);
}

/** The later call with arguments of the earlier, as far as both have them in one form. */
function withThoseOf(before: AnyCall, after: AnyCall, names: readonly (keyof AnyCall)[]): AnyCall {
  const [old, own]: Record<string, unknown>[] = [before as never, after as never];
  const form = (value: unknown): string =>
    typeof value === 'object' && value !== null ? Object.values({ ...value, data: 0 }).join() : typeof value;
  const taken = names.filter((name) => old[name] !== undefined && form(old[name]) === form(own[name]));
  return { ...after, ...Object.fromEntries(taken.map((name) => [name, old[name]])) };
}
