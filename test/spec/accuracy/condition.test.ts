/** K, u and the conditions of a call multiply to the bound of the specification, whatever the operation, element type and conventions. */
import { expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { boundsOf } from '../../../spec/accuracy/bounds.ts';
import { conditionsOf } from '../../../spec/accuracy/condition.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { adversarial } from '../../reference/support/adversarial.ts';

test('K·u·condition is the bound of grade stable, sums in any order', () => {
  let compared = 0;
  for (const { operation, call, conventions } of adversarial(9)) {
    if (compared > 5000) break;
    const truth = reference.answer(operation, call, conventions);
    const claims = { ...resolveClaims({}), ...conventions };
    const bounds = boundsOf(operation, call, truth, { grade: 'stable', claims, growth: 'any-order' });
    const conditions = conditionsOf(operation, call, truth, conventions);
    expect(Object.keys(conditions)).toEqual(Object.keys(truth.outputs));
    const m = call.x.data.length / call.x.shape[call.axis];
    for (const [name, { K, u, condition }] of Object.entries(conditions)) {
      const elementwise = operation === 'inferForward' || (operation === 'inferBackward' && name === 'dx');
      expect(K).toBe(name.startsWith('running') ? 6 : elementwise ? 4 : m + Math.max(4, 2 * Math.floor(Math.log2(m))));
      expect(u).toBe(call.x.dtype === 'float64' ? 2 ** -53 : 2 ** -24);
      const bound = bounds[name as keyof typeof bounds];
      expect(condition).toHaveLength(bound?.length ?? -1);
      for (const [i, each] of condition.entries()) {
        const ratio = (K * u * each) / (bound?.[i] ?? NaN);
        expect(each).not.toBeNaN();
        if (each === 0 || each === Infinity) expect(bound?.[i]).toBe(each);
        // A bound in the subnormals loses bits when it is divided.
        else if (each > 1e-290) expect(Math.abs(ratio - 1)).toBeLessThan(2 ** -50);
        compared++;
      }
    }
  }
});
