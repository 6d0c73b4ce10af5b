/** The border of folding: refuses invalid arguments, by name (BN-16.14). Inside, nothing is checked. */
import type { Fold } from '../../spec/terms/further-contract.ts';
import { Rejected } from '../../spec/terms/refusals.ts';

/** @throws Rejected, naming the argument, the expected value and the given one */
export function checkFold(call: Fold): void {
  const { weight, axis, groupAxis, groups = 1, epsilon } = call;
  const { shape } = weight;
  const rank = shape.length;
  const isAxis = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < rank;
  if (rank < 2) throw new Rejected(`"weight" expected 2 axes or more, got ${rank}`);
  if (!isAxis(axis)) throw new Rejected(`"axis" expected an integer from 0 to ${rank - 1}, got ${axis}`);
  if (!(Number.isFinite(epsilon) && epsilon >= 0)) {
    throw new Rejected(`"epsilon" expected a finite number >= 0, got ${epsilon}`);
  }
  if (groupAxis !== undefined && (!isAxis(groupAxis) || groupAxis === axis)) {
    throw new Rejected(`"groupAxis" expected another axis than ${axis}, got ${groupAxis}`);
  }
  if (groupAxis === undefined && groups !== 1)
    throw new Rejected('"groups" expected a "groupAxis" beside it, got none');
  const size = groupAxis === undefined ? 1 : shape[groupAxis];
  if (!(Number.isInteger(groups) && groups > 0 && size % groups === 0)) {
    throw new Rejected(`"groups" expected a divisor of ${size}, got ${groups}`);
  }
  const channels = shape[axis] * groups;
  for (const name of ['bias', 'gamma', 'beta', 'mean', 'variance'] as const) {
    const length = call[name]?.data.length;
    if (length !== undefined && length !== channels) {
      throw new Rejected(`"${name}" expected ${channels} values, one per channel, got ${length}`);
    }
  }
}
