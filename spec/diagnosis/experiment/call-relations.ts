/** Pairs of calls with something in common, so that a trace of the earlier one shows: from the loosest relation to the closest. */
import type { Random } from '../../cases/random.ts';
import type { Claims } from '../../terms/contract.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import { type Operation, signatures, snakeCase, type TensorName } from '../../terms/operations.ts';
import { tensor, valuesOf } from '../../terms/tensor.ts';
import { callOfDraft, type Draft, optionalOf } from '../hypothesis/draft.ts';
import { drawnDraft, epsilons, isClaimed, withValues } from '../hypothesis/vary-draft.ts';
import type { Probe } from '../probes.ts';

/** A call, and one before it. */
export interface Pair {
  readonly before: Probe;
  readonly after: Probe;
}

export interface Relation {
  /** Follows "an earlier call". */
  readonly says: string;
  /** Whether the arguments are in the same arrays, one after the other. Default: they are not. */
  readonly inSameArrays?: boolean;
  readonly pair: (draft: Draft, random: Random) => Pair | undefined;
}

/** @param usable - operations that may be called */
export function relationsOf(operation: Operation, usable: readonly Operation[], claims: Claims): Relation[] {
  const probe = (draft: Draft): Probe | undefined =>
    isClaimed(draft, claims) ? ({ operation: draft.operation, call: callOfDraft(draft, claims) } as Probe) : undefined;
  const paired = (first: Draft, second: Draft): Pair | undefined => {
    const [before, after] = [probe(first), probe(second)];
    return before && after && { before, after };
  };
  const other = (draft: Draft): Draft => ({
    ...draft,
    seed: draft.seed + 1,
    ...otherScalars(draft, claims.minEpsilon),
  });
  const { inputs, scalars } = signatures[operation];
  const tensorOf = (draft: Draft, name: TensorName): NamedTensors[TensorName] =>
    (callOfDraft(draft, claims) as NamedTensors)[name];
  const with_ = (draft: Draft, name: TensorName): Draft => {
    const values = tensorOf({ ...draft, seed: draft.seed + 1 }, name);
    return values ? withValues(draft, name, values) : draft;
  };
  return [
    { says: 'of any shape', pair: (draft, random) => paired(drawnDraft(operation, claims, random, true), draft) },
    ...usable
      .filter((each) => each !== operation)
      .map((each): Relation => {
        const given = (draft: Draft): readonly TensorName[] =>
          optionalOf(each).filter((name) => draft.given.includes(name) || !optionalOf(operation).includes(name));
        return {
          says: `of ${snakeCase(each)}`,
          pair: (draft) => paired({ ...other(draft), operation: each, given: given(draft) }, draft),
        };
      }),
    { says: 'of the same shapes', pair: (draft) => paired(other(draft), draft) },
    ...scalars
      .filter((name) => name !== 'axis')
      .map((name): Relation => ({
        says: `that differs in ${snakeCase(name)} alone`,
        pair: (draft) => paired({ ...draft, [name]: otherScalars(draft, claims.minEpsilon)[name] }, draft),
      })),
    ...inputs.map((name): Relation => ({
      says: `that differs in ${snakeCase(name)} alone`,
      pair: (draft) => (tensorOf(draft, name) ? paired(with_(draft, name), draft) : undefined),
    })),
    ...inputs.map((name): Relation => ({
      says: `whose ${snakeCase(name)} agrees in its first eight values and its last`,
      pair: (draft) => {
        const own = tensorOf(draft, name);
        if (own === undefined || own.data.length < 10) return undefined;
        const middle = valuesOf(own).map((value, i, all) => (i < 8 || i === all.length - 1 ? value : value * 1.5 + 1));
        return paired(withValues(draft, name, tensor(own.dtype, own.shape, middle)), draft);
      },
    })),
    { says: 'in the same arrays', inSameArrays: true, pair: (draft) => paired(other(draft), draft) },
  ];
}

const otherScalars = ({ epsilon, momentum }: Draft, least: number): Pick<Draft, 'epsilon' | 'momentum'> => ({
  epsilon: epsilons.find((each) => each >= least && (each > 8 * epsilon || each < epsilon / 8)) ?? epsilon,
  momentum: momentum === 0.25 ? 0.9 : 0.25,
});
