/** Second derivatives: the oracle against exact values that share no sum, no kernel and no coefficient with it. */
import { expect, test } from 'vitest';
import { doubleBackward as termByTerm } from '../../../reference/exact/double-backward.ts';
import { nearest } from '../../../reference/exact/round.ts';
import { doubleBackward } from '../../../reference/further/double-backward.ts';
import type { DoubleBackward } from '../../../spec/terms/further-contract.ts';
import type { Surd } from '../../../reference/exact/surd.ts';
import { gather } from '../../../spec/terms/channel-values.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import { elementOf, layoutOf } from '../../../spec/terms/layout.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { adversarialSecond } from '../support/adversarial-cotangents.ts';

const outputs = Number(process.env['BNSPEC_OUTPUTS'] ?? 20_000);

type Certified = Record<'ddy' | 'dx' | 'dgamma', Surd[]>;

function certified(call: DoubleBackward): Certified {
  const layout = layoutOf(call.x.shape, call.axis);
  const at = (t: DoubleBackward['gamma'], c: number, missing: number): number => (t ? valuesOf(t)[c] : missing);
  const all: Certified = { ddy: [], dx: [], dgamma: [] };
  for (let c = 0; c < layout.channels; c++) {
    const { ddy, dx, dgamma } = termByTerm({
      x: gather(valuesOf(call.x), layout, c),
      dy: gather(valuesOf(call.dy), layout, c),
      ddx: call.ddx ? gather(valuesOf(call.ddx), layout, c) : new Float64Array(layout.perChannel),
      gamma: at(call.gamma, c, 1),
      ddgamma: at(call.ddgamma, c, 0),
      ddbeta: at(call.ddbeta, c, 0),
      epsilon: call.epsilon,
    });
    all.dgamma[c] = dgamma;
    for (let i = 0; i < layout.perChannel; i++) {
      all.ddy[elementOf(layout, c, i)] = ddy[i];
      all.dx[elementOf(layout, c, i)] = dx[i];
    }
  }
  return all;
}

test(`${outputs} outputs are correctly rounded`, { timeout: 3_600_000 }, () => {
  let compared = 0;
  const mismatches: string[] = [];
  for (const { family, call } of adversarialSecond(29)) {
    if (compared >= outputs || mismatches.length > 5) break;
    const truth = doubleBackward(call);
    for (const [name, values] of Object.entries(certified(call))) {
      for (const dtype of dtypes) {
        const rounded = valuesOf(truth.outputs[name as keyof Certified].round(dtype));
        for (const [i, value] of values.entries()) {
          compared++;
          const right = nearest(dtype, value);
          if (!Object.is(rounded[i], right))
            mismatches.push(`${family} ${name}[${i}] ${dtype}: ${rounded[i]}, certified ${right}`);
        }
      }
    }
  }
  expect(mismatches).toEqual([]);
  expect(compared).toBeGreaterThanOrEqual(outputs);
});
