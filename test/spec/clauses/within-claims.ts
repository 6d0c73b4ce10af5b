/** The calls of a check that lie outside the claims, each with the reason. */
import type { Clause } from '../../../spec/check/trial/clause.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import type { Claims } from '../../../spec/terms/contract.ts';
import type { AnyCall } from '../../../spec/terms/named-tensors.ts';
import { isElementwise, signatures } from '../../../spec/terms/operations.ts';
import { outsideClaims } from '../../../spec/terms/within-claims.ts';
import { type Asked, askedBy } from './calls-of-a-check.ts';

/** These are about invalid arguments. */
const aboutNonsense: ReadonlySet<string> = new Set(['BN-13.6', 'BN-13.9']);

/** Whether no claims could make it valid. */
function isNonsense({ operation, call }: Asked): boolean {
  const { epsilon = 1, momentum = 0, ...given }: AnyCall = call;
  const channels = call.x.shape[call.axis];
  const long = signatures[operation].inputs.some(
    (name) => !isElementwise(operation, name) && given[name] && given[name].shape[0] !== channels,
  );
  return long || !(epsilon >= 0) || !(momentum >= 0 && momentum <= 1);
}

export const complaints = (asked: readonly Asked[], claims: Claims, { id }: Pick<Clause, 'id'>): string[] =>
  asked.flatMap((each) => {
    if (aboutNonsense.has(id) && isNonsense(each)) return [];
    const outside = outsideClaims(each.operation, each.call, claims);
    return outside === undefined ? [] : [`${id}: ${outside}`];
  });

export interface Told {
  readonly outside: ReadonlySet<string>;
  readonly shapes: ReadonlySet<string>;
}

export async function checkedWithin(claims: Claims, among: readonly Clause[] = clauses): Promise<Told> {
  const outside = new Set<string>();
  const shapes = new Set<string>();
  for (const [clause, asked] of await askedBy(among, claims, { runs: 2, seed: 1 })) {
    for (const complaint of complaints(asked, claims, clause)) outside.add(complaint);
    for (const { call } of asked) shapes.add(`${call.x.shape.join()} axis ${call.axis}`);
  }
  return { outside, shapes };
}
