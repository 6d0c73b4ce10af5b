/** A mistake of a layer is named, by the sequences in which it shows; one of an operation also in a layer that is made of it. */
import { expect, test } from 'vitest';
import { bank, mutantOf } from '../../../impl/mutants/_bank.ts';
import { layerOf, type Operations } from '../../../impl/plain/layer.ts';
import { plainLayer } from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

async function diagnosed(make: () => Implementation, only: readonly string[]): Promise<readonly Diagnosis[]> {
  const implementation = make();
  const { diagnosis } = await run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs: 60,
    clauses: clauses.filter(({ id }) => only.includes(id)),
    command: '',
    diagnosis: { bank, fresh: async () => targetOf(make()) },
  });
  return diagnosis;
}

test.each(['LS01a', 'LS07a', 'LS12b', 'LS22b', 'LS24'])('%s is named first', async (id) => {
  const { breaks, under } = await mutantOf(id);
  const [first] = await diagnosed(() => under().implementation, breaks);
  expect(first.id).toBe(id);
  expect(first.evidence).toMatch(/^agrees with this mistake in every call of \d+ sequences/);
});

test('epsilon outside the root is named in a layer', async () => {
  const make = (): Implementation => ({ name: 'layer', layer: (config) => layerOf(operations, config) });
  const operations = (await mutantOf('EP01a')).under().implementation as Operations;
  expect((await diagnosed(make, ['BN-15.2', 'BN-15.4'])).map(({ id }) => id)).toContain('EP01a');
});

test('a mistake that nobody knows is given no name', async () => {
  const make = (): Implementation => ({
    name: 'layer',
    layer: (config) => {
      const inner = plainLayer(config);
      let forwards = 0;
      return {
        train: () => inner.train(),
        eval: () => inner.eval(),
        forward: (x) => {
          const { y } = inner.forward(x);
          forwards += 1;
          return { y: forwards > 1 ? { ...y, data: (y.data as Float32Array).map((value) => value + 1000) } : y };
        },
        backward: (dy) => inner.backward(dy),
        state: () => inner.state(),
        load: (state) => inner.load(state),
      };
    },
  });
  expect(await diagnosed(make, ['BN-15.2'])).toEqual([]);
});
