/** The border of second derivatives: refuses invalid arguments, by name (BN-17). Inside, nothing is checked. */
import type { DoubleBackward } from '../../spec/terms/further-contract.ts';
import { Rejected } from '../../spec/terms/refusals.ts';
import { check } from './check-arguments.ts';

/** @throws Rejected, naming the argument, the expected value and the given one */
export function checkDoubleBackward(call: DoubleBackward): void {
  check(call);
  const { x, axis, ddx, ddgamma, ddbeta } = call;
  if (!ddx && !ddgamma && !ddbeta) {
    throw new Rejected('"ddx", "ddgamma" or "ddbeta" expected at least one of them, got none');
  }
  if (ddx && ddx.shape.join() !== x.shape.join()) {
    throw new Rejected(`"ddx" expected the shape of "x", [${x.shape.join(', ')}], got [${ddx.shape.join(', ')}]`);
  }
  for (const [name, given] of Object.entries({ ddgamma, ddbeta })) {
    if (given && given.data.length !== x.shape[axis]) {
      throw new Rejected(`"${name}" expected ${x.shape[axis]} values, one per channel, got ${given.data.length}`);
    }
  }
}
